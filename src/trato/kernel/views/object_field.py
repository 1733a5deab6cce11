"""The field that says of which object a view or a list is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trato.kernel.fields.base import Locale
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.lib import controls


@dataclass(frozen=True, kw_only=True)
class ObjectField(TextField):
    """The plural name of an object. People choose among those of the sidebar and read its label."""

    def text(self, value: Any, locale: Locale) -> str:
        try:
            return str(registry.by_plural(value).label_plural) if value else ""
        except UnknownObject:
            return str(value)

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        options = {each.plural: str(each.label_plural) for each in registry.every() if each.group}
        if value and value not in options:
            options[value] = self.text(value, locale)
        return controls.choose(
            self.name, value, options.items(), element_id=element_id, describedby=describedby, blank=not value
        )
