"""Dates and times as people and files write them, durations, and periods relative to today."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale

from trato.lib.text import norm

ORDERS = ("DMY", "MDY", "YMD")
UNITS = ("day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year")

MONTHS_ES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_STARTS = {
    **{name[:3]: number for number, name in enumerate(MONTHS_ES, 1)},
    **{name[:3].lower(): number for number, name in enumerate(MONTHS_EN, 1)},
}
_MONTH_WORDS = frozenset({
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre", "octubre",
    "noviembre", "diciembre", "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "sept", "october", "november", "december",
})  # fmt: skip
_NUMBERS = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
_COMPACT = re.compile(r"\d{8}")
_WORDS = re.compile(r"(\d{1,2}) (?:de )?([^\W\d]+) (?:de |del )?(\d{4})|([^\W\d]+) (\d{1,2}) (\d{4})")
_CLOCK = re.compile(
    r"(?P<date>.*?\d)[T ,]+(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?: ?(?P<half>[ap])\.? ?m\.?)?(?: ?(?P<zone>Z|[+-]\d{2}:?\d{2}|UTC))?",
    re.IGNORECASE,
)
_ISO_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<w>\d+)W)?(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+(?:\.\d{1,6})?)S)?)?"
)
_CLOCK_DURATION = re.compile(r"(?P<sign>-?)(?P<h>\d+):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?")
_WORD_DURATION = re.compile(
    r"(?P<sign>-?)(?:(?P<w>\d+) ?(?:w|sem|semanas?|weeks?))? ?(?:(?P<d>\d+) ?(?:d|days?|dias?))?"
    r" ?(?:(?P<h>\d+) ?(?:h|hours?|horas?))? ?(?:(?P<m>\d+) ?(?:m|min|minutes?|minutos?))?"
    r" ?(?:(?P<s>\d+) ?(?:s|sec|seg|seconds?|segundos?))?"
)


# Reading -----------------------------------------------------------------------------------------------------------


def parse_date(text: str, order: str = "DMY") -> date:
    """The date that `text` means: by `order` (DMY, MDY, YMD), in ISO form whatever the order, or with the month in
    words (Spanish, English). Years of two digits lie in 1969 to 2068. A time of midnight is ignored, as spreadsheets
    write one. ValueError when it is no date."""
    found = " ".join(text.split())
    if len(found) > 60:
        raise ValueError("not a date")
    clock = _CLOCK.fullmatch(found)
    if clock is not None and found.count(":"):
        if _time_of(clock) != time(0):
            raise ValueError(f"a date with a time: {found!r}")
        found = clock["date"]
    if match := _NUMBERS.fullmatch(found):
        return _by_order(match[1], match[2], match[3], order)
    if _COMPACT.fullmatch(found):
        return date(int(found[:4]), int(found[4:6]), int(found[6:]))
    if match := _WORDS.fullmatch(norm(found).replace(",", "").replace(".", "")):
        day, word, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        return date(int(year), _month(word), int(day))
    raise ValueError(f"not a date: {found!r}")


def _by_order(first: str, second: str, third: str, order: str) -> date:
    if len(first) > 2:
        if len(first) != 4:
            raise ValueError("a year has two or four digits")
        order = "YMD"
    elif order == "YMD" and len(third) == 4:
        raise ValueError("the year comes first")
    parts = dict(zip(order, (first, second, third), strict=True))
    year = parts["Y"]
    if len(year) not in {2, 4} or len(parts["D"]) > 2:
        raise ValueError("a year has two or four digits")
    century = 0 if len(year) == 4 else 2000 if int(year) < 69 else 1900
    return date(century + int(year), int(parts["M"]), int(parts["D"]))


def _month(word: str) -> int:
    found = _MONTH_STARTS.get(word[:3])
    if found is None or (len(word) > 3 and word not in _MONTH_WORDS):
        raise ValueError(f"not a month: {word!r}")
    return found


def parse_datetime(text: str, order: str = "DMY", zone: str = "UTC") -> datetime:
    """The moment that `text` means, in UTC; without an offset of its own, by the clocks of `zone`. A date alone is
    its midnight. ValueError when it is none."""
    found = " ".join(text.split())
    if len(found) > 80:
        raise ValueError("not a date and time")
    match = _CLOCK.fullmatch(found)
    if match is None:
        return datetime.combine(parse_date(found, order), time(0), zone_of(zone)).astimezone(UTC)
    moment = datetime.combine(parse_date(match["date"], order), _time_of(match))
    offset = match["zone"]
    if offset is None:
        return moment.replace(tzinfo=zone_of(zone)).astimezone(UTC)
    if offset.upper() in {"Z", "UTC"}:
        return moment.replace(tzinfo=UTC)
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 15 or minutes > 59:
        raise ValueError("not an offset")
    delta = timedelta(hours=hours, minutes=minutes)
    return moment.replace(tzinfo=UTC) - (delta if offset[0] == "+" else -delta)


def _time_of(match: re.Match[str]) -> time:
    hour, half = int(match["h"]), (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("not an hour")
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(match["m"]), int(match["s"] or 0), int((match["f"] or "0").ljust(6, "0")[:6]))


@cache
def zones() -> tuple[str, ...]:
    """The names of time zones that people choose from: UTC, then by continent and city."""
    cities = (each for each in available_timezones() if "/" in each and not each.startswith(("Etc/", "SystemV/")))
    return ("UTC", *sorted(cities))


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """The time zone called `name` (IANA). ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError) as error:
        raise ValueError(f"not a time zone: {name!r}") from error


def possible_orders(values: Iterable[str]) -> tuple[str, ...]:
    """The orders by which every one of the values is a date; blank values say nothing."""
    left = list(ORDERS)
    for value in values:
        if value.strip():
            left = [order for order in left if _fits(value, order)]
            if not left:
                break
    return tuple(left)


def detect_order(values: Iterable[str], prefer: str = "DMY") -> str | None:
    """The order in which the values write dates: `prefer` where several fit, None when none does."""
    fitting = possible_orders(values)
    return prefer if prefer in fitting else fitting[0] if fitting else None


def _fits(value: str, order: str) -> bool:
    try:
        parse_datetime(value, order)
    except ValueError:
        return False
    return True


def parse_duration(text: str) -> timedelta:
    """The length of time that `text` means: ISO 8601 ("PT1H30M"), "1:30", "1 h 30 min", "90 min". ValueError when it
    means none."""
    found = " ".join(text.split())
    match = None
    if len(found) <= 60:
        match = (
            _ISO_DURATION.fullmatch(found.upper())
            or _CLOCK_DURATION.fullmatch(found)
            or _WORD_DURATION.fullmatch(norm(found))
        )
    parts = {unit: value for unit, value in match.groupdict().items() if value and unit != "sign"} if match else {}
    if not match or not parts:
        raise ValueError(f"not a duration: {found[:60]!r}")
    try:
        length = timedelta(
            weeks=int(parts.get("w", 0)),
            days=int(parts.get("d", 0)),
            hours=int(parts.get("h", 0)),
            minutes=int(parts.get("m", 0)),
            seconds=float(parts.get("s", 0)),
        )
    except OverflowError as error:
        raise ValueError("longer than time is counted") from error
    return -length if match["sign"] else length


# Writing -----------------------------------------------------------------------------------------------------------


def iso_duration(length: timedelta) -> str:
    """The duration in ISO 8601: "PT1H30M", "P2DT4H", "PT0S". Days have 24 hours here."""
    if length < timedelta(0):
        return "-" + iso_duration(-length)
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{length.microseconds:06}".rstrip("0") if length.microseconds else ""
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{length.days}D" if length.days else ""
    return "P" + days + ("T" + clock if clock else "") if days or clock else "PT0S"


def shown_duration(length: timedelta) -> str:
    """The duration in words that Spanish and English share: "2 d 4 h", "1 h 30 min", "0 min"."""
    if length < timedelta(0):
        return "-" + shown_duration(-length)
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{n} {unit}" for n, unit in ((length.days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")) if n]
    return " ".join(parts) or "0 min"


def month_names(language: str) -> tuple[str, ...]:
    """The months in full, January first (those of Unicode CLDR)."""
    return tuple(Locale.parse(language).months["stand-alone"]["wide"].values())


def shown_date(day: date, language: str) -> str:
    """The date as the language writes it: "5 ene 2018" in Spanish, "Jan 5, 2018" in English."""
    if language[:2] == "es":
        return f"{day.day} {MONTHS_ES[day.month - 1]} {day.year}"
    return f"{MONTHS_EN[day.month - 1]} {day.day}, {day.year}"


def shown_datetime(moment: datetime, language: str, zone: str) -> str:
    """The moment by the clocks of `zone`: "5 ene 2018, 10:24" in Spanish, "Jan 5, 2018, 10:24" in English."""
    local = moment.astimezone(zone_of(zone))
    return f"{shown_date(local, language)}, {local.hour:02}:{local.minute:02}"


# Periods -----------------------------------------------------------------------------------------------------------


def add_months(day: date, count: int) -> date:
    """The first day of the month `count` months after that of `day`."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def start_of(unit: str, day: date, fiscal_year_start: int = 1) -> date:
    """The first day of the unit in which `day` lies. Weeks begin on Monday; fiscal years in `fiscal_year_start`."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    months = {"month": 1, "quarter": 3, "fiscal_quarter": 3, "year": 12, "fiscal_year": 12}[unit]
    first = fiscal_year_start if unit.startswith("fiscal") else 1
    return add_months(day, -((day.month - first) % months))


def shift(unit: str, start: date, count: int) -> date:
    """The first day of the unit `count` units after the one that begins on `start`."""
    if unit in {"day", "week"}:
        return start + timedelta(days=count * (7 if unit == "week" else 1))
    return add_months(
        start, count * {"month": 1, "quarter": 3, "fiscal_quarter": 3, "year": 12, "fiscal_year": 12}[unit]
    )


def period(direction: str, count: int, unit: str, today: date, fiscal_year_start: int = 1) -> tuple[date, date]:
    """First day and day after the last of a relative period.

    this n: the current unit and the n - 1 after it. last n / next n: the n whole units before / after the current one;
    for days, today counts too ("last 30 days" is today and the 30 days before it, "next 7 days" today and the 7 after).
    ValueError when a word or number is out of range.
    """
    if direction not in {"this", "last", "next"} or unit not in UNITS or not 1 <= count <= 1000:
        raise ValueError(f"not a period: {direction} {count} {unit}")
    current = start_of(unit, today, fiscal_year_start)
    after = shift(unit, current, 1)
    try:
        if direction == "this":
            return current, shift(unit, current, count)
        if direction == "last":
            return shift(unit, current, -count), after if unit == "day" else current
        return current if unit == "day" else after, shift(unit, after, count)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"no such years: {direction} {count} {unit}") from error
