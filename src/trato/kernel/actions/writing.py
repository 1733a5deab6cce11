"""Storing one change: the record, its entry, the entry's subjects and its outbox row, in one statement.

A common table expression takes one round trip where separate statements take four, and nothing of it can be true
without the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field as Column
from django.db.models.expressions import DatabaseDefault
from psycopg.types.json import Jsonb

from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.objects import registry as objects
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch_often
from trato.lib import sql
from trato.lib.sql import Sql


@dataclass(kw_only=True)
class EntryDraft:
    """An entry about to be written. `subjects` are the other records on whose timeline it belongs, and so are those
    that the record's `relations` (relation, object) lead to."""

    id: UUID
    actor: Actor
    verb: str
    spec: ObjectSpec
    record_id: UUID
    diff: dict[str, list[Any]] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    cause: UUID | None = None
    undoes: UUID | None = None
    subjects: frozenset[tuple[str, UUID]] = frozenset()
    relations: tuple[tuple[str, str], ...] = ()


def insert(record: Record, draft: EntryDraft) -> int:
    """Store a new record with its entry; answers its version, 1."""
    columns = [each for each in record._meta.concrete_fields if not each.generated]
    raw = {each.attname: getattr(record, each.attname) for each in columns}
    given = [each for each in columns if not _left_to_database(raw[each.attname])]
    names = ", ".join(map(_name, given))
    values = sql.join(", ", [Sql("%s", (_stored(each, raw[each.attname]),)) for each in given])
    change = f"INSERT INTO {sql.name(draft.spec.table)} ({names}) VALUES (" + values + ")"
    return _with_entry(change, draft)


def update(record: Record, columns: Mapping[str, Any], draft: EntryDraft) -> int:
    """Store changed columns (by attribute name) of a record with its entry; answers the new version."""
    fields = {each.attname: each for each in record._meta.concrete_fields}
    parts = [Sql(f"{_name(fields[name])} = %s", (_stored(fields[name], value),)) for name, value in columns.items()]
    parts += [Sql("version = version + 1"), Sql("updated_at = now()"), Sql("updated_by_id = %s", (draft.actor.id,))]
    change = f"UPDATE {sql.name(draft.spec.table)} SET " + sql.join(", ", parts) + Sql(" WHERE id = %s", (record.pk,))
    return _with_entry(change, draft)


def remove(draft: EntryDraft) -> int:
    """Delete the draft's record for good, with the entry that says so; answers the version it had."""
    return _with_entry(Sql(f"DELETE FROM {sql.name(draft.spec.table)} WHERE id = %s", (draft.record_id,)), draft)


def bring_back(record_type: type[Record], row: str, draft: EntryDraft) -> int:
    """Store a removed record again from its columns as JSON text, with the entry that says so; answers its version."""
    names = ", ".join(_name(each) for each in record_type._meta.concrete_fields if not each.generated)
    table = sql.name(draft.spec.table)
    change = f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, "
    return _with_entry(change + Sql("%s::jsonb)", (row,)), draft)


def _with_entry(change: Sql, draft: EntryDraft) -> int:
    title = sql.name(draft.spec.title)
    statement = (
        Sql("WITH changed AS (")
        + change
        + f" RETURNING version, {title} AS title), entered AS ("
        + "INSERT INTO entry (id, actor_id, actor_name, actor_kind, verb, object, record_id, title, version, diff,"
        " data, cause_id, undoes_id)"
        + Sql(
            " SELECT %s, %s, %s, %s, %s, %s, %s, coalesce(changed.title, ''), changed.version, %s, %s, %s, %s"
            " FROM changed)",
            (
                draft.id,
                draft.actor.id,
                draft.actor.name,
                draft.actor.kind,
                draft.verb,
                draft.spec.name,
                draft.record_id,
                Jsonb(draft.diff),
                Jsonb(dict(draft.data)),
                draft.cause,
                draft.undoes,
            ),
        )
        + Sql(
            ", concerned AS (INSERT INTO subject (entry_id, object, record_id) SELECT DISTINCT ON (r) %s::uuid, o, r"
            " FROM (",
            (draft.id,),
        )
        + sql.join(" UNION ALL ", _concerned(draft))
        + ") s)"
        + Sql(", queued AS (INSERT INTO outbox (entry_id) VALUES (%s)) SELECT version FROM changed", (draft.id,))
    )
    rows = fetch_often(statement)
    if not rows:
        raise RuntimeError(f"{draft.spec.name} {draft.record_id} vanished while it was locked")
    return int(rows[0][0])


def _concerned(draft: EntryDraft) -> list[Sql]:
    """Queries for (object, record): the record itself, its subjects, and what its relations lead to."""
    own = (draft.spec.name, draft.record_id)
    known = [own, *sorted(draft.subjects - {own})]
    listed = Sql(
        "SELECT * FROM unnest(%s::text[], %s::uuid[]) AS k (o, r)", ([o for o, _r in known], [r for _o, r in known])
    )
    linked = [
        Sql("SELECT %s::text, l.target_id FROM link l WHERE l.relation = %s AND l.source_id = %s", (to, name, own[1]))
        for name, to in draft.relations
    ]
    return [listed, *linked, *(_further(draft, known, linked) if draft.spec.about else ())]


def _further(draft: EntryDraft, known: Sequence[tuple[str, UUID]], linked: Sequence[Sql]) -> Iterator[Sql]:
    """What happens to a note on a deal concerns the deal's account as well: the records that those which it is about
    stand on the timeline of."""
    for part in draft.spec.about.pieces if draft.spec.about else ():
        ids = [record_id for name, record_id in known if name == part.to]
        relation = next((place for place, (name, _to) in enumerate(draft.relations) if name == part.relation), None)
        target = objects.get(part.to)
        for each in target.fields:
            if not (isinstance(each, LinkField | ManyLinksField) and each.on_timeline):
                continue
            if isinstance(each, LinkField):
                link = each.value_sql("t")
                tied = f"{link} FROM {sql.name(target.table)} t WHERE {link} IS NOT NULL AND t.id"
            else:
                tied = f"t.target_id FROM link t WHERE t.relation = {sql.literal(each.relation)} AND t.source_id"
            head = f"SELECT {sql.literal(each.to)}, {tied}"
            if relation is not None:
                yield head + " IN (SELECT x.r FROM (" + linked[relation] + ") x (o, r))"
            elif ids:
                yield head + Sql(" = ANY(%s::uuid[])", (ids,))


def _name(column: Column[Any, Any]) -> str:
    return sql.name(column.column or column.attname)


def _stored(column: Column[Any, Any], value: Any) -> Any:
    return column.get_db_prep_save(value, connection)


def _left_to_database(value: Any) -> bool:
    """Whether a column was not given a value, so that its default in the database holds."""
    return isinstance(value, DatabaseDefault)
