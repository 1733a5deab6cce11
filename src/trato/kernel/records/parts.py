"""Records that are parts of others and cannot be without them (the lines of deals), read together with these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.fields.links import LinkField
from trato.kernel.objects import registry
from trato.kernel.objects.registry import Relation
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.selection import Selection, UnknownField, select
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql

MOST = 100
"""So many parts of one record; the rest is read through the relation, page by page."""


def of(spec: ObjectSpec) -> dict[str, Relation]:
    """The relations whose records are parts of those of `spec`: they must name one."""
    relations = registry.relations(spec.name).values()
    return {each.name: each for each in relations if isinstance(each.field, LinkField) and each.field.leads_to_whole}


def select_of(spec: ObjectSpec, paths: Iterable[str]) -> dict[str, Selection]:
    """What is read of parts, by relation: `lines` is all of a line but its deal, `lines.product` the product alone.

    UnknownField for a path that leads to no part, or to nothing in it.
    """
    known = of(spec)
    wanted: dict[str, list[str]] = {}
    for path in paths:
        name, _dot, inner = path.partition(".")
        relation = known.get(name)
        if relation is None:
            raise UnknownField(path)
        child = registry.get(relation.object)
        whole = [each.name for each in child.fields if not each.part_of and each.name != relation.field.name]
        wanted.setdefault(name, []).extend([inner] if inner else whole)
    found = {}
    for name, inner_paths in wanted.items():
        try:
            found[name] = select(registry.get(known[name].object), inner_paths)
        except UnknownField as error:
            raise UnknownField(f"{name}.{error.path}") from None
    return found


def read(
    actor: Actor, spec: ObjectSpec, name: str, selection: Selection, ids: Sequence[UUID]
) -> Mapping[UUID, list[dict[str, Any]]]:
    """The parts that the actor may see of each of the records, in their order: one statement for all of them."""
    child, link = selection.spec, of(spec)[name].field
    live = Sql(f"{link.value_sql('a')} = w.id AND a.deleted_at IS NULL")
    inner = f"SELECT a.* FROM {sql.name(child.table)} a WHERE " + sql.both([live, policy.visible(actor, child, "a")])
    inner += f" ORDER BY {_order(child)} LIMIT {MOST}"
    whose = Sql("SELECT w.id, ") + selection.sql(actor) + Sql(" FROM unnest(%s::uuid[]) w(id)", (list(ids),))
    rows = fetch(whose + " CROSS JOIN LATERAL (" + inner + f") a ORDER BY w.id, {_order(child)}")
    found: dict[UUID, list[dict[str, Any]]] = {each: [] for each in ids}
    for record_id, *raw in rows:
        found[record_id].append(selection.row(raw))
    return found


def _order(spec: ObjectSpec) -> str:
    keys = ((each.removeprefix("-"), " DESC" if each.startswith("-") else "") for each in spec.sort.split(","))
    return ", ".join([*(spec.field(name).sort_sql("a") + way for name, way in keys), "a.id"])
