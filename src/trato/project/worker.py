"""The process that runs jobs and numbers the outbox. Killed at any moment it loses none: a job it held is taken up
again by the next worker."""

import asyncio
import logging
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, cast

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trato.project.settings")
# It would warn that this module, as the main one, is where Django made the app; only this process uses it.
logging.getLogger("procrastinate.blueprints").setLevel(logging.ERROR)
django.setup()

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from trato.kernel.jobs import worker
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.models import Organization
from trato.kernel.timeline import consuming, sequencer

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector

log = logging.getLogger("trato.worker")

CONCURRENCY = 4
RECOVER_SECONDS = 10.0
SEQUENCE_SECONDS = 0.2
ORGANIZATIONS_SECONDS = 5.0
TROUBLE_SECONDS = 2.0
PAUSE_SECONDS = 15.0
DATABASE_TROUBLE = (ConnectorException, psycopg.Error, DatabaseError, InterfaceError)


async def work() -> None:
    """Until SIGTERM or SIGINT; jobs at hand are finished first."""
    connector = cast("DjangoConnector", app.connector)
    worker_app = app.with_connector(connector.get_worker_connector())
    stop = threading.Event()
    async with worker_app.open_async():
        beside = [asyncio.create_task(_recover(worker_app)), asyncio.create_task(asyncio.to_thread(_sequence, stop))]
        try:
            await worker_app.run_worker_async(
                concurrency=CONCURRENCY,
                shutdown_graceful_timeout=10,
                delete_jobs="always",
                update_heartbeat_interval=worker.HEARTBEAT_SECONDS,
                stalled_worker_timeout=worker.DEAD_SECONDS,
            )
        finally:
            stop.set()
            beside[0].cancel()
            await asyncio.gather(*beside, return_exceptions=True)


def main() -> int:
    """Work until stopped; trouble with the database ends it in a line, for `trato up` to start it again.

    It does not go on by itself: a signal to stop may have come while the work broke off. Trouble that comes at once
    is sat out first, so that a full disk or a database that is away does not count as a process that keeps dying.
    """
    began = time.monotonic()
    try:
        asyncio.run(work())
    except DATABASE_TROUBLE as error:
        log.warning("jobs wait for the database: %s", _cause(error))
        if time.monotonic() - began < PAUSE_SECONDS:
            time.sleep(PAUSE_SECONDS)
        return 1
    return 0


def _cause(error: BaseException) -> str:
    """What the database itself said, in a line."""
    while error.__cause__ is not None:
        error = error.__cause__
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


async def _recover(worker_app: App) -> None:
    """Take up the jobs of dead workers, at once and then every few seconds."""
    while True:
        try:
            found = await worker.recover(worker_app)
            if found:
                log.warning("%s jobs of workers that died are taken up again", found)
        except DATABASE_TROUBLE as error:
            log.warning("the jobs of workers that died wait for the database: %s", _cause(error))
        await asyncio.sleep(RECOVER_SECONDS)


def _sequence(stop: threading.Event) -> None:
    """Number the entries that were committed, of all organizations, a few times a second, and let them be read; now
    and then also what a worker that died had not read."""
    organizations: list[Organization] = []
    read_again = 0.0
    while not stop.wait(SEQUENCE_SECONDS):
        try:
            everyone = time.monotonic() >= read_again
            if everyone:
                organizations = list(Organization.objects.all())
                read_again = time.monotonic() + ORGANIZATIONS_SECONDS
            busy = set(sequencer.waiting([each.schema_name for each in organizations]))
            for organization in organizations:
                if organization.schema_name in busy or everyone:
                    _take_turn(organization)
        except (DatabaseError, InterfaceError) as error:
            log.warning("the outbox waits for the database: %s", type(error).__name__)
            connection.close()
            read_again = 0.0
            stop.wait(TROUBLE_SECONDS)
    connection.close()


def _take_turn(organization: Organization) -> None:
    """One organization's entries. What is wrong with it must not hold up the others; a database that is away does."""
    try:
        with scope.enter(organization):
            sequencer.sequence()
            consuming.drain()
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # whatever a consumer raises, the thread goes on with the next organization
        log.exception("what follows from changes in %s waits", organization.schema_name)


if __name__ == "__main__":
    sys.exit(main())
