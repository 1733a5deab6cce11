"""A whole dashboard as one actor sees it through one lens, and what its slices offer."""

from __future__ import annotations

from dataclasses import dataclass

from trato.kernel.access import policy
from trato.kernel.fields.links import LinkField
from trato.kernel.insight import axis, spec, strip
from trato.kernel.insight.asking import GROUP, Question, of_object
from trato.kernel.insight.funnel import funnel
from trato.kernel.insight.lens import Lens
from trato.kernel.insight.marks import Card
from trato.kernel.insight.ranking import Ranking, ranking
from trato.kernel.insight.spec import ALL, Dashboard, Measure, Tile
from trato.kernel.insight.strip import Answers, Shown
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor


@dataclass(frozen=True)
class Drawn:
    """What a dashboard shows."""

    kpis: tuple[Shown, ...]
    cards: tuple[Card | Ranking, ...]
    has_records: bool


def offered(actor: Actor) -> list[Dashboard]:
    """The dashboards that the actor may see: those about objects of which they may read at least their own."""
    return [each for each in spec.every() if policy.reach(actor, "read", registry.get(each.object))]


def draw(dashboard: Dashboard, lens: Lens) -> Drawn:
    """All figures of a dashboard: one query for the strip, one for each tile (two for a funnel).

    Without any record nothing further is asked.
    """
    answers = strip.strip(dashboard.strip, lens)
    has_records = bool(answers.numbers[dashboard.strip.total]) or bool(lens.chosen)
    tiles = dashboard.tiles if has_records else ()
    seen = (each for each in tiles if policy.reach(lens.actor, "read", registry.get(each.object)))
    return Drawn(answers.shown, tuple(draw_tile(each, lens, answers) for each in seen), has_records)


def draw_tile(tile: Tile, lens: Lens, answers: Answers | None = None) -> Card | Ranking:
    """One tile. The mean of a histogram comes from the answers of the strip."""
    question = of_object(lens, tile.object, tile.records, tile.measures, tile.shares)
    if tile.chart == "bars":
        return axis.bars(tile, question)
    if tile.chart == "waterfall":
        return axis.waterfall(tile, question)
    if tile.chart == "funnel" and tile.steps:
        return funnel(tile, question, tile.steps)
    if tile.chart == "histogram":
        mean = answers.numbers.get(tile.mean) if answers else None
        return axis.histogram(tile, question, (mean, answers.said[tile.mean]) if answers and mean is not None else None)
    return ranking(tile, question)


def slices(dashboard: Dashboard, lens: Lens, field: str) -> list[tuple[str, str, int]]:
    """What a slice offers: id, name and number of the records that the actor's own records of the object link to."""
    about = registry.get(dashboard.object)
    if field not in {each.field for each in dashboard.slices} or not isinstance(about.by_name.get(field), LinkField):
        return []
    count = Measure(name="count", label="")
    question = Question(Lens(lens.actor), about, ALL, (count,))
    return [
        (row[GROUP]["id"], row[GROUP]["name"], int(row["count"]))
        for row in question.ask(field)
        if row[GROUP] is not None
    ]
