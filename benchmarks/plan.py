"""What the floor is told to run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

MARK = "Measured-"
"""Stands in bodies for a word of each request's own."""
WORD = re.compile("[Mm]easured[0-9a-f]+")
"""Such words, as they come to the database."""

Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Plan:
    """Statements in asyncpg's form. `fresh` are ids that each run makes anew, `record` the id that requests name."""

    statements: list[Statement]
    fresh: frozenset[UUID] = frozenset()
    record: UUID | None = None
    writes: bool = False

    @property
    def is_list(self) -> bool:
        return self.record is None and not self.writes
