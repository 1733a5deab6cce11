"""What the address of a list asks for: filter, order, columns, grouping. Table and board read it alike."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.access.policy import Denied
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField
from trato.kernel.filters.errors import FilterError
from trato.kernel.filters.language import Filter, parse, to_json
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.selection import UnknownField, resolve
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui.shell import PageRequest

PAGE = 50
MAX_COLUMNS = 40


@dataclass(frozen=True)
class Column:
    """One column: where its value is, and its width in pixels if somebody pulled it."""

    path: str
    field: Field
    width: int | None = None


@dataclass(frozen=True)
class Asked:
    """A list as an address asks for it."""

    actor: Actor
    spec: ObjectSpec
    filter: Filter
    sort: str
    group: str
    chosen: tuple[tuple[str, int | None], ...]
    """Columns as the person arranged them, or none."""

    @cached_property
    def title(self) -> str:
        return title_path(self.spec)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns shown, the title first. Those that are gone are left out."""
        wanted = self.chosen or tuple((path, None) for path in self.spec.columns)
        widths = dict(wanted)
        paths = dict.fromkeys((self.title, *widths))
        found = []
        for path in list(paths)[:MAX_COLUMNS]:
            try:
                found.append(Column(path, resolve(self.spec, path).field, widths.get(path)))
            except UnknownField:
                continue
        return tuple(found)

    @property
    def filter_json(self) -> str:
        """The filter as the address carries it; '' when it asks nothing."""
        return json.dumps(to_json(self.filter), ensure_ascii=False, separators=(",", ":")) if self.filter else ""

    def query(self, paths: tuple[str, ...], **more: Any) -> ListQuery:
        """The list to read."""
        sort = ",".join(dict.fromkeys(each for each in (*self._group_order(), self.sort) if each))
        return ListQuery(filter=self.filter, sort=sort, paths=paths, **{"limit": PAGE, **more})

    def _group_order(self) -> tuple[str, ...]:
        """What groups lie in order by: linked records by their own order where they have one (a stage's position)."""
        field = self.spec.by_name.get(self.group)
        if isinstance(field, LinkField):
            target = registry.get(field.to)
            first = target.by_name.get(target.sort.split(",")[0])
            if first is not None and first.numeric:
                return f"{self.group}.{first.name}", self.group
        return (self.group,)

    def address(self, path: str = "", **changes: str) -> str:
        """This list at `path` (the table by default), with some of what it asks changed."""
        asked = {"filter": self.filter_json, "sort": self.sort, "group": self.group, **changes}
        if asked["sort"] == self.spec.sort:
            asked["sort"] = ""
        query = urlencode({name: value for name, value in asked.items() if value})
        return (path or f"/{self.spec.plural}") + (f"?{query}" if query else "")


def of(request: PageRequest, plural: str, *, fields: str = "") -> Asked:
    """The list that a request asks for, with these columns if some are named. FilterError or UnknownField when it
    means nothing."""
    spec = readable(request.actor, plural)
    given = request.GET
    sort, group = given.get("sort") or spec.sort, given.get("group", "")
    if group and not resolve(spec, group).field.sortable:
        raise UnknownField(group)
    return Asked(
        actor=request.actor,
        spec=spec,
        filter=read_filter(request.actor, spec, given.get("filter")),
        sort=sort,
        group=group,
        chosen=_arranged(request, spec, fields or given.get("fields", "")),
    )


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


def layout_cookie(spec: ObjectSpec) -> str:
    """The cookie that remembers how this browser's user arranged the columns."""
    return f"columns_{spec.name}"


def _arranged(request: PageRequest, spec: ObjectSpec, fields: str) -> tuple[tuple[str, int | None], ...]:
    """Columns that were named, else those of the cookie: `name:280|amount|stage:120`."""
    if fields:
        return tuple((each, None) for each in fields.split(",")[:MAX_COLUMNS])
    found = []
    for each in request.COOKIES.get(layout_cookie(spec), "").split("|")[:MAX_COLUMNS]:
        path, _colon, width = each.partition(":")
        if path:
            found.append((path, int(width) if width.isdecimal() and len(width) < 5 else None))
    return tuple(found)
