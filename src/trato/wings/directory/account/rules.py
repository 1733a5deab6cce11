"""Pure rules of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID


def is_circular(account: UUID, ancestors: Sequence[UUID]) -> bool:
    """Whether an account would be its own ancestor; `ancestors` are those of its new parent, itself included."""
    return account in ancestors
