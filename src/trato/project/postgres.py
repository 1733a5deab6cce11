"""The embedded database: our own small launcher over the server binaries that come with `pip`.

    ensure_running(home) -> url     make, start or recover the server and wait until it answers
    stop(home)                      stop it and leave no process
    python -m trato.project.postgres start|stop|url [--home FOLDER]

The server listens on a Unix socket in an owner-only folder and nowhere else; the kernel names the caller
(peer sign-in), so there is no password to keep. Started as root, the server runs as an unprivileged user.
"""

import argparse
import fcntl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NewType

import psycopg
from psycopg import sql

from trato.project import cluster
from trato.project.cluster import Cluster
from trato.project.home import ensure_home
from trato.project.home import home as default_home
from trato.project.trouble import Trouble

DatabaseUrl = NewType("DatabaseUrl", str)
Progress = Callable[[str], None]

EXTENSIONS = ("unaccent", "pg_trgm")
POLL_SECONDS = 0.1
SAY_AFTER_SECONDS = 3.0
WAIT = ("-w", "-t", str(24 * 60 * 60))


def database_url(home: Path) -> DatabaseUrl:
    """Where the embedded server of this home answers, running or not."""
    found = cluster.locate(home)
    return DatabaseUrl(f"postgresql://{cluster.ROLE}@/{cluster.DATABASE}?host={found.socket_folder}")


def ensure_running(home: Path, progress: Progress = print) -> DatabaseUrl:
    """Start the server of this home unless it runs, and wait for as long as it lives and recovers.

    Raises Trouble with one clear line when the server cannot start.
    """
    ensure_home(home)
    try:
        with _only_one(home):
            cluster.ensure_service_user()
            here = cluster.locate(home)
            if not here.is_made():
                progress("Making the database…")
                cluster.make(home, here)
            changed = cluster.write_settings(here)
            if not here.is_running():
                cluster.clear_stale_lock(here)
                _start(here, progress)
            elif changed:
                here.run(["pg_ctl", "-D", str(here.data), "reload"])
            _wait_until_ready(here)
            _prepare(here)
    except psycopg.Error as error:
        raise Trouble(f"The embedded database cannot be prepared: {str(error).splitlines()[0]}") from error
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise Trouble(f"The embedded database cannot use its folder: {error.strerror}{where}.") from error
    return database_url(home)


def stop(home: Path) -> None:
    """Stop the server of this home, breaking off open connections; quiet when it does not run."""
    here = cluster.locate(home)
    if not here.is_made() or not here.is_running():
        return
    result = here.run(["pg_ctl", "-D", str(here.data), "-m", "fast", *WAIT, "stop"])
    if result.returncode and here.is_running():
        raise Trouble(f"The embedded database did not stop: {result.stdout.strip()}")


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Two starts at once take turns. The lock dies with its holder, so it is never stale."""
    with (home / "postgres.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _start(here: Cluster, progress: Progress) -> None:
    """Start the server and wait: recovery after a crash takes as long as it takes, only a dead server ends it.

    `pg_ctl` gives the server its own session, so a Ctrl-C meant for `trato up` does not reach it first.
    """
    with here.start_log.open("wb") as log, here.popen(["pg_ctl", "-D", str(here.data), *WAIT, "start"], log) as starter:
        try:
            failed = _patiently(starter, progress)
        except BaseException:
            starter.terminate()  # told to stop meanwhile: `stop` ends the server, nobody waits for its recovery here
            raise
    if failed:
        raise Trouble(f"The embedded database did not start: {here.last_words()}")


def _patiently(starter: "subprocess.Popen[bytes]", progress: Progress) -> int:
    said = False
    while True:
        try:
            return starter.wait(SAY_AFTER_SECONDS)
        except subprocess.TimeoutExpired:
            if not said:
                progress("The database is recovering; waiting for it…")
            said = True


def _wait_until_ready(here: Cluster) -> None:
    """A server that somebody else is starting answers "starting up" for a while."""
    while True:
        try:
            with here.connect("postgres"):
                return
        except psycopg.OperationalError as error:
            if not here.is_running():
                raise Trouble(f"The embedded database went away: {here.last_words()}") from error
            if "starting up" not in str(error) and "recover" not in str(error) and "No such file" not in str(error):
                raise Trouble(f"The embedded database refuses us: {str(error).splitlines()[-1]}") from error
        time.sleep(POLL_SECONDS)


def _prepare(here: Cluster) -> None:
    """The application's role and database. Extensions go into the template too, so that test databases have them."""
    with here.connect("postgres") as connection:
        role, database = sql.Identifier(cluster.ROLE), sql.Identifier(cluster.DATABASE)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [cluster.ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [cluster.DATABASE]).fetchone():
            return
        _add_extensions(here, "template1")
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))


def _add_extensions(here: Cluster, database: str) -> None:
    with here.connect(database) as connection:
        for name in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(name)))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m trato.project.postgres")
    parser.add_argument("what", choices=["start", "stop", "url"])
    parser.add_argument("--home", type=Path, default=None)
    options = parser.parse_args(arguments)
    folder = (options.home or default_home()).resolve()
    try:
        if options.what == "start":
            print(ensure_running(folder, progress=lambda line: print(line, file=sys.stderr)))
        elif options.what == "stop":
            stop(folder)
        else:
            print(database_url(folder))
    except Trouble as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
