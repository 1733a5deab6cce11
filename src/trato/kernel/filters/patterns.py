"""Patterns of SQL's LIKE, for both engines: `%` is any text, `_` any one letter."""

from __future__ import annotations

import re

from trato.lib.text import norm

_WILD = re.compile(r"([\\%_])")


def escaped(text: str) -> str:
    """`text`, folded, so that LIKE with its usual escape sign finds it literally."""
    return exactly(norm(text))


def exactly(text: str) -> str:
    """As `escaped`, with its accents and capitals."""
    return _WILD.sub(r"\\\1", text)


def like(text: str, pattern: str) -> bool:
    """Whether the whole of `text` is like `pattern`, without an escape sign; in time of text × pattern at worst."""
    at = sign = resume = 0
    wild = -1
    while at < len(text):
        if sign < len(pattern) and pattern[sign] == "%":
            wild, resume = sign, at
            sign += 1
        elif sign < len(pattern) and pattern[sign] in {"_", text[at]}:
            at, sign = at + 1, sign + 1
        elif wild >= 0:
            resume += 1
            at, sign = resume, wild + 1
        else:
            return False
    return not pattern[sign:].strip("%")
