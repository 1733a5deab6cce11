"""What the variables of a filter stand for when it runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """`me`, `my_team`, `my_reports`, `today`, `now` for one actor at one moment.

    `today` is the day of `now` (aware) in `zone`, whose days the dates of the filter are.
    `fiscal_year_start` is the month, 1 to 12, in which the fiscal year begins.
    """

    me: UUID | None
    my_team: UUID | None
    my_reports: tuple[UUID, ...]
    now: datetime
    today: date
    zone: str = "UTC"
    fiscal_year_start: int = 1
