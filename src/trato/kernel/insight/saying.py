"""Figures in words: with their unit in the language of the reader, and shortened where a mark has little room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trato.kernel.fields.base import Locale
from trato.kernel.insight.spec import Measure, Share, Unit
from trato.lib import dates, money
from trato.lib.money import Money

NOTHING = "–"
WHOLE_FROM = 1000
"""From here on an amount is shown without its cents."""


class Figure(NamedTuple):
    """A figure and the unit that stands behind it, '' where it stands before or there is none."""

    number: str
    unit: str = ""

    @property
    def text(self) -> str:
        return f"{self.number}\u00a0{self.unit}" if self.unit else self.number


def figure(value: Decimal | None, of: Measure | Share, locale: Locale) -> Figure:
    """The figure of a measure or share."""
    if value is None:
        return Figure(NOTHING)
    if isinstance(of, Share):
        return percent(value, locale)
    if of.unit == "money":
        return amount(value, locale)
    if of.unit == "days":
        return Figure(_grouped(value, locale, 2), ngettext("day", "days", int(value) if value == int(value) else 2))
    places = 0 if value == value.to_integral_value() else 2
    return Figure(_grouped(value, locale, places))


def percent(value: Decimal | None, locale: Locale, places: int = 2) -> Figure:
    if value is None:
        return Figure(NOTHING)
    number = _grouped(value, locale, places)
    return Figure(number, "%") if locale.language[:2] == "es" else Figure(f"{number}%")


def amount(value: Decimal, locale: Locale) -> Figure:
    """An amount in the base currency."""
    if abs(value) >= WHOLE_FROM:
        value = value.quantize(Decimal(1), ROUND_HALF_UP)
    if locale.language[:2] != "es":
        return Figure(money.shown(Money(value, locale.currency), locale.language))
    return Figure(
        money.grouped(value, "es", places=money.decimals(value)), money.sign_of(locale.currency, locale.language)
    )


@dataclass(frozen=True)
class Scale:
    """How figures are shortened on marks: divided by `factor`, to so many decimals. `unit` says so beside the title."""

    factor: Decimal
    places: int
    unit: str

    def number(self, value: Any) -> float:
        return float(round(Decimal(value) / self.factor, 6))

    def short(self, value: Decimal, locale: Locale) -> str:
        return _grouped(value / self.factor, locale, self.places)


def scale(largest: Decimal, unit: Unit, locale: Locale) -> Scale:
    """The scale on which figures up to `largest` are read easily."""
    said = {"money": money.sign_of(locale.currency, locale.language), "days": _("days"), "number": ""}[unit]
    if largest >= 10**6:
        return Scale(Decimal(10**6), 2, _("millions of {unit}").format(unit=said) if said else _("millions"))
    if largest >= 10**4:
        return Scale(Decimal(1000), 0, _("thousands of {unit}").format(unit=said) if said else _("thousands"))
    return Scale(Decimal(1), 0 if unit == "number" or largest >= 100 else 2, said)


def span(first: date, unit: str, locale: Locale, *, year: bool = True) -> str:
    """A unit of time by its first day: "mar 2017", "T1 2017", "2017"."""
    if unit == "year":
        return str(first.year)
    if unit == "quarter":
        name = _("Q{number}").format(number=(first.month + 2) // 3)
    else:
        name = (dates.MONTHS_ES if locale.language[:2] == "es" else dates.MONTHS_EN)[first.month - 1]
    return f"{name} {first.year}" if year else name


def _grouped(value: Decimal, locale: Locale, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return money.grouped(rounded, locale.language, places=places)
