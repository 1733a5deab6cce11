"""Running one job: its state, its progress, its end."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from trato.kernel.jobs import registry
from trato.kernel.jobs.models import Job
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor, as_system

log = logging.getLogger("trato.jobs")

REPORT_SECONDS = 0.5
FIRST_WAIT, LONGEST_WAIT = 2, 300
MAX_ATTEMPTS = 10
"""However often its worker dies: a job that kills workers must end too."""

_REPORT = """
UPDATE job SET done = %s, total = %s, counts = %s WHERE id = %s AND state = 'running' RETURNING cancel_requested
"""

_resolvers: list[Callable[[UUID], Actor]] = []
ends: list[Callable[[Job], None]] = []
"""Told of each job that the worker brought to its end. Added when apps are ready."""


class JobFailed(Exception):
    """The job cannot be done; the message says why, in words for the person who started it."""


class Cancelled(Exception):
    """Somebody asked the job to stop."""


class Again(Exception):
    """The job should be tried again in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


def resolve_actors_with(of_user: Callable[[UUID], Actor]) -> None:
    """Who a user is now comes from a higher room; called once, when apps are ready."""
    _resolvers[:] = [of_user]


def now() -> datetime:
    return datetime.now(UTC)


class Running:
    """What a job's work is given: for whom, with what, and where to report."""

    def __init__(self, job: Job, actor: Actor, watch: Callable[[Job], None] | None) -> None:
        self.job, self.actor, self._watch = job, actor, watch
        self._next = 0.0
        self._beside: BaseDatabaseWrapper | None = None

    @property
    def input(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.job.input
        return found

    def report(self, done: int, total: int | None = None, *, force: bool = False, **counts: int) -> None:
        """Tell how far the job is; at most twice a second reaches the database. Cancelled when it should stop.

        Seen by others at once, even from inside a transaction.
        """
        self.job.done = done
        self.job.total = self.job.total if total is None else total
        self.job.counts = {**self.job.counts, **counts}
        if not force and time.monotonic() < self._next:
            return
        self._next = time.monotonic() + REPORT_SECONDS
        with self._connection().cursor() as cursor:
            values: list[Any] = [self.job.done, self.job.total, Jsonb(self.job.counts), self.job.pk]
            cursor.execute(_REPORT, values)
            row = cursor.fetchone()
        if self._watch is not None:
            self._watch(self.job)
        if row is not None and row[0]:
            raise Cancelled

    def goes_on(self, done: int) -> bool:
        """`report` for callers that want to be told to stop instead (bulk.running)."""
        try:
            self.report(done)
        except Cancelled:
            return False
        return True

    def close(self) -> None:
        if self._beside is not None:
            self._beside.close()

    def _connection(self) -> BaseDatabaseWrapper:
        """The thread's own connection, or in a worker's transaction one beside it."""
        if self._watch is not None or not connection.in_atomic_block:
            return connection
        if self._beside is None:
            self._beside = connection.copy()
            self._beside.set_tenant(scope.organization())  # type: ignore[attr-defined]  # django-tenants
        return self._beside


def execute(job_id: UUID, *, watch: Callable[[Job], None] | None = None) -> None:
    """Run a job of the organization in force to its end. Again when it should be tried once more.

    `watch` is given when it runs in the process that started it.
    """
    job = _take(job_id)
    if job is None:
        return
    running = None
    try:
        actor = _actor(job)
        with translation.override(actor.language):
            running = Running(job, actor, watch)
            result = registry.get(job.kind).work(running)
        _finish(job, Job.State.DONE, result=dict(result or {}))
    except Cancelled:
        _finish(job, Job.State.CANCELLED)
    except JobFailed as error:
        _finish(job, Job.State.FAILED, error=str(error))
    except (OperationalError, InterfaceError):
        connection.close()
        _try_again(job, attempts=MAX_ATTEMPTS)
    except Exception:  # whatever a job's work raises must end in the job's row
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _try_again(job, attempts=registry.get(job.kind).attempts)
    finally:
        if running is not None:
            running.close()
    if watch is None and job.is_over:
        for each in ends:
            each(job)


def _take(job_id: UUID) -> Job | None:
    """Mark the job as running; None when it is over or gone. One found running was its dead worker's."""
    jobs = Job.objects.filter(pk=job_id, state__in=[Job.State.QUEUED, Job.State.RUNNING])
    if not jobs.update(state=Job.State.RUNNING, started_at=now(), attempts=models.F("attempts") + 1, done=0, counts={}):
        return None
    return Job.objects.get(pk=job_id)


def _actor(job: Job) -> Actor:
    if job.attempts > MAX_ATTEMPTS:
        raise JobFailed(_("This was tried ten times and never came to an end."))
    if job.actor_id is None:
        return as_system(f"job {job.kind}", language=scope.organization().language)
    try:
        actor = _resolvers[0](job.actor_id)
    except LookupError as error:
        raise JobFailed(_("The user who started this may not act any more.")) from error
    return actor if job.scopes is None else replace(actor, kind="token", scopes=frozenset(job.scopes))


def _finish(job: Job, state: Job.State, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    job.state, job.result, job.error, job.finished_at = state, result, error, now()
    job.save(update_fields=["state", "result", "error", "done", "total", "counts", "finished_at"])


def _try_again(job: Job, *, attempts: int) -> None:
    """Back to the queue, or failed for good. Without details: what failed inside is for the log alone."""
    if job.attempts >= attempts:
        error = _("Something went wrong; nothing was changed. Try it again.")
        if registry.get(job.kind).in_parts:
            error = _("Something went wrong. What was done until then stays done; the rest is unchanged.")
        _finish(job, Job.State.FAILED, error=error)
        return
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    raise Again(min(FIRST_WAIT * 2 ** (job.attempts - 1), LONGEST_WAIT))
