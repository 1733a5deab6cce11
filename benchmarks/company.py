"""Where measuring happens: a home of its own with the whole product running, the demo company in it, and its people."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.wire import Wire

ROOT = Path(__file__).parent.parent
START_SECONDS = 600.0
STOP_SECONDS = 60.0


@dataclass(frozen=True)
class Person:
    """Somebody of the demo company: `token` for the API, `cookie` for pages."""

    email: str
    label: str
    token: str
    cookie: str


@dataclass(frozen=True)
class Product:
    """The running product. `process` is `trato up`, whose children are web, live and worker."""

    process: subprocess.Popen[bytes]
    port: int


def free_ports() -> int:
    """A port whose next one is free as well."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@contextmanager
def running(home: Path) -> Iterator[Product]:
    """`trato up` in that home, on ports of its own, until the block ends."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_ports()
    os.environ.update({"TRATO_HOME": str(home), "TRATO_PORT": str(port), "TRATO_URL": f"http://localhost:{port}"})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trato.project.settings")
    command = [sys.executable, "-m", "trato.project.cli", "up"]
    with (home / "bench.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(process, port, home / "bench.log")
            yield Product(process, port)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit(f"Trato did not start:\n{log.read_text(errors='replace')[-2000:]}")
        try:
            with Wire(port) as wire:
                if wire.ask("GET", "/readyz").status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit("Trato did not start in time.")


def people() -> dict[str, Person]:
    """Those whose eyes we look through, with a fresh token and session each. To be called inside the company."""
    from trato.kernel.access import sessions  # Django is set up by now
    from trato.kernel.access.models import User

    found = {}
    for name, label in (("rep2", "a representative"), ("rep1", "one who sees 0.1 %"), ("admin", "an administrator")):
        user = User.objects.get(email=f"{name}@demo.example")
        token = sessions.make_token(user, label="bench", rate=0, days=1)
        found[name] = Person(user.email or "", label, token, sessions.open_session(user))
    return found


def made(scale: str) -> Any:
    """The demo company at that scale, the one that is there if it fits."""
    from django.db import connection

    from trato.kernel.tenancy import scope
    from trato.project.demo import company

    found = company.find()
    if found is not None:
        with scope.enter(found), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM contact")
            count = int(cursor.fetchone()[0])
        if count >= company.SCALES[scale].contacts and count < 2 * company.SCALES[scale].contacts:
            return found
    return company.make(scale, report=lambda line: print(f"making {line}…", flush=True))


def owned(table: str, person: Person, count: int = 100) -> list[str]:
    """Ids of some records that are theirs."""
    from trato.kernel.tenancy.database import fetch

    rows = fetch(
        f'SELECT a.id::text FROM {table} a JOIN "user" u ON u.id = a.owner_id'
        " WHERE u.email = %s AND a.deleted_at IS NULL LIMIT %s",
        [person.email, count],
    )
    return [row[0] for row in rows]
