"""Lengths of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from trato.kernel.fields.base import ORDERED_OPERATORS, Field, FieldError, Json, Locale
from trato.lib import controls, dates


@dataclass(frozen=True, kw_only=True)
class DurationField(Field):
    """A length of time. Value: `timedelta`; in JSON "PT1H30M"."""

    kind: ClassVar[str] = "duration"
    family: ClassVar[str] = "number"
    pg_type: ClassVar[str] = "interval"
    operators: ClassVar[frozenset[str]] = ORDERED_OPERATORS
    summable: ClassVar[bool] = True
    numeric: ClassVar[bool] = True

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        try:
            found = raw if isinstance(raw, timedelta) else dates.parse_duration(raw) if isinstance(raw, str) else None
        except ValueError:
            found = None
        if found is None:
            raise FieldError("invalid", _("Enter a duration, for example 1 h 30 min."))
        if found < timedelta(0):
            raise FieldError("out_of_range", _("A duration is not negative."))
        return found

    def to_json(self, value: Any) -> Json:
        return None if value is None else dates.iso_duration(value)

    def from_json(self, raw: Json) -> Any:
        return None if raw is None else dates.parse_duration(raw)

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else dates.shown_duration(value)

    def cell(self, value: Any, locale: Locale) -> str:
        return "" if value is None else dates.shown_duration(value)

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.entry(
            self.name, self.text(value, locale), element_id=element_id, describedby=describedby, autocomplete="off"
        )
