"""What is kept for a time only, and how long: the one place that says so. Cleaned every night, in each organization.

| what | how long |
| --- | --- |
| finished jobs; files brought in, their reports and rejected rows | 30 days |
| exported files, whose addresses work for a day | 2 days |
| answers to repeated API requests | 2 days |
| sessions and sign-in links | until they end |
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from trato.kernel.tenancy.database import execute

KEEP = timedelta(days=30)
KEEP_SHORT = timedelta(days=2)
BATCH = 5000
"""Rows a statement deletes at most, so that nobody waits for it."""

Sweep = Callable[[], int]
sweeps: list[Sweep] = []
"""What higher rooms clean besides; each answers how much went."""

_RULES: tuple[tuple[str, str, timedelta], ...] = (
    ("job", "state IN ('done', 'failed', 'cancelled') AND finished_at < now() - %s", KEEP),
    ("idempotency", "created_at < now() - %s", KEEP_SHORT),
    ("session", "expires_at < now() - %s", timedelta()),
    ("sign_in_link", "expires_at < now() - %s", timedelta()),
)


def sweep(function: Sweep) -> Sweep:
    """Declare something that is cleaned with the rest."""
    sweeps.append(function)
    return function


def clean() -> int:
    """Delete what the organization in force has kept long enough; answers how much went."""
    return sum(each() for each in sweeps) + sum(delete(*rule) for rule in _RULES)


def delete(table: str, condition: str, kept: timedelta) -> int:
    """Delete a table's rows in batches, each in a transaction of its own where there is none around."""
    gone = 0
    while True:
        batch = execute(
            f"DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {table} WHERE {condition} LIMIT {BATCH}))",
            [kept],
        )
        gone += batch
        if batch < BATCH:
            return gone
