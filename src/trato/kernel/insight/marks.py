"""What a tile shows: marks with their words and where they lead, as figures for the drawing and as a table of links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from trato.kernel.fields.base import Json
from trato.kernel.insight import saying
from trato.kernel.insight.asking import Question
from trato.kernel.insight.saying import Figure, Scale
from trato.kernel.insight.spec import Measure, Share, Tile

Tone = Literal["positive", "negative", "neutral"]
Part = Literal["strong", "soft", "faint"]


class Cell(NamedTuple):
    """A figure of the table, and the list that it counts."""

    figure: Figure
    url: str

    @property
    def text(self) -> str:
        return self.figure.text


class Choice(NamedTuple):
    """Another thing that the tile can show: the value of the page's parameter `asked`."""

    asked: str
    value: str
    name: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One mark: `name` in the table, `short` beside the axis, `label` on it, `said` in a sentence."""

    name: str
    value: Decimal
    said: str
    url: str
    cells: tuple[Cell, ...]
    short: str = ""
    label: str = ""
    tone: Tone | None = None
    part: Part | None = None


@dataclass(frozen=True, kw_only=True)
class Card:
    """A drawn tile. `heads` are the columns of its table, the first that of the marks' names."""

    tile: Tile
    kind: str
    note: str = ""
    heads: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    figures: dict[str, Json] = field(default_factory=dict)
    height: int = 206
    choices: tuple[Choice, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(each.value for each in self.marks)


def columns(question: Question) -> tuple[Measure | Share, ...]:
    return (*question.measures, *question.shares)


def cells(question: Question, row: dict[str, Decimal | None], condition: Json) -> tuple[Cell, ...]:
    """The row's figures, each with the list that it counts."""
    locale = question.lens.locale
    return tuple(
        Cell(saying.figure(row[each.name], each, locale), question.drill(each.name, condition))
        for each in columns(question)
    )


def sentence(question: Question, name: str, row: dict[str, Decimal | None]) -> str:
    """ "mar 2017: 1.134.672 US$, 531 ganadas"."""
    locale = question.lens.locale
    told = (str(each.said).format(value=saying.figure(row[each.name], each, locale).text) for each in question.measures)
    return f"{name}: {', '.join(told)}"


def drawing(marks: Sequence[Mark], scale: Scale, label: str, **more: Json) -> dict[str, Json]:
    """The marks as t-chart takes them."""
    series: dict[str, Json] = {
        "name": label,
        "values": [scale.number(each.value) for each in marks],
        "labels": [each.label for each in marks],
        "names": [each.said for each in marks],
        "hrefs": [each.url for each in marks],
        "tones": [each.tone for each in marks],
        "parts": [each.part for each in marks],
    }
    categories = [each.short or each.name for each in marks]
    return {"categories": categories, "unit": scale.unit, "digits": scale.places, "series": [series], **more}
