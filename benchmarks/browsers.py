"""What open browsers weigh: the memory of the live process with a thousand of them, each at a record of its own."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import psutil

from benchmarks.cast import Person
from benchmarks.company import Product
from benchmarks.report import Figure
from benchmarks.wire import Wire

BROWSERS, BAR = 1_000, 200.0
PATIENCE_SECONDS = 60.0
_MIB = 2**20


def measure(product: Product, person: Person, contacts: list[str]) -> Iterator[Figure]:
    """The live process before and while they listen; every tenth says at which record it is."""
    live = _live(product)
    before = live.memory_full_info().pss / _MIB
    with ExitStack() as open_ones:
        streams = [open_ones.enter_context(_listen(product, person)) for _each in range(BROWSERS)]
        headers = {"Cookie": f"trato_session={person.cookie}"}
        with Wire(product.port + 1, "demo.localhost", headers) as wire:
            for at, stream in enumerate(streams[::10]):
                spots = [{"object": "contacts", "id": contacts[at % len(contacts)]}]
                said = json.dumps({"token": _token(stream), "spots": spots}).encode()
                if wire.ask("POST", "/live/here", said).status != 204:
                    raise RuntimeError("the live process does not know its browser")
        more = live.memory_full_info().pss / _MIB - before
    note = f"{before:.0f} MiB without them"
    name = f"{BROWSERS:,} open browsers"
    yield Figure(group="Footprint", name=name, ours=more, unit="MiB", bar=BAR, note=note)


def _live(product: Product) -> psutil.Process:
    """The process that serves the streams: the one of its family that holds most."""
    family = psutil.Process(product.process.pid).children(recursive=True)
    found = [each for each in family if any("trato.kernel.live" in word for word in each.cmdline())]
    children = [child for each in found for child in each.children(recursive=True)]
    return max([*found, *children], key=lambda each: each.memory_info().rss)


def _listen(product: Product, person: Person) -> socket.socket:
    stream = socket.create_connection(("127.0.0.1", product.port + 1), timeout=PATIENCE_SECONDS)
    host = f"demo.localhost:{product.port + 1}"
    stream.sendall(f"GET /live HTTP/1.1\r\nHost: {host}\r\nCookie: trato_session={person.cookie}\r\n\r\n".encode())
    return stream


def _token(stream: socket.socket) -> str:
    """The word that the stream begins with."""
    heard, deadline = b"", time.monotonic() + PATIENCE_SECONDS
    while b'"token":"' not in heard or b'"}' not in heard.partition(b'"token":"')[2]:
        part = stream.recv(4096)
        if not part or time.monotonic() > deadline:
            raise RuntimeError("the live process said nothing")
        heard += part
    return heard.partition(b'"token":"')[2].partition(b'"')[0].decode()
