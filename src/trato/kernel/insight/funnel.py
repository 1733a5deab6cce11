"""A funnel: how many records reached each step. Who reached a step went through all before it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Json
from trato.kernel.fields.links import LinkField
from trato.kernel.filters.language import parse
from trato.kernel.insight import saying
from trato.kernel.insight.asking import GROUP, HUNDRED, Question
from trato.kernel.insight.lens import both
from trato.kernel.insight.marks import Card, Cell, Mark, drawing
from trato.kernel.insight.spec import Steps, Tile
from trato.kernel.objects import registry
from trato.kernel.records import lanes
from trato.kernel.records.listing import ListQuery

MOST_STEPS = 100
ROW_HEIGHT = 69

Step = dict[str, Any]


def funnel(tile: Tile, question: Question, steps: Steps) -> Card:
    """Each step with its share of all, and what share of it goes on."""
    field = tile.group_by[0]
    lane, found = _steps(question, steps, field)
    counts = _reached(question, field, steps, lane, found)
    asked = _of_lane(question, steps, lane)
    locale = question.lens.locale
    total = counts[0] if counts else Decimal(0)
    marks = []
    for place, (step, count) in enumerate(zip(found, counts, strict=True)):
        share = saying.percent(count * HUNDRED / total, locale, 1).text if total else saying.NOTHING
        number = saying.figure(count, question.measures[0], locale).text
        ids = [str(each["id"]) for each in found[place:]]
        url = asked.drill(question.measures[0].name, {"field": field, "op": "in", "value": ids} if place else None)
        marks.append(
            Mark(
                name=step["title"],
                value=count,
                said=f"{step['title']}: {str(question.measures[0].said).format(value=number)}",
                url=url,
                cells=(Cell(number, url), Cell(share, url)),
                label=number,
                tone="positive" if step["succeeded"] else None,
            )
        )
    heads = (str(question.spec.field(field).label), str(question.measures[0].label), _("Share of all"))
    flows = [_flow(here, there, question) for here, there in pairwise(counts)]
    scale = saying.scale(Decimal(0), "number", locale)
    figures = drawing(marks, scale, str(tile.label), shares=[each.cells[1].text for each in marks], flows=flows)
    note = str(tile.note).format(
        count=marks[0].label if marks else saying.figure(total, question.measures[0], locale).text
    )
    height = max(206, ROW_HEIGHT * len(marks))
    return Card(tile=tile, kind="funnel", note=note, heads=heads, marks=tuple(marks), figures=figures, height=height)


def _steps(question: Question, steps: Steps, field: str) -> tuple[UUID | None, list[Step]]:
    """The lane that is shown, and its steps in order."""
    link = question.spec.field(field)
    assert isinstance(link, LinkField)  # noqa: S101  # a declaration, not a request
    spec = registry.get(link.to)
    chosen = dict(question.lens.chosen).get(steps.lane)
    within = {"field": steps.lane, "op": "is", "value": str(chosen)} if chosen else None
    name, value = steps.succeeded
    query = ListQuery(
        filter=parse(both(steps.filter, within), spec, question.lens.locale),
        sort=steps.sort,
        paths=(spec.title, steps.lane, name),
        limit=MOST_STEPS,
    )
    [page] = lanes.first_pages(question.lens.actor, spec, [query])
    rows = page.rows
    lane = rows[0][steps.lane].id if rows else chosen
    found = [
        {"id": row["id"], "title": row[spec.title], "succeeded": row[name] == value}
        for row in rows
        if row[steps.lane].id == lane
    ]
    return lane, found


def _of_lane(question: Question, steps: Steps, lane: UUID | None) -> Question:
    chosen = dict(question.lens.chosen)
    extra: Json = (
        None if steps.lane in chosen or lane is None else {"field": steps.lane, "op": "is", "value": str(lane)}
    )
    return Question(question.lens, question.spec, question.records, question.measures, extra=extra)


def _reached(question: Question, field: str, steps: Steps, lane: UUID | None, found: list[Step]) -> list[Decimal]:
    """How many reached each step. The first one counts all, those included whose own step is gone."""
    if not found:
        return []
    name = question.measures[0].name
    rows = _of_lane(question, steps, lane).ask(field)
    by_step = {row[GROUP]["id"]: row[name] for row in rows if row[GROUP] is not None}
    counts = [by_step.get(str(each["id"]), Decimal(0)) for each in found]
    reached = [sum(counts[place:], Decimal(0)) for place in range(len(counts))]
    reached[0] = sum((row[name] for row in rows), Decimal(0))
    return reached


def _flow(here: Decimal, there: Decimal, question: Question) -> str:
    if not here:
        return ""
    return _("{share} go on").format(share=saying.percent(there * HUNDRED / here, question.lens.locale, 1).text)
