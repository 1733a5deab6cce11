"""One of several options, or several of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import (
    COMMON_OPERATORS,
    MANY_OPERATORS,
    Field,
    FieldError,
    Json,
    Locale,
    TextFormat,
    from_jsonb,
)
from trato.lib import controls, sql
from trato.lib.text import nearest, norm

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrOrPromise

LANGUAGES = ("en", "es")
MAX_VALUES = 100


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its key for ever, its label, the hue (1 to 8, or a tone) of its dot, and what others call it."""

    key: str
    label: _StrOrPromise
    hue: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OptionsField(Field):
    """What fields of options share."""

    options: tuple[Option, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Option]:
        return {option.key: option for option in self.options}

    @cached_property
    def by_word(self) -> Mapping[str, str]:
        """The key that a label in any language, a synonym, or a key, means; by `norm`."""
        found: dict[str, str] = {}
        for language in LANGUAGES:
            with translation.override(language):
                for option in self.options:
                    found.setdefault(norm(str(option.label).strip()), option.key)
        for option in self.options:
            for word in option.synonyms:
                found.setdefault(norm(word), option.key)
        return found | {norm(option.key): option.key for option in self.options}

    def key_of(self, word: Json) -> str:
        """The key of an option. FieldError, with the nearest label, when there is none such."""
        if isinstance(word, str):
            if word in self.by_key:
                return word
            found = self.by_word.get(norm(word.strip()))
            if found is not None:
                return found
        raise FieldError("not_an_option", self._not_an_option(word))

    def _not_an_option(self, word: Json) -> str:
        said = str(word)[:60]
        message = _("“{value}” is not one of the options.").format(value=said)
        near = nearest(said, (str(option.label) for option in self.options))
        return message + " " + _("Did you mean “{option}”?").format(option=near) if near else message

    def label_of(self, key: str) -> str:
        """The label of an option; the key of one that is no more."""
        option = self.by_key.get(key)
        return key if option is None else str(option.label)

    def choice(self, key: str) -> str:
        """Dot and word, as HTML."""
        option = self.by_key.get(key)
        if option is None:
            return f'<span class="choice">{escape(key)}</span>'
        hue = f' data-hue="{escape(option.hue)}"' if option.hue else ""
        return f'<span class="choice"{hue}>{escape(option.label)}</span>'


@dataclass(frozen=True, kw_only=True)
class SelectField(OptionsField):
    """One of the options. Value: its key."""

    kind: ClassVar[str] = "select"
    family: ClassVar[str] = "choice"
    operators: ClassVar[frozenset[str]] = COMMON_OPERATORS

    def clean(self, raw: Json, locale: Locale) -> Any:
        return None if raw is None or raw == "" else self.key_of(raw)

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else self.label_of(value)

    def cell(self, value: Any, locale: Locale) -> str:
        return "" if value is None else self.choice(value)

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.choose(
            self.name,
            value,
            [(option.key, option.label) for option in self.options],
            element_id=element_id,
            describedby=describedby,
            blank=not self.required or value is None,
        )


@dataclass(frozen=True, kw_only=True)
class ManyChoicesField(Field):
    """Several words in one value, stored as a JSON array. Value: a tuple of strings, without repetition."""

    family: ClassVar[str] = "choices"
    pg_type: ClassVar[str] = "jsonb"
    operators: ClassVar[frozenset[str]] = MANY_OPERATORS
    sortable: ClassVar[bool] = False

    def value_sql(self, alias: str) -> str:
        return f"({alias}.custom->{sql.literal(self.name)})" if self.custom else super().value_sql(alias)

    def dump(self, value: Any) -> tuple[Any, ...]:
        return (None if value is None else list(value),)

    def load(self, *raw: Any) -> Any:
        return self.from_json(from_jsonb(raw[0]))

    def to_json(self, value: Any) -> Json:
        return list(value or ())

    def from_json(self, raw: Json) -> Any:
        return tuple(raw) if raw else None

    def one(self, raw: Json) -> str | None:
        """One of the values, None when empty."""
        raise NotImplementedError

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw is None or raw == "":
            return None
        items = raw if isinstance(raw, list | tuple) else [raw]
        if len(items) > MAX_VALUES:
            raise FieldError("too_many", _("Give at most {limit} values.").format(limit=MAX_VALUES))
        found: dict[str, None] = {}
        for position, item in enumerate(items):
            try:
                value = self.one(item)
            except FieldError as error:
                raise FieldError(error.code, error.message, f"/{position}" + error.pointer) from None
            if value is not None:
                found[value] = None
        return tuple(found) or None

    def operand(self, raw: Json, locale: Locale) -> Any:
        return self.clean(raw, locale)

    def from_text(self, text: str, form: TextFormat) -> Any:
        return self.clean([part for part in text.split(";") if part.strip()], form.locale)

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        return [value for value in data.getlist(self.name) if value]


@dataclass(frozen=True, kw_only=True)
class MultiSelectField(ManyChoicesField, OptionsField):
    """Several of the options. Value: their keys, in the order of the options."""

    kind: ClassVar[str] = "multi_select"

    def one(self, raw: Json) -> str | None:
        return None if raw == "" else self.key_of(raw)

    def clean(self, raw: Json, locale: Locale) -> Any:
        found = super().clean(raw, locale)
        return None if found is None else tuple(key for key in self.by_key if key in found)

    def text(self, value: Any, locale: Locale) -> str:
        return "; ".join(self.label_of(key) for key in value or ())

    def cell(self, value: Any, locale: Locale) -> str:
        return " ".join(self.choice(key) for key in value or ())

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        chosen = value or ()
        boxes = "".join(
            '<label class="check">'
            + controls.entry(
                self.name, option.key, element_id=None, bare=True, type="checkbox", checked=option.key in chosen
            )
            + f"{escape(option.label)}</label>"
            for option in self.options
        )
        given = controls.attributes(id=element_id, role="group", aria_describedby=describedby or None)
        return f'<div class="checks"{given}>{boxes}</div>'
