"""Reads of tasks that go beyond one row."""

from __future__ import annotations

from uuid import UUID

from trato.kernel.tenancy.database import fetch

MAX_DEPTH = 50


def wholes_of(task_id: UUID) -> set[UUID]:
    """The task and all that it is part of."""
    rows = fetch(
        "WITH RECURSIVE up (id, depth) AS (SELECT %s::uuid, 0 UNION"
        " SELECT t.parent_id, up.depth + 1 FROM task t JOIN up ON t.id = up.id"
        f" WHERE t.parent_id IS NOT NULL AND up.depth < {MAX_DEPTH}) SELECT id FROM up",
        [task_id],
    )
    return {each for (each,) in rows}
