"""Money: an amount, its currency, and what it is worth in the base currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import ORDERED_OPERATORS, Column, Field, FieldError, Json, Locale, TextFormat, from_jsonb
from trato.kernel.fields.number import CANONICAL, DecimalField, decimal_mark, limit_decimals, to_decimal
from trato.lib import controls, money, sql
from trato.lib.money import Money, plain

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

PLACES = 2


@dataclass(frozen=True, kw_only=True)
class MoneyField(Field):
    """Value: `Money`. What is compared, summed and ordered is its worth in the base currency (`base`), which the
    writer fills in from the rates, never `clean`."""

    kind: ClassVar[str] = "money"
    family: ClassVar[str] = "number"
    pg_type: ClassVar[str] = "numeric"
    operators: ClassVar[frozenset[str]] = ORDERED_OPERATORS
    summable: ClassVar[bool] = True
    numeric: ClassVar[bool] = True

    minimum: Decimal | int | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        if self.custom:
            return ()
        return (
            Column(self.name, "numeric(18,2)"),
            Column(f"{self.name}_currency", "text"),
            Column(f"{self.name}_base", "numeric(18,2)"),
        )

    def dump(self, value: Any) -> tuple[Any, ...]:
        return (None, None, None) if value is None else (value.amount, value.currency, value.base)

    def load(self, *raw: Any) -> Any:
        if self.custom:
            return self.from_json(from_jsonb(raw[0]))
        amount, currency, base = raw
        return None if amount is None else Money(amount, currency, base)

    def value_sql(self, alias: str) -> str:
        if self.custom:
            path = sql.literal(f"$.{self.name}.base")
            return f"JSON_VALUE({alias}.custom, {path} RETURNING numeric)"
        return f"{alias}.{sql.name(self.name + '_base')}"

    def amount_sql(self, alias: str) -> str:
        """The amount in its own currency."""
        if self.custom:
            path = sql.literal(f"$.{self.name}.amount")
            return f"JSON_VALUE({alias}.custom, {path} RETURNING numeric)"
        return f"{alias}.{sql.name(self.name)}"

    def select_sql(self, alias: str, titles: Any) -> tuple[str, ...]:
        if self.custom:
            return (f"({alias}.custom->{sql.literal(self.name)})",)
        return super().select_sql(alias, titles)

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        if isinstance(raw, Money):
            return self._fit(raw)
        if isinstance(raw, Mapping):
            return self._from_mapping(raw, locale)
        if isinstance(raw, str):
            canonical = CANONICAL.fullmatch(raw.strip())
            return self._from_words(raw, "." if canonical else decimal_mark(locale), locale)
        amount = to_decimal(raw, locale)
        return None if amount is None else self._fit(Money(amount, locale.currency))

    def _from_mapping(self, raw: Mapping[str, Json], locale: Locale) -> Money | None:
        try:
            amount = to_decimal(raw.get("amount"), locale) if raw.get("amount") is not None else None
        except FieldError as error:
            raise FieldError(error.code, error.message, "/amount") from None
        currency = raw.get("currency")
        if amount is None:
            return None
        if currency is None or currency == "":
            return self._fit(Money(amount, locale.currency))
        code = money.currency_of(currency, locale.currency) if isinstance(currency, str) else None
        if code is None:
            message = _("“{currency}” is not a currency.").format(currency=str(currency)[:20])
            raise FieldError("not_an_option", message, "/currency")
        return self._fit(Money(amount, code))

    def _from_words(self, text: str, mark: str, locale: Locale) -> Money:
        try:
            found = money.parse_amount(text, mark, locale.currency)
        except ValueError:
            raise FieldError("invalid", _("Enter an amount of money.")) from None
        return self._fit(found)

    def _fit(self, value: Money) -> Money:
        if abs(value.amount) > money.MAX:
            raise FieldError("out_of_range", _("The amount is too large."))
        if self.minimum is not None and value.amount < self.minimum:
            raise FieldError("out_of_range", _("Enter {limit} or more.").format(limit=self.minimum))
        limit_decimals(value.amount, PLACES)
        return Money(value.amount.quantize(Decimal("0.01")), value.currency, value.base)

    def operand(self, raw: Json, locale: Locale) -> Any:
        """The number in the base currency that `raw` (a number, or money in that currency) means."""
        if isinstance(raw, Mapping) and raw.get("base") is not None:
            return to_decimal(raw["base"], locale)
        found = self.clean(raw, locale)
        if found is None:
            return None
        if found.base is not None:
            return found.base
        if found.currency != locale.currency:
            raise FieldError("invalid", _("Give the amount in {currency}.").format(currency=locale.currency))
        return found.amount

    def to_json(self, value: Any) -> Json:
        if value is None:
            return None
        base = None if value.base is None else f"{value.base:.2f}"
        return {"amount": f"{value.amount:.2f}", "currency": value.currency, "base": base}

    def from_json(self, raw: Json) -> Any:
        if raw is None:
            return None
        base = raw.get("base")
        return Money(Decimal(raw["amount"]), raw["currency"], None if base is None else Decimal(base))

    def from_text(self, text: str, form: TextFormat) -> Any:
        return self._from_words(text, form.decimal, form.locale) if text.strip() else None

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        typed = data.get(self.name)
        if not isinstance(typed, str) or not typed.strip():
            return None
        currency = data.get(f"{self.name}-currency") or locale.currency
        try:
            found = money.parse_amount(typed, decimal_mark(locale), currency)
        except ValueError:
            return typed
        return {"amount": f"{found.amount:f}", "currency": found.currency}

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else money.shown(value, locale.language)

    def cell(self, value: Any, locale: Locale) -> str:
        return "" if value is None else amount_html(value, locale)

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        currency = locale.currency if value is None else value.currency
        typed = "" if value is None else plain(value.amount).replace(".", decimal_mark(locale))
        entry = controls.entry(
            self.name,
            typed,
            element_id=element_id,
            describedby=describedby,
            bare=True,
            inputmode="decimal",
            autocomplete="off",
        )
        hidden = f'<input type="hidden" name="{self.name}-currency" value="{escape(currency)}">'
        sign = escape(money.sign_of(currency, locale.language))
        return f'<div class="input-group">{entry}{hidden}<span class="affix">{sign}</span></div>'


@dataclass(frozen=True, kw_only=True)
class BaseAmountField(DecimalField):
    """An amount that the platform works out in the base currency. Value: `Decimal`; shown to the cent as money is."""

    readonly: bool = True

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else money.shown(self._money(value, locale), locale.language)

    def cell(self, value: Any, locale: Locale) -> str:
        return "" if value is None else amount_html(self._money(value, locale), locale)

    def _money(self, value: Decimal, locale: Locale) -> Money:
        return Money(Decimal(value).quantize(Decimal("0.01")), locale.currency)


def amount_html(value: Money, locale: Locale) -> str:
    """The amount with its unit stepping back, where the language writes the unit behind."""
    if locale.language[:2] != "es":
        return f'<span class="amount">{escape(money.shown(value, locale.language))}</span>'
    number = money.grouped(value.amount, "es", places=money.decimals(value.amount))
    sign = escape(money.sign_of(value.currency, "es"))
    return f'<span class="amount">{number}<span class="unit">{sign}</span></span>'
