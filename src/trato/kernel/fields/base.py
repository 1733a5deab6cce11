"""What every field type is."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import orjson
from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.lib import sql

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrOrPromise

Json = Any
"""A value as JSON has it: None, bool, int, float, str, list, dict."""

Titles = Callable[[str, str], str]
"""`titles(object name, SQL of an id)` → SQL of that record's title. Given by objects, so that fields stay below."""

COMMON_OPERATORS = frozenset({"is", "is_not", "in", "not_in", "empty", "not_empty"})
TEXT_OPERATORS = COMMON_OPERATORS | {"contains", "not_contains", "starts", "ends", "like"}
ORDERED_OPERATORS = COMMON_OPERATORS | {"gt", "gte", "lt", "lte", "between"}
DATE_OPERATORS = ORDERED_OPERATORS | {"before", "after", "within"}
MANY_OPERATORS = COMMON_OPERATORS | {"has_any", "has_all", "has_none"}


class FieldError(ValueError):
    """A value that cannot be stored. `code` is one of the API's closed list; `pointer` leads into the value."""

    def __init__(self, code: str, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.pointer = code, message, pointer


class Column(NamedTuple):
    """A physical column and its PostgreSQL type."""

    name: str
    pg_type: str


@dataclass(frozen=True, slots=True)
class Locale:
    """The surroundings in which values are read and shown."""

    language: str = "en"
    zone: str = "UTC"
    currency: str = "EUR"
    region: str = "ES"


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How a file writes its values: `date_order` one of DMY, MDY, YMD; `decimal` the decimal mark."""

    date_order: str = "DMY"
    decimal: str = "."
    locale: Locale = field(default_factory=Locale)


@dataclass(frozen=True, kw_only=True)
class Field(ABC):
    """One attribute of one object.

    Values: `None` is the one empty value of every type, NULL the one empty in the database.
    `custom` fields live in the record's `custom` JSON under their own name; the others in `columns`.
    """

    kind: ClassVar[str]
    """The type's public name, as metadata and user-made fields call it."""
    family: ClassVar[str]
    """How filters treat it: text number date datetime boolean choice choices values link links address."""
    pg_type: ClassVar[str] = "text"
    operators: ClassVar[frozenset[str]] = COMMON_OPERATORS
    sortable: ClassVar[bool] = True
    summable: ClassVar[bool] = False
    numeric: ClassVar[bool] = False
    """Cells align at the end, figures tabular."""
    composed: ClassVar[bool] = False
    """It shows and takes other fields together (`part_of` names it there), which are what is stored and imported."""

    name: str
    label: _StrOrPromise
    help: _StrOrPromise = ""
    required: bool = False
    readonly: bool = False
    """Computed by the platform: shown and filtered, never accepted from outside."""
    unique: bool = False
    default: Any = None
    custom: bool = False
    indexed: bool = False
    adds_up: bool = True
    """Whether a sum of it means something, if its kind can be summed: not of positions, scores and years."""
    synonyms: tuple[str, ...] = ()
    """Other words that import mapping and search understand, in any language."""
    part_of: str = ""
    """The field that shows it and takes it, together with others: by itself it is filtered, sorted and imported."""

    # Storage -------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that hold it; none for user-made fields and many-links."""
        return () if self.custom else (Column(self.name, self.pg_type),)

    def dump(self, value: Any) -> tuple[Any, ...]:
        """The value as its columns store it, one each."""
        return (value,)

    def load(self, *raw: Any) -> Any:
        """The value from what `select` read (columns first, then anything select added)."""
        return raw[0]

    def get(self, record: Any) -> Any:
        """The value on a model instance."""
        if self.custom:
            return self.from_json(record.custom.get(self.name))
        return self.load(*(getattr(record, column.name) for column in self.columns))

    def set(self, record: Any, value: Any) -> None:
        """Put a clean value on a model instance."""
        if not self.custom:
            for column, raw in zip(self.columns, self.dump(value), strict=True):
                setattr(record, column.name, raw)
        elif value is None:
            record.custom.pop(self.name, None)
        else:
            record.custom[self.name] = self.to_json(value)

    # SQL -----------------------------------------------------------------------------------------------------

    def value_sql(self, alias: str) -> str:
        """The one scalar that filters compare, aggregates sum and indexes hold."""
        if self.custom:
            return f"JSON_VALUE({alias}.custom, {sql.literal('$.' + self.name)} RETURNING {self.pg_type})"
        return f"{alias}.{sql.name(self.columns[0].name)}"

    def sort_sql(self, alias: str) -> str:
        """What rows are ordered by."""
        return self.value_sql(alias)

    def select_sql(self, alias: str, titles: Titles) -> tuple[str, ...]:
        """The SQL expressions whose results `load` takes."""
        if self.custom:
            return (self.value_sql(alias),)
        return tuple(f"{alias}.{sql.name(column.name)}" for column in self.columns)

    # Values --------------------------------------------------------------------------------------------------

    @abstractmethod
    def clean(self, raw: Json, locale: Locale) -> Any:
        """The value that `raw` (JSON or a form's text) means, None when empty. FieldError when it means none."""

    def to_json(self, value: Any) -> Json:
        """The value in the API's form (API.md §2)."""
        return value

    def from_json(self, raw: Json) -> Any:
        """The inverse of `to_json`, for values this system wrote itself (user-made fields, diffs)."""
        return raw

    def from_text(self, text: str, form: TextFormat) -> Any:
        """The value that a cell of a file means. FieldError when it means none."""
        return self.clean(text.strip(), form.locale)

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        """What the control of `input` sent, as `clean` takes it: numbers typed in the language's way become JSON's."""
        return data.get(self.name)

    def operand(self, raw: Json, locale: Locale) -> Any:
        """A filter's comparison value, in the terms of `value_sql`."""
        return self.clean(raw, locale)

    # Faces ---------------------------------------------------------------------------------------------------

    def text(self, value: Any, locale: Locale) -> str:
        """The value in plain words: chips, diffs, exports. '' when empty."""
        return "" if value is None else str(value)

    def cell(self, value: Any, locale: Locale) -> str:
        """The value as HTML inside a table cell or a panel row, escaped. '' when empty."""
        return escape(self.text(value, locale))

    @abstractmethod
    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        """The control that edits it, as HTML, escaped; its form name is `name`."""

    def need(self, value: Any) -> Any:
        """`value`, or FieldError `required` when the field needs one and there is none."""
        if value is None and self.required:
            raise FieldError("required", _("Enter a value."))
        return value


def from_jsonb(raw: Any) -> Any:
    """What a jsonb column of arrays or objects holds: Django's cursors give its text, its models the value."""
    return orjson.loads(raw) if isinstance(raw, str) else raw


Row = Mapping[str, Any]
"""A record as values by field name."""

CUSTOM_NAME = re.compile(r"x_[a-z][a-z0-9_]{0,58}")
"""Names of user-made fields: prefixed for ever, so that no later release can collide with them."""
