"""An update through the runner beside the bare UPDATE and commit of the same row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from benchmarks.clock import by_turns
from benchmarks.report import Figure
from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute


def measure(people: dict[str, Actor], rounds: int) -> Iterator[Figure]:
    """The next step of a deal, changed again and again."""
    actor = people["representative"]
    first = listing.page(actor, registry.get("deal"), ListQuery(paths=("name",), limit=2)).rows
    ours, theirs = first[0]["id"], first[1]["id"]
    numbers = itertools.count()

    def run() -> None:
        runner.update(actor, "deal", ours, {"next_step": f"Step {next(numbers)}"})

    def bare() -> None:
        execute("UPDATE deal SET next_step = %s, updated_at = now() WHERE id = %s", [f"Step {next(numbers)}", theirs])

    mine, floor = by_turns([run, bare], rounds)
    note = "lock, entry, subjects, outbox row and search document included"
    yield Figure(group="Writes", name="update", who="representative", ours=mine, floor=floor, bar=3.5, note=note)
