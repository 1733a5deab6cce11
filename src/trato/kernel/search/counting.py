"""Jobs that keep search true: words counted anew when much was written since the last time, and documents written anew
when a new version reads more into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job
from trato.kernel.jobs.registry import job
from trato.kernel.jobs.running import Running
from trato.kernel.objects import registry
from trato.kernel.search import documents, words
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import as_system
from trato.kernel.tenancy.database import fetch
from trato.kernel.timeline.consuming import Consumer
from trato.lib import sql

COUNT, RENEW = "search.count", "search.renew"
MUCH = 20_000
"""Changes after which words are counted anew."""
BATCH = 2_000
_UNDER_WAY = (Job.State.QUEUED, Job.State.RUNNING)


@job(COUNT)
def count(running: Running) -> Mapping[str, Any]:
    """Count all words of the organization."""
    specs = registry.every()
    for place, spec in enumerate(specs):
        words.count(spec)
        running.report(place + 1, len(specs))
    return {}


@job(RENEW)
def renew(running: Running) -> Mapping[str, Any]:
    """Write all documents anew, a batch at a time: nobody waits for it, and search finds things meanwhile."""
    done = 0
    for spec in registry.every():
        last = None
        while ids := _next(sql.name(spec.table), last):
            documents.refresh(spec, ids, gone=False)
            last, done = ids[-1], done + len(ids)
            running.report(done)
        words.count(spec)
    return {"documents": done}


def _next(table: str, last: Any) -> list[Any]:
    condition = "" if last is None else " AND id > %s"
    found = f"SELECT id FROM {table} WHERE deleted_at IS NULL{condition} ORDER BY id LIMIT {BATCH}"
    return [each for (each,) in fetch(found, [] if last is None else [last])]


def start(kind: str) -> None:
    """Start one of the jobs for the current organization, unless it waits or runs already."""
    waiting = fetch("SELECT 1 FROM job WHERE kind = %s AND state = ANY(%s)", [kind, [*_UNDER_WAY]])
    if scope.organization().pk and not waiting:
        queue.start(as_system("keeping search true"), kind, {})


def take(after: int, until: int) -> None:
    """Count when another `MUCH` changes have come."""
    if until // MUCH != after // MUCH:
        start(COUNT)


consumer = Consumer("search.words", take)
