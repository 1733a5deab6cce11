"""Where a hit was found: the field, and its text with what was typed marked in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.search import documents
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql
from trato.lib.text import norm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Piece = tuple[str, bool]
"""Some text, and whether it is what was looked for."""

AROUND = 40
"""Characters of a long text that are shown before what was found."""
LENGTH = 140
_READ = 4_000
_WORD_START = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Match:
    """The field beside the title that holds what was typed."""

    field: str
    label: _StrOrPromise
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(text for text, _marked in self.pieces)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: what it is, its title, what stands beside it, and where it was found."""

    object: str
    id: UUID
    title: str
    subtitle: str
    score: float = 0.0
    match: Match | None = None


def shown(hits: Sequence[Hit], terms: Sequence[str]) -> list[Hit]:
    """The hits with where they were found, where their titles do not say so; in one statement."""
    by_object: dict[str, list[UUID]] = {}
    for hit in hits:
        if len(_found_in(hit.title, terms)) < len(terms):
            by_object.setdefault(hit.object, []).append(hit.id)
    if not by_object:
        return list(hits)
    specs = {name: registry.get(name) for name in by_object}
    read = sql.join(" UNION ALL ", (_reading(specs[name], ids) for name, ids in by_object.items()))
    texts: dict[UUID, list[str | None]] = dict(fetch(read))
    return [
        replace(hit, match=_match(specs[hit.object], hit, texts[hit.id], terms)) if hit.id in texts else hit
        for hit in hits
    ]


def _fields(spec: ObjectSpec) -> list[str]:
    return [each for each in (*documents.names_of(spec), *documents.prose_of(spec)) if each != spec.title]


def _reading(spec: ObjectSpec, ids: list[UUID]) -> Sql:
    fields = [f'"left"({documents.text(spec, each)}, {_READ})' for each in _fields(spec)]
    keys = (
        "(SELECT string_agg(e.source || ' ' || e.key, ', ') FROM external_id e"
        f" WHERE e.object = {sql.literal(spec.name)} AND e.record_id = a.id)"
    )
    columns = ", ".join([*fields, keys])
    return Sql(f"SELECT a.id, ARRAY[{columns}]::text[] FROM {sql.name(spec.table)} a WHERE a.id = ANY(%s)", (ids,))


def _match(spec: ObjectSpec, hit: Hit, texts: Sequence[str | None], terms: Sequence[str]) -> Match | None:
    """The field that holds most of what the title does not."""
    missing = [each for each in terms if each not in _found_in(hit.title, terms)]
    names = [*_fields(spec), "external_ids"]
    found = [(len(_found_in(text or "", missing)), -place) for place, text in enumerate(texts)]
    most, place = max(found)
    if not most:
        return None
    name, text = names[-place], texts[-place] or ""
    field = spec.by_name.get(name)
    return Match(name, field.label if field else _("Outside key"), tuple(excerpt(text, missing)))


def _found_in(text: str, terms: Sequence[str]) -> set[str]:
    return {term for _start, _end, term in _spans(text, terms)}


def excerpt(text: str, terms: Sequence[str]) -> list[Piece]:
    """The part of a text around the first of the terms, marked."""
    text = " ".join(text.split())
    spans = _spans(text, terms)
    first = min((start for start, _end, _term in spans), default=0)
    begin = 0 if first <= AROUND else text.rfind(" ", 0, first - AROUND // 2) + 1
    piece = text[begin : begin + LENGTH]
    return marked(("…" if begin else "") + piece + ("…" if begin + LENGTH < len(text) else ""), terms)


def marked(text: str, terms: Sequence[str]) -> list[Piece]:
    """The text in pieces, those marked that are one of the terms: words where they begin one, parts anywhere."""
    found: list[Piece] = []
    at = 0
    for start, end, _term in sorted(_spans(text, terms), key=lambda each: (each[0], -each[1])):
        if start < at:
            continue
        if start > at:
            found.append((text[at:start], False))
        found.append((text[start:end], True))
        at = end
    if at < len(text):
        found.append((text[at:], False))
    return found


def _spans(text: str, terms: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where the terms are in a text, accents and case aside: normalized letter by letter, so that places are kept."""
    letters = [norm(letter) for letter in text]
    places = [place for place, letter in enumerate(letters) for _each in letter]
    whole = "".join(letters)
    found = []
    for term in terms:
        anywhere = not term.isalpha()
        at = whole.find(term) if term else -1
        while at >= 0:
            if anywhere or not at or not _WORD_START.match(whole[at - 1]):
                found.append((places[at], places[at + len(term) - 1] + 1, term))
            at = whole.find(term, at + len(term))
    return found
