"""Keeping the counts of words true: a job that counts anew, started when much was written since the last time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job
from trato.kernel.jobs.registry import job
from trato.kernel.jobs.running import Running
from trato.kernel.objects import registry
from trato.kernel.search import words
from trato.kernel.tenancy.actor import as_system
from trato.kernel.tenancy.database import fetch
from trato.kernel.timeline.consuming import Consumer

KIND = "search.count"
MUCH = 20_000
"""Changes after which words are counted anew."""


@job(KIND)
def recount(running: Running) -> Mapping[str, Any]:
    """Count all words of the organization."""
    specs = registry.every()
    for place, spec in enumerate(specs):
        words.count(spec)
        running.report(place + 1, len(specs))
    return {}


def take(after: int, until: int) -> None:
    """Start the job when another `MUCH` changes have come."""
    if until // MUCH == after // MUCH:
        return
    waiting = fetch("SELECT 1 FROM job WHERE kind = %s AND state IN (%s, %s)", [KIND, *_UNDER_WAY])
    if not waiting:
        queue.start(as_system("counting the words of search"), KIND, {})


_UNDER_WAY = (Job.State.QUEUED, Job.State.RUNNING)

consumer = Consumer("search.words", take)
