"""The figures across the top of a dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trato.kernel.insight import saying
from trato.kernel.insight.asking import Question
from trato.kernel.insight.lens import Lens
from trato.kernel.insight.marks import columns
from trato.kernel.insight.saying import Figure
from trato.kernel.insight.spec import ALL, Strip
from trato.kernel.objects import registry


@dataclass(frozen=True)
class Shown:
    """One figure with what stands around it, and the list that it counts."""

    label: str
    figure: Figure
    context: str
    url: str


@dataclass(frozen=True)
class Answers:
    """What the strip shows, and its numbers for those who mark them elsewhere."""

    shown: tuple[Shown, ...]
    numbers: dict[str, Decimal | None]
    said: dict[str, str]


def strip(declared: Strip, lens: Lens) -> Answers:
    """All figures of the strip, by one query."""
    question = Question(lens, registry.get(declared.object), ALL, declared.measures, declared.shares)
    [row] = question.ask()
    figures = {each.name: saying.figure(row[each.name], each, lens.locale) for each in columns(question)}
    said = {name: each.text for name, each in figures.items()}
    shown = (
        Shown(str(each.label), figures[each.shows], str(each.context).format(**said), question.drill(each.shows))
        for each in declared.kpis
    )
    return Answers(tuple(shown), {each.name: row[each.name] for each in columns(question)}, said)
