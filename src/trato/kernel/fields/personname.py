"""People's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trato.kernel.fields.base import TEXT_OPERATORS, Column, Field, FieldError, Json, Locale, Titles
from trato.kernel.fields.text import clean_text
from trato.lib import controls, sql
from trato.lib.names import PersonName, split_name

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrOrPromise

__all__ = ["PersonName", "PersonNameField"]

LABELS: Mapping[str, _StrOrPromise] = {
    "prefix": gettext_lazy("Title"),
    "given": gettext_lazy("First name"),
    "family": gettext_lazy("Last name"),
    "family2": gettext_lazy("Second last name"),
    "suffix": gettext_lazy("Suffix"),
}
MAX_PART = 120


@dataclass(frozen=True, kw_only=True)
class PersonNameField(Field):
    """Value: `PersonName`. The whole name is the generated column `name` of the model (`public.full_name`)."""

    kind: ClassVar[str] = "person_name"
    family: ClassVar[str] = "text"
    operators: ClassVar[frozenset[str]] = TEXT_OPERATORS
    parts: ClassVar[tuple[str, ...]] = ("given", "family", "family2", "prefix", "suffix")

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column(f"{self.name}_{part}", "text") for part in self.parts)

    def dump(self, value: Any) -> tuple[Any, ...]:
        return tuple(None if value is None else getattr(value, part) for part in self.parts)

    def load(self, *raw: Any) -> Any:
        found = PersonName(*raw[: len(self.parts)])
        return None if found == PersonName() else found

    def value_sql(self, alias: str) -> str:
        return f"{alias}.{sql.name(self.name)}"

    def norm_sql(self, alias: str) -> str:
        return f"public.norm({self.value_sql(alias)})"

    def sort_sql(self, alias: str) -> str:
        return f'public.sort_key({self.value_sql(alias)}) COLLATE "C"'

    def part_sql(self, alias: str, part: str) -> str:
        """One part. KeyError when there is no such part."""
        if part not in self.parts:
            raise KeyError(part)
        return f"{alias}.{sql.name(f'{self.name}_{part}')}"

    def select_sql(self, alias: str, titles: Titles) -> tuple[str, ...]:
        return tuple(self.part_sql(alias, part) for part in self.parts)

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw is None or isinstance(raw, PersonName):
            return raw
        if isinstance(raw, Mapping):
            return self._from_mapping(raw)
        found = clean_text(raw, max_length=MAX_PART * 3)
        if found is None:
            return None
        name = split_name(found, two_families=locale.language[:2] == "es")
        return self._from_mapping({part: getattr(name, part) for part in self.parts})

    def _from_mapping(self, raw: Mapping[str, Json]) -> PersonName | None:
        found: dict[str, str | None] = {}
        for key, value in raw.items():
            if key not in self.parts:
                message = _("A name has no part called “{part}”.").format(part=str(key)[:60])
                raise FieldError("invalid", message, f"/{key}")
            try:
                found[key] = clean_text(value, max_length=MAX_PART)
            except FieldError as error:
                raise FieldError(error.code, error.message, f"/{key}") from None
        name = PersonName(**found)
        return None if name == PersonName() else name

    def operand(self, raw: Json, locale: Locale) -> Any:
        """The whole name, as `value_sql` has it."""
        if isinstance(raw, str):
            return clean_text(raw, max_length=MAX_PART * 5)
        found = self.clean(raw, locale)
        return None if found is None else found.full

    def to_json(self, value: Any) -> Json:
        return None if value is None else {part: getattr(value, part) for part in self.parts}

    def from_json(self, raw: Json) -> Any:
        return PersonName(**{part: raw.get(part) for part in self.parts}) if raw else None

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        if self.name in data:
            return data.get(self.name)
        return {part: data.get(f"{self.name}-{part}") for part in self.parts}

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else value.full

    def cell(self, value: Any, locale: Locale) -> str:
        return "" if value is None else escape(value.full)

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        name = value or PersonName()
        shown = [
            part for part in LABELS if part in {"given", "family"} or getattr(name, part) or self._usual(part, locale)
        ]
        rows = "".join(
            controls.entry(
                f"{self.name}-{part}",
                getattr(name, part),
                element_id=element_id if part == "given" else f"{element_id}-{part}",
                describedby=describedby,
                placeholder=LABELS[part],
                aria_label=LABELS[part],
                maxlength=MAX_PART,
                autocomplete="off",
            )
            for part in shown
        )
        return f'<div class="person-name">{rows}</div>'

    def _usual(self, part: str, locale: Locale) -> bool:
        return part == "family2" and locale.language[:2] == "es"
