"""The fields that a form asks, chosen from those of the object it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, FieldError, Json, Locale
from trato.kernel.fields.tags import TagsField
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.lib import controls
from trato.lib.text import nearest, norm
from trato.wings.marketing.form import rules

MAKES: Mapping[str, str] = {"lead": "leads", "contact": "contacts"}
"""What forms make: the object's name and plural."""


def askable(object_name: str) -> dict[str, Field]:
    """The fields of an object that a form may ask, by name. None of an object that is not there."""
    try:
        spec = registry.get(object_name)
    except UnknownObject:
        return {}
    found = {
        each.name: each
        for each in spec.fields
        if each.kind in rules.ASKABLE and not each.readonly and each.name not in spec.verbs
    }
    first = {name: found[name] for name in rules.USUAL if name in found}
    return first | found


def asked(object_name: str, chosen: tuple[str, ...] | None) -> list[Field]:
    """The fields that a form asks, in its order: those chosen that are still there, or the usual ones."""
    known = askable(object_name)
    return [known[each] for each in chosen or rules.USUAL if each in known]


@dataclass(frozen=True, kw_only=True)
class AskedField(TagsField):
    """Names of fields of the objects that forms make, in the order in which a form asks them."""

    def one(self, raw: Json) -> str | None:
        word = super().one(raw)
        if word is None:
            return None
        known = _known()
        by_label = {norm(str(each.label)): name for name, each in known.items()}
        found = word if word in known else by_label.get(norm(word))
        if found is None:
            message = _("“{value}” is not a field that a form can ask.").format(value=word)
            near = nearest(word, (str(each.label) for each in known.values()))
            hint = " " + _("Did you mean “{option}”?").format(option=near) if near else ""
            raise FieldError("not_an_option", message + hint)
        return found

    def text(self, value: tuple[str, ...] | None, locale: Locale) -> str:
        known = _known()
        return "; ".join(str(known[each].label) if each in known else each for each in value or ())

    def cell(self, value: tuple[str, ...] | None, locale: Locale) -> str:
        return escape(self.text(value, locale))

    def input(self, value: tuple[str, ...] | None, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        boxes = "".join(
            '<label class="check">'
            + controls.entry(
                self.name, name, element_id=None, bare=True, type="checkbox", checked=name in (value or ())
            )
            + f"{escape(each.label)}</label>"
            for name, each in _known().items()
        )
        given = controls.attributes(id=element_id, role="group", aria_describedby=describedby or None)
        return f'<div class="checks"{given}>{boxes}</div>'


def _known() -> dict[str, Field]:
    """All that any form may ask."""
    found: dict[str, Field] = {}
    for name in MAKES:
        found = found | askable(name)
    return found
