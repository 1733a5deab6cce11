"""Reading search documents, as fast for a word that a million of them hold as for a rare one.

Of each object a bounded number of documents are looked at: those with the very id or outside key, those that begin with
what was typed, those the person opened lately, and of the rest all, or where the list of words says that there are too
many, the latest. Who sees few records has all of them looked through instead. Only then they are ranked. When next to
nothing is found, words that exist stand in for those that do not (`words.meant`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.search import asking, candidates, context
from trato.kernel.search.asking import Asked
from trato.kernel.search.candidates import Named
from trato.kernel.search.context import Hit
from trato.kernel.search.reach import Group, groups
from trato.kernel.search.storage import partition
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql

LIST_CANDIDATES = 10_001
"""Records of a list that a search narrows it to; as far as counts go."""
ENOUGH = 3
"""With fewer hits than this, other words are tried."""
MAX_HITS = 100
JUDGED = 100
"""Candidates of an object of which each takes a look at other tables."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first. `meant`: what was read instead of what was typed."""

    hits: list[Hit]
    terms: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """One person's look for something: at most `limit` hits, `each` of an object."""

    actor: Actor
    groups: Sequence[Group]
    named: Named
    limit: int
    each: int

    def at(self, asked: Asked) -> list[Hit]:
        return _ranked(self, asked)


def find(actor: Actor, text: str, *, limit: int = 20, objects: tuple[str, ...] = ()) -> list[Hit]:
    """The best hits over all objects (or those named) that the actor may see, best and then latest first."""
    return search(actor, text, limit=limit, objects=objects).hits


def search(
    actor: Actor, text: str, *, limit: int = 20, each: int = 0, objects: tuple[str, ...] = (), shown: bool = False
) -> Found:
    """As `find`, at most `each` hits of an object, and `shown` with where each was found."""
    asked = asking.read(text)
    limit = max(1, min(limit, MAX_HITS))
    look = Look(actor, groups(actor, _specs(objects)), candidates.named(actor, asked), limit, each or limit)
    other = asked.otherwise() if asked.is_unheard else None
    hits = look.at(other or asked)
    if not asked.is_unheard and len(hits) < ENOUGH and (other := asked.otherwise()):
        known = {hit.id for hit in hits}
        more = [hit for hit in look.at(other) if hit.id not in known]
        hits, other = (hits + more)[:limit], other if more else None
    meant: tuple[str, ...] = ()
    if other is not None and hits:
        asked, meant = other, tuple(means[0].word for means in other.means.values())
    if shown:
        hits = context.shown(hits, asked.terms)
    return Found(hits, asked.terms, meant)


def condition(actor: Actor, spec: ObjectSpec, text: str) -> Sql:
    """What narrows a list (rows aliased `a`) to what was searched for. Everything when there is too little to look for.

    The ids are gathered first: left to itself the planner walks the list's order and probes each row.
    """
    asked = asking.read(text)
    if asked.is_empty:
        return "a.id = ANY(ARRAY(" + _begun_ids(spec, asked) + "))" if len(asked.start) > 1 else sql.TRUE
    seen = policy.visible_document(actor, spec, "d")
    if asked.words and not fetch(_ids(spec, asked, seen, 1)) and (other := asked.otherwise()):
        asked = other
    return "a.id = ANY(ARRAY(" + _ids(spec, asked, seen, LIST_CANDIDATES) + "))"


def _ids(spec: ObjectSpec, asked: Asked, seen: Sql, most: int) -> Sql:
    matches = f"SELECT d.record_id FROM {partition(spec)} d WHERE " + sql.both([asked.matching(), seen])
    found = "WITH m AS MATERIALIZED (" + matches + f") (SELECT record_id FROM m LIMIT {most})"
    keys = Sql(
        " UNION ALL SELECT e.record_id FROM external_id e WHERE e.object = %s AND e.key = %s", (spec.name, asked.text)
    )
    return found + keys


def _begun_ids(spec: ObjectSpec, asked: Asked) -> Sql:
    return f"SELECT d.record_id FROM {partition(spec)} d WHERE " + asked.begun() + f" LIMIT {LIST_CANDIDATES}"


def _specs(objects: Sequence[str]) -> list[ObjectSpec]:
    """The objects looked through: those named, else all but what belongs to people and parts of others."""
    if objects:
        return [each for each in registry.every() if each.name in objects]
    return [each for each in registry.every() if not each.personal and not each.part_of]


def _ranked(look: Look, asked: Asked) -> list[Hit]:
    """The best candidates, at most `each` of an object. Those that take a look at other tables are judged afterwards:
    planning the look would take longer than all the rest, and most searches find none of them."""
    actor = look.actor
    branches = [branch for group in look.groups for branch in candidates.branches(actor, asked, group, look.named)]
    if not branches:
        return []
    judged = {spec.name: group for group in look.groups if group.is_judged for spec in group.specs}
    score, params = _score(asked, look.named.keys)
    order = "score DESC, at DESC NULLS LAST, updated_at DESC, record_id DESC"
    statement = (
        Sql("WITH found AS MATERIALIZED (SELECT DISTINCT ON (d.object, d.record_id) d.* FROM (")
        + sql.join(" UNION ALL ", branches)
        + ") d ORDER BY d.object, d.record_id), ranked AS (SELECT d.object, d.record_id, d.title, d.subtitle,"
        + " d.updated_at, "
        + Sql(score, params)
        + Sql(
            " + CASE WHEN r.at IS NULL THEN 0 ELSE 2 END + CASE WHEN d.owner_id = %s THEN 0.5 ELSE 0 END AS score, r.at"
            " FROM found d LEFT JOIN recent r ON r.user_id = %s AND r.record_id = d.record_id)",
            (actor.id, actor.id),
        )
        + " SELECT object, record_id, title, subtitle, score FROM (SELECT *, row_number() OVER (PARTITION BY object"
        + Sql(
            f" ORDER BY {order}) AS place FROM ranked) o WHERE place <= CASE WHEN object = ANY(%s) THEN %s ELSE %s END"
            f" ORDER BY {order}",
            (list(judged), JUDGED, look.each),
        )
    )
    hits = [
        Hit(name, record_id, title, subtitle, float(score))
        for name, record_id, title, subtitle, score in fetch(statement)
    ]
    return _few_of_each(_judged(hits, judged), look.each)[: look.limit]


def _judged(hits: list[Hit], judged: Mapping[str, Group]) -> list[Hit]:
    """The hits without those of judged objects that the actor may not see."""
    allowed: set[UUID] = set()
    for name in {hit.object for hit in hits} & judged.keys():
        ids = [hit.id for hit in hits if hit.object == name]
        head = Sql(
            "SELECT d.record_id FROM search_document d WHERE d.object = %s AND d.record_id = ANY(%s) AND ", (name, ids)
        )
        allowed |= {record_id for (record_id,) in fetch(head + judged[name].seen)}
    return [hit for hit in hits if hit.object not in judged or hit.id in allowed]


def _few_of_each(hits: list[Hit], each: int) -> list[Hit]:
    places: Counter[str] = Counter()
    found = []
    for hit in hits:
        places[hit.object] += 1
        if places[hit.object] <= each:
            found.append(hit)
    return found


def _score(asked: Asked, keyed: list[UUID]) -> tuple[str, tuple[object, ...]]:
    """How good a document is: the very record, then the very title, a title that begins so, whole words; names before
    addresses before prose."""
    parts = [
        "CASE WHEN public.norm(d.title) = %s THEN 4 WHEN starts_with(d.tri, %s) THEN 1.5 ELSE 0 END",
        "CASE WHEN d.record_id = ANY(%s::uuid[]) THEN 20 ELSE 0 END",
    ]
    params: list[object] = [asked.start, asked.start, [*keyed, *([asked.id] if asked.id else [])]]
    if asked.words:
        parts.append("ts_rank('{0.05, 0.2, 0.6, 1}', d.tsv, %s::tsquery)")
        parts.append("CASE WHEN d.tsv @@ %s::tsquery THEN 1 ELSE 0 END")
        params += [asked.query, asked.whole_words]
    return "(" + " + ".join(parts) + ")", tuple(params)
