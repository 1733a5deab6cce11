"""The bridge to Procrastinate: jobs in, jobs out, and those of dead workers back in.

A worker holds an advisory lock of the database for the job it runs. It falls with the worker's connection, so a job
that is handed out twice (its worker was slow, not dead) is still run by one only.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as Carried

from trato.kernel.jobs import cleaning, running
from trato.kernel.jobs.models import Job
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.models import Organization

log = logging.getLogger("trato.jobs")

HEARTBEAT_SECONDS = 5.0
DEAD_SECONDS = 20.0
LOCK_WAIT_SECONDS = 5
CLEANING_TIME = "17 3 * * *"


class _Patience(BaseRetryStrategy):
    """A job that asks to be tried again is, and one whose database went away."""

    def get_retry_decision(self, *, exception: BaseException, job: Carried) -> RetryDecision | None:
        if isinstance(exception, running.Again):
            return RetryDecision(retry_in={"seconds": exception.seconds})
        if isinstance(exception, OperationalError | InterfaceError) and job.attempts < 20:
            return RetryDecision(retry_in={"seconds": 5})
        return None


@app.task(name="trato.run", retry=_Patience())
def run(*, schema: str, job_id: str) -> None:
    """Run a job inside its organization. Nothing to do when the organization is gone."""
    organization = Organization.objects.filter(schema_name=schema).first()
    if organization is None:
        return
    with scope.enter(organization), _alone(job_id):
        running.execute(UUID(job_id))


@app.periodic(cron=CLEANING_TIME)
@app.task(name="trato.clean", pass_context=False)
def clean(timestamp: int) -> None:  # noqa: ARG001  # what periodic tasks are given
    """Clean every organization, one after the other; one that cannot be cleaned tonight keeps no other from it."""
    for organization in list(Organization.objects.order_by("pk")):
        try:
            with scope.enter(organization):
                cleaning.clean()
        except (DatabaseError, OSError):
            log.exception("cleaning %s failed; it is tried again tomorrow", organization.schema_name)


def defer(organization: Organization, job: Job) -> None:
    """Hand a job to the workers; it travels with the transaction around."""
    run.defer(schema=organization.schema_name, job_id=str(job.pk))


async def recover(worker_app: App) -> int:
    """Put the jobs of dead workers back in the queue; answers how many there were."""
    stalled = list(await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS))
    for each in stalled:
        await worker_app.job_manager.retry_job(each)
    return len(stalled)


@contextmanager
def _alone(job_id: str) -> Iterator[None]:
    """Hold the job's lock. Again when another worker has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [job_id])
        row = cursor.fetchone()
        if not row or not row[0]:
            raise running.Again(LOCK_WAIT_SECONDS)
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [job_id])
