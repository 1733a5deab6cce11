"""What happened, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trato.kernel.actions import merging, undo, undo_job
from trato.kernel.api.answers import Answer
from trato.kernel.api.describing import plural_of
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.problems import ApiProblem
from trato.kernel.api.views.jobs import moment, started
from trato.kernel.fields.base import Json
from trato.kernel.jobs import queue
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.timeline import feed, history
from trato.kernel.timeline.feed import Happening
from trato.kernel.timeline.history import Span
from trato.lib.ids import as_uuid

Read = Callable[..., list[Happening]]


@operation("What happened to a record, newest first.", "kinds", "limit", "cursor", gives="Timeline")
def of_record(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    listing.get(call.actor, spec, record_id, (), trashed=True)
    return _page(call, lambda **asked: feed.of_record(call.actor, spec, record_id, **asked))


@operation(
    "The values that a field had, oldest first, from when until when; how long a deal stood in each stage.",
    gives="History",
)
def of_field(call: Call, spec: ObjectSpec, record_id: UUID, field: str) -> Answer:
    listing.get(call.actor, spec, record_id, (), trashed=True)
    if field not in spec.by_name:
        raise ApiProblem("not_found")
    now = timezone.now()
    spans = history.of_field(spec, record_id, field)
    return Answer({"items": [_span(each, now) for each in spans]})


def _span(span: Span, now: datetime) -> dict[str, Json]:
    return {
        "value": span.value,
        "since": moment(span.since),
        "until": moment(span.until),
        "seconds": int(span.lasted(now).total_seconds()),
        "by": span.by,
    }


@operation(
    "What happened lately to records you may see, newest first. A page looks through 20,000 of the organization's"
    " entries and no further; older ones stand on each record's own timeline.",
    "kinds",
    "limit",
    "cursor",
    gives="Timeline",
)
def everything(call: Call) -> Answer:
    return _page(call, lambda **asked: feed.everything(call.actor, **asked))


@operation(
    "Put back what an entry changed. Fields changed since are listed as conflicts and left alone. What made too many"
    " changes to be put back at once is put back by a job (202).",
    "dry_run",
    gives="Undoing",
    problems=("already_undone", "cannot_undo"),
)
def take_back(call: Call, entry: UUID) -> Answer:
    dry_run = call.params.flag("dry_run")
    try:
        found = undo.undo(call.actor, entry, dry_run=dry_run)
    except undo.TooMany:
        if dry_run:
            raise
        return started(queue.start(call.actor, undo_job.KIND, {"entry": str(entry)}))
    conflicts = [{**each, "object": plural_of(str(each["object"]))} for each in found.conflicts]
    return Answer({"undone": [str(each) for each in found.entries], "conflicts": conflicts, "dry_run": dry_run})


def _page(call: Call, read: Read) -> Answer:
    limit = call.params.limit(most=feed.MAX_PAGE)
    cursor = call.params.text("cursor")
    before = as_uuid(cursor)
    if cursor and before is None:
        raise ApiProblem("bad_cursor", _("The cursor belongs to another list"))
    found = read(before=before, limit=limit, kinds=call.params.names("kinds"))
    further = str(found[-1].id) if len(found) == limit else None
    return Answer({"items": [as_json(each) for each in found], "next": further})


def as_json(entry: Happening) -> dict[str, Json]:
    """One entry. `diff` holds [before, after] of each field that changed."""
    record = None
    if entry.record_id is not None:
        record = {"object": plural_of(entry.object), "id": str(entry.record_id), "name": entry.title}
    return {
        "id": str(entry.id),
        "at": entry.at.isoformat().replace("+00:00", "Z"),
        "actor": {"id": _text(entry.actor_id), "name": entry.actor_name, "kind": entry.actor_kind},
        "verb": entry.verb,
        "object": plural_of(entry.object),
        "record": record,
        "version": entry.version,
        "diff": entry.diff,
        "data": {"survivor": entry.data["survivor"]} if entry.verb == merging.AWAY else entry.data,
        "cause": _text(entry.cause_id),
        "undoes": _text(entry.undoes_id),
        "undone": entry.undone,
    }


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
