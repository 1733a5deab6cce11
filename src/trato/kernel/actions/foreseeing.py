"""What an undo would put back, and what it would leave alone as somebody changed it since: asked before it is done.

A small one is rehearsed and taken back; of a large one the changes are counted, and read as the entries tell of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from trato.kernel.actions import since, undo
from trato.kernel.fields.base import Json
from trato.kernel.objects import registry as objects
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.timeline.models import Entry
from trato.lib import sql

REHEARSED = 300
"""An entry that caused more than these is counted instead."""
SHOWN = 8
MOST = 50_000
"""Entries of each object that are looked at for changes since."""

_COUNT = """
SELECT count(*), count(*) FILTER (WHERE CASE
    WHEN e.verb IN ('create', 'restore') THEN {built_on}
    ELSE EXISTS (
        SELECT 1 FROM subject s JOIN entry l ON l.id = s.entry_id
        WHERE s.record_id = e.record_id AND s.entry_id > e.id AND l.record_id = e.record_id
          AND (l.diff ?| ARRAY(SELECT jsonb_object_keys(e.diff)) OR l.verb = ANY('{{delete,purge,merge_away}}'))) END)
FROM (SELECT id, record_id, diff, verb, cause_id FROM entry c WHERE cause_id = %s AND object = %s
    AND NOT EXISTS (SELECT 1 FROM entry u WHERE u.undoes_id = c.id) LIMIT %s) e
JOIN {table} t ON t.id = e.record_id AND (e.verb NOT IN ('create', 'restore') OR t.deleted_at IS NULL)
"""


@dataclass(frozen=True)
class Foresight:
    """How many changes would be put back and how many stay, with the first of each. `conflicts` as in undo.Undoing;
    of a large undo they are only counted."""

    entry: Entry
    back: int
    stay: int
    partly: bool = False
    """Whether there are more changes than were counted."""
    entries: list[Entry] = field(default_factory=list)
    conflicts: list[dict[str, Json]] = field(default_factory=list)

    @property
    def is_trivial(self) -> bool:
        """One change of one record, with which nobody else has to do."""
        return self.back <= 1 and not self.stay and self.entry.record_id is not None


def foresee(actor: Actor, entry_id: UUID) -> Foresight:
    """What `undo` would do. The same errors."""
    if undo.size(entry_id) > REHEARSED:
        entry = Entry.objects.get(pk=entry_id)
        undo.require_sight(actor, entry)
        return _counted(entry)
    done = undo.undo(actor, entry_id, dry_run=True)
    return Foresight(
        Entry.objects.get(pk=entry_id),
        len(done.entries),
        len(done.conflicts),
        entries=list(Entry.objects.filter(pk__in=done.entries).order_by("-id")[:SHOWN]),
        conflicts=done.conflicts[:SHOWN],
    )


def gone(entry_id: UUID) -> tuple[str, UUID] | None:
    """The record (object, id) that the entry was about and that is not there any more, now that it is undone."""
    entry = Entry.objects.filter(pk=entry_id).exclude(record_id=None).first()
    if entry is None or entry.record_id is None:
        return None
    live = objects.get(entry.object).model._default_manager.filter(pk=entry.record_id, deleted_at=None)
    return None if live.exists() else (entry.object, entry.record_id)


def _counted(entry: Entry) -> Foresight:
    changes = stay = 0
    partly = False
    for (name,) in fetch("SELECT DISTINCT object FROM entry WHERE cause_id = %s", [entry.pk]):
        spec = objects.get(name)
        statement = _COUNT.format(built_on=since.built_on(spec), table=sql.name(spec.table))
        [(of_object, staying)] = fetch(statement, [entry.pk, name, MOST + 1])
        changes, stay, partly = changes + of_object, stay + staying, partly or of_object > MOST
    shown = Entry.objects.filter(cause_id=entry.pk, undoes_id=None).order_by("-id")[:SHOWN]
    return Foresight(entry, changes - stay, stay, partly, list(shown))
