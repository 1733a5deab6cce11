"""Whole pages beside the same stack's empty page: signed in, in the shell, with nothing but one sentence in it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.cast import Person
from benchmarks.clock import by_turns
from benchmarks.company import Product
from benchmarks.report import Figure
from benchmarks.wire import Wire

BAR = 4.0
EMPTY = "/nothing/is/here"


def measure(product: Product, person: Person, deal: str, contact: str, rounds: int) -> Iterator[Figure]:
    """Tables, boards and record pages of that person."""
    targets = {
        "table of contacts": "/contacts",
        "table of deals": "/deals",
        "board of deals": "/deals/board",
        "page of a deal": f"/deals/{deal}",
        "page of a contact": f"/contacts/{contact}",
    }
    with Wire(product.port, "demo.localhost", {"Cookie": f"trato_session={person.cookie}"}) as wire:

        def ask(target: str, status: int) -> None:
            reply = wire.ask("GET", target)
            if reply.status != status:
                raise RuntimeError(f"{target}: {reply.status}")

        for name, target in targets.items():
            works = [lambda target=target: ask(target, 200), lambda: ask(EMPTY, 404)]  # type: ignore[misc]
            mine, empty = by_turns(works, rounds, warm=5)
            yield Figure(group="Whole pages, p50", name=name, who=person.label, ours=mine, floor=empty, bar=BAR)
