"""What a lead's score and status mean. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

NEW, WORKING, MQL, SQL, CONVERTED, DISQUALIFIED = "new", "working", "mql", "sql", "converted", "disqualified"
OPEN = (NEW, WORKING, MQL, SQL)
STATUSES = (*OPEN, CONVERTED, DISQUALIFIED)

HIGH_FROM, MEDIUM_FROM = 70, 40
"""Points from which on a lead is of high, of medium priority. The database computes the same (model.priority)."""


def priority(score: int | None) -> str | None:
    """high from 70 points, medium from 40, low below; none without a score."""
    if score is None:
        return None
    if score >= HIGH_FROM:
        return "high"
    return "medium" if score >= MEDIUM_FROM else "low"


@dataclass(frozen=True, slots=True)
class Moments:
    """When a lead first became what marketing, then sales, counts."""

    mql_at: datetime | None
    sql_at: datetime | None


def moments(status: str, at: datetime, known: Moments) -> Moments:
    """The moments after entering `status` at `at`: each is the first time and stays."""
    return Moments(
        mql_at=known.mql_at or (at if status == MQL else None),
        sql_at=known.sql_at or (at if status == SQL else None),
    )


def may_enter(now: str, status: str) -> bool:
    """Whether a lead may go from `now` to `status` by a move: converted ones stay, and conversion has a verb."""
    return CONVERTED not in {now, status} and now != status


def contact_name(name: Mapping[str, str | None] | None, email: str | None) -> Mapping[str, str | None] | None:
    """The parts of the name of the contact that a lead becomes; the part before the @ where nothing better is known."""
    if name is not None:
        return name
    return None if email is None else {"given": email.partition("@")[0]}


def deal_name(given: str | None, company: str | None, label: str | None) -> str | None:
    """What the deal that a lead becomes is called."""
    return given or company or label
