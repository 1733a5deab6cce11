"""The inverse of an entry: one mechanism for an update, a verb, a creation, a deletion.

An entry is undone by putting back the values its diff remembers, with everything it caused, last first. A field
that somebody changed since is a conflict: it is named and left alone. So is, as a whole, a record that would go to the
trash although it was changed since or others link to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from trato.kernel.actions import merging, runner, since
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import ManyLinksField
from trato.kernel.objects import registry as objects
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import links, outside_keys
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.timeline import feed
from trato.kernel.timeline.models import Entry
from trato.lib import sql

MAX_CAUSED = 1_000
"""More than these are undone set-based, by `large`, where it is there and nothing of it had effects of its own; else in
parts, by a job."""
PART = 200
"""Entries that a part takes back, in a transaction of its own."""

KEYS = "external_ids"
"""What diffs call the outside keys, which are no field."""

Large = Callable[[Actor, Entry, "Undoing"], None]
large: list[Large] = []
"""How an entry that caused very much (an import) is undone; given by a higher room when apps are ready."""


class AlreadyUndone(Exception):
    """The entry was undone before."""


class CannotUndo(Exception):
    """Nothing of the entry can be put back: it changed no field, or is an undo itself."""


class TooMany(CannotUndo):
    """The entry caused more than can be put back at once: `count` entries that still stand."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} entries, at most {MAX_CAUSED}")
        self.count = count


@dataclass
class Undoing:
    """What an undo did, or would do: entries put back, and conflicts as (object, record, field); the field is empty
    where the record as a whole stays."""

    entries: list[UUID] = field(default_factory=list)
    conflicts: list[dict[str, Json]] = field(default_factory=list)

    def stays(self, object_name: str, record_id: UUID) -> None:
        """Note a record that is left alone as a whole."""
        nothing: dict[str, Json] = {"field": "", "now": None, "before": None, "after": None}
        self.conflicts.append({"object": object_name, "id": str(record_id), **nothing})


class _DryRun(Exception):
    """Takes a rehearsal back."""


def undo(actor: Actor, entry_id: UUID, *, dry_run: bool = False) -> Undoing:
    """Put back what the entry changed. RecordNotFound when there is no such entry for the actor."""
    result = Undoing()
    try:
        with transaction.atomic():
            entry = Entry.objects.select_for_update().filter(pk=entry_id).first()
            if entry is None:
                raise RecordNotFound(str(entry_id))
            require_sight(actor, entry)
            if _is_undone(entry):
                raise AlreadyUndone(str(entry_id))
            if entry.undoes_id is not None or entry.verb == "undo":
                raise CannotUndo(str(entry_id))
            _undo(actor, entry, result)
            if not (result.entries or result.conflicts):
                raise CannotUndo(str(entry_id))
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return result


def in_parts(actor: Actor, entry_id: UUID, progress: Callable[[int], bool] = lambda done: True) -> Undoing:
    """Put back what a bulk changed, however much: at once where it can be, else a part after the other, the last
    changes first. One that is stopped, or cut off, leaves each record whole; the same call goes on from there.
    """
    entry = Entry.objects.filter(pk=entry_id).first()
    if entry is None or entry.record_id is not None or _is_flat(entry) or not _standing(entry)[MAX_CAUSED:].exists():
        return undo(actor, entry_id)
    require_sight(actor, entry)
    result, before = Undoing(), UUID(int=2**128 - 1)
    while True:
        with transaction.atomic():
            part = list(_standing(entry).filter(pk__lt=before).order_by("-id")[:PART])
            for each in part:
                _undo(actor, each, result)
        if not part or not progress(len(result.entries)):
            return result
        before = part[-1].pk


def size(entry_id: UUID) -> int:
    """How many changes that still stand the entry caused, counted up to one more than are taken back at once."""
    entry = Entry.objects.filter(pk=entry_id, record_id=None).first()
    return 0 if entry is None else len(_standing(entry).values_list("pk")[: MAX_CAUSED + 1])


def require_sight(actor: Actor, entry: Entry) -> None:
    """RecordNotFound when the entry is about many records, by somebody else, and not the actor's to see. Of one record
    the record itself is asked."""
    mine = actor.id is not None and entry.actor_id == actor.id
    if entry.record_id is None and not mine and feed.one(actor, entry.pk) is None:
        raise RecordNotFound(str(entry.pk))


def stands(entry: Entry) -> bool:
    """Whether anything that it caused is not undone."""
    return _standing(entry).exists()


def _standing(entry: Entry) -> QuerySet[Entry]:
    """What the entry caused and nobody has undone."""
    undone = Exists(Entry.objects.filter(undoes_id=OuterRef("pk")))
    return Entry.objects.filter(~undone, cause_id=entry.pk)


def _is_undone(entry: Entry) -> bool:
    """Undone itself, or being about many records, by and by in all that it caused."""
    if Entry.objects.filter(undoes_id=entry.pk).exists():
        return True
    whole = entry.record_id is None and Entry.objects.filter(cause_id=entry.pk).exists()
    return whole and not stands(entry)


def _is_flat(entry: Entry) -> bool:
    """Whether a set-based undo finds all of it: changes of records of which none caused another. Imports are so."""
    if not large or entry.record_id is not None:
        return False
    caused = Entry.objects.filter(cause_id=entry.pk).values("pk")
    return entry.verb == "import" or not Entry.objects.filter(cause_id__in=caused).exists()


def _undo(actor: Actor, entry: Entry, result: Undoing) -> None:
    standing = _standing(entry)
    caused = list(standing.order_by("-id")[: MAX_CAUSED + 1])
    if len(caused) > MAX_CAUSED:
        if not _is_flat(entry):
            raise TooMany(standing.count())
        large[0](actor, entry, result)
        return
    for each in caused:
        _undo(actor, each, result)
    if entry.record_id is not None and _put_back(actor, entry, entry.record_id, result):
        result.entries.append(entry.pk)


def _put_back(actor: Actor, entry: Entry, record_id: UUID, result: Undoing) -> bool:
    """Undo what the entry did to its record; whether there was anything to undo."""
    if entry.verb == "purge":
        return False
    if entry.verb == merging.AWAY:
        merging.bring_back(actor, entry)
        return True
    if entry.verb == "delete":
        return runner.restore(actor, entry.object, record_id, undoes=entry.pk).entry is not None
    if _is_trashed(actor, entry.object, record_id):
        if not brought(entry):
            result.stays(entry.object, record_id)
        return False
    if brought(entry):
        runner.lock(actor, objects.get(entry.object), record_id, "delete")
        if _is_built_on(entry):
            result.stays(entry.object, record_id)
            return False
        done = runner.delete(actor, entry.object, record_id, undoes=entry.pk)
    else:
        values = _values_before(actor, entry, result)
        if not values and entry.verb != "merge":
            return False
        keys = values.pop(KEYS, None)
        done = runner.put(actor, entry.object, record_id, values, verb="undo", undoes=entry.pk, keys=keys)
    return done.entry is not None


def brought(entry: Entry) -> bool:
    """Whether the record is here because of the entry. A verb of its own that made it may be called "copy"."""
    return entry.verb in ("create", "restore") or (entry.version == 1 and entry.verb != merging.AWAY)


def _is_trashed(actor: Actor, object_name: str, record_id: UUID) -> bool:
    try:
        runner.lock(actor, objects.get(object_name), record_id, "read", trashed=True)
    except RecordNotFound:
        return False
    return True


def _is_built_on(entry: Entry) -> bool:
    spec = objects.get(entry.object)
    [(answer,)] = fetch(
        f"SELECT {since.built_on(spec)} FROM entry e JOIN {sql.name(spec.table)} t ON t.id = e.record_id"
        " WHERE e.id = %s",
        [entry.pk],
    )
    return bool(answer)


def _values_before(actor: Actor, entry: Entry, result: Undoing) -> dict[str, Any]:
    record = runner.lock(actor, objects.get(entry.object), entry.record_id or UUID(int=0), "update")
    return values_before(entry, record, result)


def values_before(entry: Entry, record: Record, result: Undoing) -> dict[str, Any]:
    """The values to put back: those that still are as the entry left them; the others are conflicts."""
    spec = objects.get(entry.object)
    found: dict[str, Any] = {}
    for name, (before, after) in entry.diff.items():
        each = spec.by_name.get(name)
        if each is None and name != KEYS:
            continue
        now = _now(spec, each, record)
        if each is None and _same(now, before):  # a merge brings the keys of the others back with them
            continue
        if not _same(now, after) or (each is None and _are_taken(spec, record, before)):
            conflict: dict[str, Json] = {"object": spec.name, "id": str(record.pk), "field": name, "now": now}
            result.conflicts.append({**conflict, "before": before, "after": after})
        elif each is None:
            found[name] = outside_keys.clean(before)
        else:
            found[name] = None if before is None else each.from_json(before)
    return found


def _now(spec: ObjectSpec, field: Field | None, record: Record) -> Json:
    """A field's value in JSON form; of no field, the outside keys."""
    if field is None:
        return list(outside_keys.read(spec.name, [record.pk])[record.pk])
    value = links.read(field, record.pk) if isinstance(field, ManyLinksField) else field.get(record)
    return None if value is None else field.to_json(value)


def _are_taken(spec: ObjectSpec, record: Record, keys: Json) -> bool:
    """Whether another record has one of these outside keys by now."""
    owners = {outside_keys.find(spec.name, source, key) for source, key in outside_keys.clean(keys)}
    return not owners <= {None, record.pk}


def _same(now: Json, then: Json) -> bool:
    """Equal values; a link is the same by its id, whatever its record is called today."""
    return bool(_identity(now) == _identity(then))


def _identity(value: Json) -> Json:
    if isinstance(value, dict) and "id" in value:
        return value["id"]
    if isinstance(value, dict) and "key" in value:
        return [value["source"], value["key"]]
    if isinstance(value, list):
        return [(_identity(each), each.get("role") if isinstance(each, dict) else None) for each in value] or None
    return value
