"""How large a file is, as a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

from trato.kernel.fields.base import Locale
from trato.kernel.fields.number import IntegerField
from trato.lib import money

_UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, kw_only=True)
class SizeField(IntegerField):
    """Bytes, shown in the unit that suits."""

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else in_words(value, locale.language)

    def cell(self, value: Any, locale: Locale) -> str:
        return escape(self.text(value, locale))


def in_words(size: int, language: str) -> str:
    """ "340 kB": three digits at most before the unit."""
    rest, unit = size, 0
    while rest >= 1000 and unit < len(_UNITS) - 1:
        rest, unit = round(rest / 1000), unit + 1
    return f"{money.grouped(rest, language)} {_UNITS[unit]}"
