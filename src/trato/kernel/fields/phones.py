"""Telephone numbers: several of one record, or a single one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trato.kernel.fields.base import FieldError, Json, Locale
from trato.kernel.fields.many import ContactPoint, ContactPointsField
from trato.kernel.fields.text import FormedField, clean_text
from trato.lib import controls, phones


def clean_phone(raw: Json, locale: Locale) -> phones.Phone | None:
    """`raw` as a telephone number dialled from the locale's country, None when empty. FieldError when it is none."""
    found = clean_text(raw, max_length=60)
    if found is None:
        return None
    try:
        return phones.parse_phone(found, locale.region)
    except ValueError:
        raise FieldError("invalid", _("Enter a telephone number, for example +34 600 11 12 22.")) from None


@dataclass(frozen=True, kw_only=True)
class PhonesField(ContactPointsField):
    """Several telephone numbers, as E.164 (+34600111222), each perhaps with an extension."""

    kind: ClassVar[str] = "phones"
    entry_type: ClassVar[str] = "tel"
    types = (
        ("work", gettext_lazy("Work")),
        ("mobile", gettext_lazy("Mobile")),
        ("home", pgettext_lazy("kind of e-mail or telephone", "Home")),
        ("fax", gettext_lazy("Fax")),
        ("other", gettext_lazy("Other")),
    )

    def one(self, raw: Json, locale: Locale) -> ContactPoint | None:
        found = clean_phone(raw, locale)
        return None if found is None else ContactPoint(found.number, extension=found.extension)

    def shown(self, point: ContactPoint) -> str:
        return phones.shown(point.value, point.extension)

    def href(self, point: ContactPoint) -> str:
        return f"tel:{point.value}" + (f";ext={point.extension}" if point.extension else "")


@dataclass(frozen=True, kw_only=True)
class PhoneField(FormedField):
    """One telephone number, as E.164."""

    kind: ClassVar[str] = "phone"

    max_length: int = 60

    def clean(self, raw: Json, locale: Locale) -> Any:
        found = clean_phone(raw, locale)
        return None if found is None else found.number

    def text(self, value: Any, locale: Locale) -> str:
        return phones.shown(value) if value else ""

    def cell(self, value: Any, locale: Locale) -> str:
        return f'<a href="tel:{escape(value)}">{escape(phones.shown(value))}</a>' if value else ""

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.entry(
            self.name,
            self.text(value, locale),
            element_id=element_id,
            describedby=describedby,
            type="tel",
            autocomplete="off",
        )
