"""Verbs over many records, in chunks of one transaction each.

Every record goes through the runner, so that rights, rules, reactions and entries hold as for a single one. All of it
is caused by one entry, so that a bulk can be seen, and undone, as one. (Imports have set-based twins: exchange.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import entries, registry, runner
from trato.kernel.actions.values import clean
from trato.kernel.fields.base import Json
from trato.kernel.objects import registry as objects
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Duplicate, Invalid, RecordMerged, RecordNotFound, StaleVersion
from trato.kernel.records.listing import ListQuery, condition_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry
from trato.lib import sql
from trato.lib.ids import as_uuid, uuid7
from trato.lib.sql import Sql

CHUNK = 500

Progress = Callable[[int], bool]
"""Told the number done so far; answers whether to go on."""

_REFUSALS = (
    policy.Denied,
    RecordNotFound,
    RecordMerged,
    StaleVersion,
    Duplicate,
    runner.NotAvailable,
    Invalid,
)
"""What may be wrong with one record without holding the others up."""


@dataclass
class BulkResult:
    """What a bulk did. `refused` holds the first hundred records that could not be changed and why (of a resumed bulk,
    those met since). `last` is the last record that was dealt with: they are taken by id."""

    entry: UUID
    done: int = 0
    skipped: int = 0
    refused: list[tuple[UUID, str]] | None = None
    cancelled: bool = False
    last: UUID | None = None


def run(
    actor: Actor,
    object_name: str,
    verb: str,
    raw: Mapping[str, Json],
    chosen: ListQuery,
    *,
    entry: UUID | None = None,
    progress: Progress = lambda done: True,
) -> BulkResult:
    """Run `verb` ("update", "delete", "restore" or a declared one) on all records of `chosen` that the actor may
    change. Invalid, before anything is done, when the values fit no record.

    A bulk whose `entry` is there already is resumed after the last record it dealt with.
    """
    spec = objects.get(object_name)
    values = clean(actor, spec, raw) if verb == "update" else None
    if values and values.keys is not None:
        raise Invalid([])
    result = _begun(entry) if entry else None
    if result is None:
        result = BulkResult(entry=entry or uuid7(), refused=[])
        told = {"verb": verb, "values": dict(raw), "done": 0, "skipped": 0}
        entries.write_whole(actor, result.entry, "bulk", spec, told)
    for ids in _chunks(actor, spec, chosen, result):
        with transaction.atomic(), runner.because_of(result.entry):
            _chunk(actor, spec, verb, raw, ids, result)
            result.last = ids[-1]
            told = {"done": result.done, "skipped": result.skipped, "last": str(result.last)}
            entries.complete_whole(result.entry, told)
        if not progress(result.done + result.skipped):
            result.cancelled = True
            break
    return result


def _begun(entry: UUID) -> BulkResult | None:
    """How far the bulk of that entry came before it was cut off; None when it never began."""
    found = Entry.objects.filter(pk=entry).values_list("data", flat=True).first()
    if found is None:
        return None
    return BulkResult(entry, found["done"], found["skipped"], [], last=as_uuid(found.get("last")))


def _chunk(
    actor: Actor, spec: ObjectSpec, verb: str, raw: Mapping[str, Json], ids: list[UUID], result: BulkResult
) -> None:
    for record_id in ids:
        try:
            with transaction.atomic():
                _one(actor, spec, verb, record_id, raw)
            result.done += 1
        except _REFUSALS as error:
            result.skipped += 1
            if result.refused is not None and len(result.refused) < 100:
                result.refused.append((record_id, _reason(spec, error)))


def _reason(spec: ObjectSpec, error: Exception) -> str:
    if isinstance(error, Duplicate):
        written = objects.get(error.object) if error.object else spec
        field = written.by_name.get(error.field)
        return _("Another record has the same {field}.").format(field=str(field.label) if field else error.field)
    if isinstance(error, RecordMerged):
        return _("It was merged into another record.")
    if isinstance(error, StaleVersion):
        return _("Somebody else changed it meanwhile.")
    return str(error)


def _one(actor: Actor, spec: ObjectSpec, verb: str, record_id: UUID, raw: Mapping[str, Json]) -> None:
    if verb == "update":
        runner.update(actor, spec.name, record_id, raw)
    elif verb == "delete":
        runner.delete(actor, spec.name, record_id)
    elif verb == "restore":
        runner.restore(actor, spec.name, record_id)
    elif registry.get(f"{spec.name}.{verb}"):
        runner.perform(actor, f"{spec.name}.{verb}", record_id, raw)
    else:
        raise runner.NotAvailable(verb)


def _chunks(actor: Actor, spec: ObjectSpec, chosen: ListQuery, result: BulkResult) -> Iterator[list[UUID]]:
    """The ids of the chosen records, a chunk at a time, by id: a record changed meanwhile is neither missed nor
    met twice. Those made after the bulk's entry, as by a verb that copies, are none of them: ids sort by time."""
    condition = sql.both([condition_of(actor, spec, chosen), Sql("a.id < %s", (result.entry,))])
    last = result.last
    while True:
        beyond = sql.TRUE if last is None else Sql("a.id > %s", (last,))
        head = f"SELECT a.id FROM {sql.name(spec.table)} a WHERE "
        statement = head + sql.both([condition, beyond]) + f" ORDER BY a.id LIMIT {CHUNK}"
        with connection.cursor() as cursor:
            cursor.execute(statement.text, statement.params)
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        last = ids[-1]
        yield ids
