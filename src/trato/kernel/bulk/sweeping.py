"""Carrying out what `sets` planned: a stretch of records changed by a few statements, with an entry for each.

What holds for a single record holds here: the actor's rights, the object's settler, diffs that can be put back, whom
the entries concern, and the tails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from trato.kernel.access import policy
from trato.kernel.actions import concerned, runner, settling
from trato.kernel.actions.diffs import KEPT_BY_WRITING
from trato.kernel.bulk.sets import Change
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField, ManyLinksField, Ref
from trato.kernel.records import links
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sql
from trato.lib.ids import uuid7
from trato.lib.sql import Sql

Values = Mapping[str, Any]
"""Raw values by column."""


@dataclass(frozen=True)
class Swept:
    """How many records differ now, those that were not the actor's to change, and those that the change does not fit:
    they are `left` as they are."""

    changed: int
    refused: list[UUID]
    left: list[UUID]


def sweep(actor: Actor, change: Change, ids: Sequence[UUID], cause: UUID) -> Swept:
    """Change what is to be changed of these records. Part of the caller's transaction."""
    allowed, fitting = _lock(actor, change, ids)
    before = _write(actor, change, fitting)
    entries = {one: uuid7() for one in before}
    after = before
    if change.then is not None and before:
        written = Sql(
            "SELECT w.r, FALSE, FALSE, w.e FROM unnest(%s::uuid[], %s::uuid[]) w (r, e)",
            ([*entries], [*entries.values()]),
        )
        settling.settle(change.then, actor, cause, written)
    if not change.moves_trash:
        after = _read(change, [*before])
    diffs = _diffs(change, before, after)
    _remember(actor, change, entries, diffs, cause)
    names = frozenset(name for diff in diffs.values() for name in diff)
    told = frozenset({"deleted_at"}) if change.moves_trash else change.spec.with_wholes(names)
    if diffs:
        for tail in runner.tails:
            tail(change.spec, [*diffs], told)
    fits = set(fitting)
    refused = [each for each in ids if each not in allowed]
    return Swept(len(diffs), refused, [each for each in ids if each in allowed and each not in fits])


def _lock(actor: Actor, change: Change, ids: Sequence[UUID]) -> tuple[set[UUID], list[UUID]]:
    """The records that the actor may change, and those of them that the change fits; all stay as they are meanwhile."""
    trashed = "a.deleted_at IS NOT NULL" if change.verb == "restore" else "a.deleted_at IS NULL"
    seen = policy.visible(actor, change.spec, "a", change.right)
    head = "SELECT a.id, " + change.fits + f" FROM {sql.name(change.spec.table)} a WHERE "
    where = sql.both([Sql("a.id = ANY(%s::uuid[])", (list(ids),)), Sql(trashed), seen])
    rows = fetch(head + where + " ORDER BY a.id FOR UPDATE OF a")
    return {one for one, _fits in rows}, [one for one, fits in rows if fits]


def _write(actor: Actor, change: Change, ids: Sequence[UUID]) -> dict[UUID, Values]:
    """Store the new values; answers what the records that differ were like before."""
    kept = _columns(change)
    given = [f"{sql.name(name)} = " + value for name, value in change.columns.items()]
    given += [Sql("version = a.version + 1, updated_at = now(), updated_by_id = %s", (actor.id,))]
    statement = (
        f"UPDATE {sql.name(change.spec.table)} a SET "
        + sql.join(", ", given)
        + Sql(" WHERE a.id = ANY(%s::uuid[]) AND ", (list(ids),))
        + change.differs
        + " RETURNING a.id"
        + "".join(f", old.{sql.name(name)}" for name in kept)
    )
    return {row[0]: dict(zip(kept, row[1:], strict=True)) for row in sorted(fetch(statement))}


def _read(change: Change, ids: Sequence[UUID]) -> dict[UUID, Values]:
    kept = _columns(change)
    columns = "".join(f", a.{sql.name(name)}" for name in kept)
    rows = fetch(f"SELECT a.id{columns} FROM {sql.name(change.spec.table)} a WHERE a.id = ANY(%s::uuid[])", [list(ids)])
    return {row[0]: dict(zip(kept, row[1:], strict=True)) for row in rows}


def _fields(change: Change) -> tuple[Field, ...]:
    """The fields that may differ afterwards: those of the changed columns, or any that a settler may have changed."""
    if change.moves_trash:
        return ()
    columns = change.spec.model._meta.concrete_fields
    stored = {str(each.column) for each in columns if not each.generated}
    moved = stored if change.then is not None else set(change.columns)
    return tuple(
        each
        for each in change.spec.fields
        if each.name not in KEPT_BY_WRITING
        and not isinstance(each, ManyLinksField)
        and (("custom" in moved) if each.custom else not moved.isdisjoint(_names(each)))
    )


def _names(field: Field) -> list[str]:
    return [each.name for each in field.columns]


def _columns(change: Change) -> list[str]:
    found = dict.fromkeys(name for field in _fields(change) for name in _names(field))
    return [*found, *(["custom"] if any(each.custom for each in _fields(change)) else [])]


def _diffs(change: Change, before: Mapping[UUID, Values], after: Mapping[UUID, Values]) -> dict[UUID, dict[str, Json]]:
    """{field: [before, after]} of each record, links with the names of their records."""
    fields = [(each, _names(each)) for each in _fields(change)]
    titles = _titles(fields, (before, after))
    found: dict[UUID, dict[str, Json]] = {}
    for record_id, row in before.items():
        pairs = _pairs(fields, row, after[record_id])
        found[record_id] = {
            field.name: [_json(field, side, titles) for side in pair] for field, pair in pairs if pair[0] != pair[1]
        }
    return found


_Named = Sequence[tuple[Field, list[str]]]
"""Fields with the names of their columns."""


def _titles(fields: _Named, sides: Sequence[Mapping[UUID, Values]]) -> dict[str, dict[UUID, str]]:
    """What the records that links lead to are called, by object."""
    wanted: dict[str, set[UUID]] = {}
    for field, names in fields:
        if isinstance(field, LinkField):
            [column] = names
            ids = wanted.setdefault(field.to, set())
            ids |= {one for side in sides for row in side.values() if (one := row[column]) is not None}
    return {to: links.titles(to, ids) for to, ids in wanted.items()}


def _pairs(fields: _Named, before: Values, after: Values) -> Iterator[tuple[Field, tuple[Any, Any]]]:
    custom = [_custom(row) for row in (before, after)] if "custom" in before else [{}, {}]
    for field, names in fields:
        if field.custom:
            raw = [each.get(field.name) for each in custom]
            if raw[0] != raw[1]:
                yield field, (field.from_json(raw[0]), field.from_json(raw[1]))
            continue
        if any(before[name] != after[name] for name in names):
            yield field, (field.load(*(before[name] for name in names)), field.load(*(after[name] for name in names)))


def _custom(row: Values) -> dict[str, Any]:
    raw = row["custom"]
    found: dict[str, Any] = orjson.loads(raw) if isinstance(raw, str) else raw or {}
    return found


def _json(field: Field, value: Any, titles: Mapping[str, Mapping[UUID, str]]) -> Json:
    if isinstance(field, LinkField) and isinstance(value, Ref):
        value = Ref(value.id, titles[field.to].get(value.id, ""))
    return None if value is None else field.to_json(value)


def _remember(
    actor: Actor, change: Change, entries: Mapping[UUID, UUID], diffs: Mapping[UUID, dict[str, Json]], cause: UUID
) -> None:
    """Write the entries, with whom they concern and their place in the outbox."""
    if not diffs:
        return
    spec = change.spec
    told = [{"id": str(entries[one]), "record_id": str(one), "diff": diff} for one, diff in diffs.items()]
    execute(
        "WITH e AS (INSERT INTO entry (id, actor_id, actor_name, actor_kind, verb, object, record_id, title, version,"
        " diff, data, cause_id) SELECT n.id, %s, %s, %s, %s, %s, t.id,"
        f" coalesce(t.{sql.name(spec.title)}, ''), t.version, n.diff, '{{}}', %s"
        f" FROM jsonb_to_recordset(%s::jsonb) n (id uuid, record_id uuid, diff jsonb) JOIN {sql.name(spec.table)} t"
        " ON t.id = n.record_id ORDER BY t.id RETURNING id, record_id, diff),"
        f" s AS (INSERT INTO subject (entry_id, object, record_id) {concerned.subjects(spec)})"
        " INSERT INTO outbox (entry_id) SELECT id FROM e",
        [actor.id, actor.name, actor.kind, change.verb, spec.name, cause, orjson.dumps(told).decode()],
    )
