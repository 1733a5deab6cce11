"""What must be true before Trato starts, each with one clear line when it is not."""

import fcntl
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from trato.project import cluster
from trato.project.database import UNREADABLE_URL
from trato.project.home import public_url, web_workers
from trato.project.trouble import Trouble

NEEDED_AT_FIRST = 300 * 2**20
NEEDED_LATER = 50 * 2**20
OLDEST_SERVER = 180000
POLL_SECONDS = 0.5


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """One `trato up` for each TRATO_HOME. The kernel lets go of the lock when its holder dies: it is never stale."""
    with (home / "up.lock").open("a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            raise Trouble(f"Trato already runs in {home} (process {holder}).") from error
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield


def settings_are_sound() -> None:
    """What would otherwise show only once a link leads nowhere or a process keeps dying."""
    public_url()
    web_workers()


def port_is_free(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            wrong = "TRATO_BIND" if isinstance(error, socket.gaierror) else "TRATO_PORT"
            raise Trouble(f"Cannot listen on {address}:{port}: {error.strerror}. Set {wrong}.") from error


def disk_has_room(home: Path) -> None:
    """Where the home lies and where its database does, which root may have had to put elsewhere."""
    here = cluster.locate(home)
    needed = NEEDED_LATER if here.is_made() else NEEDED_AT_FIRST
    database = next(each for each in here.data.parents if each.exists())
    for folder in (home, database):
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise Trouble(f"The disk of {folder} is full: {free // 2**20} MB free, {needed // 2**20} MB needed.")


def database_answers(url: str, progress: Callable[[str], None]) -> None:
    """A server of DATABASE_URL that is starting or recovering is waited for; anything else is said at once."""
    said = False
    while True:
        try:
            with psycopg.connect(url, connect_timeout=10) as connection:
                _is_new_enough(connection)
                return
        except psycopg.ProgrammingError as error:
            raise Trouble(UNREADABLE_URL) from error
        except psycopg.OperationalError as error:
            if "starting up" not in str(error) and "recover" not in str(error) and "shutting down" not in str(error):
                raise Trouble(f"DATABASE_URL does not lead to a database: {_line(error)}") from error
            if not said:
                progress("The database is recovering; waiting for it…")
            said = True
        time.sleep(POLL_SECONDS)


def _is_new_enough(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        raise Trouble(f"Trato needs PostgreSQL {OLDEST_SERVER // 10000} or newer; this is {version // 10000}.")


def _line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or ["no reason given"]
    return next((line for line in lines if "FATAL" in line), lines[0]).strip()
