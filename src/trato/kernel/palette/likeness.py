"""How well what was typed fits the name of a verb or a place: people write beginnings, letters of it, or a slip."""

from __future__ import annotations

from collections.abc import Sequence

from trato.lib import sounds
from trato.lib.text import norm

SHORTEST_SLIP, LONG = 4, 8
"""From how many letters on one slip is let pass, and two."""
_MOST = 60


def likeness(typed: str, name: str, synonyms: Sequence[str] = ()) -> int | None:
    """0 is the best; None when it does not fit at all. All words begin words of the name, then of a synonym; then
    inside a word, a slip away, letters in their order."""
    wanted, have = norm(typed[:_MOST]).split(), norm(name).split()
    if not wanted:
        return 0
    if _begin(wanted, have):
        return 0 if norm(name).startswith(norm(typed.strip())) else 1
    if any(_begin(wanted, norm(each).split()) for each in synonyms):
        return 2
    if all(any(each in word for word in have) for each in wanted):
        return 3
    if all(any(_slips(each, word) for word in have) for each in wanted):
        return 4
    return 5 if _in_order("".join(wanted), have) else None


def _begin(wanted: Sequence[str], have: Sequence[str]) -> bool:
    return all(any(word.startswith(each) for word in have) for each in wanted)


def _slips(typed: str, word: str) -> bool:
    """Whether the beginning of the word was typed with a slip."""
    if len(typed) < SHORTEST_SLIP:
        return False
    most = 1 if len(typed) < LONG else 2
    begun = (word[: len(typed) + more] for more in (-1, 0, 1))
    return any(sounds.distance(typed, each) <= most for each in begun)


def _in_order(letters: str, have: Sequence[str]) -> bool:
    """Whether the letters stand in the name in that order, beginning with the first of a word: "nop" for "Nueva
    oportunidad"."""
    if len(letters) < 2:
        return False
    return any(_runs(letters, " ".join(have[at:])) for at in range(len(have)))


def _runs(letters: str, text: str) -> bool:
    """Each letter goes on with the one before, or begins a word."""
    places = {0} if text.startswith(letters[0]) else set()
    for letter in letters[1:]:
        begun = {at for at in range(len(text)) if text[at] == letter and (not at or text[at - 1] == " ")}
        first = min(places, default=len(text))
        places = {at + 1 for at in places if text[at + 1 : at + 2] == letter} | {at for at in begun if at > first}
    return bool(places)
