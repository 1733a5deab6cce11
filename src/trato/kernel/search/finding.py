"""Reading search documents, as fast for a word that a million of them hold as for a rare one.

Of each object a bounded number of documents are looked at: those with the very id or outside key, those that begin with
what was typed, those the person opened lately, and of the rest all, or where the list of words says that there are too
many, the latest. Who sees few records has all of them looked through instead. Only then they are ranked. When next to
nothing is found, words that exist stand in for those that do not (`words.meant`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.search import asking, context
from trato.kernel.search.asking import Asked
from trato.kernel.search.context import Hit
from trato.kernel.search.reach import FEW, Group, groups
from trato.kernel.search.storage import START, partition
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql

CANDIDATES = 400
"""Documents of one object that are ranked."""
COMMON = 4_000
"""More documents of an object than this hold a common word: then the latest are looked at."""
LATEST = 600
BEGUN = 20
LIST_CANDIDATES = 10_001
"""Records of a list that a search narrows it to; as far as counts go."""
ENOUGH = 3
"""With fewer hits than this, other words are tried."""
MAX_HITS = 100
JUDGED = 100
"""Candidates of an object of which each takes a look at other tables."""
_KEYED = "SELECT e.record_id FROM external_id e WHERE e.key = %s"
_COLUMNS = "d.object, d.record_id, d.title, d.subtitle, d.owner_id, d.updated_at, d.tsv, d.tri"


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first. `meant`: what was read instead of what was typed."""

    hits: list[Hit]
    terms: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()


def find(actor: Actor, text: str, *, limit: int = 20, objects: tuple[str, ...] = ()) -> list[Hit]:
    """The best hits over all objects (or those named) that the actor may see, best and then latest first."""
    return search(actor, text, limit=limit, objects=objects).hits


def search(
    actor: Actor, text: str, *, limit: int = 20, each: int = 0, objects: tuple[str, ...] = (), shown: bool = False
) -> Found:
    """As `find`, at most `each` hits of an object, and `shown` with where each was found."""
    asked = asking.read(text)
    limit = max(1, min(limit, MAX_HITS))
    reach = groups(actor, _specs(objects))
    hits = _ranked(actor, asked, reach, limit, each or limit)
    meant: tuple[str, ...] = ()
    if len(hits) < ENOUGH and asked.words and (other := asked.otherwise()):
        more = _ranked(actor, other, reach, limit, each or limit)
        known = {hit.id for hit in hits}
        fresh = [hit for hit in more if hit.id not in known]
        if fresh:
            hits, asked = (hits + fresh)[:limit], other
            meant = tuple(word for words in other.means.values() for word in words[:1])
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


def _ranked(actor: Actor, asked: Asked, reach: Sequence[Group], limit: int, each: int) -> list[Hit]:
    """The best candidates, at most `each` of an object. Those that take a look at other tables are judged afterwards:
    planning the look would take longer than all the rest, and most searches find none of them."""
    branches = [branch for group in reach for branch in _branches(actor, asked, group)]
    if not branches:
        return []
    judged = {spec.name: group for group in reach if group.is_judged for spec in group.specs}
    score, params = _score(asked)
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
            (list(judged), JUDGED, each),
        )
    )
    hits = [
        Hit(name, record_id, title, subtitle, float(score))
        for name, record_id, title, subtitle, score in fetch(statement)
    ]
    return _few_of_each(_judged(hits, judged), each)[:limit]


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


def _score(asked: Asked) -> tuple[str, tuple[object, ...]]:
    """How good a document is: the very record, then the very title, a title that begins so, whole words; names before
    addresses before prose."""
    parts = [
        "CASE WHEN public.norm(d.title) = %s THEN 4 WHEN starts_with(d.tri, %s) THEN 1.5 ELSE 0 END",
        f"CASE WHEN d.record_id = %s::uuid OR d.record_id = ANY(ARRAY({_KEYED})) THEN 20 ELSE 0 END",
    ]
    params: list[object] = [asked.start, asked.start, asked.id, asked.text]
    if asked.words:
        parts.append("ts_rank('{0.05, 0.2, 0.6, 1}', d.tsv, %s::tsquery)")
        parts.append("CASE WHEN d.tsv @@ %s::tsquery THEN 1 ELSE 0 END")
        params += [asked.query, asked.whole_words]
    return "(" + " + ".join(parts) + ")", tuple(params)


def _branches(actor: Actor, asked: Asked, group: Group) -> Iterator[Sql]:
    """Where candidates come from, each a SELECT of documents."""
    names = [each.name for each in group.specs]
    theirs = Sql(f"SELECT {_COLUMNS} FROM search_document d WHERE d.object = ANY(%s) AND ", (names,))
    if asked.text:
        keyed = Sql(
            "(d.object, d.record_id) IN (SELECT e.object, e.record_id FROM external_id e WHERE e.key = %s)",
            (asked.text,),
        )
        yield "(" + theirs + sql.both([keyed, group.first]) + ")"
    if asked.id:
        yield "(" + theirs + sql.both([Sql("d.record_id = %s", (asked.id,)), group.first]) + ")"
    if asked.is_empty:
        if asked.start and not asked.start.isalnum():
            yield from (_begun(asked, spec, group) for spec in group.specs)
        return
    if group.is_few or group.is_judged:
        own = group.seen if group.is_few else Sql("d.owner_id = %s", (actor.id,))
        inner = Sql("SELECT * FROM search_document d WHERE d.object = ANY(%s) AND ", (names,)) + own + " OFFSET 0"
        yield f"(SELECT {_COLUMNS} FROM (" + inner + ") d WHERE " + asked.matching() + f" LIMIT {FEW})"
    if group.is_few:
        return
    lately = Sql("d.record_id = ANY(ARRAY(SELECT r.record_id FROM recent r WHERE r.user_id = %s))", (actor.id,))
    yield "(" + theirs + sql.both([lately, asked.matching(), group.first]) + ")"
    for spec in group.specs:
        if asked.words:
            yield _begun(asked, spec, group)
        yield _latest(asked, spec, group) if asked.common(spec.name) > COMMON else _all(asked, spec, group)


def _begun(asked: Asked, spec: ObjectSpec, group: Group) -> Sql:
    where = sql.both([asked.begun(), group.first])
    return f"(SELECT {_COLUMNS} FROM {partition(spec)} d WHERE " + where + f" ORDER BY {START} LIMIT {BEGUN})"


def _latest(asked: Asked, spec: ObjectSpec, group: Group) -> Sql:
    """Of the latest records (their ids tell) those that match: where many do, enough of these."""
    theirs = f"SELECT * FROM {partition(spec)} WHERE object = {sql.literal(spec.name)}"
    latest = f"{theirs} ORDER BY record_id DESC LIMIT {LATEST}"
    where = sql.both([asked.matching(), group.first])
    return f"(SELECT {_COLUMNS} FROM ({latest}) d WHERE " + where + ")"


def _all(asked: Asked, spec: ObjectSpec, group: Group) -> Sql:
    """Those that match, as many as are ranked. Materialized, as the planner would read the whole table for the first
    few of what it takes for many."""
    where = sql.both([asked.matching(), group.first])
    matches = f"SELECT {_COLUMNS} FROM {partition(spec)} d WHERE " + where
    return "(WITH d AS MATERIALIZED (" + matches + f") SELECT {_COLUMNS} FROM d LIMIT {CANDIDATES})"
