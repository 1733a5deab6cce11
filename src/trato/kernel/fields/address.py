"""Postal addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trato.kernel.fields.base import Field, FieldError, Json, Locale, from_jsonb
from trato.kernel.fields.text import clean_text
from trato.lib import controls, countries, sql
from trato.lib.text import nearest

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address by its parts; `country` is an ISO 3166 code."""

    street: str | None = None
    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None


LABELS: Mapping[str, _StrOrPromise] = {
    "street": gettext_lazy("Street"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("Region"),
    "postcode": gettext_lazy("Postcode"),
    "country": gettext_lazy("Country"),
}
LENGTHS = {"street": 500, "city": 200, "region": 200, "postcode": 30}
_POSTCODE_BEHIND = frozenset({"US", "GB", "CA", "AU", "NZ", "IE", "IN", "ZA"})


def clean_country(raw: Json) -> str | None:
    """The ISO code of a country given by code or name, None when empty. FieldError when it is none."""
    found = clean_text(raw, max_length=100)
    if found is None:
        return None
    code = countries.country_code(found)
    if code is not None:
        return code
    message = _("“{value}” is not a country.").format(value=found[:60])
    names = [*countries.country_names("en").values(), *countries.country_names("es").values()]
    near = nearest(found, names)
    hint = " " + _("Did you mean “{option}”?").format(option=near) if near else ""
    raise FieldError("not_an_option", message + hint)


@dataclass(frozen=True, kw_only=True)
class AddressField(Field):
    """Value: `Address`. Stored as JSON; filters look into its parts."""

    kind: ClassVar[str] = "address"
    family: ClassVar[str] = "address"
    pg_type: ClassVar[str] = "jsonb"
    parts: ClassVar[tuple[str, ...]] = ("street", "city", "region", "postcode", "country")

    def value_sql(self, alias: str) -> str:
        return f"({alias}.custom->{sql.literal(self.name)})" if self.custom else super().value_sql(alias)

    def part_sql(self, alias: str, part: str) -> str:
        """One part, as text. KeyError when there is no such part."""
        if part not in self.parts:
            raise KeyError(part)
        return f"({self.value_sql(alias)}->>{sql.literal(part)})"

    def sort_sql(self, alias: str) -> str:
        """By city."""
        return f'public.sort_key({self.part_sql(alias, "city")}) COLLATE "C"'

    def dump(self, value: Any) -> tuple[Any, ...]:
        return (self.to_json(value),)

    def load(self, *raw: Any) -> Any:
        return self.from_json(from_jsonb(raw[0]))

    def to_json(self, value: Any) -> Json:
        return None if value is None else {part: getattr(value, part) for part in self.parts}

    def from_json(self, raw: Json) -> Any:
        return Address(**{part: raw.get(part) for part in self.parts}) if raw else None

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw is None or raw == "" or isinstance(raw, Address):
            return raw or None
        if isinstance(raw, str):
            raw = {"street": ", ".join(line.strip() for line in raw.splitlines() if line.strip())}
        if not isinstance(raw, Mapping):
            raise FieldError("invalid", _("Enter an address."))
        for key in raw:
            if key not in self.parts:
                message = _("An address has no part called “{part}”.").format(part=str(key)[:60])
                raise FieldError("invalid", message, f"/{key}")
        found = Address(**{part: self.clean_part(part, raw.get(part)) for part in self.parts})
        return None if found == Address() else found

    def clean_part(self, part: str, raw: Json) -> str | None:
        """One part, None when empty. FieldError, pointing at it, when it is not right."""
        try:
            return clean_country(raw) if part == "country" else clean_text(raw, max_length=LENGTHS[part])
        except FieldError as error:
            raise FieldError(error.code, error.message, f"/{part}") from None

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        return {part: data.get(f"{self.name}-{part}") for part in self.parts}

    def text(self, value: Any, locale: Locale) -> str:
        return ", ".join(_lines(value, locale)) if value is not None else ""

    def cell(self, value: Any, locale: Locale) -> str:
        return escape(self.text(value, locale))

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        address = value or Address()
        rows: list[str] = []
        for position, part in enumerate(self.parts):
            held = getattr(address, part)
            if part == "country" and held:
                held = countries.country_name(held, locale.language)
            rows.append(
                controls.entry(
                    f"{self.name}-{part}",
                    held,
                    element_id=f"{element_id}-{part}" if position else element_id,
                    describedby=describedby,
                    placeholder=LABELS[part],
                    aria_label=LABELS[part],
                    autocomplete="off",
                    maxlength=LENGTHS.get(part, 100),
                )
            )
        return f'<div class="address">{"".join(rows)}</div>'


def _lines(address: Address, locale: Locale) -> list[str]:
    """Street; postcode, city and region in the country's order; country."""
    if address.country in _POSTCODE_BEHIND:
        place = [address.city, " ".join(part for part in (address.region, address.postcode) if part)]
    else:
        place = [" ".join(part for part in (address.postcode, address.city) if part), address.region]
    country = countries.country_name(address.country, locale.language) if address.country else None
    return [part for part in (address.street, *place, country) if part]
