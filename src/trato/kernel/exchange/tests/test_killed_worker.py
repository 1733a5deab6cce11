"""A worker that is killed in the middle of an import: nothing half-written, nothing lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from trato.kernel.access import accounts, actors
from trato.kernel.exchange import files, importing, work
from trato.kernel.intake.mapping import parse
from trato.kernel.jobs.models import Job
from trato.kernel.objects import registry
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.models import Organization

ROWS = 3000
POLLS = 3000


@pytest.fixture
def company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Organization]:
    """An organization of its own, really committed: other processes see it."""
    with django_db_blocker.unblock():
        made = organizations.create("Killed", domain="killed.example")
        try:
            with scope.enter(made):
                yield made
        finally:
            organizations.drop(made)
            connection.close()


def _url() -> str:
    of = connection.settings_dict
    who, where = f"{quote(of['USER'])}:{quote(of['PASSWORD'])}", quote(of["HOST"], safe="")
    return f"postgresql://{who}@/{of['NAME']}?host={where}&port={of['PORT']}"


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts worker processes on the test's database; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []
    log = (tmp_path / "worker.log").open("wb")
    environment = {**os.environ, "DATABASE_URL": _url(), "TRATO_HOME": str(tmp_path)}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "trato.project.worker"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
    log.close()


def _until(true: Callable[[], bool], watcher: psycopg.Connection[tuple[object, ...]]) -> None:
    """Ask again and again, the database being the clock; a bound keeps a failure from hanging."""
    for _poll in range(POLLS):
        if true():
            return
        watcher.execute("SELECT pg_sleep(0.02)")
    raise AssertionError("it never came true")


def test_nothing_is_half_written_and_nothing_lost(
    company: Organization, worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    who = actors.of_user(accounts.ensure_administrator("alba@killed.example").pk)
    content = "name\n" + "\n".join(f"N{number}" for number in range(ROWS))
    path, _size = files.store([content.encode()], "imports", ".csv")
    mapping = parse({"mode": "create", "columns": {"name": {"to": "name"}}})
    one = importing.take_in(who, registry.get("account"), path, "names.csv", mapping)
    job = work.start_import(who, one, dry_run=False)
    schema = company.schema_name
    with psycopg.connect(_url(), autocommit=True) as watcher, psycopg.connect(_url()) as holder:
        holder.execute(f'LOCK TABLE "{schema}".subject IN EXCLUSIVE MODE')
        first = worker()
        blocked = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
        _until(lambda: watcher.execute(blocked, [f'"{schema}".subject']).fetchone() is not None, watcher)
        job.refresh_from_db()
        assert (job.state, job.done > 0) == (Job.State.RUNNING, True)
        first.send_signal(signal.SIGKILL)
        first.wait()
        holder.rollback()
        assert watcher.execute(f'SELECT count(*) FROM "{schema}".account').fetchone() == (0,)
        watcher.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        worker()
        over = f'SELECT 1 FROM "{schema}".job WHERE state IN (%s, %s)'
        _until(lambda: watcher.execute(over, ["done", "failed"]).fetchone() is not None, watcher)
        job.refresh_from_db()
        assert (job.state, job.error, job.attempts, job.counts["create"]) == (Job.State.DONE, "", 2, ROWS)
        assert watcher.execute(f'SELECT count(*) FROM "{schema}".account').fetchone() == (ROWS,)
        entries = f'SELECT count(*), count(DISTINCT record_id) FROM "{schema}".entry WHERE verb = %s'
        assert watcher.execute(entries, ["create"]).fetchone() == (ROWS, ROWS)
        numbered = f'SELECT count(*) FROM "{schema}".outbox WHERE pos IS NULL'
        _until(lambda: watcher.execute(numbered).fetchone() == (0,), watcher)
