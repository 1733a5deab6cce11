"""Gives every test, wherever it lies, a server, Django and the fixtures of the modules named below.

The server lives in `.trato/test` and is shared by test runs that go on at the same time; each run has a database of
its own. TRATO_TEST_DATABASE_URL names another server.
"""

import fcntl
import os
from pathlib import Path

import django
import psutil
import pytest
from django.conf import settings
from psycopg import sql

from trato.project import cluster, postgres

ROOT = Path(__file__).parent
HOME = ROOT / ".trato" / "test"
PREFIX = "test_trato_"

if settings.configured:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests bring their own settings.")
HOME.mkdir(parents=True, exist_ok=True)
os.environ["TRATO_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "trato.project.settings"
os.environ.pop("DATABASE_URL", None)
if "TRATO_TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TRATO_TEST_DATABASE_URL"]
django.setup()

pytest_plugins = ["tests.fixtures", "tests.programs", "tests.visitors", "tests.browser"]
visitors = (HOME / "sessions.lock").open("w")


def pytest_sessionstart() -> None:
    """Held shared by every run, so that the last one to leave stops the server."""
    fcntl.flock(visitors, fcntl.LOCK_SH)


def pytest_sessionfinish() -> None:
    with visitors:
        try:
            fcntl.flock(visitors, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        postgres.stop(HOME)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Start the server and name this run's database, before pytest-django makes it."""
    if "DATABASE_URL" not in os.environ:
        postgres.ensure_running(HOME)
        _forget_durability()
        _drop_leftovers()
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{PREFIX}{os.getpid()}"


def _forget_durability() -> None:
    """Tests outlive no power cut."""
    with cluster.locate(HOME).connect("postgres") as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        connection.execute("SELECT pg_reload_conf()")


def _drop_leftovers() -> None:
    """Databases of runs that were killed."""
    with cluster.locate(HOME).connect("postgres") as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        for (name,) in names.fetchall():
            pid = name.removeprefix(PREFIX)
            if pid.isdigit() and not psutil.pid_exists(int(pid)):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
