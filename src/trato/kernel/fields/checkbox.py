"""Yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, FieldError, Json, Locale
from trato.lib import controls
from trato.lib.text import norm

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

YES = frozenset({"true", "t", "yes", "y", "si", "s", "1", "on", "x", "✓", "✔", "verdadero", "v"})
NO = frozenset({"false", "f", "no", "n", "0", "off", "falso"})


@dataclass(frozen=True, kw_only=True)
class CheckboxField(Field):
    """Yes or no; empty until somebody says so, unless it has a default."""

    kind: ClassVar[str] = "checkbox"
    family: ClassVar[str] = "boolean"
    pg_type: ClassVar[str] = "boolean"

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw is None or isinstance(raw, bool):
            return raw
        word = norm(str(raw).strip()) if isinstance(raw, str | int) else "?"
        if not word:
            return None
        if word not in YES | NO:
            raise FieldError("invalid", _("Enter yes or no."))
        return word in YES

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        """A box that is not ticked is not sent."""
        return data.get(self.name, "false")

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else _("Yes") if value else _("No")

    def cell(self, value: Any, locale: Locale) -> str:
        return escape(self.text(value, locale))

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.entry(
            self.name,
            "true",
            element_id=element_id,
            describedby=describedby,
            bare=True,
            type="checkbox",
            role="switch",
            checked=bool(value),
        ).join(('<label class="switch">', "</label>"))
