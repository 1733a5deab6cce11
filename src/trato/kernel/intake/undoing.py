"""Undoing very much at once: what an import created goes to the trash, what it changed is put back. What others built
on since stays.

The set-based twin of actions.undo: the same entries, the same conflicts, but a few statements for each object.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import models
from django.db.models.functions import Now

from trato.kernel.access import policy
from trato.kernel.actions import registry as actions
from trato.kernel.actions import runner, settling, since
from trato.kernel.actions.entries import write_whole
from trato.kernel.actions.undo import KEYS, Undoing, stands, values_before
from trato.kernel.fields.links import ManyLinksField
from trato.kernel.objects import registry
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import links, outside_keys
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch
from trato.kernel.timeline.models import Entry
from trato.lib import sql
from trato.lib.ids import uuid7
from trato.lib.sql import Sql

CHUNK = 1000
TAIL = 5000

_INVERSE = {"create": "delete", "restore": "delete", "delete": "restore"}


def undo(actor: Actor, entry: Entry, result: Undoing) -> None:
    """Take back all that `entry` caused, but values changed since; while any of it stands, the whole is not undone.
    Refused, as for few, when a record is beyond the actor's rights."""
    objects = _objects(entry)
    for name in objects:
        _require(actor, registry.get(name), entry)
    cause, touched = uuid7(), dict[str, set[UUID]]()
    for name in objects:
        spec = registry.get(name)
        ids = [*_put_back(actor, spec, entry, cause, result)]
        for verb, inverse in _INVERSE.items():
            ids += _trash(actor, spec, entry, cause, verb, inverse)
            if inverse == "delete":
                _note_kept(actor, spec, entry, verb, result)
        touched.setdefault(name, set()).update(ids)
    for name, found in touched.items():
        _keep(actor, registry.get(name), sorted(found), cause)
    if any(touched.values()):
        write_whole(actor, cause, "undo", registry.get(entry.object), {"verb": entry.verb, **entry.data})
        if not stands(entry):
            Entry.objects.filter(pk=cause).update(undoes_id=entry.pk)
        result.entries.append(entry.pk)


def _require(actor: Actor, spec: ObjectSpec, entry: Entry) -> None:
    """Denied, or RecordNotFound where the actor does not even see it, when a record may not be put back."""
    rights: tuple[tuple[policy.Right, str], ...] = (("delete", "= ANY"), ("update", "<> ALL"))
    for right, verbs in rights:
        allowed = policy.visible(actor, spec, "t", right)
        if allowed == sql.TRUE:
            continue
        statement = (
            "SELECT ("
            + policy.visible(actor, spec, "t")
            + Sql(
                f") FROM entry e JOIN {sql.name(spec.table)} t ON t.id = e.record_id WHERE e.cause_id = %s"
                f" AND e.object = %s AND e.verb {verbs}(%s) AND (t.deleted_at IS NOT NULL) = (e.verb = 'delete')"
                " AND NOT EXISTS (SELECT 1 FROM entry u WHERE u.undoes_id = e.id) AND (",
                (entry.pk, spec.name, list(_INVERSE)),
            )
            + allowed
            + ") IS NOT TRUE LIMIT 1"
        )
        for (seen,) in fetch(statement):
            raise policy.Denied(right, spec) if seen else RecordNotFound(str(entry.pk))


def _objects(entry: Entry) -> list[str]:
    """The objects that it touched, those made last first."""
    rows = fetch("SELECT object FROM entry WHERE cause_id = %s GROUP BY object ORDER BY max(id::text) DESC", [entry.pk])
    return [name for (name,) in rows]


def _trash(actor: Actor, spec: ObjectSpec, entry: Entry, cause: UUID, verb: str, inverse: str) -> list[UUID]:
    """Move what was created into the trash, or back what was moved there, each with its entry."""
    gone = inverse == "delete"
    allowed = sql.both(
        [
            Sql(f"t.deleted_at IS {'NULL' if gone else 'NOT NULL'}"),
            policy.visible(actor, spec, "t", "delete"),
            Sql("e.cause_id = %s AND e.object = %s AND e.verb = %s", (entry.pk, spec.name, verb)),
            Sql("NOT EXISTS (SELECT 1 FROM entry u WHERE u.undoes_id = e.id)"),
            Sql("NOT " + since.built_on(spec)) if gone else sql.TRUE,
        ]
    )
    table, when = sql.name(spec.table), "now()" if gone else "NULL"
    statement = (
        Sql(
            f"WITH c AS (UPDATE {table} t SET deleted_at = {when}, version = t.version + 1, updated_at = now(),"
            " updated_by_id = %s FROM entry e WHERE t.id = e.record_id AND ",
            (actor.id,),
        )
        + allowed
        + Sql(
            f" RETURNING t.id, t.version, t.{sql.name(spec.title)} AS title, e.id AS undoes),"
            " n AS (INSERT INTO entry (id, actor_id, actor_name, actor_kind, verb, object, record_id, title, version,"
            " diff, data, cause_id, undoes_id) SELECT uuidv7(), %s, %s, %s, %s, %s, c.id, coalesce(c.title, ''),"
            " c.version, '{}', '{}', %s, c.undoes FROM c RETURNING id, record_id, undoes_id),"
            " s AS (INSERT INTO subject (entry_id, object, record_id) SELECT n.id, s.object, s.record_id"
            " FROM n JOIN subject s ON s.entry_id = n.undoes_id),"
            " o AS (INSERT INTO outbox (entry_id) SELECT id FROM n) SELECT record_id FROM n",
            (actor.id, actor.name, actor.kind, inverse, spec.name, cause),
        )
    )
    return [one for (one,) in fetch(statement)]


def _note_kept(actor: Actor, spec: ObjectSpec, entry: Entry, verb: str, result: Undoing) -> None:
    """What still is there of what was created, after all that could be moved was."""
    statement = (
        f"SELECT t.id FROM entry e JOIN {sql.name(spec.table)} t ON t.id = e.record_id WHERE t.deleted_at IS NULL AND "
        + Sql("e.cause_id = %s AND e.object = %s AND e.verb = %s AND ", (entry.pk, spec.name, verb))
        + policy.visible(actor, spec, "t", "delete")
    )
    for (record_id,) in fetch(statement):
        result.stays(spec.name, record_id)


def _put_back(actor: Actor, spec: ObjectSpec, entry: Entry, cause: UUID, result: Undoing) -> Iterator[UUID]:
    """Put values back that an update changed, where they still are as it left them."""
    last = UUID(int=2**128 - 1)
    while True:
        chunk = list(
            Entry.objects.filter(cause_id=entry.pk, object=spec.name, pk__lt=last)
            .exclude(verb__in=_INVERSE)
            .exclude(pk__in=Entry.objects.filter(undoes_id__isnull=False).values("undoes_id"))
            .order_by("-id")[:CHUNK]
        )
        if not chunk:
            return
        last = chunk[-1].pk
        wanted = [each.record_id for each in chunk]
        allowed = policy.visible(actor, spec, "t", "update")
        head = f"SELECT t.id, t.deleted_at IS NOT NULL FROM {sql.name(spec.table)} t WHERE t.id = ANY("
        statement = head + Sql("%s::uuid[]) AND ", (wanted,)) + allowed + " ORDER BY t.id FOR UPDATE"
        found = fetch(statement)
        ids = [one for one, trashed in found if not trashed]
        for record_id in (one for one, trashed in found if trashed):
            result.stays(spec.name, record_id)
        records = {each.pk: each for each in spec.model._default_manager.filter(pk__in=ids)}
        done = [each for each in chunk if each.record_id in records and _take_back(spec, each, records, result)]
        _store(actor, spec, [records[each.record_id] for each in done if each.record_id], done, cause)
        yield from (each.record_id for each in done if each.record_id)


def _take_back(spec: ObjectSpec, entry: Entry, records: dict[UUID, Record], result: Undoing) -> bool:
    """Give a record, in memory, the values before; its many-links at once."""
    record = records[entry.record_id or UUID(int=0)]
    values = values_before(entry, record, result)
    for name, value in values.items():
        if name == KEYS:
            outside_keys.store(spec.name, record.pk, value)
            continue
        field = spec.field(name)
        if isinstance(field, ManyLinksField):
            links.store(field, record.pk, links.apply((), value))
        else:
            field.set(record, value)
    entry.diff = {name: [after, before] for name, (before, after) in entry.diff.items() if name in values}
    return bool(values)


def _store(actor: Actor, spec: ObjectSpec, records: Sequence[Record], undone: Sequence[Entry], cause: UUID) -> None:
    """Store the records with an entry each."""
    fields = {column.name for each in undone for name in _names(each) for column in spec.field(name).columns}
    fields |= {"custom"} if any(spec.field(name).custom for each in undone for name in _names(each)) else set()
    for record in records:
        record.version = models.F("version") + 1
        record.updated_at = Now()
        record.updated_by_id = actor.id
    stored = [*_attributes(spec, fields), "version", "updated_at", "updated_by_id"]
    spec.model._default_manager.bulk_update(records, stored, batch_size=CHUNK)
    made = [
        Entry(
            actor_id=actor.id, actor_name=actor.name, actor_kind=actor.kind, verb="undo", object=spec.name,
            record_id=each.record_id, title=each.title, diff=each.diff, cause_id=cause, undoes_id=each.pk,
        )
        for each in undone
    ]  # fmt: skip
    Entry.objects.bulk_create(made, batch_size=CHUNK)
    ids = [each.pk for each in made]
    execute(
        f"UPDATE entry e SET version = t.version FROM {sql.name(spec.table)} t WHERE t.id = e.record_id"
        " AND e.id = ANY(%s::uuid[])",
        [ids],
    )
    execute(
        "INSERT INTO subject (entry_id, object, record_id) SELECT e.id, s.object, s.record_id FROM entry e"
        " JOIN subject s ON s.entry_id = e.undoes_id WHERE e.id = ANY(%s::uuid[])",
        [ids],
    )
    execute("INSERT INTO outbox (entry_id) SELECT unnest(%s::uuid[])", [ids])


def _names(entry: Entry) -> Iterator[str]:
    """The fields of its diff."""
    return (name for name in entry.diff if name != KEYS)


def _attributes(spec: ObjectSpec, columns: set[str]) -> list[str]:
    """The model's names of columns."""
    return [each.attname for each in spec.model._meta.concrete_fields if each.column in columns and not each.generated]


def _keep(actor: Actor, spec: ObjectSpec, ids: Sequence[UUID], cause: UUID) -> None:
    """Let the object's rules hold again for what was taken back, and the search know. The records themselves are as
    they were: all that had become of them is in what was put back."""
    settler = actions.settler(spec.name)
    if settler is not None and ids:
        written = Sql("SELECT unnest(%s::uuid[]), FALSE, TRUE, NULL::uuid", (list(ids),))
        settling.settle(settler, actor, cause, written)
    for start in range(0, len(ids), TAIL):
        for tail in runner.tails:
            tail(spec, ids[start : start + TAIL], frozenset({"deleted_at"}))
