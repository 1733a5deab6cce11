"""Web addresses of one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from trato.kernel.fields.base import Json, Locale
from trato.kernel.fields.many import ContactPoint, ContactPointsField
from trato.kernel.fields.url import anchor, clean_url, short


@dataclass(frozen=True, kw_only=True)
class UrlsField(ContactPointsField):
    """Several web addresses, with their schemes."""

    kind: ClassVar[str] = "urls"
    types = (
        ("website", gettext_lazy("Website")),
        ("social", gettext_lazy("Social network")),
        ("other", gettext_lazy("Other")),
    )

    def one(self, raw: Json, locale: Locale) -> ContactPoint | None:
        found = clean_url(raw)
        return None if found is None else ContactPoint(found)

    def shown(self, point: ContactPoint) -> str:
        return short(point.value)

    def href(self, point: ContactPoint) -> str:
        return point.value

    def cell(self, value: Any, locale: Locale) -> str:
        return " ".join(anchor(point.value) for point in (value or ())[:2])
