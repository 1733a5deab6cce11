"""The process that imports 100,000 contacts into the demo company and keeps nothing of it; prints what it found as JSON.

Every second row names an account that is there, every tenth has the e-mail of a contact that is there, and every
hundredth that of another row.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  # models exist only after setup

from trato.kernel.exchange import files, importing  # noqa: E402
from trato.kernel.intake.mapping import parse  # noqa: E402
from trato.kernel.objects import registry  # noqa: E402
from trato.kernel.objects.custom import refresh_shape  # noqa: E402
from trato.kernel.tenancy import scope  # noqa: E402
from trato.kernel.tenancy.actor import as_system  # noqa: E402
from trato.kernel.tenancy.database import fetch  # noqa: E402
from trato.project.demo import company  # noqa: E402

ROWS = 100_000
HEADER = ("Nombre", "Apellidos", "Correo", "Teléfono", "Cargo", "Empresa", "Origen")
COLUMNS = (
    ("Nombre", "name.given"),
    ("Apellidos", "name.family"),
    ("Correo", "emails"),
    ("Teléfono", "phones"),
    ("Cargo", "job_title"),
    ("Empresa", "accounts"),
    ("Origen", "source"),
)


def write(path: Path, accounts: list[str], emails: list[str]) -> None:
    """The file."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(HEADER)
        for number in range(ROWS):
            email = f"nueva{number if number % 100 else number - 1}@importada.example"
            if number % 10 == 5:
                email = emails[number % len(emails)]
            account = accounts[number % len(accounts)] if number % 2 else ""
            phone = f"+3460{number:07}"
            rows.writerow((f"Nueva{number % 997}", f"Importada{number}", email, phone, "Compras", account, "fair"))


@contextmanager
def _watching(pid: int) -> Iterator[list[float]]:
    """The most memory private to a process while the block runs."""
    most, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.2):
            most[0] = max(most[0], _private(pid))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def _private(pid: int) -> float:
    """Its own memory, without the server's shared buffers that it touches."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(each.split()[1]) for each in lines if each.startswith("Anonymous")) / 1024


def main(home: Path) -> int:
    """The child: prints what it found as JSON."""
    found = company.find()
    if found is None:
        sys.exit("there is no demo company")
    with scope.enter(found):
        accounts = [
            row[0] for row in fetch("SELECT name FROM account WHERE deleted_at IS NULL ORDER BY id LIMIT 20000")
        ]
        emails = [row[0] for row in fetch("SELECT emails->0->>'value' FROM contact ORDER BY id LIMIT 5000")]
        file = home / "contacts.csv"
        write(file, accounts, emails)
        connection.ensure_connection()
        with _watching(connection.connection.info.backend_pid) as server, transaction.atomic():
            began = time.monotonic()
            counts = _run(file)
            seconds = time.monotonic() - began
            transaction.set_rollback(True)
    process = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": seconds, "speed": ROWS / seconds, "process": process, "server": server[0], "counts": counts}
    print(json.dumps(told))
    return 0


def _run(file: Path) -> dict[str, Any]:
    refresh_shape()
    actor = as_system("benchmark")
    with file.open("rb") as stream:
        stored, _size = files.store(iter(lambda: stream.read(1 << 20), b""), "imports", ".csv")
    mapping = parse({"mode": "upsert", "key": ["emails"], "columns": {name: {"to": path} for name, path in COLUMNS}})
    one = importing.take_in(actor, registry.get("contact"), stored, file.name, mapping)
    try:
        return dict(importing.run(actor, one, dry_run=False)["counts"])
    finally:
        stored.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
