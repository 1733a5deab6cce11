"""Entries about many records at once: the cause that a bulk or an import gives to the entries of its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from trato.kernel.actions import concerned
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.feed import SETTINGS
from trato.kernel.timeline.models import Entry, Outbox, Subject
from trato.lib.ids import uuid7
from trato.lib.sql import Sql


def write_whole(actor: Actor, entry: UUID, verb: str, spec: ObjectSpec, data: Mapping[str, Any]) -> None:
    """Write the entry that others will name as their cause. It concerns no single record."""
    Entry.objects.create(
        id=entry,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_kind=actor.kind,
        verb=verb,
        object=spec.name,
        title=str(spec.label_plural),
        data=dict(data),
    )
    Outbox.objects.create(entry_id=entry)


def write_about(
    actor: Actor, verb: str, spec: ObjectSpec, record_id: UUID, title: str, data: Mapping[str, Any]
) -> None:
    """Write an entry about a record of which no field changed."""
    entry = _write(actor, verb, spec.name, title, record_id=record_id, data=dict(data))
    Subject.objects.create(record_id=record_id, entry_id=entry, object=spec.name)


def write_settings(actor: Actor, verb: str, title: str, diff: Mapping[str, list[Any]]) -> None:
    """Write an entry about the organization itself."""
    entry = _write(actor, verb, "organization", title, diff=dict(diff))
    Subject.objects.create(record_id=SETTINGS, entry_id=entry, object="organization")


def _write(actor: Actor, verb: str, object_name: str, title: str, **more: Any) -> UUID:
    who = {"actor_id": actor.id, "actor_name": actor.name, "actor_kind": actor.kind}
    entry = Entry.objects.create(id=uuid7(), **who, verb=verb, object=object_name, title=title, **more)
    Outbox.objects.create(entry_id=entry.pk)
    return entry.pk


def complete_whole(entry: UUID, data: Mapping[str, Any]) -> None:
    """Add what came of it, once it is known."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE entry SET data = data || %s::jsonb WHERE id = %s", [orjson.dumps(dict(data)).decode(), entry]
        )


def change_many(actor: Actor, spec: ObjectSpec, change: Sql, *, cause: UUID | Sql | None, verb: str = "update") -> int:
    """Store a set-based change with an entry for each record; answers how many changed.

    `change` is an UPDATE (or MERGE, INSERT) of the object's table that returns `id, version, title, diff`: `diff` the
    jsonb {field: [before, after]}. Bumping `version` is its own business. `cause` may be told by its rows, called `c`.
    """
    statement = (
        Sql("WITH changed AS (")
        + change
        + Sql(
            "), e AS (INSERT INTO entry"
            " (id, actor_id, actor_name, actor_kind, verb, object, record_id, title, version,"
            " diff, data, cause_id)"
            " SELECT uuidv7(), %s, %s, %s, %s, %s, c.id, coalesce(c.title, ''), c.version, c.diff, '{}', ",
            (actor.id, actor.name, actor.kind, verb, spec.name),
        )
        + (cause if isinstance(cause, Sql) else Sql("%s", (cause,)))
        + " FROM changed c RETURNING id, record_id, diff)"
        + f", concerned AS (INSERT INTO subject (entry_id, object, record_id) {concerned.subjects(spec)})"
        + ", queued AS (INSERT INTO outbox (entry_id) SELECT id FROM e) SELECT count(*) FROM e"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        row = cursor.fetchone()
    return int(row[0]) if row else 0
