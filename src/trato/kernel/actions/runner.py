"""The one road by which a record changes.

    run ─ transaction ─┬ lock the row the actor may change            (RecordNotFound, Denied)
                       ├ compare the version the caller knew          (StaleVersion)
                       ├ check that the verb makes sense now          (NotAvailable)
                       ├ the verb changes the record in memory        (Invalid)
                       ├ no other record has the keys it gets         (Duplicate)
                       ├ what differs is stored with its entry        (writing: one statement)
                       ├ what must be true with it: tails             (search document…)
                       └ reactions, each a run of its own, caused by this entry; depth ≤ 8

Everything inside one transaction: a failure anywhere leaves nothing. Runs inside a run join its transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import doubles, locking, registry, writing
from trato.kernel.actions.conflicts import explain
from trato.kernel.actions.diffs import Snapshot
from trato.kernel.actions.doubles import OnDuplicate
from trato.kernel.actions.values import Clean, clean, clean_inputs
from trato.kernel.fields.base import Json
from trato.kernel.objects import registry as objects
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import lines, outside_keys
from trato.kernel.records.duplicates import Found
from trato.kernel.records.errors import Invalid, Problem, RecordMerged, RecordNotFound, StaleVersion
from trato.kernel.records.models import Merged
from trato.kernel.tenancy.actor import Actor
from trato.lib.ids import uuid7

MAX_DEPTH = 8

Tail = Callable[[ObjectSpec, Sequence[UUID], frozenset[str]], None]
tails: list[Tail] = []
"""Run after each write with (spec, ids, names of changed fields), in its transaction. Added when apps are ready."""


class NotAvailable(Exception):
    """The verb makes no sense for the record as it is now."""


class TooDeep(RuntimeError):
    """Verbs and reactions set each other off without end."""


@dataclass(frozen=True)
class Outcome:
    """What a run did. `entry` is None when nothing differed.

    Of a creation, `found` is what the record seems to be the same as; it `existed` when one of those was taken instead.
    """

    record: Record
    entry: UUID | None
    version: int
    data: Mapping[str, Any]
    found: Found = field(default_factory=Found)
    existed: bool = False


@dataclass
class _Run:
    """A run under way. Its entry's id is known before the verb runs, so that runs inside can name their cause, but
    taken only under the record's lock: entries of one record sort in the order of its changes."""

    entry: UUID
    depth: int
    cause: UUID | None
    has_effects: bool = False
    undoes: UUID | None = None

    def take(self, locked: Record) -> Record:
        """The run changes this record, whose lock it holds now."""
        self.entry = uuid7()
        return locked


_running: ContextVar[_Run | None] = ContextVar("trato_run", default=None)


@contextmanager
def because_of(entry: UUID) -> Iterator[None]:
    """Runs inside are caused by `entry`, which the caller writes itself: a bulk, an import, an undo."""
    token = _running.set(_Run(entry, 0, None))
    try:
        yield
    finally:
        _running.reset(token)


def perform(
    actor: Actor, name: str, record_id: UUID, raw: Mapping[str, Json] | None = None, *, expect: int | None = None
) -> Outcome:
    """Run the verb `name` ("deal.win") on a record with its inputs as JSON. `expect` is the version it must have."""
    declared = registry.get(name)
    if declared is None:
        raise NotAvailable(name)
    spec = objects.get(declared.object)
    with _transaction() as run:
        record = run.take(lock(actor, spec, record_id, declared.right, expect=expect))
        if not declared.available(record):
            raise NotAvailable(name)
        inputs = clean_inputs(actor, declared.inputs, raw or {})
        snapshot = Snapshot(spec, record)
        data = declared.function(actor=actor, **{spec.name: record}, **inputs) or {}
        kept = {name: value for name, value in data.items() if not isinstance(value, registry.Secret)}
        outcome = _store(actor, spec, record, snapshot, run, declared.verb, kept, always=kept != data)
        return replace(outcome, data=data)


def create(
    actor: Actor,
    object_name: str,
    raw: Mapping[str, Json],
    *,
    verb: str = "create",
    on_duplicate: OnDuplicate = OnDuplicate.USUAL,
    computed: Mapping[str, Any] | None = None,
    **data: Any,
) -> Outcome:
    """Store a new record from values as JSON. Duplicate when another has one of its keys, unless `on_duplicate` says
    otherwise. `computed` are clean values from code, read-only fields allowed."""
    spec = objects.get(object_name)
    policy.require(actor, "create", spec, actor.id)
    with _transaction() as run:
        values = clean(actor, spec, raw, creating=True)
        record = spec.model(created_by_id=actor.id, updated_by_id=actor.id)
        snapshot = Snapshot(spec, record, new=True)
        if spec.owned and "owner" not in values.fields:
            record.owner_id = actor.id
        snapshot.take({**values.fields, **(computed or {})})
        _own(actor, spec, record, "create")
        _prepare(actor, spec, snapshot, raw)
        found = doubles.judge_new(actor, spec, record, values.keys, on_duplicate)
        if not (on_duplicate.takes_existing and found.sure):
            outcome = _store(actor, spec, record, snapshot, run, verb, data, always=True, keys=values.keys)
            return replace(_write_by_verbs(actor, spec, outcome, values), found=found)
    return _take_existing(actor, spec, raw, found, on_duplicate)


def _take_existing(
    actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json], found: Found, choice: OnDuplicate
) -> Outcome:
    """The record that is there already, in the place of a new one."""
    existing = found.sure[0].id
    if choice is OnDuplicate.UPDATE:
        return replace(update(actor, spec.name, existing, raw), found=found, existed=True)
    record = spec.model._default_manager.get(pk=existing)
    return Outcome(record, None, record.version, {}, found, existed=True)


def update(
    actor: Actor, object_name: str, record_id: UUID, raw: Mapping[str, Json], *, expect: int | None = None
) -> Outcome:
    """Change some fields of a record; those that belong to a verb run it."""
    spec = objects.get(object_name)
    only_verbs = bool(raw) and raw.keys() <= spec.verbs.keys()
    with transaction.atomic() if only_verbs else _transaction() as run:
        record = lock(actor, spec, record_id, "update", expect=expect)
        values = clean(actor, spec, raw, of=record)
        if run is None:
            return _write_by_verbs(actor, spec, Outcome(record, None, record.version, {}), values)
        snapshot = Snapshot(spec, run.take(record))
        owner = record.owner_id
        snapshot.take(values.fields)
        if record.owner_id != owner:
            _own(actor, spec, record, "update")
        _prepare(actor, spec, snapshot, raw)
        outcome = _store(actor, spec, record, snapshot, run, "update", {}, always=bool(values.verbs), keys=values.keys)
        return _write_by_verbs(actor, spec, outcome, values)


def change(
    actor: Actor,
    object_name: str,
    record_id: UUID,
    verb: str,
    work: Callable[[Snapshot, UUID], Mapping[str, Any]],
    *,
    expect: int | None = None,
) -> Outcome:
    """Run a verb that every object has (merge): `work(snapshot, entry)` puts values on the record through its snapshot,
    changes other records by runs of their own, and answers what the entry remembers."""
    spec = objects.get(object_name)
    with _transaction() as run:
        record = run.take(lock(actor, spec, record_id, "update", expect=expect))
        snapshot = Snapshot(spec, record)
        data = work(snapshot, run.entry)
        return _store(actor, spec, record, snapshot, run, verb, data, always=True, judged=False)


def put(
    actor: Actor,
    object_name: str,
    record_id: UUID,
    values: Mapping[str, Any],
    *,
    verb: str = "update",
    undoes: UUID | None = None,
    keys: outside_keys.Keys | None = None,
) -> Outcome:
    """Set fields from code, as a reaction or an undo does: clean values, read-only fields allowed, no verbs run. `keys`
    replace its outside keys."""
    spec = objects.get(object_name)
    with _transaction() as run:
        run.undoes = undoes
        record = run.take(lock(actor, spec, record_id, "update"))
        snapshot = Snapshot(spec, record)
        snapshot.take(dict(values))
        undoing = undoes is not None
        return _store(actor, spec, record, snapshot, run, verb, {}, always=undoing, keys=keys, judged=not undoing)


def delete(
    actor: Actor, object_name: str, record_id: UUID, *, expect: int | None = None, undoes: UUID | None = None
) -> Outcome:
    """Move a record to the trash."""
    return _trash(actor, object_name, record_id, "delete", expect, undoes)


def restore(actor: Actor, object_name: str, record_id: UUID, *, undoes: UUID | None = None) -> Outcome:
    """Bring a record back from the trash."""
    return _trash(actor, object_name, record_id, "restore", None, undoes)


def _trash(
    actor: Actor, object_name: str, record_id: UUID, verb: str, expect: int | None, undoes: UUID | None
) -> Outcome:
    spec = objects.get(object_name)
    with _transaction() as run:
        run.undoes = undoes
        record = run.take(lock(actor, spec, record_id, "delete", expect=expect, trashed=verb == "restore"))
        snapshot = Snapshot(spec, record)
        record.deleted_at = None if verb == "restore" else timezone.now()
        return _store(actor, spec, record, snapshot, run, verb, {}, always=True)


def lock(
    actor: Actor,
    spec: ObjectSpec,
    record_id: UUID,
    right: policy.Right,
    *,
    expect: int | None = None,
    trashed: bool = False,
) -> Record:
    """The record, locked until the transaction ends. Not found when it is not there or not the actor's to see;
    Denied when they see it but lack the right."""
    record = locking.locked(spec.model, record_id, trashed=trashed)
    if record is None or not policy.sees(actor, spec, record_id, record.owner_id):
        merged = Merged.objects.filter(id=record_id, object=spec.name).first()
        raise RecordMerged(merged.survivor_id) if merged else RecordNotFound(str(record_id))
    policy.require(actor, right, spec, record.owner_id)
    if expect is not None and record.version != expect:
        raise StaleVersion(record.version)
    return record


@contextmanager
def _transaction() -> Iterator[_Run]:
    """A run: joins the transaction of the run around it, which is then its cause. (By a savepoint: a caller may catch
    what a run inside raises and go on.)"""
    outer = _running.get()
    depth = outer.depth + 1 if outer else 1
    if depth > MAX_DEPTH:
        raise TooDeep("verbs and reactions set each other off more than eight deep")
    if outer:
        outer.has_effects = True
    run = _Run(uuid7(), depth, outer.entry if outer else None)
    token = _running.set(run)
    try:
        with transaction.atomic():
            yield run
    except IntegrityError as error:
        raise explain(error) from error
    finally:
        _running.reset(token)


def _store(
    actor: Actor,
    spec: ObjectSpec,
    record: Record,
    snapshot: Snapshot,
    run: _Run,
    verb: str,
    data: Mapping[str, Any],
    *,
    always: bool = False,
    keys: outside_keys.Keys | None = None,
    judged: bool = True,
) -> Outcome:
    """Write what differs. `always` writes the entry even if no field does, as does a verb with effects elsewhere.
    Unless it is not `judged`, no change gives the record a key that another has."""
    if keys is not None:
        snapshot.take_keys(keys)
    diff = snapshot.compare()
    if not (diff or data or always or run.has_effects):
        return Outcome(record, None, record.version, data)
    if judged and not snapshot.new:
        doubles.judge_change(actor, spec, record, diff)
    _check_lines(spec, record, diff)
    draft = writing.EntryDraft(
        id=run.entry,
        actor=actor,
        verb=verb,
        spec=spec,
        record_id=record.pk,
        diff=diff,
        data=data,
        cause=run.cause,
        undoes=run.undoes,
        subjects=snapshot.subjects(),
        relations=snapshot.relations(),
    )
    if snapshot.new:
        record.version = writing.insert(record, draft)
    else:
        record.version = writing.update(record, snapshot.columns(), draft)
    snapshot.store_beside()
    changed = spec.with_wholes(diff) | ({"deleted_at"} if verb in {"delete", "restore"} else frozenset())
    for tail in tails:
        tail(spec, [record.pk], changed)
    for each in registry.reactions(spec.name):
        if each.hears(verb, changed):
            each.function(actor=actor, record=record, entry=run.entry, before=snapshot.before())
    return Outcome(record, run.entry, record.version, data)


def _check_lines(spec: ObjectSpec, record: Record, changed: Mapping[str, Any]) -> None:
    """No record stands above itself: refused before it is stored, naming the field."""
    for each in lines.fields(spec, changed):
        target = each.get(record)
        if target is not None and lines.is_circular(spec, each, record.pk, target.id):
            words = _("This would lead back to the record itself.")
            raise Invalid([Problem(each.name, "invalid", words)])


def _prepare(actor: Actor, spec: ObjectSpec, snapshot: Snapshot, raw: Mapping[str, Json]) -> None:
    prepare = registry.preparer(spec.name)
    if prepare:
        snapshot.take(prepare(actor=actor, record=snapshot.record, given=frozenset(raw)) or {})


def _own(actor: Actor, spec: ObjectSpec, record: Record, right: policy.Right) -> None:
    """The record belongs to its owner's team; only to owners whom the actor's right reaches."""
    if spec.owned:
        if not (spec.given and policy.may(actor, right, spec, actor.id)):
            policy.require(actor, right, spec, record.owner_id)
        record.team_id = team_of(actor, record.owner_id)


def team_of(actor: Actor, owner: UUID | None) -> UUID | None:
    """The team that a record of this owner belongs to."""
    if owner is None or owner == actor.id:
        return actor.team_id if owner else None
    users = objects.get("user").model
    found: UUID | None = users._default_manager.filter(pk=owner).values_list("team_id", flat=True).first()
    return found


def _write_by_verbs(actor: Actor, spec: ObjectSpec, outcome: Outcome, values: Clean) -> Outcome:
    """Fields that only a verb may write, written by their verb."""
    for name, given in values.verbs.items():
        outcome = perform(actor, f"{spec.name}.{spec.verbs[name]}", outcome.record.pk, {name: given})
    return outcome
