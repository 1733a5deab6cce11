"""The menus by which a filter is built: fields, the verbs that suit them, the form of a value."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField, Ref
from trato.kernel.fields.select import OptionsField
from trato.kernel.fields.tags import TagsField
from trato.kernel.filters import operator_words, paths
from trato.kernel.filters.operands import DIRECTIONS, NO_VALUE, Direction, Period
from trato.kernel.filters.paths import Bond, Place, Target
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing, outside_keys
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import faces
from trato.kernel.ui.filterbar import titles
from trato.kernel.ui.lists import title_path
from trato.lib import controls
from trato.lib.ids import as_uuid
from trato.lib.text import norm

_TEXT = ("contains", "not_contains", "is", "is_not", "starts", "ends", "empty", "not_empty")
_DATE = ("within", "gte", "lte", "is", "between", "empty", "not_empty")
_CHOICE = ("in", "not_in", "empty", "not_empty")
OPS: dict[str, tuple[str, ...]] = {
    "text": _TEXT,
    "values": _TEXT,
    "address": _TEXT,
    "number": ("gte", "lte", "is", "is_not", "between", "empty", "not_empty"),
    "date": _DATE,
    "datetime": _DATE,
    "boolean": ("is", "empty", "not_empty"),
    "choice": _CHOICE,
    "link": _CHOICE,
    "choices": ("has_any", "has_all", "has_none", "empty", "not_empty"),
    "links": ("not_empty", "empty"),
    "keys": ("is", "is_not", "starts", "not_empty", "empty"),
}
"""What a menu offers, by the family of values, the likeliest first. Others are understood, and shown as chips."""
PERIODS = (
    Period("this", 1, "day"), Period("this", 1, "week"), Period("this", 1, "month"), Period("this", 1, "quarter"),
    Period("this", 1, "year"), Period("last", 7, "day"), Period("last", 30, "day"), Period("last", 1, "month"),
    Period("last", 1, "quarter"), Period("next", 7, "day"), Period("next", 30, "day"), Period("next", 1, "month"),
)  # fmt: skip
MAX_LENGTH = 500
FEW = 30
"""Lookups of at most so many records are offered as ticks."""
_LISTS = frozenset({"in", "not_in", "has_any", "has_all", "has_none"})


def fields_menu(spec: ObjectSpec, query: str, through: str) -> SafeString:
    """What can be asked of: the object's fields, or those of the one that a link leads to."""
    here, prefix = spec, ""
    if through:
        found = paths.target(Place(spec), tuple(through.split(".")))
        if isinstance(found, Target) and isinstance(found.field, LinkField):
            here, prefix = registry.get(found.field.to), f"{through}."
    wanted = norm(query)
    rows = [
        _field_rows(each, prefix)
        for each in (*here.fields, *_outside_keys(here))
        if each.family in OPS and not each.composed and _fits(each, wanted)
    ]
    if not prefix and not wanted:
        groups = (("any", _("Any of several…")), ("none", _("None of several…")))
        rows += ["<hr>", *(_row(f'data-group="{kind}"', "branch", label) for kind, label in groups)]
    find = _("Find a field")
    ask = controls.entry(
        "q", query, element_id=None, type="search", autocomplete="off", placeholder=find, aria_label=find
    )
    body = f'<p class="blank-line">{escape(_("Nothing found"))}</p>'
    if rows:
        body = f'<div role="menu" aria-label="{escape(here.label)}">{"".join(rows)}</div>'
    return SafeString(f'<div class="menu"><div class="ask">{ask}</div>{body}</div>')


def _outside_keys(spec: ObjectSpec) -> list[Field]:
    """The records' keys in any other system, and in each that there is."""
    return [paths.outside_keys(spec, source) for source in ("", *outside_keys.sources(spec.name))]


def _field_rows(field: Field, prefix: str) -> str:
    path, label = escape(f"{prefix}{field.name}"), str(field.label)
    rows = _row(f'data-field="{path}" data-op="{OPS[field.family][0]}"', _glyph(field), label)
    if faces.is_person(field):
        mine = {"field": path, "op": "is", "value": {"var": "me"}}
        rows += _row(f'data-condition="{escape(_compact(mine))}"', "user", _("{field} is me").format(field=label))
    elif isinstance(field, LinkField) and not prefix:
        rows += _row(f'data-through="{path}"', "right", _("{field} › …").format(field=label))
    return rows


def ops_menu(spec: ObjectSpec, path: str, current: str) -> SafeString:
    """The verbs that suit a field. Those that take the same kind of value keep it."""
    found = paths.target(Place(spec), tuple(path.split(".")))
    family = "links" if isinstance(found, Bond) else found.family
    rows = []
    for op in OPS.get(family, _TEXT):
        keep = " data-keep" if current and _shape(found, op) == _shape(found, current) else ""
        checked = "true" if op == current else "false"
        word = escape(operator_words.verb(op, family))
        rows.append(
            f'<button type="button" role="menuitemradio" aria-checked="{checked}" data-op="{op}"{keep}>{word}</button>'
        )
    return SafeString(f'<div class="menu" role="menu">{"".join(rows)}</div>')


def value_form(actor: Actor, spec: ObjectSpec, path: str, op: str, raw: Json) -> SafeString:
    """The form in which the value of a condition is chosen."""
    found = paths.target(Place(spec), tuple(path.split(".")))
    shape = _shape(found, op)
    if shape == "none" or isinstance(found, Bond):
        return _form("none", "")
    if shape == "list":
        return _form(shape, _several(actor, found, raw))
    if op == "within":
        return _form(shape, _periods(raw))
    if op == "between":
        low, high = raw if isinstance(raw, list) and len(raw) == 2 else (None, None)
        ends = f"{_entry(found, 'from', low)}<span>{escape(_('and'))}</span>{_entry(found, 'to', high)}"
        return _form(shape, f'<div class="pair">{ends}</div>')
    if found.family == "boolean":
        options = [("true", _("Yes")), ("false", _("No"))]
        return _form(shape, controls.choose("value", _compact(raw), options, element_id=None, blank=False))
    if found.family in {"choice", "link"} and not found.part:
        return _form(shape, _one(actor, found, raw))
    return _form(shape, _entry(found, "value", raw))


def _shape(found: Target | Bond, op: str) -> str:
    """What kind of value a verb takes of a field, as the element t-filter calls it."""
    if op in NO_VALUE or isinstance(found, Bond):
        return "none"
    if op == "between":
        return op
    if op == "within" or found.family == "boolean":
        return "json"
    if op in _LISTS:
        return "list"
    return "number" if found.family == "number" else "text"


def _form(shape: str, inner: str) -> SafeString:
    apply = f'<footer><button class="button" data-kind="primary" data-size="s">{escape(_("Apply"))}</button></footer>'
    return SafeString(f'<form class="menu" data-shape="{shape}">{inner}{apply if inner else ""}</form>')


def _one(actor: Actor, found: Target, raw: Json) -> str:
    """The field's own control, for one value."""
    value: Any = raw if isinstance(raw, str) else None
    if isinstance(found.field, LinkField):
        known = titles(actor, [(found.field.to, one)]) if (one := as_uuid(raw)) else {}
        value = next((Ref(each, name) for each, name in known.items()), None)
    return replace(found.field, name="value").input(value, locale_of(actor), element_id="filter-value")


def _several(actor: Actor, found: Target, raw: Json) -> str:
    """Ticks for options; a picker for linked records; words for tags."""
    given = [each for each in (raw if isinstance(raw, list) else [raw]) if isinstance(each, str)]
    field = found.field
    if isinstance(field, OptionsField):
        return "".join(_tick(each.key, str(each.label), checked=each.key in given) for each in field.options)
    if found.family in {"text", "values", "keys"}:
        field = TagsField(name="value", label=field.label, max_length=MAX_LENGTH)
    if not isinstance(field, LinkField):
        return replace(field, name="value").input(tuple(given), locale_of(actor), element_id="filter-value")
    few = _few(actor, registry.get(field.to))
    if few:
        return "".join(_tick(str(one), name, checked=str(one) in given) for one, name in few)
    known = titles(actor, [(field.to, one) for each in given if (one := as_uuid(each))])
    items = "".join(controls.chosen("value", one, name) for one, name in known.items())
    find = escape(_("Find"))
    picker = (
        f'<t-combobox data-multiple data-options-url="/options/{field.to}"><div class="input-group"><input type="text"'
        f' role="combobox" aria-expanded="false" aria-autocomplete="list" autocomplete="off" aria-label="{find}"'
        f' placeholder="{find}">{faces.icon("down", "s")}</div></t-combobox>'
    )
    return f'<t-multi data-kind="tags" data-name="value"><span data-items>{items}</span>{picker}</t-multi>'


def _few(actor: Actor, spec: ObjectSpec) -> list[tuple[UUID, str]]:
    """All records of a lookup (stages, users) where they are few enough to tick; none otherwise."""
    if spec.owned:
        return []
    known, locale = title_path(spec), locale_of(actor)
    page = listing.page(actor, spec, ListQuery(paths=(known,), limit=FEW))
    return [] if page.next else [(row["id"], spec.by_name[known].text(row[known], locale)) for row in page.rows]


def _tick(key: str, label: str, *, checked: bool) -> str:
    box = controls.entry("value", key, element_id=None, bare=True, type="checkbox", checked=checked)
    return f'<label class="check">{box}{escape(label)}</label>'


def _periods(raw: Json) -> str:
    """The usual stretches of days, and the one that was chosen."""
    options = {_compact({each.direction: each.n, "unit": each.unit}): operator_words.period(each) for each in PERIODS}
    chosen = None
    if isinstance(raw, dict):
        direction: Direction = next((each for each in DIRECTIONS if each in raw), "last")
        chosen = _compact({direction: raw.get(direction), "unit": raw.get("unit")})
        if chosen not in options:
            own = Period(direction, int(raw.get(direction) or 1), raw.get("unit") or "day")
            options = {chosen: operator_words.period(own), **options}
    return controls.choose("value", chosen, options.items(), element_id=None, blank=False, aria_label=_("Period"))


def _entry(found: Target, name: str, raw: Json) -> str:
    kind = {"number": "number", "date": "date", "datetime": "date"}.get(found.family, "text")
    value = raw.get("amount") if isinstance(raw, dict) else raw
    return controls.entry(
        name,
        None if isinstance(value, list) else value,
        element_id=None,
        type=kind,
        step="any" if kind == "number" else None,
        autocomplete="off",
        aria_label=str(found.field.label),
        maxlength=MAX_LENGTH,
    )


def _fits(field: Field, wanted: str) -> bool:
    return any(wanted in norm(str(each)) for each in (field.label, *field.synonyms))


def _glyph(field: Field) -> str:
    if isinstance(field, LinkField):
        return "user" if faces.is_person(field) else registry.get(field.to).icon
    if field.kind in {"money", "percent", "phones", "phone", "url", "urls"}:
        return {"phones": "phone", "urls": "url"}.get(field.kind, field.kind)
    families = {
        "number": "number", "date": "date", "datetime": "date", "boolean": "checkbox", "choice": "status",
        "choices": "tag", "values": "email", "links": "relation", "address": "address",
    }  # fmt: skip
    return families.get(field.family, "text")


def _row(attributes: str, glyph: str, label: str) -> str:
    return f'<button type="button" role="menuitem" {attributes}>{faces.icon(glyph)}{escape(label)}</button>'


def _compact(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
