"""What changed in an organization since a position, and who may know. Plain database code, run in one thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import close_old_connections, connection

from trato.kernel.access import actors, audience, policy
from trato.kernel.access.actors import SignedIn
from trato.kernel.notifications import inbox
from trato.kernel.objects import registry
from trato.kernel.objects.custom import refresh_shape
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.tenancy.models import Organization
from trato.lib import sql

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """One record that changed: where in the outbox, which, its version then, its owner now."""

    position: int
    object: str
    id: UUID
    version: int | None
    owner: UUID | None


def sign_in(host: str, session: str) -> tuple[Organization, SignedIn] | None:
    """Who a browser is, and in which organization."""
    close_old_connections()
    organization = organizations.by_host(host)
    if organization is None:
        return None
    with scope.enter(organization):
        found = actors.from_session(session)
    return (organization, found) if found else None


def last_position(organization: Organization) -> int:
    """The newest position of the organization's outbox, 0 when nothing ever happened."""
    close_old_connections()
    with scope.enter(organization), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(pos), 0) FROM outbox")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def unread(organization: Organization, actor: Actor) -> int:
    """How many notifications the actor has not read."""
    close_old_connections()
    with scope.enter(organization):
        return inbox.unread(actor.id) if actor.id else 0


def since(organization: Organization, position: int) -> list[Change]:
    """Changes of single records after `position`, in order, the newest of each record only. What happens to a note
    happens to the record that it is about as well."""
    close_old_connections()
    with scope.enter(organization), connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.pos, e.object, e.record_id, e.version FROM outbox o JOIN entry e ON e.id = o.entry_id"
            " WHERE o.pos > %s AND e.record_id IS NOT NULL ORDER BY o.pos LIMIT %s",
            [position, BATCH],
        )
        rows = {(name, record_id): (pos, version) for pos, name, record_id, version in cursor.fetchall()}
        for key, position_then in _led_to(rows).items():
            rows.setdefault(key, (position_then, None))
        owners = _owners(rows)
    found = [
        Change(pos, name, record_id, version, owners.get((name, record_id)))
        for (name, record_id), (pos, version) in rows.items()
    ]
    return sorted(found, key=lambda each: each.position)


def _led_to(rows: Mapping[tuple[str, UUID], tuple[int, int | None]]) -> dict[tuple[str, UUID], int]:
    """The records that those of `rows` are about, with the newest position."""
    specs = [each for each in registry.shipped() if each.about is not None]
    hanging = {(name, one): at for (name, one), (at, _version) in rows.items() if name in {each.name for each in specs}}
    if not hanging:
        return {}
    parts = {part.relation: (spec.name, part.to) for spec in specs if spec.about for part in spec.about.pieces}
    statement = (
        "SELECT relation, source_id, target_id FROM link WHERE relation = ANY(%s) AND source_id = ANY(%s::uuid[])"
    )
    found: dict[tuple[str, UUID], int] = {}
    for relation, source, target in fetch(statement, [list(parts), [one for _name, one in hanging]]):
        name, to = parts[relation]
        key = (to, target)
        found[key] = max(found.get(key, 0), hanging.get((name, source), 0))
    return found


def _owners(keys: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], UUID | None]:
    by_object: dict[str, list[UUID]] = {}
    for name, record_id in keys:
        by_object.setdefault(name, []).append(record_id)
    found: dict[tuple[str, UUID], UUID | None] = {}
    with connection.cursor() as cursor:
        for spec in registry.shipped():
            if spec.name in by_object and spec.owned:
                cursor.execute(
                    f"SELECT id, owner_id FROM {sql.name(spec.table)} WHERE id = ANY(%s::uuid[])",
                    [by_object[spec.name]],
                )
                found.update({(spec.name, record_id): owner for record_id, owner in cursor.fetchall()})
    return found


def visible(
    organization: Organization, people: Sequence[Actor], records: Iterable[tuple[str, UUID]]
) -> list[set[tuple[str, UUID]]]:
    """For each of the people those of the records, by (plural name of the object, id), that they may see."""
    close_old_connections()
    with scope.enter(organization):
        refresh_shape()
        return _seen(people, records)


def known(organization: Organization, people: Sequence[Actor], found: Sequence[Change]) -> list[list[Change]]:
    """For each of the people those of the changes that they may learn of. What hangs on others, or is shared, is asked
    for all together. What is purged can no longer be asked; who reads the whole object learns it."""
    sure = [{change for change in found if may_know(actor, change)} for actor in people]
    asked = {change: place for change in found if (place := _place(change)) is not None}
    unsure = [number for number, told in enumerate(sure) if not told.issuperset(asked)]
    seen = visible(organization, [people[number] for number in unsure], asked.values()) if unsure else []
    for number, places in zip(unsure, seen, strict=True):
        sure[number].update(change for change, place in asked.items() if place in places)
    return [[each for each in found if each in told] for told in sure]


def _seen(people: Sequence[Actor], records: Iterable[tuple[str, UUID]]) -> list[set[tuple[str, UUID]]]:
    wanted: dict[str, list[UUID]] = {}
    for plural, record_id in records:
        wanted.setdefault(plural, []).append(record_id)
    found: list[set[tuple[str, UUID]]] = [set() for _each in people]
    for spec in registry.shipped():
        if spec.plural in wanted:
            for told, ids in zip(found, audience.seen(people, spec, wanted[spec.plural]), strict=True):
                told.update((spec.plural, one) for one in ids)
    return found


def notify(channel: str, payload: str) -> None:
    """Tell the other processes."""
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])


def is_asked(change: Change) -> bool:
    """Whether the owner alone does not tell who may see it: it hangs on other records, or is shared."""
    return _place(change) is not None


def _place(change: Change) -> tuple[str, UUID] | None:
    spec = registry.declared(change.object)
    hangs = spec is not None and (spec.about is not None or spec.personal or spec.part_of)
    return (spec.plural, change.id) if spec is not None and hangs else None


def may_know(actor: Actor, change: Change) -> bool:
    """Whether the actor may learn that this record changed, as far as the owner tells. Where the change
    `is_asked`, others may besides."""
    spec = registry.declared(change.object)
    if spec is None or spec.part_of:
        return False
    if spec.about is not None and spec.about.private:
        return actor.administers or (actor.id is not None and change.owner == actor.id)
    return policy.may(actor, "read", spec, change.owner)
