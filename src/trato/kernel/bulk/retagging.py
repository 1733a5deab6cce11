"""A tag renamed, merged into another, or removed, wherever it is: a job, which is undone as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from trato.kernel.actions import entries
from trato.kernel.bulk import running as bulk
from trato.kernel.bulk import sets
from trato.kernel.bulk.running import BulkResult
from trato.kernel.fields.base import Json
from trato.kernel.fields.tags import TagsField
from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job
from trato.kernel.jobs.registry import job
from trato.kernel.jobs.running import JobFailed, Running
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import tags
from trato.kernel.records.listing import ListQuery, count
from trato.kernel.tenancy.actor import Actor
from trato.lib.sql import Sql

KIND = "actions.retag"

_Place = tuple[ObjectSpec, TagsField]


def start(actor: Actor, old: Sequence[str], new: str) -> Job:
    """Put `new` in the place of the tags `old`, or nothing when it is empty. For administrators; the caller checks."""
    return queue.start(actor, KIND, {"old": list(old), "new": new})


def _places() -> list[_Place]:
    return [(spec, each) for spec in registry.every() for each in tags.fields(spec) if not spec.personal]


def _having(tag: TagsField, labels: Sequence[str]) -> ListQuery:
    return ListQuery(narrow=Sql(f"{tags.stored_sql(tag, 'a')} ?| %s::text[]", (list(labels),)))


@job(KIND, in_parts=True)
def work(running: Running) -> Mapping[str, Any]:
    """Change the tag on all records that have it, of all objects; the job's id is the entry's."""
    actor, old, new = running.actor, list(running.input["old"]), str(running.input["new"])
    if not actor.administers:
        raise JobFailed(_("Only administrators change tags everywhere."))
    written = [each for each in tags.labels(old) if each != new]
    places = _places()
    if running.job.total is None:
        total = sum(count(actor, spec, _having(each, written), exact=True)[0] for spec, each in places)
        running.report(0, total, force=True)
    result = bulk.begun(running.job.pk)
    if result is None:
        result = BulkResult(running.job.pk)
        told: dict[str, Json] = {"verb": sets.TAG, "values": {"remove": written, "add": [new] if new else []}}
        entries.write_whole(actor, result.entry, "bulk", places[0][0], told)
    for spec, each in places:
        values: dict[str, Json] = {"field": each.name, "remove": written, "add": [new] if new else []}
        result.last = None
        bulk.carry_on(actor, spec, sets.TAG, values, _having(each, written), result, running.goes_on)
    running.report(result.seen, changed=result.done, skipped=result.skipped, force=True)
    if not result.skipped:
        tags.forget(written)
    return {"entry": str(result.entry), "done": result.done, "same": result.same, "skipped": result.skipped}
