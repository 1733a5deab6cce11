"""A ranking: who or what comes first by the first measure, with the other figures beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Json
from trato.kernel.fields.links import LinkField
from trato.kernel.insight.asking import GROUP, HUNDRED, Question, as_dimension
from trato.kernel.insight.lens import RANKED_BY
from trato.kernel.insight.marks import Cell, Choice, cells, columns
from trato.kernel.insight.spec import Tile

Row = dict[str, Any]


@dataclass(frozen=True)
class Rank:
    """A line: its place ('' for those without a value), name, and how long its bar is, in per cent of the first."""

    place: str
    name: str
    length: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Ranking:
    """The lines of a ranking by one field; `by_person` gives them a face."""

    tile: Tile
    field: str
    label: str
    by_person: bool
    heads: tuple[str, ...]
    choices: tuple[Choice, ...]
    lines: tuple[Rank, ...]

    @property
    def note(self) -> str:
        return str(self.tile.note)

    @property
    def is_empty(self) -> bool:
        return not self.lines


def ranking(tile: Tile, question: Question) -> Ranking:
    """The first lines by the field that the page ranks by; what has no value there is told below them."""
    fields = [as_dimension(each)["field"] for each in tile.group_by]
    field = question.lens.ranked if question.lens.ranked in fields else fields[0]
    by = question.spec.field(field)
    drawn = question.measures[0].name
    rows = question.ask(field, order=f"-{drawn}", limit=tile.rows + 1)
    named = [row for row in rows if row[GROUP] is not None][: tile.rows]
    most = max((row[drawn] or Decimal(0) for row in named), default=Decimal(0))
    lines = [_line(question, field, row, str(place), row[GROUP]["name"], most) for place, row in enumerate(named, 1)]
    without = _("without {field}").format(field=str(by.label).lower())
    lines += [_line(question, field, row, "", without, most) for row in rows if row[GROUP] is None]
    return Ranking(
        tile,
        field,
        str(by.label),
        isinstance(by, LinkField) and by.to == "user",
        tuple(str(each.label) for each in _shown(question)),
        tuple(Choice(RANKED_BY, each, str(question.spec.field(each).label), each == field) for each in fields),
        tuple(lines),
    )


def _line(question: Question, field: str, row: Row, place: str, name: str, most: Decimal) -> Rank:
    condition: Json = {"field": field, "op": "empty"}
    if row[GROUP] is not None:
        condition = {"field": field, "op": "is", "value": row[GROUP]["id"]}
    value = row[question.measures[0].name] or Decimal(0)
    length = min(100, int(value * HUNDRED / most)) if most > 0 and value > 0 else 0
    shown = {each.name for each in _shown(question)}
    every = zip(columns(question), cells(question, row, condition), strict=True)
    return Rank(place, name, length, tuple(cell for each, cell in every if each.name in shown))


def _shown(question: Question) -> Iterable[Any]:
    """The first measure and the shares: what else is measured serves the shares."""
    return (question.measures[0], *question.shares)
