"""The words that documents hold: how common each is, and which of them is meant by one written by ear or in haste.

Writers add words that are new to the list and touch no others, so that common words make nobody wait; `count` says how
many documents hold each, in a job after much has changed. Not here: documents (`documents`), queries (`finding`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from trato.kernel.fields.base import from_jsonb
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sounds, sql

SHORTEST_MEANT = 4
"""Shorter words are taken as they are written."""
MEANINGS = 4
_LAST = "\U0010ffff"
_LOOKED_THROUGH = 2_000
_LIKELY = 400
_WORD = "'^[a-z]{2,30}$'"
_SPOKEN = "(w.weights && '{A,B,C}'::text[])"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a word that was typed: how many documents of each object hold a word that begins so, and the
    stem that prose has of it (as a tsquery that looks in prose alone; '' if none)."""

    word: str
    documents: Mapping[str, int]
    stem: str
    is_whole: bool = True
    """Whether the list tells all of it: not of a beginning that too many words share, nor of what it does not list."""

    @property
    def total(self) -> int:
        return sum(self.documents.values())


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word that may be meant by another, and how many documents of each object hold it."""

    word: str
    documents: Mapping[str, int]


def adding(spec: ObjectSpec, written: str) -> str:
    """SQL that adds the words of the documents in the CTE `written` that the list does not have yet."""
    return (
        f"INSERT INTO search_word (word, object, documents) SELECT w.lexeme, {sql.literal(spec.name)}, count(*)"
        f" FROM {written}, unnest({written}.tsv) w WHERE w.lexeme ~ {_WORD} AND {_SPOKEN} AND NOT EXISTS"
        f" (SELECT 1 FROM search_word k WHERE k.word = w.lexeme AND k.object = {sql.literal(spec.name)})"
        " GROUP BY w.lexeme"
    )


def count(spec: ObjectSpec) -> None:
    """Count the documents that hold each word of an object, anew."""
    source = sql.literal(f"SELECT tsv FROM {sql.name('search_' + spec.name)}")
    counted = f"SELECT w.word, {sql.literal(spec.name)}, w.ndoc FROM ts_stat({source}, 'abc') w WHERE w.word ~ {_WORD}"
    with transaction.atomic():
        execute("DELETE FROM search_word WHERE object = %s", [spec.name])
        execute(f"INSERT INTO search_word (word, object, documents) {counted}")


def known(typed: Sequence[str]) -> list[Known]:
    """What is known of each word, in one statement."""
    rows = fetch(
        "SELECT u.word, to_tsquery('public.trato_prose', u.word || ':*')::text,"
        f" u.word ~ {_WORD} AND coalesce(sum(o.rows), 0) < {_LOOKED_THROUGH},"
        " jsonb_object_agg(o.object, o.number) FILTER (WHERE o.object IS NOT NULL)"
        " FROM unnest(%s::text[]) WITH ORDINALITY u(word, place) LEFT JOIN LATERAL"
        " (SELECT object, sum(documents) AS number, count(*) AS rows FROM (SELECT object, documents FROM search_word"
        f" WHERE word >= u.word AND word < u.word || '{_LAST}' LIMIT {_LOOKED_THROUGH}) w GROUP BY object) o ON TRUE"
        " GROUP BY u.word, u.place ORDER BY u.place",
        [list(typed)],
    )
    return [
        Known(word, from_jsonb(counted) or {}, stem.replace(":*", ":*D"), is_whole)
        for word, stem, is_whole, counted in rows
    ]


def meant(word: str, *, by_ear: bool = False) -> list[Meaning]:
    """Words of the list that `word` may stand for, the most common first: those that sound like it or begin so; if
    there is none those the fewest slips away, unless it is to be `by_ear` alone. None but words that documents hold."""
    sound = sounds.key(word)
    if len(word) < SHORTEST_MEANT or len(sound) < 2:
        return []
    rows = fetch(
        "SELECT w.word, w.object, sum(w.documents) FROM search_word w WHERE w.word <> %s AND w.word IN ("
        f"(SELECT word FROM search_word WHERE sound = ANY(%s) LIMIT {_LIKELY})"
        f" UNION (SELECT word FROM search_word WHERE sound >= %s AND sound < %s LIMIT {_LIKELY})"
        f" UNION (SELECT word FROM search_word WHERE length(%s) > 5 AND sound %% %s LIMIT {_LIKELY})"
        ") GROUP BY w.word, w.object",
        [word, list(dict.fromkeys((sound, *sounds.near(sound)))), sound, sound + _LAST, sound, sound],
    )
    common: dict[str, dict[str, int]] = {}
    for found, name, number in rows:
        common.setdefault(found, {})[name] = int(number)
    apart = dict(sounds.nearest(word, common)) | {each: 0 for each in common if sounds.key(each).startswith(sound)}
    fewest = min(apart.values(), default=0)
    if by_ear and fewest:
        return []
    likely = [Meaning(each, common[each]) for each in apart if apart[each] == fewest]
    return sorted(likely, key=lambda each: (-sum(each.documents.values()), each.word))[:MEANINGS]
