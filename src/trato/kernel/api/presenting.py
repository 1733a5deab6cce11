"""Records as the API shows them, and lists as it asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call
from trato.kernel.api.params import Params
from trato.kernel.api.problems import invalid
from trato.kernel.fields.base import Json
from trato.kernel.filters.language import both, parse
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing, outside_keys, parts
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.selection import Selection, select
from trato.kernel.records.variables import locale_of
from trato.kernel.search import finding
from trato.kernel.tenancy.actor import Actor
from trato.kernel.views.desk import Desk
from trato.kernel.views.shape import Shape
from trato.lib import sql
from trato.lib.sql import Sql

KEYS = "external_ids"
MAX_FIELDS = 100


@dataclass(frozen=True)
class Beside:
    """What is shown of records besides their own fields: outside keys, and those that are parts of them, by relation.
    One more statement for each, however many records."""

    keys: bool = True
    parts: Mapping[str, Selection] = field(default_factory=dict)

    def add(self, actor: Actor, spec: ObjectSpec, items: Sequence[dict[str, Json]]) -> None:
        """Complete the records as they are shown."""
        ids = [UUID(each["id"]) for each in items]
        if self.keys and ids:
            known = outside_keys.read(spec.name, ids)
            for item, one in zip(items, ids, strict=True):
                item[KEYS] = known[one]
        for name, selection in self.parts.items() if ids else ():
            read, write = parts.read(actor, spec, name, selection, ids), writer(selection)
            for item, one in zip(items, ids, strict=True):
                item[name] = [write(row) for row in read[one]]


def paths_of(spec: ObjectSpec, params: Params) -> tuple[tuple[str, ...] | None, Beside]:
    """The fields asked for (None for all), and what stands beside them."""
    names = params.names("fields")
    if not names:
        return None, Beside()
    if len(names) > MAX_FIELDS:
        raise invalid("fields", "too_many", _("Give at most {limit} values.").format(limit=MAX_FIELDS))
    related = parts.of(spec)
    within = [name for name in names if name.partition(".")[0] in related]
    beside = Beside(KEYS in names, parts.select_of(spec, within))
    return tuple(name for name in names if name != KEYS and name not in within), beside


def list_query(call: Call, spec: ObjectSpec, params: Params, narrow: Sql = sql.TRUE) -> tuple[ListQuery, Beside]:
    """The list that the parameters ask for, and what its items show beside their fields."""
    view = _view(call.actor, spec, params)
    paths, beside = paths_of(spec, params)
    if view.columns and not params.names("fields"):
        paths, beside = tuple(path for path, _width in view.columns), Beside(keys=False)
    trash = params.choice("trash", "") == "only"
    if trash:
        paths = (*(paths if paths is not None else (each.name for each in spec.fields)), "deleted_at")
    words = params.text("q") or view.q
    if words:
        narrow = sql.both([narrow, finding.condition(call.actor, spec, words)])
    query = ListQuery(
        filter=both(view.filter, parse(params.json("filter"), spec, locale_of(call.actor))),
        sort=",".join(params.names("sort")) or ("-deleted_at" if trash else view.sort),
        paths=paths,
        limit=params.limit(),
        cursor=params.text("cursor"),
        trash=trash,
        narrow=narrow,
    )
    return query, beside


def _view(actor: Actor, spec: ObjectSpec, params: Params) -> Shape:
    """The saved view that a list is asked through; an empty one where none is named. Its parts that mean nothing any
    more are refused here: a program would not notice that it reads more than was meant."""
    key = params.text("view")
    if not key:
        return Shape()
    try:
        found = Desk(actor, spec).find(key).shape(actor)
    except RecordNotFound:
        raise invalid("view", "not_found", _("There is no such view.")) from None
    if found.lost:
        words = _("The view names what is not there any more: {names}.").format(names=", ".join(found.lost))
        raise invalid("view", "unknown_field", words)
    return found


def page(call: Call, spec: ObjectSpec, params: Params, narrow: Sql = sql.TRUE) -> dict[str, Json]:
    """One page of a list, counted as asked."""
    query, beside = list_query(call, spec, params, narrow)
    how = params.choice("count", "none" if query.cursor else "estimate")
    found = listing.page(call.actor, spec, query)
    counted: tuple[int | None, bool | None] = (None, None)
    if how != "none":
        counted = listing.count(call.actor, spec, query, exact=how == "exact")
    write = writer(found.selection)
    items = [write(row) for row in found.rows]
    beside.add(call.actor, spec, items)
    return {
        "items": items,
        "next": found.next,
        "prev": found.prev,
        "count": counted[0],
        "count_is_estimate": counted[1],
    }


def writer(selection: Selection) -> Callable[[Mapping[str, Any]], dict[str, Json]]:
    """The function that turns a row of values into JSON by path, with id and version."""
    faces = [(each.path, each.field.to_json) for each in selection.values]

    def write(row: Mapping[str, Any]) -> dict[str, Json]:
        found: dict[str, Json] = {"id": str(row["id"]), "version": row["version"]}
        for path, to_json in faces:
            found[path] = to_json(row[path])
        return found

    return write


def record(actor: Actor, spec: ObjectSpec, record_id: UUID, params: Params | None = None) -> dict[str, Json]:
    """One record; in the trash too, for those who may restore it, with `deleted_at` then."""
    paths, beside = paths_of(spec, params) if params else (None, Beside())
    row = listing.get(actor, spec, record_id, paths, trashed=True)
    found = writer(select(spec, paths))(row)
    beside.add(actor, spec, [found])
    if row["deleted_at"] is not None:
        found["deleted_at"] = row["deleted_at"].isoformat().replace("+00:00", "Z")
    return found


def changed(
    actor: Actor, spec: ObjectSpec, record_id: UUID, version: int, *, status: int = 200, **extra: Json
) -> Answer:
    """A record after it was written. One that its writer may not see any more is only named."""
    try:
        found = record(actor, spec, record_id)
    except RecordNotFound:
        found = {"id": str(record_id), "version": version}
    return Answer({**found, **extra}, status, {"ETag": etag(found["version"])})


def etag(version: int) -> str:
    return f'"{version}"'
