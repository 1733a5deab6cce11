"""Forms made from fields: what stands in them, what was sent, and what was wrong with it, beside what was typed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, FieldError, Json, Locale
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.objects import registry as objects
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.duplicates import Found
from trato.kernel.records.errors import Duplicate, Invalid
from trato.kernel.records.targets import Held, look_up, nothing_held
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.lib import controls

MAX_LIKELY = 3


@dataclass(frozen=True)
class Control:
    """One field of a form, ready to print. `link` leads to the record that has the same key already."""

    field: Field
    id: str
    html: SafeString
    error: str = ""
    link: str = ""

    @property
    def plain(self) -> bool:
        """A switch carries its label beside it."""
        return self.field.family == "boolean"


Errors = dict[str, tuple[str, str]]
"""(words, link) by field."""


def blank(actor: Actor, fields: Iterable[Field], values: Mapping[str, Any]) -> list[Control]:
    """Controls that hold `values`, else the fields' defaults."""
    locale = locale_of(actor)
    return [control(each, values.get(each.name, each.default), locale) for each in fields]


def again(
    actor: Actor, fields: Sequence[Field], data: QueryDict, errors: Errors, held: Held = nothing_held
) -> list[Control]:
    """Controls that hold what was sent, with what was wrong beside it. Links that the record `held` stay named."""
    locale = locale_of(actor)
    read = {each.name: each.from_form(data, locale) for each in fields}
    values = {each.name: _understood(each, read[each.name], locale) for each in fields}
    look_up(actor, {each.name: each for each in fields}, values, held)
    return [
        control(
            each,
            values[each.name],
            locale,
            errors=errors,
            typed=read[each.name] if values[each.name] is None and isinstance(read[each.name], str) else "",
        )
        for each in fields
    ]


def control(field: Field, value: Any, locale: Locale, *, errors: Errors | None = None, typed: str = "") -> Control:
    """The control of one field. `typed` is text that could not be understood: it stays as it is."""
    error, link = (errors or {}).get(field.name, ("", ""))
    element = f"f-{field.name}"
    described = f"{element}-error" if error else f"{element}-help" if field.help else ""
    if typed:
        html = controls.entry(field.name, typed, element_id=element, describedby=described)
    else:
        html = field.input(value, locale, element_id=element, describedby=described)
    if error:
        html = html.replace(f'id="{element}"', f'id="{element}" aria-invalid="true"', 1)
    return Control(field, element, SafeString(html), error, link)


def read(actor: Actor, fields: Iterable[Field], data: QueryDict) -> dict[str, Json]:
    """What the controls sent, as JSON; fields left empty are not among it."""
    locale = locale_of(actor)
    found = {each.name: each.from_form(data, locale) for each in fields}
    return {name: value for name, value in found.items() if not _is_empty(value)}


def errors_of(spec: ObjectSpec, error: Invalid | Duplicate) -> dict[str, tuple[str, str]]:
    """What was wrong, by field. Records that have the same key are linked, those the actor may not see told of."""
    if isinstance(error, Invalid):
        return {each.field: (each.message, "") for each in error.problems}
    if error.found is None:
        return {error.field: (_("There is one with this value already."), "")}
    plural = objects.get(error.object).plural
    errors: Errors = {}
    for match in reversed(error.found.sure):
        words = _("{name} has the same value.").format(name=match.name)
        fields = [each.field for each in match.reasons] if error.object == spec.name else [error.field]
        errors.update((each, (words, f"/{plural}/{match.id}")) for each in fields)
    if error.found.hidden_sure and not errors:
        errors[error.field] = (_("There is one already that you may not see; ask its owner."), "")
    return errors


def likely_of(spec: ObjectSpec, error: Invalid | Duplicate) -> list[tuple[str, str]]:
    """(words, link) of records that are only likely the same."""
    found = error.found if isinstance(error, Duplicate) and error.found else Found()
    likely = [
        (_("{name} is called the same.").format(name=each.name), f"/{spec.plural}/{each.id}") for each in found.likely
    ]
    if found.hidden_likely and not likely:
        likely = [(_("There is one called the same that you may not see; ask its owner."), "")]
    return likely[:MAX_LIKELY]


def offering(data: QueryDict, error: Invalid | Duplicate, fields: Iterable[Field]) -> QueryDict:
    """What was sent, with the record that is there already in the field that can take it: to be sent again."""
    if not (isinstance(error, Duplicate) and error.id):
        return data
    offered = data.copy()
    for each in fields:
        if isinstance(each, LinkField) and (each.name, each.to) == (error.field, error.object):
            offered[each.name] = str(error.id)
    return offered


def beside(errors: Errors, fields: Iterable[Field]) -> list[tuple[str, str]]:
    """What was wrong with fields that the form does not show: said on top of it."""
    shown = {each.name for each in fields}
    return [(message, link) for name, (message, link) in errors.items() if name not in shown]


def editor(field: Field, value: Any, locale: Locale, *, before: Json) -> str:
    """The control in a cell or a row of fields; `before` is the value as it was read, to notice another's change."""
    return redraw(control(field, value, locale), field, remembered(before))


def redraw(made: Control, field: Field, before: str) -> str:
    """An editor's control, its error, and what it started from."""
    error = f'<p class="error" id="{made.id}-error" role="alert">{escape(made.error)}</p>' if made.error else ""
    hidden = controls.entry("before", before, element_id=None, bare=True, type="hidden")
    return f"{_named(commit_on_change(field, made.html), str(field.label))}{hidden}{error}"


def remembered(value: Json) -> str:
    """A value in JSON form as text that two readings can be compared by: links by id, whatever they are called."""
    return json.dumps(_identity(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commit_on_change(field: Field, html: str) -> str:
    """Controls with which choosing is deciding save at once."""
    if field.family in {"choice", "boolean"}:
        html = html.replace("<select", '<select data-commit="change"', 1)
        return html.replace(' type="checkbox"', ' type="checkbox" data-commit="change"', 1)
    if isinstance(field, LinkField):
        return html.replace('<input type="hidden"', '<input type="hidden" data-commit="change"', 1)
    return html


def prefill(actor: Actor, spec: ObjectSpec, data: QueryDict) -> dict[str, Any]:
    """Values for a new record that the address names (`?account=…`); those that mean nothing are left out."""
    locale = locale_of(actor)
    fields = {name: spec.by_name[name] for name in data if name in spec.by_name and not spec.by_name[name].readonly}
    values = {name: _understood(each, _given(each, data), locale) for name, each in fields.items()}
    for problem in look_up(actor, fields, values):
        values[problem.field] = None
    return {name: value for name, value in values.items() if value is not None}


def uuids(texts: Iterable[str]) -> list[UUID]:
    """The ids among some texts."""
    found = []
    for each in texts:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


def _identity(value: Json) -> Json:
    if isinstance(value, list):
        return [_identity(each) for each in value]
    if isinstance(value, dict) and "id" in value:
        return {name: each for name, each in value.items() if name != "name"}
    return value


def _given(field: Field, data: QueryDict) -> Json:
    return data.getlist(field.name) if isinstance(field, ManyLinksField) else data.get(field.name)


def _understood(field: Field, raw: Json, locale: Locale) -> Any:
    """The value that was sent, as far as it can be read at all."""
    try:
        return field.clean(raw, locale)
    except FieldError:
        if isinstance(raw, str):
            return None
    try:
        return field.from_json(raw)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _is_empty(value: Json) -> bool:
    if isinstance(value, dict):
        return all(_is_empty(each) for each in value.values())
    return value is None or value in ("", [])


def _named(html: str, label: str) -> str:
    """An accessible name for a control that stands without its label."""
    return html if "aria-label=" in html else html.replace(' id="f-', f' aria-label="{escape(label)}" id="f-', 1)
