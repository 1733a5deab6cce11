"""Reading search documents: the query's shape decides how.

Digits look into numbers, an @ into addresses, words are prefixes of names and prose. Candidates are capped before they
are ranked, so that a short word in a million records costs as little as a rare one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from trato.kernel.access import policy
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor
from trato.lib import sql
from trato.lib.sql import Sql
from trato.lib.text import norm

CANDIDATES = 500
LIST_CANDIDATES = 5_000
MAX_QUERY = 200
MAX_WORDS = 8
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"[\d\s()+./-]{3,}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: what it is, its title, and what stands beside it."""

    object: str
    id: UUID
    title: str
    subtitle: str


def matching(text: str) -> tuple[Sql, Sql] | None:
    """The condition on a document aliased `d` and its rank; None when there is too little to look for."""
    wanted = norm(text[:MAX_QUERY]).strip()
    digits = re.sub(r"\D", "", wanted)
    if _NUMBER.fullmatch(wanted) and len(digits) >= 3:
        return Sql("d.tri LIKE %s", (f"%{digits}%",)), Sql("0")
    if "@" in wanted and len(wanted) >= 3:
        return Sql("d.tri LIKE %s", (f"%{_literally(wanted)}%",)), Sql("0")
    words = _WORD.findall(wanted)[:MAX_WORDS]
    if not words or max(len(word) for word in words) < 2:
        return None
    query = " & ".join(f"{word}:*" for word in words)
    parsed = Sql("(to_tsquery('public.trato_names', %s) || to_tsquery('public.trato_prose', %s))", (query, query))
    return "d.tsv @@ " + parsed, "ts_rank(d.tsv, " + parsed + ")"


def condition(actor: Actor, spec: ObjectSpec, text: str) -> Sql:
    """What narrows a list (rows aliased `a`) to what was searched for. Everything when there is too little to look for.

    The ids are gathered first: left to itself the planner walks the list's order and probes each row.
    """
    found = matching(text)
    if found is None:
        return sql.TRUE
    where = sql.both([Sql("d.object = %s", (spec.name,)), found[0], policy.visible_document(actor, spec, "d")])
    inner = "SELECT d.record_id FROM search_document d WHERE " + where + f" LIMIT {LIST_CANDIDATES}"
    return "a.id = ANY(ARRAY(" + inner + "))"


def find(actor: Actor, text: str, *, limit: int = 20, objects: tuple[str, ...] = ()) -> list[Hit]:
    """The best hits over all objects (or those named) that the actor may see, best and then latest first."""
    found = matching(text)
    if found is None:
        return []
    matches, rank = found
    visible = _visible(actor, objects)
    candidates = (
        "SELECT d.object, d.record_id, d.title, d.subtitle, d.updated_at, "
        + rank
        + " AS rank FROM search_document d WHERE "
        + sql.both([matches, visible])
        + f" LIMIT {CANDIDATES}"
    )
    statement = (
        "SELECT object, record_id, title, subtitle FROM ("
        + candidates
        + f") c ORDER BY rank DESC, updated_at DESC, record_id LIMIT {max(1, min(limit, 100))}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [Hit(*row) for row in cursor.fetchall()]


def _visible(actor: Actor, objects: tuple[str, ...]) -> Sql:
    """Documents of records the actor may see: whole objects in one comparison, the others with their own condition."""
    whole, parts = [], []
    for spec in registry.every():
        if objects and spec.name not in objects:
            continue
        seen = policy.visible_document(actor, spec, "d")
        if seen == sql.TRUE:
            whole.append(spec.name)
        elif seen != sql.FALSE:
            parts.append(Sql("(d.object = %s AND ", (spec.name,)) + seen + ")")
    if whole:
        parts.insert(0, Sql("d.object = ANY(%s)", (whole,)))
    return sql.either(parts)


def _literally(text: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", text)
