"""The period that a page looks at: one of the usual ones, relative to today, or two days chosen by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trato.kernel.fields.base import Json
from trato.lib import dates

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Direction = Literal["this", "last"]

NAMES: dict[str, tuple[Direction, str, _StrOrPromise]] = {
    "this_month": ("this", "month", gettext_lazy("This month")),
    "last_month": ("last", "month", gettext_lazy("Last month")),
    "this_quarter": ("this", "quarter", gettext_lazy("This quarter")),
    "last_quarter": ("last", "quarter", gettext_lazy("Last quarter")),
    "this_year": ("this", "year", gettext_lazy("This year")),
    "last_year": ("last", "year", gettext_lazy("Last year")),
}


@dataclass(frozen=True)
class Period:
    """A stretch of days; with neither a name nor an end it is all of time."""

    name: str = ""
    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return bool(self.name or self.first or self.last)

    @property
    def parameters(self) -> dict[str, str]:
        """What an address says for it."""
        if self.name:
            return {"period": self.name}
        ends = {"from": self.first, "to": self.last}
        return {name: day.isoformat() for name, day in ends.items() if day}

    def condition(self, field: str, fiscal_year_start: int) -> Json:
        """The filter that a date in it fulfils."""
        if self.name:
            direction, unit, _label = NAMES[self.name]
            return {"field": field, "op": "within", "value": {direction: 1, "unit": _unit(unit, fiscal_year_start)}}
        if self.first and self.last:
            return {"field": field, "op": "between", "value": [self.first.isoformat(), self.last.isoformat()]}
        if self.first:
            return {"field": field, "op": "gte", "value": self.first.isoformat()}
        return {"field": field, "op": "lte", "value": self.last.isoformat()} if self.last else None

    def days(self, today: date, fiscal_year_start: int) -> tuple[date | None, date | None]:
        """Its first and last day, where it has them."""
        if not self.name:
            return self.first, self.last
        direction, unit, _label = NAMES[self.name]
        first, after = dates.period(direction, 1, _unit(unit, fiscal_year_start), today, fiscal_year_start)
        return first, after - timedelta(days=1)

    def label(self, language: str) -> str:
        """What the page calls it."""
        if self.name:
            return str(NAMES[self.name][2])
        first, last = (dates.shown_date(day, language) if day else "" for day in (self.first, self.last))
        if first and last:
            return f"{first} – {last}"
        if first:
            return _("since {day}").format(day=first)
        return _("until {day}").format(day=last) if last else _("All time")


ALWAYS = Period()


def read(given: Mapping[str, str]) -> Period:
    """The period that an address asks for; what means nothing is all of time."""
    if given.get("period") in NAMES:
        return Period(given["period"])
    first, last = _day(given.get("from")), _day(given.get("to"))
    if first and last and first > last:
        first, last = last, first
    return Period("", first, last)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _unit(unit: str, fiscal_year_start: int) -> str:
    return f"fiscal_{unit}" if fiscal_year_start != 1 and unit in {"quarter", "year"} else unit
