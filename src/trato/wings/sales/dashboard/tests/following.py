"""Goes from each figure of a dashboard to its records, and counts them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

from trato.kernel.filters.aggregate import parse_aggregate
from trato.kernel.insight import saying
from trato.kernel.insight.drawing import Drawn
from trato.kernel.insight.marks import Card
from trato.kernel.insight.ranking import Ranking
from trato.kernel.insight.spec import Dashboard, Measure
from trato.kernel.objects import registry
from trato.kernel.records import figures
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.dashboard.spec import DASHBOARD

Shown = tuple[str, str, str, Measure]
"""Where it stands, what it says, where it leads, what it is."""


def every_figure(drawn: Drawn, dashboard: Dashboard = DASHBOARD) -> Iterator[Shown]:
    """All figures but shares."""
    named = {each.name: each for each in dashboard.strip.measures}
    for kpi, shown in zip(dashboard.strip.kpis, drawn.kpis, strict=True):
        if kpi.shows in named:
            yield shown.label, shown.figure.text, shown.url, named[kpi.shows]
    for card in drawn.cards:
        if isinstance(card, Card):
            for mark in card.marks:
                for measure, cell in zip(card.tile.measures, mark.cells, strict=False):
                    yield f"{card.tile.name} {mark.name}", cell.text, cell.url, measure
        else:
            yield from _ranked(card)


def _ranked(card: Ranking) -> Iterator[Shown]:
    for line in card.lines:
        yield f"{card.field} {line.name}", line.cells[0].text, line.cells[0].url, card.tile.measures[0]


def records_of(actor: Actor, url: str, measure: Measure | None = None) -> Decimal:
    """What a measure (their number, when none is given) is of the records that an address lists."""
    parts = urlsplit(url)
    spec = registry.by_plural(parts.path.strip("/"))
    asked = json.loads(parse_qs(parts.query)["filter"][0]) if parts.query else None
    figure: dict[str, Any] = {"op": measure.op if measure else "count", "as": "found"}
    if measure and measure.field:
        figure["field"] = measure.field
    query = parse_aggregate({"filter": asked, "measures": [figure]}, spec, locale_of(actor))
    [row], _more = figures.aggregate(actor, spec, query)
    return Decimal(row["found"] or 0)


def false_figures(actor: Actor, drawn: Drawn) -> list[tuple[str, str, str]]:
    """The figures that say something else than their records do: where, what it says, what its records say."""
    found = []
    for where, text, url, measure in every_figure(drawn):
        there = saying.figure(records_of(actor, url, measure), measure, locale_of(actor)).text
        if there != text and not (measure.op == "avg" and text == saying.NOTHING):
            found.append((where, text, there))
    return found


def kpi_url(drawn: Drawn, label: str) -> str:
    """Where the figure of that label leads."""
    return next(each.url for each in drawn.kpis if each.label == label)
