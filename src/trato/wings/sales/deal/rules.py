"""What a deal's numbers and dates should be. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

OPEN, WON, LOST = "open", "won", "lost"


@dataclass(frozen=True, slots=True)
class Entering:
    """What entering a stage makes of a deal."""

    probability: Decimal
    closed_on: date | None
    keeps_lost_reason: bool


def entering(
    kind: str,
    probability: Decimal,
    *,
    closed_on: date | None,
    today: date,
    current: Decimal | None = None,
    left: Decimal | None = None,
) -> Entering:
    """What a stage of that kind and probability makes of a deal.

    A closed stage closes the deal on the day given, else today; an open one opens it. The probability is the stage's;
    one typed by hand (`current`, other than that of the stage `left`) lives on in open stages.
    """
    if kind == OPEN:
        by_hand = current is not None and current != left
        return Entering(current if by_hand and current is not None else probability, None, keeps_lost_reason=False)
    return Entering(probability, closed_on or today, keeps_lost_reason=kind == LOST)


def opened(opened_on: date | None, closed_on: date, *, made_on: date) -> date:
    """When a deal that closes was opened: on the day it closed where nobody said so, or where only the day on which it
    was written down says that it was later. One that is told of after the fact lasted no days, not less than none."""
    if opened_on is None or closed_on < opened_on == made_on:
        return closed_on
    return opened_on


def missing(required: Iterable[str], filled: Iterable[str]) -> list[str]:
    """The fields that a stage asks for and the deal lacks, in the stage's order."""
    there = set(filled)
    return [name for name in required if name not in there]


def name_for(account: str | None, products: Iterable[str]) -> str | None:
    """What an unnamed deal is called: its account and first product, as far as there are any."""
    parts = [part for part in (account, next(iter(products), None)) if part]
    return " · ".join(parts) or None
