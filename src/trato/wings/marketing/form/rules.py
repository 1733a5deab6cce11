"""What a form may ask, and what tells a robot from a person. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trato.lib.text import norm

ASKABLE = frozenset(
    {
        "text", "long_text", "person_name", "emails", "email_address", "phones", "phone", "url", "urls", "select",
        "checkbox", "integer", "decimal", "date",
    }
)  # fmt: skip
"""Kinds of fields that a stranger can fill in without knowing the company's records."""
USUAL = ("name", "company", "emails", "phones", "interest", "description")
"""What a form asks until somebody chooses, as far as its object has it."""
QUICKEST_SECONDS = 2.0
"""A person needs longer than that to fill in a form."""
LONGEST_SECONDS = 24 * 3600.0


def slug_of(name: str, taken: Iterable[str] = ()) -> str:
    """The address of a form by its name: small letters, digits and hyphens; numbered where another has it."""
    stem = re.sub(r"[^a-z0-9]+", "-", norm(name)).strip("-")[:60] or "form"
    stem = stem if len(stem) > 1 else f"form-{stem}"
    known = set(taken)
    return next(
        each for number in range(1, 100_000) if (each := stem if number == 1 else f"{stem}-{number}") not in known
    )


def is_human(trap: str, seconds: float | None) -> bool:
    """Whether an answer looks like a person's: the field that nobody sees is empty, and it took them a moment.
    `seconds` since the form was shown; None when it does not say, or says it falsely."""
    return not trap.strip() and seconds is not None and QUICKEST_SECONDS <= seconds <= LONGEST_SECONDS
