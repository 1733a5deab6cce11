"""E-mail addresses of one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy, pgettext_lazy

from trato.kernel.fields.base import Json, Locale
from trato.kernel.fields.many import ContactPoint, ContactPointsField
from trato.kernel.fields.text import clean_email


@dataclass(frozen=True, kw_only=True)
class EmailsField(ContactPointsField):
    """Several e-mail addresses, in lower case."""

    kind: ClassVar[str] = "emails"
    entry_type: ClassVar[str] = "email"
    types = (
        ("work", gettext_lazy("Work")),
        ("home", pgettext_lazy("kind of e-mail or telephone", "Home")),
        ("other", gettext_lazy("Other")),
    )

    def one(self, raw: Json, locale: Locale) -> ContactPoint | None:
        found = clean_email(raw)
        return None if found is None else ContactPoint(found)

    def href(self, point: ContactPoint) -> str:
        return "mailto:" + point.value
