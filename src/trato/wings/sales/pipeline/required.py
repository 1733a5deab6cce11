"""The fields that a deal must have filled in: chosen by what people call them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

from trato.kernel.fields.base import Field, Json, Locale
from trato.kernel.fields.links import ManyLinksField
from trato.kernel.fields.tags import TagsField
from trato.kernel.objects import registry
from trato.lib import controls
from trato.lib.text import norm

_SETTLED = frozenset({"stage", "pipeline", "owner", "probability", "closed_on", "lost_reason"})
"""What every deal has, or what closing it asks for anyway."""


def askable() -> dict[str, Field]:
    """The fields of deals that a stage can ask for, user-made ones included, by name."""
    return {each.name: each for each in registry.get("deal").fields if _is_askable(each)}


def _is_askable(field: Field) -> bool:
    if field.readonly or field.composed or field.name in _SETTLED:
        return False
    return not isinstance(field, ManyLinksField) or field.name == "contacts"


@dataclass(frozen=True, kw_only=True)
class DealFieldsField(TagsField):
    """Names of fields of deals. A label means its field, so that files and people need not know the name."""

    def one(self, raw: Json) -> str | None:
        found = super().one(raw)
        if found is None or found in askable():
            return found
        return next((name for name, each in askable().items() if norm(str(each.label)) == norm(found)), found)

    def text(self, value: Any, locale: Locale) -> str:
        return "; ".join(_label(name) for name in value or ())

    def cell(self, value: Any, locale: Locale) -> str:
        return " ".join(f'<span class="tag" data-tone="neutral">{escape(_label(name))}</span>' for name in value or ())

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        chosen = value or ()
        boxes = "".join(
            '<label class="check">'
            + controls.entry(self.name, name, element_id=None, bare=True, type="checkbox", checked=name in chosen)
            + f"{escape(_label(name))}</label>"
            for name in dict.fromkeys((*askable(), *chosen))
        )
        given = controls.attributes(id=element_id, role="group", aria_describedby=describedby or None)
        return f'<div class="checks"{given}>{boxes}</div>'


def _label(name: str) -> str:
    """What a field is called; its name when it is no more."""
    found = registry.get("deal").by_name.get(name)
    return str(found.label) if found else name
