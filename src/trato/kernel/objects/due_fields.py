"""When something is due, at a moment or some time on a day; and how long ago something was.

A day is stored as its last second by the clocks of whoever gave it, so that one column sorts, filters and falls overdue
rightly, and is shown as the day alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Json, Locale, TextFormat
from trato.kernel.fields.dates import DateField, DateTimeField
from trato.lib import controls, dates

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

IDLE_DAYS = 30
"""After so many days without activity a record is marked."""
_LAST = time(23, 59, 59)
_CLOCK = re.compile(r"\d[T ]\d{1,2}:?\d{2}|\d:\d{2}")
_DAYS = DateField(name="day", label="")


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which clocks in `zone` show that; where they skip it, as much later as they skip."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """What "on that day" is stored as."""
    return moment(day, _LAST, zone)


def is_day(due: datetime, zone: ZoneInfo) -> bool:
    """Whether a day was meant, not a moment of it."""
    return due.astimezone(zone).time().replace(microsecond=0) == _LAST


@dataclass(frozen=True, kw_only=True)
class DueField(DateTimeField):
    """A moment or a day. Value: `datetime` in UTC, a day as its last second."""

    def clean(self, raw: Json, locale: Locale) -> Any:
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return end_of(raw, dates.zone_of(locale.zone))
        if isinstance(raw, str) and raw.strip() and not _CLOCK.search(raw):
            day = _DAYS.clean(raw, locale)
            return end_of(day, dates.zone_of(locale.zone))
        return super().clean(raw, locale)

    def from_text(self, text: str, form: TextFormat) -> Any:
        if text.strip() and not _CLOCK.search(text):
            return end_of(_DAYS.from_text(text, form), dates.zone_of(form.locale.zone))
        return super().from_text(text, form)

    def text(self, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        zone = dates.zone_of(locale.zone)
        if is_day(value, zone):
            return dates.shown_date(value.astimezone(zone).date(), locale.language)
        return super().text(value, locale)

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        zone = dates.zone_of(locale.zone)
        local = None if value is None else value.astimezone(zone)
        day = None if local is None else local.date().isoformat()
        clock = None if local is None or is_day(value, zone) else local.strftime("%H:%M")
        return (
            '<span class="pair">'
            + controls.entry(self.name, day, element_id=element_id, describedby=describedby, type="date")
            + controls.entry(
                f"{self.name}-time", clock, element_id=f"{element_id}-time", type="time", aria_label=_("Time")
            )
            + "</span>"
        )

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        day, clock = data.get(self.name), data.get(f"{self.name}-time")
        return f"{day}T{clock}" if day and clock and "T" not in day else day


@dataclass(frozen=True, kw_only=True)
class UpcomingField(DueField):
    """When something is due that is still to be done: marked where that has passed."""

    def cell(self, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        return due_mark(value, locale)


@dataclass(frozen=True, kw_only=True)
class SinceField(DateTimeField):
    """When something last happened, shown as the days since; marked when it has been idle for long."""

    def cell(self, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        days = days_since(value, datetime.now(UTC), locale)
        title = escape(self.text(value, locale))
        if not self.is_idle(value, locale):
            words = _("today") if days <= 0 else _("{count} d").format(count=days)
            return f'<time datetime="{value.isoformat()}" title="{title}">{escape(words)}</time>'
        words = escape(_("{count} d without activity").format(count=days))
        short = escape(_("{count} d").format(count=days))
        return (
            f'<span class="signal" data-tone="warning" title="{title}">{controls.icon("idle")}'
            f'<span aria-hidden="true">{short}</span><span class="hidden-text">{words}</span></span>'
        )

    def is_idle(self, value: datetime, locale: Locale) -> bool:
        """Whether nothing has happened for so long that it is marked."""
        return days_since(value, datetime.now(UTC), locale) >= IDLE_DAYS


def days_since(moment: datetime, now: datetime, locale: Locale) -> int:
    """Midnights between, by the clocks of the locale's zone."""
    zone = dates.zone_of(locale.zone)
    return (now.astimezone(zone).date() - moment.astimezone(zone).date()).days


def due_mark(due: datetime, locale: Locale) -> str:
    """A due moment in few words, marked when it has passed, as HTML."""
    now = datetime.now(UTC)
    words = escape(in_few_words(due, now, locale))
    tone = ' class="signal" data-tone="negative"' if due < now else ""
    return f'<time datetime="{due.isoformat()}"{tone}>{words}</time>'


def in_few_words(due: datetime, now: datetime, locale: Locale) -> str:
    """Today's by the clock, yesterday's and tomorrow's by the word, others by the date."""
    zone = dates.zone_of(locale.zone)
    local, today = due.astimezone(zone), now.astimezone(zone).date()
    near = {today: _("Today"), today + timedelta(days=1): _("Tomorrow"), today - timedelta(days=1): _("Yesterday")}
    day = near.get(local.date()) or dates.shown_date(local.date(), locale.language)
    if is_day(due, zone):
        return day
    clock = f"{local.hour}:{local.minute:02}"
    return clock if local.date() == today else f"{day} {clock}"
