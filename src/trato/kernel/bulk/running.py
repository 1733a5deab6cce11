"""Verbs over many records, in chunks of one transaction each.

What is the same statement for all of them is done by one (sets, sweeping); else every record goes through the runner.
Either way rights, rules, reactions and entries hold as for a single one. All of it is caused by one entry, so that a
bulk can be seen, and undone, as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import entries, registry, runner
from trato.kernel.actions.runner import Outcome
from trato.kernel.actions.values import clean
from trato.kernel.bulk import sets, sweeping
from trato.kernel.bulk.sets import Change
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
"""Records of one transaction, where they are taken one by one."""
SWEPT = 2_000
"""Records of one transaction, where one statement changes them all."""

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
    """What a bulk did: how many records it changed (`done`), how many were so already (`same`), how many it left alone
    (`skipped`), and why: `reasons` counts them, `refused` holds the first hundred of them (of a resumed bulk, those met
    since). `last` is the last record that was dealt with: they are taken by id."""

    entry: UUID
    done: int = 0
    same: int = 0
    skipped: int = 0
    refused: list[tuple[UUID, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    cancelled: bool = False
    last: UUID | None = None

    @property
    def seen(self) -> int:
        """How many records it dealt with."""
        return self.done + self.same + self.skipped

    def refuse(self, record_id: UUID, reason: str) -> None:
        """Note a record that was left alone."""
        self.skipped += 1
        self.reasons[reason] += 1
        if len(self.refused) < 100:
            self.refused.append((record_id, reason))

    def told(self) -> dict[str, Json]:
        """What the bulk's entry remembers of it, from which it can go on."""
        found: dict[str, Json] = {"done": self.done, "same": self.same, "skipped": self.skipped}
        return {**found, "reasons": dict(self.reasons.most_common(20)), "last": str(self.last)}


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
    """Run `verb` ("update", "tag", "delete", "restore" or a declared one) on all records of `chosen` that the actor may
    change. Invalid, before anything is done, when the values fit no record.

    A bulk whose `entry` is there already is resumed after the last record it dealt with.
    """
    spec = objects.get(object_name)
    values = clean(actor, spec, raw) if verb == "update" else None
    if values and values.keys is not None:
        raise Invalid([])
    sets.plan(actor, spec, verb, raw)  # values that fit no record are said before anything is written
    result = begun(entry) if entry else None
    if result is None:
        result = BulkResult(entry=entry or uuid7())
        entries.write_whole(actor, result.entry, "bulk", spec, {"verb": verb, "values": dict(raw), **_NOTHING})
    return carry_on(actor, spec, verb, raw, chosen, result, progress)


def carry_on(
    actor: Actor,
    spec: ObjectSpec,
    verb: str,
    raw: Mapping[str, Json],
    chosen: ListQuery,
    result: BulkResult,
    progress: Progress,
) -> BulkResult:
    """Go on with a bulk whose entry is there, after the last record it dealt with."""
    change = sets.plan(actor, spec, verb, raw)
    for ids in _chunks(actor, spec, chosen, result, CHUNK if change is None else SWEPT):
        with transaction.atomic(), runner.because_of(result.entry):
            left = ids if change is None else _swept(actor, change, ids, result)
            _chunk(actor, spec, verb, raw, left, result)
            result.last = ids[-1]
            entries.complete_whole(result.entry, result.told())
        if not progress(result.seen):
            result.cancelled = True
            break
    return result


_NOTHING: dict[str, Json] = {"done": 0, "same": 0, "skipped": 0}


def begun(entry: UUID) -> BulkResult | None:
    """How far the bulk of that entry came before it was cut off; None when it never began."""
    found = Entry.objects.filter(pk=entry).values_list("data", flat=True).first()
    if found is None:
        return None
    counts = {name: found.get(name, 0) for name in _NOTHING}
    return BulkResult(entry, **counts, reasons=Counter(found.get("reasons")), last=as_uuid(found.get("last")))


def _swept(actor: Actor, change: Change, ids: list[UUID], result: BulkResult) -> list[UUID]:
    """Change these records by one statement; answers those that are left to be taken one by one: all of them where one
    clashes."""
    try:
        with transaction.atomic():
            swept = sweeping.sweep(actor, change, ids, result.entry)
    except IntegrityError:
        return ids
    result.done += swept.changed
    result.same += len(ids) - swept.changed - len(swept.refused) - len(swept.left)
    for each in swept.refused:
        result.refuse(each, reason_of(change.spec, policy.Denied(change.right, change.spec)))
    return swept.left


def _chunk(
    actor: Actor, spec: ObjectSpec, verb: str, raw: Mapping[str, Json], ids: list[UUID], result: BulkResult
) -> None:
    for record_id in ids:
        try:
            with transaction.atomic():
                changed = _one(actor, spec, verb, record_id, raw).entry is not None
        except _REFUSALS as error:
            result.refuse(record_id, reason_of(spec, error))
        else:
            result.done += changed
            result.same += not changed


def reason_of(spec: ObjectSpec, error: Exception) -> str:
    """Why a record was left alone, in words."""
    if isinstance(error, Duplicate):
        written = objects.get(error.object) if error.object else spec
        known = written.by_name.get(error.field)
        return _("Another record has the same {field}.").format(field=str(known.label) if known else error.field)
    if isinstance(error, RecordMerged):
        return _("It was merged into another record.")
    if isinstance(error, StaleVersion):
        return _("Somebody else changed it meanwhile.")
    if isinstance(error, policy.Denied):
        return _("You may not change it.") if error.right == "update" else _("You may not delete it.")
    if isinstance(error, RecordNotFound):
        return _("It is no longer there.")
    if isinstance(error, runner.NotAvailable):
        return _("This cannot be done with it as it is now.")
    if isinstance(error, Invalid) and error.problems:
        known = spec.by_name.get(error.problems[0].field)
        return f"{known.label}: {error.problems[0].message}" if known else error.problems[0].message
    return str(error)


def _one(actor: Actor, spec: ObjectSpec, verb: str, record_id: UUID, raw: Mapping[str, Json]) -> Outcome:
    if verb == "update":
        return runner.update(actor, spec.name, record_id, raw)
    if verb == sets.TAG:
        record = runner.lock(actor, spec, record_id, "update")
        return runner.update(actor, spec.name, record_id, sets.one_by_one(actor, spec, raw, record))
    if verb == "delete":
        return runner.delete(actor, spec.name, record_id)
    if verb == "restore":
        return runner.restore(actor, spec.name, record_id)
    if registry.get(f"{spec.name}.{verb}"):
        return runner.perform(actor, f"{spec.name}.{verb}", record_id, raw)
    raise runner.NotAvailable(verb)


def _chunks(actor: Actor, spec: ObjectSpec, chosen: ListQuery, result: BulkResult, most: int) -> Iterator[list[UUID]]:
    """The ids of the chosen records, a chunk at a time, by id: a record changed meanwhile is neither missed nor
    met twice. Those made after the bulk's entry, as by a verb that copies, are none of them: ids that are made here
    sort by time (others come from outside, and say nothing of it)."""
    before = Sql("(a.id < %s OR uuid_extract_version(a.id) IS DISTINCT FROM 7)", (result.entry,))
    condition = sql.both([condition_of(actor, spec, chosen), before])
    last = result.last
    while True:
        beyond = sql.TRUE if last is None else Sql("a.id > %s", (last,))
        head = f"SELECT a.id FROM {sql.name(spec.table)} a WHERE "
        statement = head + sql.both([condition, beyond]) + f" ORDER BY a.id LIMIT {most}"
        with connection.cursor() as cursor:
            cursor.execute(statement.text, statement.params)
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        last = ids[-1]
        yield ids
