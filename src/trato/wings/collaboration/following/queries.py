"""The SQL of following: what is due next and was done last, of some records at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.objects import registry
from trato.kernel.objects.model import Followed
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sql

_NEXT = {
    "task": ("a.pending_at", "a.name", "a.status = 'open'"),
    "activity": ("a.starts_at", "a.name", "a.status = 'planned'"),
}
"""By object: when, what it is called, and which of them lie ahead."""
_LAST = {
    "task": ("a.completed_at", "a.status = 'done'"),
    "activity": ("a.starts_at", "a.status = 'done' AND a.starts_at <= now()"),
    "note": ("a.created_at", "NOT a.is_private"),
}
SOURCES = frozenset({*_NEXT, *_LAST})

Targets = dict[str, set[UUID]]


def followed() -> Iterator[ObjectSpec]:
    """The objects whose records are followed."""
    return (each for each in registry.shipped() if issubclass(each.model, Followed))


def targets_of(spec: ObjectSpec, ids: Sequence[UUID]) -> Targets:
    """What these notes, tasks or activities are about."""
    if spec.about is None:
        return {}
    by_relation = {each.relation: each.to for each in spec.about.pieces}
    rows = fetch(
        "SELECT DISTINCT l.relation, l.target_id FROM link l WHERE l.source_id = ANY(%s::uuid[])"
        " AND l.relation = ANY(%s)",
        [list(ids), list(by_relation)],
    )
    found: Targets = {}
    for relation, target in rows:
        found.setdefault(by_relation[relation], set()).add(target)
    return found


def renew(targets: Targets) -> None:
    """Bring these records, and those on whose timelines they stand, up to date."""
    wanted: Targets = {name: set(ids) for name, ids in targets.items()}
    for name, ids in targets.items():
        spec = registry.declared(name)
        for field in _timeline_links(spec) if spec and ids else ():
            wanted.setdefault(field.to, set()).update(_led_to(spec, field, ids))
    for spec in followed():
        if chosen := wanted.get(spec.name):
            _renew(spec, sorted(chosen))


def _timeline_links(spec: ObjectSpec) -> Iterator[LinkField | ManyLinksField]:
    return (
        each
        for each in spec.fields
        if isinstance(each, LinkField | ManyLinksField) and each.on_timeline and not each.part_of
    )


def _led_to(spec: ObjectSpec | None, field: LinkField | ManyLinksField, ids: Iterable[UUID]) -> set[UUID]:
    if spec is None:
        return set()
    if isinstance(field, LinkField):
        link = field.value_sql("t")
        head = f"SELECT DISTINCT {link} FROM {sql.name(spec.table)} t WHERE {link} IS NOT NULL"
        rows = fetch(f"{head} AND t.id = ANY(%s::uuid[])", [list(ids)])
    else:
        statement = "SELECT DISTINCT l.target_id FROM link l WHERE l.relation = %s AND l.source_id = ANY(%s::uuid[])"
        rows = fetch(statement, [field.relation, list(ids)])
    return {each for (each,) in rows}


def _renew(spec: ObjectSpec, ids: Sequence[UUID]) -> None:
    """Only rows whose values differ are written; that is no change of the record: its version and date stay."""
    key = "collaboration.following"
    if key not in spec.compiled:
        spec.compiled[key] = _statement(spec)
    execute(spec.compiled[key], [list(ids)])


def _statement(spec: ObjectSpec) -> str:
    coming = " UNION ALL ".join(
        f"SELECT {at} AS at, {name} AS name {source} AND {which}"
        for kind, (at, name, which) in _NEXT.items()
        for source in _sources(kind, spec)
    )
    gone = " UNION ALL ".join(
        f"SELECT max({at}) AS at {source} AND {which}"
        for kind, (at, which) in _LAST.items()
        for source in _sources(kind, spec)
    )
    return (
        f"UPDATE {sql.name(spec.table)} t SET last_activity_at = f.last, next_activity_at = f.at,"
        " next_activity = f.name FROM (SELECT k.id, n.at, n.name, g.last FROM unnest(%s::uuid[]) AS k (id)"
        f" LEFT JOIN LATERAL (SELECT at, name FROM ({coming}) c ORDER BY at NULLS LAST, name LIMIT 1) n ON TRUE"
        f" LEFT JOIN LATERAL (SELECT max(at) AS last FROM ({gone}) c) g ON TRUE) f"
        " WHERE t.id = f.id AND (t.last_activity_at, t.next_activity_at, t.next_activity)"
        " IS DISTINCT FROM (f.last, f.at, f.name)"
    )


def _sources(kind: str, spec: ObjectSpec) -> Iterator[str]:
    """FROM and WHERE that lead from the record `k` to what is about it, and about what stands on its timeline."""
    source = registry.declared(kind)
    about = source.about if source else None
    if source is None or about is None:
        return
    table = sql.name(source.table)
    for part in about.pieces:
        tied = f"FROM link l JOIN {table} a ON a.id = l.source_id AND a.deleted_at IS NULL"
        relation = f"l.relation = {sql.literal(part.relation)}"
        if part.to == spec.name:
            yield f"{tied} WHERE {relation} AND l.target_id = k.id"
        between = registry.declared(part.to)
        for field in _timeline_links(between) if between else ():
            if between is None or field.to != spec.name:
                continue
            if isinstance(field, LinkField):
                near = f"{sql.name(between.table)} b ON b.id = l.target_id WHERE {field.value_sql('b')} = k.id"
            else:
                near = (
                    f"link b ON b.source_id = l.target_id WHERE b.relation = {sql.literal(field.relation)}"
                    " AND b.target_id = k.id"
                )
            yield f"{tied} JOIN {near} AND {relation}"
