"""Free labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from zlib import crc32

from django.utils.html import escape

from trato.kernel.fields.base import Json, Locale
from trato.kernel.fields.select import ManyChoicesField
from trato.kernel.fields.text import clean_text
from trato.lib import controls
from trato.lib.text import norm

HUES = 8


def hue_of(tag: str) -> int:
    """The hue (1 to 8) that a tag always has: equal words look alike everywhere."""
    return crc32(norm(tag).encode()) % HUES + 1


@dataclass(frozen=True, kw_only=True)
class TagsField(ManyChoicesField):
    """Words that users make up as they go."""

    kind: ClassVar[str] = "tags"

    max_length: int = 60

    @property
    def is_shared(self) -> bool:
        """Whether its words are those that all records are marked with, not some with a meaning of their own."""
        return self.custom or self.name == "tags"

    def one(self, raw: Json) -> str | None:
        return clean_text(raw, max_length=self.max_length)

    def clean(self, raw: Json, locale: Locale) -> Any:
        found = super().clean(raw, locale)
        if found is None:
            return None
        first = {norm(tag): tag for tag in reversed(found)}
        return tuple(tag for tag in found if first[norm(tag)] == tag)

    def text(self, value: Any, locale: Locale) -> str:
        return "; ".join(value or ())

    def cell(self, value: Any, locale: Locale) -> str:
        return " ".join(f'<span class="tag" data-hue="{hue_of(tag)}">{escape(tag)}</span>' for tag in value or ())

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        items = "".join(controls.chosen(self.name, tag, tag, hue=str(hue_of(tag))) for tag in value or ())
        entry = self._entry(element_id, describedby)
        return (
            f'<t-multi data-kind="tags" data-name="{self.name}" data-free>'
            f"<span data-items>{items}</span>{entry}</t-multi>"
        )

    def _entry(self, element_id: str, describedby: str) -> str:
        """Where the next one is typed; those in use are offered."""
        if not self.is_shared:
            return controls.entry(
                self.name,
                None,
                element_id=element_id,
                describedby=describedby,
                maxlength=self.max_length,
                autocomplete="off",
            )
        typed = controls.entry(
            self.name,
            None,
            element_id=element_id,
            describedby=describedby,
            bare=True,
            type="text",
            role="combobox",
            maxlength=self.max_length,
            aria_expanded="false",
            aria_autocomplete="list",
            autocomplete="off",
        )
        group = f'<div class="input-group">{typed}</div>'
        return f'<t-combobox data-options-url="/options/tags" data-multiple>{group}</t-combobox>'
