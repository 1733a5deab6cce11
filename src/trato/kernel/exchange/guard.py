"""Keeping spreadsheets from running what a cell says: a text that looks like a formula is written with a `'` before
it, and read without."""

from __future__ import annotations

import re

_STARTS = frozenset("=@\t\r")
_SIGNED = frozenset("+-")
_NUMBER_OR_PHONE = re.compile(r"[+-][\d\s().,/-]*\d[\d\s().,;/%+-]*")


def guarded(text: str) -> str:
    """The text as it is written to a file."""
    first = text[:1]
    if first in _STARTS or (first in _SIGNED and not _NUMBER_OR_PHONE.fullmatch(text)):
        return "'" + text
    return "'" + text if first == "'" and _would_be_unguarded(text) else text


def unguarded(text: str) -> str:
    """The text that a cell of a file means: the inverse of `guarded`."""
    return text[1:] if text[:1] == "'" and _would_be_unguarded(text) else text


def _would_be_unguarded(text: str) -> bool:
    """Whether a `'` at the start stands before a formula, or before such a `'` that the text itself begins with."""
    rest = text.lstrip("'")
    return rest[:1] in _STARTS or rest[:1] in _SIGNED
