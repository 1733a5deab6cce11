"""What can go wrong with a record, for callers to say in their own form (page, API, job)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from trato.kernel.records.duplicates import Found


class RecordNotFound(LookupError):
    """No such record, or none the actor may see: which of the two is not told."""


class RecordMerged(LookupError):
    """The record was merged into another, whose id is `survivor`."""

    def __init__(self, survivor: UUID) -> None:
        super().__init__(str(survivor))
        self.survivor = survivor


class StaleVersion(Exception):
    """The record changed since the caller read it. `current` is its version now."""

    def __init__(self, current: int) -> None:
        super().__init__(f"version is {current}")
        self.current = current


class Duplicate(Exception):
    """A record with the same key exists. `field` is the key, `id` the record (None when the actor may not see it).

    `found` is all that is the same, where it was looked for; `object` what it is, where that is another object than
    the one that was written (a lead's account).
    """

    def __init__(self, field: str, existing: UUID | None, found: Found | None = None, *, object_name: str = "") -> None:
        super().__init__(field)
        self.field, self.id, self.found, self.object = field, existing, found, object_name


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a value: which field, where inside it, the API's code, and words for people."""

    field: str
    code: str
    message: str
    pointer: str = ""


class Invalid(ValueError):
    """Values that cannot be stored, each with its reason. Nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{each.field}: {each.message}" for each in problems))
        self.problems = problems
