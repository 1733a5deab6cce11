"""Starting, finding and cancelling jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from trato.kernel.jobs import registry, running, worker
from trato.kernel.jobs.models import Job
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor

Watch = Callable[[Job], None]

_inline: ContextVar[Watch | None] = ContextVar("trato_jobs_inline", default=None)


def start(actor: Actor, kind: str, input: Mapping[str, Any]) -> Job:
    """Put a job of the kind `kind` in the queue, for the actor, who may do then what they may do now.

    It is taken up once the transaction around is committed. UnknownJob when there is no such kind.
    """
    registry.get(kind)
    scopes = None if actor.scopes is None else sorted(actor.scopes)
    job = Job.objects.create(kind=kind, actor_id=actor.id, scopes=scopes, input=dict(input))
    _begin(job)
    return job


def _begin(job: Job) -> None:
    """Leave the job to the worker, or run it at once."""
    watch = _inline.get()
    if watch is None:
        worker.defer(scope.organization(), job)
        return
    running.execute(job.pk, watch=watch)
    job.refresh_from_db()


def of(actor: Actor, *, limit: int = 50) -> list[Job]:
    """The actor's own jobs, newest first."""
    return list(Job.objects.filter(actor_id=actor.id).order_by("-id")[:limit])


def find(actor: Actor, job_id: UUID) -> Job | None:
    """The actor's own job with that id; administrators find everybody's."""
    jobs = Job.objects.filter(pk=job_id)
    return (jobs if actor.administers else jobs.filter(actor_id=actor.id)).first()


def cancel(job: Job) -> None:
    """Ask a job to stop: at once when it waits, else at its next report. One that is over stays as it is."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if not waiting.update(state=Job.State.CANCELLED, finished_at=running.now()):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_requested=True)
    job.refresh_from_db()


def can_resume(job: Job) -> bool:
    """Whether a job that was stopped, or failed, half-way can go on from there."""
    return job.state in {Job.State.CANCELLED, Job.State.FAILED} and registry.get(job.kind).in_parts


def resume(job: Job) -> None:
    """Take a job up again where it was stopped; one that cannot be stays as it is."""
    if can_resume(job):
        stopped = Job.objects.filter(pk=job.pk, state=job.state)
        fresh = {"cancel_requested": False, "finished_at": None, "error": "", "attempts": 0}
        if stopped.update(state=Job.State.QUEUED, **fresh):
            _begin(job)
    job.refresh_from_db()


@contextmanager
def inline(watch: Watch = lambda _job: None) -> Iterator[None]:
    """Jobs started inside run at once, in this process: for the command line and tests. `watch` sees each report."""
    token = _inline.set(watch)
    try:
        yield
    finally:
        _inline.reset(token)
