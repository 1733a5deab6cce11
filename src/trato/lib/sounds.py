"""How words sound in Spanish, so that what was written by ear is found: González, Gonsales, Gonzales.

The same key is made by the SQL function `public.sound_key` (see `FUNCTION`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST = 30
_LETTERS = "abcdefijklmnoprstuy1"
"""The signs that keys are made of; `1` stands for ch."""
_STEPS: tuple[tuple[str, str], ...] = (
    ("[^a-z]", ""),
    ("ch", "1"),
    ("ph", "f"),
    ("h", ""),
    ("qu?", "k"),
    ("gu([ei])", r"g\1"),
    ("g([ei])", r"j\1"),
    ("c([eiy])", r"s\1"),
    ("ll", "y"),
    ("(.)\\1+", r"\1"),
)
_FROM, _TO = "czvwx", "ksbbj"
_TABLE = str.maketrans(_FROM, _TO)
_COMPILED = tuple((re.compile(pattern), new) for pattern, new in _STEPS)


def _function() -> str:
    made = "pg_catalog.left(t, " + str(LONGEST) + ")"
    for pattern, new in _STEPS:
        made = f"pg_catalog.regexp_replace({made}, '{pattern}', '{new}', 'g')"
    made = f"pg_catalog.translate({made}, '{_FROM}', '{_TO}')"
    return (
        "CREATE OR REPLACE FUNCTION public.sound_key(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT"
        f" RETURN {made}"
    )


FUNCTION = _function()
"""SQL of the twin. Both take a word as `norm` leaves it: lower case, without accents."""


def key(word: str) -> str:
    """What a normalized word sounds like."""
    found = word[:LONGEST]
    for pattern, new in _COMPILED:
        found = pattern.sub(new, found)
    return found.translate(_TABLE)


def near(sound: str) -> Iterator[str]:
    """All keys one slip away: a sign left out, doubled up with its neighbour, another one, or one too many."""
    halves = [(sound[:at], sound[at:]) for at in range(len(sound) + 1)]
    for before, after in halves:
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def distance(one: str, other: str) -> int:
    """How many slips lie between two words: letters changed, left out, added, or changed about with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, other_letter in enumerate(other, 1):
            cost = min(now[-1] + 1, last[column] + 1, last[column - 1] + (letter != other_letter))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == other_letter:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]


def allowed(word: str) -> int:
    """How many slips a word of that length may hold and still be meant."""
    return 1 if len(word) < 6 else 2


def nearest(word: str, others: Iterable[str]) -> list[tuple[str, int]]:
    """Those words that may be meant by `word`, with how many slips off, by ear or as written, nearest first."""
    sound, most = key(word), allowed(word)
    found = ((other, min(distance(sound, key(other)), distance(word, other))) for other in others)
    return sorted(
        (each for each in found if each[1] <= most), key=lambda each: (each[1], distance(word, each[0]), each[0])
    )
