"""Several values of one sort, one of them the primary: what e-mails, phones and web addresses share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import (
    MANY_OPERATORS,
    TEXT_OPERATORS,
    Field,
    FieldError,
    Json,
    Locale,
    TextFormat,
    from_jsonb,
)
from trato.lib import controls, sql

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrOrPromise

MAX_VALUES = 50


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One way to reach somebody. `type` is a key of the field's types; `extension` only for phones."""

    value: str
    type: str | None = None
    primary: bool = False
    extension: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactPointsField(Field):
    """Value: a tuple of `ContactPoint`, the primary one first, exactly one primary."""

    family: ClassVar[str] = "values"
    pg_type: ClassVar[str] = "jsonb"
    operators: ClassVar[frozenset[str]] = TEXT_OPERATORS | MANY_OPERATORS
    types: ClassVar[tuple[tuple[str, _StrOrPromise], ...]] = ()
    entry_type: ClassVar[str] = "text"

    # Storage

    def any_sql(self, alias: str) -> str:
        """All the values, as jsonb, for filters that look at each (`@> '[{"value": …}]'`)."""
        return f"({alias}.custom->{sql.literal(self.name)})" if self.custom else f"{alias}.{sql.name(self.name)}"

    def value_sql(self, alias: str) -> str:
        return f"({self.any_sql(alias)}->0->>'value')"

    def norm_sql(self, alias: str) -> str:
        """What text comparisons look into: the primary value."""
        return f"public.norm({self.value_sql(alias)})"

    def select_sql(self, alias: str, titles: Any) -> tuple[str, ...]:
        return (self.any_sql(alias),)

    def dump(self, value: Any) -> tuple[Any, ...]:
        return (self.to_json(value) or None,)

    def load(self, *raw: Any) -> Any:
        return self.from_json(from_jsonb(raw[0]))

    def to_json(self, value: Any) -> Json:
        return [
            {"value": point.value, "type": point.type, "primary": point.primary}
            | ({"extension": point.extension} if point.extension else {})
            for point in value or ()
        ]

    def from_json(self, raw: Json) -> Any:
        if not raw:
            return None
        return tuple(
            ContactPoint(each["value"], each.get("type"), bool(each.get("primary")), each.get("extension") or "")
            for each in raw
        )

    # Values

    def one(self, raw: Json, locale: Locale) -> ContactPoint | None:
        """The point that a single text means, None when empty. FieldError when it means none."""
        raise NotImplementedError

    def shown(self, point: ContactPoint) -> str:
        """The point as people read it."""
        return point.value

    def href(self, point: ContactPoint) -> str:
        """Where a click on it leads."""
        raise NotImplementedError

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw is None or raw == "":
            return None
        items = raw if isinstance(raw, list | tuple) else [raw]
        if len(items) > MAX_VALUES:
            raise FieldError("too_many", _("Give at most {limit} values.").format(limit=MAX_VALUES))
        found: dict[tuple[str, str], ContactPoint] = {}
        for position, item in enumerate(items):
            point = self._point(item, f"/{position}", locale)
            if point is None:
                continue
            key = (point.value, point.extension)
            known = found.setdefault(key, point)
            if point.primary and not known.primary:
                found[key] = replace(known, primary=True)
        return _primary_first(list(found.values()))

    def _point(self, item: Json, pointer: str, locale: Locale) -> ContactPoint | None:
        if isinstance(item, ContactPoint):
            item = {"value": item.value, "type": item.type, "primary": item.primary, "extension": item.extension}
        try:
            if not isinstance(item, Mapping):
                return self.one(item, locale)
            pointer += "/value"
            point = self.one(item.get("value"), locale)
        except FieldError as error:
            raise FieldError(error.code, error.message, pointer) from None
        if point is None:
            return None
        type_ = item.get("type") or None
        if type_ is not None and type_ not in {key for key, _label in self.types}:
            message = _("“{value}” is not one of the options.").format(value=str(type_)[:60])
            raise FieldError("not_an_option", message, pointer.replace("/value", "/type"))
        extension = item.get("extension") or point.extension
        if not isinstance(extension, str) or not re.fullmatch(r"\d{0,15}", extension):
            raise FieldError("invalid", _("An extension is a number."), pointer.replace("/value", "/extension"))
        return ContactPoint(point.value, type_, bool(item.get("primary")), extension)

    def operand(self, raw: Json, locale: Locale) -> Any:
        """The single value that `raw` means in the form it is stored in; text that is none stays as it is."""
        if isinstance(raw, Mapping):
            raw = raw.get("value")
        if raw is None or raw == "":
            return None
        if not isinstance(raw, str):
            raise FieldError("invalid", _("Enter text."))
        try:
            point = self.one(raw, locale)
        except FieldError:
            return raw.strip().lower()
        return None if point is None else point.value

    def from_text(self, text: str, form: TextFormat) -> Any:
        return self.clean([part.strip() for part in text.split(";") if part.strip()], form.locale)

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        start, end = f"{self.name}-", "-value"
        rows = [key[len(start) : -len(end)] for key in data if key.startswith(start) and key.endswith(end)]
        primary = data.get(f"{self.name}-primary")
        return [
            {"value": value, "type": data.get(f"{start}{row}-type") or None, "primary": row == primary}
            for row in rows
            if (value := (data.get(f"{start}{row}{end}") or "").strip())
        ]

    # Faces

    def text(self, value: Any, locale: Locale) -> str:
        return "; ".join(self.shown(point) for point in value or ())

    def cell(self, value: Any, locale: Locale) -> str:
        if not value:
            return ""
        point = value[0]
        link = f'<a href="{escape(self.href(point))}">{escape(self.shown(point))}</a>'
        if len(value) == 1:
            return link
        others = escape("; ".join(self.shown(each) for each in value[1:]))
        return f'{link} <span class="badge" title="{others}">+{len(value) - 1}</span>'

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        points = value or (ContactPoint("", None, primary=True),)
        rows = [
            self._row(str(position), point, f"{element_id}-{position}" if position else element_id, describedby)
            for position, point in enumerate(points)
        ]
        template = self._row("__index__", ContactPoint(""), None, "")
        return controls.several(rows, template)

    def _row(self, index: str, point: ContactPoint, element_id: str | None, describedby: str) -> str:
        label = str(self.label)
        entry = controls.entry(
            f"{self.name}-{index}-value",
            self.shown(point) if point.value else "",
            element_id=element_id,
            describedby=describedby,
            type=self.entry_type,
            aria_label=None if element_id and not element_id.endswith(f"-{index}") else label,
            autocomplete="off",
        )
        kind = (
            controls.choose(
                f"{self.name}-{index}-type",
                point.type,
                self.types,
                element_id=None,
                aria_label=_("Type of {field}").format(field=label),
            )
            if self.types
            else ""
        )
        primary = controls.entry(
            f"{self.name}-primary",
            index,
            element_id=None,
            bare=True,
            type="radio",
            checked=point.primary,
            aria_label=_("Primary"),
        )
        return f'{entry}{kind}<label class="check" title="{escape(_("Primary"))}">{primary}</label>'


def _primary_first(points: list[ContactPoint]) -> tuple[ContactPoint, ...] | None:
    if not points:
        return None
    marked = [position for position, point in enumerate(points) if point.primary]
    if len(marked) > 1:
        raise FieldError("invalid", _("Only one value can be the primary."), f"/{marked[1]}/primary")
    first = points.pop(marked[0] if marked else 0)
    return (replace(first, primary=True), *points)
