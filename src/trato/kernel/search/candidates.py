"""Where the documents that are ranked come from: of each object few enough, whatever was asked and whoever asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.search.asking import Asked
from trato.kernel.search.documents import prose_of
from trato.kernel.search.reach import FEW, Group
from trato.kernel.search.storage import START, partition
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql

MOST = 400
"""Documents of one object that are ranked."""
COMMON = 4_000
"""More documents of an object than this hold a common word: then the latest are looked at. Where only those of some
owners are seen, twice as many."""
LATEST = 600
"""Of so many of an object, twice as many where only those of some owners are seen."""
LEAST_OF_OWNER = 20
BEGUN = 20
COLUMNS = "d.object, d.record_id, d.title, d.subtitle, d.owner_id, d.updated_at, d.tsv, d.tri"


@dataclass(frozen=True)
class Named:
    """Records that are looked at by their ids, by object: those that have what was typed as their outside key, and
    those the person opened lately."""

    keyed: Mapping[str, list[UUID]] = field(default_factory=dict)
    lately: Mapping[str, list[UUID]] = field(default_factory=dict)

    @property
    def keys(self) -> list[UUID]:
        return [each for ids in self.keyed.values() for each in ids]


def named(actor: Actor, asked: Asked) -> Named:
    """Asked for beforehand, in one statement: most searches have none, and none is to be planned for."""
    keyed: dict[str, list[UUID]] = {}
    lately: dict[str, list[UUID]] = {}
    rows = fetch(
        "SELECT TRUE, object, record_id FROM external_id WHERE key = %s UNION ALL"
        " SELECT FALSE, object, record_id FROM recent WHERE user_id = %s AND record_id IS NOT NULL",
        [asked.text, actor.id],
    )
    for is_key, name, record_id in rows:
        (keyed if is_key else lately).setdefault(name, []).append(record_id)
    return Named(keyed, lately)


def branches(actor: Actor, asked: Asked, group: Group, known: Named) -> Iterator[Sql]:
    """Each a SELECT of documents (`COLUMNS`)."""
    names = [each.name for each in group.specs]
    for spec in group.specs:
        if ids := known.keyed.get(spec.name):
            yield _by_id(spec, group, ids, sql.TRUE)
    if asked.id:
        where = sql.both([Sql("d.object = ANY(%s) AND d.record_id = %s", (names, asked.id)), group.first])
        yield f"(SELECT {COLUMNS} FROM search_document d WHERE " + where + ")"
    if asked.is_empty:
        if asked.start and not asked.start.isalnum():
            yield from (_begun(asked, spec, group) for spec in group.specs)
        return
    if group.is_few or group.is_judged:
        own = group.seen if group.is_few else Sql("d.owner_id = %s", (actor.id,))
        inner = Sql("SELECT * FROM search_document d WHERE d.object = ANY(%s) AND ", (names,)) + own + " OFFSET 0"
        yield f"(SELECT {COLUMNS} FROM (" + inner + ") d WHERE " + asked.matching() + f" LIMIT {FEW})"
    if not group.is_few:
        for spec in group.specs:
            yield from _of(asked, spec, group, known)


def _of(asked: Asked, spec: ObjectSpec, group: Group, known: Named) -> Iterator[Sql]:
    """Of one object. Where the list of words says that none holds them, none is looked for."""
    if ids := known.lately.get(spec.name):
        yield _by_id(spec, group, ids, asked.matching())
    if asked.words and asked.may_begin(spec.name):
        yield _begun(asked, spec, group)
    most = COMMON * 2 if group.owners else COMMON
    if asked.common(spec.name) > most:
        yield _latest(asked, spec, group)
    elif prose_of(spec) or asked.may_hold(spec.name):
        yield _all(asked, spec, group)


def _by_id(spec: ObjectSpec, group: Group, ids: list[UUID], matching: Sql) -> Sql:
    theirs = Sql("d.object = %s AND d.record_id = ANY(%s)", (spec.name, ids))
    where = sql.both([theirs, matching, group.first])
    return f"(SELECT {COLUMNS} FROM {partition(spec)} d WHERE " + where + ")"


def _begun(asked: Asked, spec: ObjectSpec, group: Group) -> Sql:
    where = sql.both([asked.begun(), group.first])
    return f"(SELECT {COLUMNS} FROM {partition(spec)} d WHERE " + where + f" ORDER BY {START} LIMIT {BEGUN})"


def _latest(asked: Asked, spec: ObjectSpec, group: Group) -> Sql:
    """Of the latest records (their ids tell) those that match: where many do, enough of these. Of some owners' records
    the latest of each."""
    theirs = f"SELECT * FROM {partition(spec)} WHERE object = {sql.literal(spec.name)}"
    latest = Sql(f"{theirs} ORDER BY record_id DESC LIMIT {LATEST}")
    if group.owners:
        most = max(LEAST_OF_OWNER, 2 * LATEST // len(group.owners))
        one = f"{theirs} AND owner_id = o.id ORDER BY record_id DESC LIMIT {most}"
        latest = Sql(f"SELECT d.* FROM unnest(%s::uuid[]) o(id), LATERAL ({one}) d", (list(group.owners),))
    return f"(SELECT {COLUMNS} FROM (" + latest + ") d WHERE " + asked.matching() + ")"


def _all(asked: Asked, spec: ObjectSpec, group: Group) -> Sql:
    """Those that match, as many as are ranked. Materialized, as the planner would read the whole table for the first
    few of what it takes for many."""
    where = sql.both([asked.matching(), group.first])
    matches = f"SELECT {COLUMNS} FROM {partition(spec)} d WHERE " + where
    return "(WITH d AS MATERIALIZED (" + matches + f") SELECT {COLUMNS} FROM d LIMIT {MOST})"
