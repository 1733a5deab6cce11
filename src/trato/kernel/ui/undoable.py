"""Which entries of a timeline somebody may take back: asked before it is offered, in one statement for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.access.policy import Right
from trato.kernel.actions import credentials
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.tenancy.actor import Actor, Reach
from trato.kernel.tenancy.database import fetch
from trato.kernel.timeline.feed import Happening
from trato.lib import sql
from trato.lib.sql import Sql

_FINAL = credentials.VERBS | {"purge", "undo"}
_BY_DELETING = frozenset({"create", "copy", "delete", "restore", "import"})

Wanted = tuple[str, Right]


def among(actor: Actor, happened: Iterable[Happening]) -> frozenset[UUID]:
    """The entries that the actor may take back, as far as rights go."""
    if actor.kind != "user":
        return frozenset()
    found: set[UUID] = set()
    unsure: dict[Wanted, list[Happening]] = {}
    for each in happened:
        if each.undone or each.undoes_id is not None or each.verb in _FINAL:
            continue
        wanted: Wanted = (each.object, "delete" if each.verb in _BY_DELETING else "update")
        far = _reach(actor, wanted)
        if far is Reach.ALL or (far and each.record_id is None):
            found.add(each.id)
        elif far:
            unsure.setdefault(wanted, []).append(each)
    return frozenset(found | set(_within(actor, unsure)))


def _reach(actor: Actor, wanted: Wanted) -> Reach:
    name, right = wanted
    try:
        return policy.reach(actor, right, registry.get(name))
    except UnknownObject:
        return Reach.NONE


def _within(actor: Actor, unsure: dict[Wanted, list[Happening]]) -> Iterator[UUID]:
    """The entries of records that are within the actor's reach."""
    parts: list[Sql] = []
    for place, ((name, right), entries) in enumerate(unsure.items()):
        spec, ids = registry.get(name), [each.record_id for each in entries]
        head = Sql(f"SELECT {place}, a.id FROM {sql.name(spec.table)} a WHERE a.id = ANY(%s::uuid[]) AND ", (ids,))
        parts.append(head + policy.visible(actor, spec, "a", right))
    known = set(fetch(sql.join(" UNION ALL ", parts))) if parts else set()
    for place, entries in enumerate(unsure.values()):
        yield from (each.id for each in entries if (place, each.record_id) in known)
