"""Reading the ordered outbox, for what comes after commit: each consumer is given every entry once, in order.

A consumer does its work in the transaction that moves its place, so a killed process repeats nothing and skips nothing.
It is given positions, not entries: what it needs of a thousand of them it asks in one statement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from trato.kernel.tenancy.database import execute, fetch

BATCH = 500


@dataclass(frozen=True, slots=True)
class Consumer:
    """`take(after, until)` is given the positions of the outbox after one and until another, both of which it had."""

    name: str
    take: Callable[[int, int], None]


consumers: list[Consumer] = []
"""Added when apps are ready."""


def begin() -> None:
    """Let every consumer begin with what happens from now on: for a new organization."""
    for each in consumers:
        execute(
            "INSERT INTO position (consumer, pos) SELECT %s, coalesce(max(pos), 0) FROM outbox ON CONFLICT DO NOTHING",
            [each.name],
        )


def consume(consumer: Consumer) -> bool:
    """Give a consumer its next batch; whether there was one. False also while another process has its place."""
    with transaction.atomic():
        place = fetch("SELECT pos FROM position WHERE consumer = %s FOR UPDATE SKIP LOCKED", [consumer.name])
        if not place:
            return False
        [(after,)] = place
        [(until,)] = fetch(
            "SELECT max(pos) FROM (SELECT pos FROM outbox WHERE pos > %s ORDER BY pos LIMIT %s) o", [after, BATCH]
        )
        if until is None:
            return False
        consumer.take(after, until)
        execute("UPDATE position SET pos = %s WHERE consumer = %s", [until, consumer.name])
    return True


def drain() -> None:
    """Let all consumers read to the end. One that fails stays where it is and holds up no other; what it raised is
    raised when all had their turn."""
    failed: Exception | None = None
    for each in consumers:
        try:
            while consume(each):
                pass
        except Exception as error:  # noqa: BLE001  # a consumer's fault is its own
            failed = failed or error
    if failed is not None:
        raise failed
