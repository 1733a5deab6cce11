"""What the address of a page narrows its tiles to, and the way from a mark to its records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from urllib.parse import urlencode
from uuid import UUID

from trato.kernel.fields.base import Json, Locale
from trato.kernel.insight import periods
from trato.kernel.insight.periods import ALWAYS, Period
from trato.kernel.insight.spec import Dashboard, Records
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.variables import locale_of, variables_of
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.lib.ids import as_uuid

RANKED_BY, LANE = "rank", "lane"
NO_CHANGES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Lens:
    """Who looks, at which period, through which slices; by what a ranking ranks, and of which lane a funnel is."""

    actor: Actor
    period: Period = ALWAYS
    chosen: tuple[tuple[str, UUID], ...] = ()
    ranked: str = ""
    lane: UUID | None = None

    @cached_property
    def locale(self) -> Locale:
        return locale_of(self.actor)

    @cached_property
    def today(self) -> date:
        return variables_of(self.actor).today

    @property
    def fiscal_year_start(self) -> int:
        return scope.organization().fiscal_year_start

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first and last day of the period, where it has them."""
        return self.period.days(self.today, self.fiscal_year_start)

    @property
    def asked_beside_period(self) -> dict[str, str]:
        """What its address says besides the period."""
        found = {field: str(to) for field, to in self.chosen} | {RANKED_BY: self.ranked}
        return found | ({LANE: str(self.lane)} if self.lane else {})

    def narrowed(self, records: Records) -> Json:
        """The filter of some records as the page sees them."""
        within = self.period.condition(records.dated, self.fiscal_year_start) if records.dated else None
        return both(records.filter, within)

    @property
    def sliced(self) -> Json:
        """The filter that the slices make."""
        return both(*({"field": field, "op": "is", "value": str(to)} for field, to in self.chosen))

    def drill(self, spec: ObjectSpec, *filters: Json) -> str:
        """The address of the list that holds exactly the records of these filters, and of the slices."""
        return address(spec, both(*filters, self.sliced))

    def at(self, path: str, changes: Mapping[str, str] = NO_CHANGES, *, period: Period | None = None) -> str:
        """The page's own address at `path`, with some of what it asks changed; '' takes it out."""
        asked = {**(self.period if period is None else period).parameters, **self.asked_beside_period, **changes}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{path}?{query}" if query else path


def read(actor: Actor, dashboard: Dashboard, given: Mapping[str, str]) -> Lens:
    """The lens that an address asks for. What means nothing asks for nothing."""
    fields = registry.get(dashboard.object).by_name
    found = ((each.field, as_uuid(given.get(each.field))) for each in dashboard.slices if each.field in fields)
    chosen = tuple((field, to) for field, to in found if to is not None)
    return Lens(actor, periods.read(given), chosen, given.get(RANKED_BY, ""), as_uuid(given.get(LANE)))


def both(*filters: Json) -> Json:
    """All of the filters, as one flat group where that says the same: each condition is then a chip of its own."""
    items: list[Json] = []
    for each in filters:
        if each:
            items += each["all"] if set(each) == {"all"} else [each]
    return {"all": items} if items else None


def address(spec: ObjectSpec, wanted: Json) -> str:
    """The address of a list under a filter."""
    path = f"/{spec.plural}"
    if not wanted:
        return path
    return f"{path}?{urlencode({'filter': json.dumps(wanted, ensure_ascii=False, separators=(',', ':'))})}"
