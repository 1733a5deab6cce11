"""What the address of a list asks for: a view, and what differs from it. Every kind of page reads it alike."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.access.policy import Denied
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField
from trato.kernel.filters.errors import FilterError
from trato.kernel.filters.language import EVERYTHING, Filter, parse, to_json
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.selection import UnknownField, resolve
from trato.kernel.records.variables import locale_of
from trato.kernel.search import finding
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import shell
from trato.kernel.ui.shell import PageRequest
from trato.kernel.views.desk import ALL, Desk, Saved
from trato.kernel.views.shape import (
    MAX_COLUMNS,
    MAX_GROUPS,
    Columns,
    Shape,
    chart_query,
    is_dates,
    is_lanes,
)
from trato.lib import sql
from trato.lib.sql import Sql

PAGE = 50
MAX_WORDS = 200
NONE = "-"
"""What an address says of a part that its view has and it does not want; of a filter that is `{}`."""


@dataclass(frozen=True)
class Column:
    """One column: where its value is, and its width in pixels if somebody pulled it."""

    path: str
    field: Field
    width: int | None = None


@dataclass(frozen=True)
class Asked:
    """A list as an address asks for it: a view, and what differs from it."""

    actor: Actor
    spec: ObjectSpec
    desk: Desk
    view: Saved | None
    base: Shape
    """What the view is, before anything was changed."""
    shape: Shape
    key: str = ""
    """The view as the address names it; "" where it names none."""
    fields: tuple[str, ...] = ()
    """Columns that the address names."""

    @property
    def filter(self) -> Filter:
        return self.shape.filter

    @property
    def sort(self) -> str:
        return self.shape.sort or self.spec.sort

    @property
    def groups(self) -> tuple[str, ...]:
        return self.shape.group_by

    @cached_property
    def narrow(self) -> Sql:
        """What the view's search words ask."""
        return finding.condition(self.actor, self.spec, self.shape.q) if self.shape.q else sql.TRUE

    @cached_property
    def title(self) -> str:
        return title_path(self.spec)

    @property
    def layout(self) -> Columns | None:
        """How the person arranged the columns without saving it."""
        return self.desk.layouts.get(self.layout_key)

    @property
    def layout_key(self) -> str:
        return self.view.key if self.view else ""

    @cached_property
    def chosen(self) -> Columns:
        """The columns asked for: those named, else as the person arranged them, else the view's, else the object's."""
        if self.fields:
            return tuple((each, None) for each in self.fields)
        return self.layout or self.base.columns or tuple((path, None) for path in self.spec.columns)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns shown, the title first. Those that are gone are left out."""
        widths = dict(self.chosen)
        found = []
        for path in list(dict.fromkeys((self.title, *widths)))[:MAX_COLUMNS]:
            try:
                found.append(Column(path, resolve(self.spec, path).field, widths.get(path)))
            except UnknownField:
                continue
        return tuple(found)

    @property
    def filter_json(self) -> str:
        """The filter as the address carries it; '' when it asks nothing."""
        return _compact(to_json(self.filter)) if self.filter else ""

    @property
    def is_changed(self) -> bool:
        """Whether it is not as it was saved."""
        return self.layout is not None or bool(self._differences({}))

    @property
    def whole(self) -> ListQuery:
        """All of it, to be counted."""
        return ListQuery(filter=self.filter, narrow=self.narrow)

    def query(self, paths: tuple[str, ...], **more: Any) -> ListQuery:
        """The list to read, in the order of its groups."""
        sort = ",".join((*self.group_keys, *self.inner_sort))
        return ListQuery(filter=self.filter, sort=sort, paths=paths, **{"limit": PAGE, "narrow": self.narrow, **more})

    @property
    def group_keys(self) -> tuple[str, ...]:
        """What groups lie in order by."""
        return tuple(key for each in self.groups for key in group_order(self.spec, each))

    @property
    def inner_sort(self) -> tuple[str, ...]:
        """What the rows of one group lie in order by."""
        rest = [each for each in self.sort.split(",") if each and each.removeprefix("-") not in self.group_keys]
        return tuple(rest) or ("-created_at",)

    def address(self, path: str = "", *, explicit: bool = False, **changes: str) -> str:
        """This list at `path` (the table by default), with some of what it asks changed. `explicit` says the filter and
        the order even where they are the view's."""
        asked = {"view": self.key, **self._differences(changes, explicit=explicit)}
        asked |= {name: value for name, value in changes.items() if name not in PARTS}
        query = urlencode({name: value for name, value in asked.items() if value})
        return (path or f"/{self.spec.plural}") + (f"?{query}" if query else "")

    def narrowed_address(self, condition: Json) -> str:
        """The table of those records of this list that a further condition lets through."""
        mine = to_json(self.filter)
        items = [
            each for part in (mine, condition) if part for each in (part["all"] if set(part) == {"all"} else [part])
        ]
        return self.address(filter=_compact({"all": items}) if items else "")

    def _differences(self, changes: Mapping[str, str], explicit: bool = False) -> dict[str, str]:
        """What the address says beside the name of the view."""
        now, before = {**written(self.shape), **changes}, written(self.base)
        now["sort"], before["sort"] = now["sort"] or self.spec.sort, before["sort"] or self.spec.sort
        found = {}
        for name in PARTS:
            if now[name] != before[name] or (explicit and name in {"filter", "sort"}):
                found[name] = now[name] or ("{}" if name == "filter" else NONE)
        if explicit and not self.view:
            found = {name: value for name, value in found.items() if value not in {"{}", self.spec.sort}}
        return found


PARTS = ("filter", "q", "sort", "group", "lanes", "dates", "chart")
"""What an address can say otherwise than its view."""


def written(shape: Shape) -> dict[str, str]:
    """The parts of a shape as addresses say them."""
    return {
        "filter": _compact(to_json(shape.filter)) if shape.filter else "",
        "q": shape.q,
        "sort": shape.sort,
        "group": ",".join(shape.group_by),
        "lanes": shape.lanes,
        "dates": shape.dates,
        "chart": _compact(shape.chart) if shape.chart else "",
    }


def group_order(spec: ObjectSpec, group: str) -> tuple[str, ...]:
    """What groups lie in order by: linked records by their own order where they have one (a stage's position)."""
    field = spec.by_name.get(group)
    if isinstance(field, LinkField):
        target = registry.get(field.to)
        first = target.by_name.get(target.sort.split(",")[0])
        if first is not None and first.numeric:
            return f"{group}.{first.name}", group
    return (group,)


def of(request: PageRequest, plural: str, *, fields: str = "") -> Asked:
    """The list that a request asks for, with these columns if some are named. FilterError or UnknownField when it
    means nothing, RecordNotFound when there is no such view."""
    spec = readable(request.actor, plural)
    return read(request, spec, request.GET, fields=fields)


def read(request: PageRequest, spec: ObjectSpec, given: Mapping[str, str], *, fields: str = "") -> Asked:
    """The list that an address's parameters ask for."""
    actor, text = request.actor, given.get("filter", "")
    wanted = read_filter(actor, spec, text) if text else EVERYTHING
    counted = ListQuery(filter=wanted) if text and not given.get("q") else None
    desk = shell.of(request).desk(spec, counted)
    key = given.get("view", "")
    view = None
    if key and key != ALL:
        view = desk.find(key)
    elif not key and not any(name in given for name in (*PARTS, "cursor", "fields")):
        view = desk.default
        key = view.key if view else ""
    base = view.shape(actor) if view else Shape()
    changes = dict(_changes(spec, {name: given[name] for name in PARTS if given.get(name)}))
    if text:
        changes["filter"] = wanted
    named = tuple(each for each in (fields or given.get("fields", "")).split(",") if each)[:MAX_COLUMNS]
    return Asked(actor, spec, desk, view, base, replace(base, **changes), key, named)


def _changes(spec: ObjectSpec, given: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """What an address says otherwise than its view, as parts of a shape. UnknownField for what is not there."""
    for name, text in given.items():
        value = "" if text == NONE else text
        if name == "group":
            groups = tuple(dict.fromkeys(each for each in value.split(",") if each))[:MAX_GROUPS]
            for each in groups:
                if not resolve(spec, each).field.sortable:
                    raise UnknownField(each)
            yield "group_by", groups
        elif name == "chart":
            chart = read_json(value) or {}
            if chart and chart_query(spec, chart) is None:
                raise FilterError("invalid", _("The chart in the address cannot be drawn."))
            yield "chart", chart
        elif name in {"lanes", "dates"}:
            fits = is_lanes if name == "lanes" else is_dates
            if value and not fits(spec, value):
                raise UnknownField(value)
            yield name, value
        elif name != "filter":
            yield name, value[:MAX_WORDS] if name == "q" else value


def readable(actor: Actor, plural: str) -> ObjectSpec:
    """The object of a path. UnknownObject also when the actor may read none of its records."""
    spec = registry.by_plural(plural)
    if not policy.reach(actor, "read", spec):
        raise UnknownObject(plural)
    return spec


def writable(actor: Actor, plural: str, right: policy.Right) -> ObjectSpec:
    """The object of a path, for an actor who has the right on some of its records. Denied otherwise."""
    spec = readable(actor, plural)
    if not policy.reach(actor, right, spec):
        raise Denied(right, spec)
    return spec


def read_filter(actor: Actor, spec: ObjectSpec, text: str | None) -> Filter:
    """The filter that JSON in an address means."""
    return parse(read_json(text), spec, locale_of(actor))


def read_json(text: str | None) -> Json:
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FilterError("invalid", _("The filter in the address is not complete.")) from error


def title_path(spec: ObjectSpec) -> str:
    """The field that a record is known by; where the title is no field, the first column."""
    return spec.title if spec.title in spec.by_name else spec.columns[0]


def _compact(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
