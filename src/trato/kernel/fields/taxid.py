"""Tax numbers of companies and people, checked by the rules of their country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.utils.html import escape
from django.utils.translation import gettext as _
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from trato.kernel.fields.base import FieldError, Json, Locale
from trato.kernel.fields.text import FormedField, clean_text
from trato.lib.countries import country_code

_NOISE = re.compile(r"[\s.\-/]+")
_PLAIN = re.compile(r"[0-9A-ZÑ&]{4,20}")
_OTHER_CODES = {"EL": "GR", "UK": "GB"}
_OF_COUNTRY = {"US": "ein", "AU": "abn", "CA": "bn", "IN": "gstin"}


@cache
def _rules(country: str) -> Any:
    """The module of python-stdnum that checks the tax numbers of a country, None when there is none."""
    return get_cc_module(country.lower(), _OF_COUNTRY.get(country, "vat"))


def _checked(country: str, number: str) -> str | None:
    """The number in its country's own form, None when it is not one of it."""
    rules = _rules(country)
    if rules is None:
        return number if _PLAIN.fullmatch(number) and any(letter.isdigit() for letter in number) else None
    try:
        return str(rules.validate(number)).upper()
    except ValidationError:
        return None


def parse_tax_id(text: str, region: str) -> str:
    """Country and number ("ESB58378431"). ValueError when the number is not right for the country it names, or for
    `region` when it names none."""
    found = _NOISE.sub("", text).upper()
    prefix = _OTHER_CODES.get(found[:2], found[:2])
    named = prefix if prefix.isalpha() and country_code(prefix) == prefix else None
    if named is not None and (number := _checked(named, found[2:])):
        return named + _without_prefix(number, named)
    if number := _checked(region, found):
        return region + _without_prefix(number, region)
    raise ValueError(f"not a tax number of {named or region}: {text[:40]!r}")


def _without_prefix(number: str, country: str) -> str:
    prefix = "EL" if country == "GR" else country
    return number.removeprefix(prefix) if number[2:] and number.startswith(prefix) else number


@dataclass(frozen=True, kw_only=True)
class TaxIdField(FormedField):
    """One tax number (NIF, VAT, RFC, EIN…). Value: country and number; at home the country is not shown."""

    kind: ClassVar[str] = "tax_id"

    max_length: int = 40

    def clean(self, raw: Json, locale: Locale) -> Any:
        found = clean_text(raw, max_length=self.max_length)
        if found is None:
            return None
        try:
            return parse_tax_id(found, locale.region)
        except ValueError:
            raise FieldError("invalid", _("The tax number is not right: check its digits and letters.")) from None

    def text(self, value: Any, locale: Locale) -> str:
        return value.removeprefix(locale.region) if value else ""

    def cell(self, value: Any, locale: Locale) -> str:
        return escape(self.text(value, locale))
