"""Calendar arithmetic: which days a period holds, and where units of time begin."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trato.kernel.filters.operands import Period, Unit

MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12, "fiscal_quarter": 3, "fiscal_year": 12}


def span(period: Period, today: date, fiscal_year_start: int) -> tuple[date, date]:
    """The first day of the period and the first day after it.

    ValueError or OverflowError past the calendar's ends. A week begins on Monday (ISO 8601).
    """
    if period.unit == "day":
        before = period.n if period.direction == "last" else 0
        after = period.n if period.direction == "next" else 0
        return today - timedelta(days=before), today + timedelta(days=after + 1)
    start = unit_start(today, period.unit, fiscal_year_start)
    if period.direction == "this":
        return start, _later(start, period.unit, 1)
    if period.direction == "last":
        return _later(start, period.unit, -period.n), start
    first = _later(start, period.unit, 1)
    return first, _later(first, period.unit, period.n)


def unit_start(day: date, unit: Unit, fiscal_year_start: int) -> date:
    """The first day of the unit that `day` is in."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    first = fiscal_year_start if unit.startswith("fiscal") else 1
    return add_months(day.replace(day=1), -((day.month - first) % MONTHS[unit]))


def add_months(first: date, months: int) -> date:
    """The first day of a month, `months` later."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _later(start: date, unit: Unit, count: int) -> date:
    if unit == "week":
        return start + timedelta(weeks=count)
    return add_months(start, MONTHS[unit] * count)


def day_start(day: date, zone: str, *, later: int = 0) -> datetime:
    """The instant, in UTC, at which the day `later` days after `day` begins in `zone`; within the calendar's ends."""
    try:
        return datetime.combine(day + timedelta(days=later), time(), ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if day.year > 1 else datetime.min.replace(tzinfo=UTC)
