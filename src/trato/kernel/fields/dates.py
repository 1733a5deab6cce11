"""Days and moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from trato.kernel.fields.base import DATE_OPERATORS, Field, FieldError, Json, Locale, TextFormat
from trato.lib import controls, dates

FIRST_YEAR = 1000
"""Years before are typing errors, and JSON and browsers write them in ways of their own."""


def order_of(locale: Locale) -> str:
    """How the country writes dates by hand."""
    return "MDY" if locale.region in {"US", "PR", "PH"} else "DMY"


@dataclass(frozen=True, kw_only=True)
class DateField(Field):
    """A day. Value: `date`."""

    kind: ClassVar[str] = "date"
    family: ClassVar[str] = "date"
    pg_type: ClassVar[str] = "date"
    operators: ClassVar[frozenset[str]] = DATE_OPERATORS

    def clean(self, raw: Json, locale: Locale) -> Any:
        if isinstance(raw, datetime):
            return raw.date()
        if raw is None or isinstance(raw, date):
            return raw
        return self._read(raw, order_of(locale))

    def _read(self, raw: Json, order: str) -> date | None:
        if not isinstance(raw, str):
            raise FieldError("invalid", _("Enter a date, for example 2026-03-31."))
        if not raw.strip():
            return None
        try:
            found = dates.parse_date(raw, order)
        except (ValueError, OverflowError):
            raise FieldError("invalid", _("Enter a date, for example 2026-03-31.")) from None
        if found.year < FIRST_YEAR:
            raise FieldError("out_of_range", _("The year is not right."))
        return found

    def from_text(self, text: str, form: TextFormat) -> Any:
        return self._read(text, form.date_order)

    def to_json(self, value: Any) -> Json:
        return None if value is None else value.isoformat()

    def from_json(self, raw: Json) -> Any:
        return None if raw is None else date.fromisoformat(raw)

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else dates.shown_date(value, locale.language)

    def cell(self, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        return f'<time datetime="{value.isoformat()}">{dates.shown_date(value, locale.language)}</time>'

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        shown = None if value is None else value.isoformat()
        return controls.entry(self.name, shown, element_id=element_id, describedby=describedby, type="date")


@dataclass(frozen=True, kw_only=True)
class DateTimeField(Field):
    """A moment. Value: `datetime` in UTC; without an offset it is read by the clocks of the locale's zone."""

    kind: ClassVar[str] = "datetime"
    family: ClassVar[str] = "datetime"
    pg_type: ClassVar[str] = "timestamptz"
    operators: ClassVar[frozenset[str]] = DATE_OPERATORS

    def clean(self, raw: Json, locale: Locale) -> Any:
        if isinstance(raw, datetime):
            return raw.astimezone(UTC) if raw.tzinfo else raw.replace(tzinfo=dates.zone_of(locale.zone)).astimezone(UTC)
        return self._read(raw, order_of(locale), locale)

    def _read(self, raw: Json, order: str, locale: Locale) -> datetime | None:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        if not isinstance(raw, str):
            raise FieldError("invalid", _("Enter a date and time, for example 2026-03-31T09:30."))
        try:
            found = dates.parse_datetime(raw, order, locale.zone)
        except (ValueError, OverflowError):
            raise FieldError("invalid", _("Enter a date and time, for example 2026-03-31T09:30.")) from None
        if found.year < FIRST_YEAR:
            raise FieldError("out_of_range", _("The year is not right."))
        return found

    def from_text(self, text: str, form: TextFormat) -> Any:
        return self._read(text, form.date_order, form.locale)

    def load(self, *raw: Any) -> Any:
        return None if raw[0] is None else raw[0].astimezone(UTC)

    def to_json(self, value: Any) -> Json:
        return None if value is None else value.isoformat().replace("+00:00", "Z")

    def from_json(self, raw: Json) -> Any:
        return None if raw is None else datetime.fromisoformat(raw)

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else dates.shown_datetime(value, locale.language, locale.zone)

    def cell(self, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        return f'<time datetime="{self.to_json(value)}">{self.text(value, locale)}</time>'

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        local = None if value is None else value.astimezone(dates.zone_of(locale.zone))
        precise = "seconds" if local and local.second else "minutes"
        shown = None if local is None else local.replace(tzinfo=None).isoformat(timespec=precise)
        return controls.entry(self.name, shown, element_id=element_id, describedby=describedby, type="datetime-local")
