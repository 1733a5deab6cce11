"""A funnel: how many records reached each step. Who reached a step went through all before it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from trato.kernel.fields.links import LinkField
from trato.kernel.filters.language import parse
from trato.kernel.insight import saying
from trato.kernel.insight.asking import GROUP, HUNDRED, Question
from trato.kernel.insight.lens import LANE
from trato.kernel.insight.marks import Card, Cell, Choice, Mark, drawing
from trato.kernel.insight.spec import Steps, Tile
from trato.kernel.objects import registry
from trato.kernel.records import lanes
from trato.kernel.records.listing import ListQuery

MOST_STEPS = 200
LEAST_HEIGHT, ROW_HEIGHT = 206, 60


class Step(NamedTuple):
    """A step of the lane that is shown."""

    id: str
    title: str
    succeeded: bool


def funnel(tile: Tile, question: Question, steps: Steps) -> Card:
    """Each step with its share of all, and what share of it goes on."""
    field, drawn = tile.group_by[0], question.measures[0]
    found, choices = _steps(question, steps, field)
    if len(choices) > 1:
        lane = next(each.value for each in choices if each.current)
        question = replace(question, extra={"field": steps.lane, "op": "is", "value": lane})
    counts = _reached(question, field, found)
    locale = question.lens.locale
    total = counts[0] if counts else Decimal(0)
    marks = []
    for place, (step, count) in enumerate(zip(found, counts, strict=True)):
        share = saying.percent(count * HUNDRED / total if total else None, locale, 1)
        number = saying.figure(count, drawn, locale)
        ids = [each.id for each in found[place:]]
        url = question.drill(drawn.name, {"field": field, "op": "in", "value": ids} if place else None)
        marks.append(
            Mark(
                name=step.title,
                value=count,
                said=f"{step.title}: {str(drawn.said).format(value=number.text)}",
                url=url,
                cells=(Cell(number, url), Cell(share, url)),
                label=number.text,
                tone="positive" if step.succeeded else None,
            )
        )
    heads = (str(question.spec.field(field).label), str(drawn.label), _("Share of all"))
    flows = [_flow(here, there, question) for here, there in pairwise(counts)]
    scale = saying.scale(Decimal(0), "number", locale)
    figures = drawing(marks, scale, str(tile.label), shares=[each.cells[1].text for each in marks], flows=flows)
    note = str(tile.note).format(count=saying.figure(total, drawn, locale).text)
    return Card(
        tile=tile,
        kind="funnel",
        note=note,
        heads=heads,
        marks=tuple(marks),
        figures=figures,
        height=max(LEAST_HEIGHT, ROW_HEIGHT * len(marks)),
        choices=choices,
    )


def _steps(question: Question, steps: Steps, field: str) -> tuple[list[Step], tuple[Choice, ...]]:
    """The steps of the lane that is shown, in order, and the lanes that there are."""
    link = question.spec.field(field)
    assert isinstance(link, LinkField)  # noqa: S101  # a declaration, not a request
    spec = registry.get(link.to)
    name, value = steps.succeeded
    query = ListQuery(
        filter=parse(steps.filter, spec, question.lens.locale),
        sort=steps.sort,
        paths=(spec.title, steps.lane, name),
        limit=MOST_STEPS,
    )
    [page] = lanes.first_pages(question.lens.actor, spec, [query])
    every = {row[steps.lane].id: row[steps.lane].name for row in page.rows if row[steps.lane]}
    lane = question.lens.lane if question.lens.lane in every else next(iter(every), None)
    found = [
        Step(str(row["id"]), row[spec.title], row[name] == value)
        for row in page.rows
        if row[steps.lane] and row[steps.lane].id == lane
    ]
    return found, tuple(Choice(LANE, str(each), every[each], each == lane) for each in every)


def _reached(question: Question, field: str, found: list[Step]) -> list[Decimal]:
    """How many reached each step. The first one counts all, those included whose own step is gone."""
    if not found:
        return []
    name = question.measures[0].name
    rows = question.ask(field)
    by_step = {row[GROUP]["id"]: row[name] for row in rows if row[GROUP] is not None}
    counts = [by_step.get(each.id, Decimal(0)) for each in found]
    reached = [sum(counts[place:], Decimal(0)) for place in range(len(counts))]
    return [sum((row[name] for row in rows), Decimal(0)), *reached[1:]]


def _flow(here: Decimal, there: Decimal, question: Question) -> str:
    if not here:
        return ""
    return _("{share} go on").format(share=saying.percent(there * HUNDRED / here, question.lens.locale, 1).text)
