"""The API beside a bare endpoint that runs the same statements."""

from __future__ import annotations

import itertools
import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.test import Client

from benchmarks.cast import Person
from benchmarks.clock import by_turns
from benchmarks.company import ROOT, STOP_SECONDS, Product, free_ports
from benchmarks.hearing import listening
from benchmarks.plan import MARK, Plan
from benchmarks.report import Figure
from benchmarks.wire import Wire
from trato.kernel.tenancy import scope
from trato.lib.ids import uuid7

BAR = 5.0
GROUP = "API, one client, p50"
FILTER = {
    "all": [
        {"field": "account.industry", "op": "is", "value": "software"},
        {"field": "amount", "op": "gt", "value": "1000"},
        {"field": "source", "op": "in", "value": ["fair", "campaign"]},
    ]
}


@dataclass(frozen=True)
class Request:
    """One kind of request: `target` may hold {id}, `body` {text}."""

    name: str
    method: str
    target: str
    body: str = ""

    def made(self, record: str) -> tuple[str, str, bytes]:
        return self.method, self.target.replace("{id}", record), self.body.replace(MARK, word()).encode()


def requests() -> list[Request]:
    contact = {"name": {"given": MARK, "family": "Prueba"}, "emails": [{"value": f"{MARK}@prueba.example"}]}
    wanted = quote(json.dumps(FILTER))
    return [
        Request("get", "GET", "/api/v1/contacts/{id}"),
        Request("page of 50", "GET", "/api/v1/contacts?sort=name&count=none"),
        Request("page of 50, counted", "GET", "/api/v1/contacts?sort=name"),
        Request("filtered page", "GET", f"/api/v1/deals?count=none&filter={wanted}"),
        Request("create", "POST", "/api/v1/contacts", json.dumps(contact)),
        Request("update", "PATCH", "/api/v1/contacts/{id}", json.dumps({"department": MARK})),
    ]


def measure(product: Product, person: Person, records: list[str], home: Path, rounds: int) -> Iterator[Figure]:
    """Each request of that person against its floor."""
    plans = {request.name: _heard(request, person, records[0]) for request in requests()}
    with _floor(plans, home) as port, _as(product, person) as ours, Wire(port) as floor:
        for request in requests():
            turns = itertools.cycle(records)

            def ask(request: Request = request, turns: Iterator[str] = turns) -> None:
                reply = ours.ask(*request.made(next(turns)))
                _expect(reply.status in {200, 201}, request.name, reply.body)

            def bare(request: Request = request, turns: Iterator[str] = turns) -> None:
                target = f"/{quote(request.name)}?id={next(turns)}&text={word()}"
                reply = floor.ask(request.method, target, b"{}" if request.method != "GET" else b"")
                _expect(reply.status == 200, request.name, reply.body)

            mine, bottom = by_turns([ask, bare], rounds, warm=8)
            note = f"{len(plans[request.name].statements)} statements"
            yield Figure(group=GROUP, name=request.name, who=person.label, ours=mine, floor=bottom, bar=BAR, note=note)


def word() -> str:
    """A word that nobody has used before."""
    return f"Measured{uuid7().int >> 60 & 0xFFFFFFFFFFFF:x}"


def _expect(good: bool, what: str, body: bytes) -> None:
    if not good:
        raise RuntimeError(f"{what}: {body[:500]!r}")


def _as(product: Product, person: Person) -> Wire:
    return Wire(product.port, "demo.localhost", {"Authorization": f"Bearer {person.token}"})


def _heard(request: Request, person: Person, record: str) -> Plan:
    """The request run once in this process, to hear what it asks of the database."""
    client = Client(headers={"Authorization": f"Bearer {person.token}", "Host": "demo.localhost"})
    client.generic(*request.made(record), content_type="application/json")
    with listening() as heard:
        reply = client.generic(*request.made(record), content_type="application/json")
    _expect(reply.status_code in {200, 201}, request.name, reply.content)
    return heard.plan(record=UUID(record) if "{id}" in request.target else None, fresh=request.method != "GET")


@contextmanager
def _floor(plans: dict[str, Plan], home: Path) -> Iterator[int]:
    """The bare server with these plans, until the block ends."""
    found = settings.DATABASES["default"]
    address = f"postgresql://{found['USER']}@/{found['NAME']}?host={found['HOST']}"
    file = home / "floor.pickle"
    file.write_bytes(pickle.dumps(plans))
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        "FLOOR_DATABASE": os.environ.get("DATABASE_URL") or address,
        "FLOOR_PLAN": str(file),
        "FLOOR_SCHEMA": scope.organization().schema_name,
    }
    port = free_ports()
    command = [sys.executable, "-m", "granian", "--host", "127.0.0.1", "--port", str(port), "--interface", "asgi"]
    command += ["--log-level", "warning", "--no-ws", "--workers", "1", "benchmarks.floor:app"]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            Wire(port).socket.close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the floor did not start")
