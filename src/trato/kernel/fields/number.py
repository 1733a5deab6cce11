"""Numbers: whole, decimal, percent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from trato.kernel.fields.base import ORDERED_OPERATORS, Field, FieldError, Json, Locale, TextFormat
from trato.lib import controls, money
from trato.lib.money import plain

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

MAX_INTEGER = 2**63 - 1
MAX_DECIMAL = Decimal(10) ** 20
CANONICAL = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?")


def decimal_mark(locale: Locale) -> str:
    """The decimal mark of the language."""
    return "," if locale.language[:2] == "es" else "."


def to_decimal(raw: Json, locale: Locale) -> Decimal | None:
    """`raw` as a number: JSON's, "12.5", or as the language writes it where that differs. FieldError otherwise."""
    if raw is None:
        return None
    if isinstance(raw, str):
        found = raw.strip()
        if not found:
            return None
        if CANONICAL.fullmatch(found):
            return Decimal(found)
        return from_words(found, decimal_mark(locale))
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise FieldError("invalid", _("Enter a number."))
    if isinstance(raw, int) and raw.bit_length() > 128:
        raise FieldError("out_of_range", _("The number is too large."))
    number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise FieldError("invalid", _("Enter a number."))
    return number


def from_words(text: str, mark: str) -> Decimal:
    """The number that people mean by `text`, `mark` being the decimal mark. FieldError when it is none."""
    try:
        return money.parse_number(text, mark)
    except ValueError:
        raise FieldError("invalid", _("Enter a number.")) from None


def limit_decimals(number: Decimal, places: int) -> Decimal:
    """`number` as it is, when it has at most so many decimals. FieldError otherwise: nothing is rounded silently."""
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places:
        raise FieldError("too_precise", _("Use at most {places} decimals.").format(places=places))
    return number


@dataclass(frozen=True, kw_only=True)
class DecimalField(Field):
    """A number with up to `places` decimals. Value: `Decimal`; in JSON a string such as "12.5"."""

    kind: ClassVar[str] = "decimal"
    family: ClassVar[str] = "number"
    pg_type: ClassVar[str] = "numeric"
    operators: ClassVar[frozenset[str]] = ORDERED_OPERATORS
    summable: ClassVar[bool] = True
    numeric: ClassVar[bool] = True

    places: int = 2
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None
    grouping: bool = True
    """Thousands are set apart; not in years and other numbers that name rather than count."""

    def clean(self, raw: Json, locale: Locale) -> Any:
        number = to_decimal(raw, locale)
        return None if number is None else self.fit(number)

    def fit(self, number: Decimal) -> Any:
        """The number in this field's own type. FieldError when it is out of bounds."""
        if abs(number) >= MAX_DECIMAL:
            raise FieldError("out_of_range", _("The number is too large."))
        self.bound(number)
        return limit_decimals(number, self.places)

    def bound(self, number: Decimal) -> None:
        if self.minimum is not None and number < self.minimum:
            raise FieldError("out_of_range", _("Enter {limit} or more.").format(limit=self.minimum))
        if self.maximum is not None and number > self.maximum:
            raise FieldError("out_of_range", _("Enter {limit} or less.").format(limit=self.maximum))

    def operand(self, raw: Json, locale: Locale) -> Any:
        """Any number may be compared with, in bounds or not."""
        return to_decimal(raw, locale)

    def to_json(self, value: Any) -> Json:
        return None if value is None else plain(value)

    def from_json(self, raw: Json) -> Any:
        return None if raw is None else Decimal(raw)

    def from_text(self, text: str, form: TextFormat) -> Any:
        found = text.strip()
        return self.fit(from_words(found, form.decimal)) if found else None

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        return in_json_form(data.get(self.name), locale)

    def text(self, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        return money.grouped(value, locale.language) if self.grouping else self.edited(value, locale)

    def cell(self, value: Any, locale: Locale) -> str:
        return self.text(value, locale)

    def edited(self, value: Any, locale: Locale) -> str:
        """The number as it is typed: the language's decimal mark, no grouping."""
        return "" if value is None else self.to_plain(value).replace(".", decimal_mark(locale))

    def to_plain(self, value: Any) -> str:
        return plain(value)

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.entry(
            self.name,
            self.edited(value, locale),
            element_id=element_id,
            describedby=describedby,
            inputmode="decimal",
            autocomplete="off",
        )


def in_json_form(typed: object, locale: Locale) -> Json:
    """What was typed by the language's habits, as JSON would have it; as it is when it is no number."""
    if not isinstance(typed, str) or not typed.strip():
        return None
    try:
        return f"{money.parse_number(typed, decimal_mark(locale)):f}"
    except ValueError:
        return typed


@dataclass(frozen=True, kw_only=True)
class IntegerField(DecimalField):
    """A whole number. Value: `int`."""

    kind: ClassVar[str] = "integer"
    pg_type: ClassVar[str] = "bigint"

    places: int = 0

    def fit(self, number: Decimal) -> Any:
        if abs(number) > MAX_INTEGER:
            raise FieldError("out_of_range", _("The number is too large."))
        if number != number.to_integral_value():
            raise FieldError("invalid", _("Enter a whole number."))
        self.bound(number)
        return int(number)

    def to_json(self, value: Any) -> Json:
        return value

    def from_json(self, raw: Json) -> Any:
        return raw

    def to_plain(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class PercentField(DecimalField):
    """A share in percent: 12.5 means 12.5 %."""

    kind: ClassVar[str] = "percent"
    summable: ClassVar[bool] = False

    def clean(self, raw: Json, locale: Locale) -> Any:
        return super().clean(raw.replace("%", "") if isinstance(raw, str) else raw, locale)

    def operand(self, raw: Json, locale: Locale) -> Any:
        return super().operand(raw.replace("%", "") if isinstance(raw, str) else raw, locale)

    def from_text(self, text: str, form: TextFormat) -> Any:
        return super().from_text(text.replace("%", ""), form)

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        return in_json_form((data.get(self.name) or "").replace("%", ""), locale)

    def text(self, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        return money.grouped(value, locale.language) + ("\u00a0%" if locale.language[:2] == "es" else "%")

    def cell(self, value: Any, locale: Locale) -> str:
        if value is None:
            return ""
        return f'<span class="amount">{money.grouped(value, locale.language)}<span class="unit">%</span></span>'

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        entry = controls.entry(
            self.name,
            self.edited(value, locale),
            element_id=element_id,
            describedby=describedby,
            bare=True,
            inputmode="decimal",
            autocomplete="off",
        )
        return f'<div class="input-group">{entry}<span class="affix">%</span></div>'
