"""The calendar of any object: what lies in a stretch of days by one of its dates, a few of each day and how many more.

Days and hours are those of the reader's zone, whatever zone the browser is in: the page is told wall clocks and tells
wall clocks back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from trato.kernel.access import policy
from trato.kernel.fields.base import Field, Json
from trato.kernel.filters.aggregate import AggregateQuery, Dimension
from trato.kernel.filters.language import Condition, Filter, Group, both
from trato.kernel.objects.due_fields import DueField, is_day
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.records import figures, lanes
from trato.kernel.records.listing import ListQuery, Page
from trato.kernel.records.variables import locale_of
from trato.kernel.sheets.table import can_edit
from trato.kernel.ui import wording
from trato.kernel.ui.lists import Asked
from trato.kernel.views.shape import DATED
from trato.lib import dates

MOST_DAYS = 62
"""A window is at most so long: a month with the ends of its weeks, twice."""
MOST_A_DAY = 20
_ALWAYS = ("created_at", "updated_at")


@dataclass(frozen=True)
class Window:
    """The days from `first` up to `end`, which is not among them."""

    first: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.first).days


def window(start: str, end: str) -> Window | None:
    """The window that an address names; None where it is none, or too long."""
    try:
        found = Window(date.fromisoformat(start[:10]), date.fromisoformat(end[:10]))
    except ValueError:
        return None
    return found if 0 < found.days <= MOST_DAYS else None


class Calendar:
    """Draws a list by days. UnknownObject when the object has no date."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.spec = asked, asked.spec
        self.locale = locale_of(asked.actor)
        self.zone = dates.zone_of(self.locale.zone)
        if not self.fields:
            raise UnknownObject(asked.spec.plural)
        wanted = asked.shape.dates
        self.field = next((each for each in self.fields if each.name == wanted), self.fields[0])

    @cached_property
    def fields(self) -> list[Field]:
        """The dates to go by: those shown first, then those that people write, then the others."""
        shown = {each.path for each in self.asked.columns}
        found = [each for each in self.spec.fields if each.family in DATED]
        return sorted(found, key=lambda each: (each.name in _ALWAYS, each.readonly, each.name not in shown))

    @property
    def is_timed(self) -> bool:
        return self.field.family == "datetime"

    @property
    def is_movable(self) -> bool:
        return can_edit(self.field) and bool(policy.reach(self.asked.actor, "update", self.spec))

    @cached_property
    def length(self) -> Field | None:
        """The field that says how long something lasts, of an object that has one."""
        found = [each for each in self.spec.fields if each.kind == "duration"]
        return found[0] if self.is_timed and found else None

    # What lies in it

    def events(self, within: Window) -> list[dict[str, Json]]:
        """The records of a window in the form of the calendar: at most so many of a day, and what leads to the rest."""
        counts = self._counts(within)
        days = [day for day, count in sorted(counts.items()) if count]
        queries = [self._query(self._on(day, day + timedelta(days=1))) for day in days]
        pages: list[Page] = []
        if queries:
            pages = lanes.first_pages(self.asked.actor, self.spec, queries)
        found = []
        for day, page in zip(days, pages, strict=True):
            found += [self._event(row) for row in page.rows]
            if (hidden := counts[day] - len(page.rows)) > 0:
                found.append(self._rest(day, hidden))
        return found

    def _counts(self, within: Window) -> dict[date, int]:
        """How many there are of each day, in one query."""
        dimension = Dimension("day", (self.field.name,), "day")
        wanted = both(self.asked.filter, self._on(within.first, within.end))
        query = AggregateQuery(wanted, (dimension,), limit=MOST_DAYS + 1)
        rows, _more = figures.aggregate(self.asked.actor, self.spec, query, self.asked.narrow)
        return {date.fromisoformat(row["day"]): row["count"] for row in rows if row["day"]}

    def _on(self, first: date, end: date) -> Filter:
        """The filter of the records from one day up to another."""
        path = (self.field.name,)
        low: Any = first
        high: Any = end
        if self.is_timed:
            low, high = (datetime.combine(each, time.min, self.zone) for each in (first, end))
        return Group("all", (Condition(path, "gte", low), Condition(path, "lt", high)))

    def _query(self, condition: Filter) -> ListQuery:
        return ListQuery(
            filter=both(self.asked.filter, condition),
            sort=self.field.name,
            paths=self.paths,
            limit=MOST_A_DAY,
            narrow=self.asked.narrow,
        )

    @cached_property
    def paths(self) -> tuple[str, ...]:
        board = self.spec.board
        second = board.value if board and board.value else ""
        extra = ("owner" if self.spec.owned else "", second, self.length.name if self.length else "")
        return tuple(dict.fromkeys((self.asked.title, self.field.name, *(each for each in extra if each))))

    def _event(self, row: Mapping[str, Any]) -> dict[str, Json]:
        """One record as the calendar takes it, by the reader's clock."""
        title = self.spec.by_name[self.asked.title].text(row[self.asked.title], self.locale) or wording.untitled()
        found: dict[str, Json] = {
            "id": str(row["id"]),
            "title": title,
            "url": f"/{self.spec.plural}/{row['id']}",
            "version": row["version"],
            "editable": self._may_move(row),
            "note": self._note(row),
            "rest": 0,
        }
        when = row[self.field.name]
        if not self.is_timed:
            return {**found, "start": when.isoformat(), "allDay": True}
        start = when.astimezone(self.zone).replace(tzinfo=None)
        if isinstance(self.field, DueField) and is_day(when, self.zone):
            return {**found, "start": start.date().isoformat(), "allDay": True}
        lasts = row[self.length.name] if self.length else None
        end = {"end": (start + lasts).isoformat()} if lasts else {}
        return {**found, "start": start.isoformat(), "allDay": False, **end}

    def _note(self, row: Mapping[str, Any]) -> str:
        """What stands behind the title: the value, and whose it is."""
        board = self.spec.board
        parts = []
        if board and board.value and row.get(board.value) is not None:
            parts.append(self.spec.by_name[board.value].text(row[board.value], self.locale))
        if self.spec.owned and row.get("owner") is not None:
            parts.append(row["owner"].name)
        return " · ".join(parts)

    def _may_move(self, row: Mapping[str, Any]) -> bool:
        owner = row.get("owner")
        return self.is_movable and policy.may(self.asked.actor, "update", self.spec, owner.id if owner else None)

    def _rest(self, day: date, hidden: int) -> dict[str, Json]:
        """What leads to the records of a day that there is no room for."""
        following = day + timedelta(days=1)
        if self.is_timed:
            low, high = (datetime.combine(each, time.min, self.zone).isoformat() for each in (day, following))
        else:
            low, high = day.isoformat(), following.isoformat()
        ends = [{"field": self.field.name, "op": op, "value": value} for op, value in (("gte", low), ("lt", high))]
        return {
            "id": f"rest-{day.isoformat()}",
            "title": wording.more(hidden),
            "url": self.asked.narrowed_address({"all": ends}),
            "start": day.isoformat(),
            "allDay": True,
            "editable": False,
            "rest": 1,
        }

    def choices(self, path: str) -> Iterable[tuple[str, str, str]]:
        """(name, label, address) of the dates to go by."""
        return [(each.name, str(each.label), self.asked.address(path, dates=each.name)) for each in self.fields]


def moved(calendar: Calendar, text: str, before: datetime | None) -> Json:
    """The value to store where something was dropped at `text`, a day or a wall clock of the reader's. ValueError when
    it is neither. On a day it keeps the hour that it had: a month has no hours to drop on."""
    day = date.fromisoformat(text[:10])
    if not calendar.is_timed:
        return day.isoformat()
    if len(text) > 10:
        clock = datetime.fromisoformat(text[:19]).time()
    else:
        clock = before.astimezone(calendar.zone).time() if before else time(9)
    return datetime.combine(day, clock, calendar.zone).isoformat()
