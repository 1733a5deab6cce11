"""List queries beside the best SQL we could write by hand for the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.clock import by_turns
from benchmarks.report import Figure
from trato.kernel.filters.aggregate import parse_aggregate
from trato.kernel.filters.language import parse
from trato.kernel.objects import registry
from trato.kernel.records import figures, listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib.sql import Sql

PATHS = ("name", "amount", "closed_on")
COLUMNS = "d.id, d.version, d.name, d.amount, d.amount_currency, d.amount_base, d.closed_on"
THREE = {
    "all": [
        {"field": "stage.kind", "op": "is", "value": "open"},
        {"field": "amount", "op": "gte", "value": 1000},
        {"field": "source", "op": "is", "value": "fair"},
    ]
}
BY_HAND = {
    "first page, latest": "ORDER BY d.updated_at DESC, d.id DESC",
    "first page, by amount": "AND d.amount_base IS NOT NULL ORDER BY d.amount_base DESC, d.id DESC",
    "first page, by name": 'AND d.name IS NOT NULL ORDER BY public.sort_key(d.name) COLLATE "C", d.id',
}
SORTS = {"first page, latest": "-updated_at", "first page, by amount": "-amount", "first page, by name": "name"}


def measure(people: dict[str, Actor], rounds: int) -> Iterator[Figure]:
    """Pages of 50 deals, their filters and sums."""
    for who, actor in people.items():
        yield from _seen_by(who, actor, rounds)


def _seen_by(who: str, actor: Actor, rounds: int) -> Iterator[Figure]:
    spec = registry.get("deal")
    owners = list(actor.own)
    for name, tail in BY_HAND.items():
        query = ListQuery(sort=SORTS[name], paths=PATHS, limit=50)
        hand = (
            f"SELECT {COLUMNS} FROM deal d WHERE d.deleted_at IS NULL AND d.owner_id = ANY(%s::uuid[]) {tail} LIMIT 51"
        )
        yield _beside(who, name, partial(listing.page, actor, spec, query), Sql(hand, (owners,)), rounds)
    second = listing.page(actor, spec, ListQuery(sort="-amount", paths=PATHS, limit=500)).next or ""
    row = listing.page(actor, spec, ListQuery(sort="-amount", paths=PATHS, limit=500)).rows[-1]
    hand = (
        f"SELECT {COLUMNS} FROM deal d WHERE d.deleted_at IS NULL AND d.owner_id = ANY(%s::uuid[])"
        " AND (d.amount_base, d.id) < (%s, %s) ORDER BY d.amount_base DESC, d.id DESC LIMIT 51"
    )
    deep = ListQuery(sort="-amount", paths=PATHS, limit=500, cursor=second)
    mark = (owners, row["amount"].base, row["id"])
    yield _beside(
        who,
        "page after the 500th, by amount",
        lambda: listing.page(actor, spec, deep),
        Sql(hand.replace("51", "501"), mark),
        rounds,
    )
    filtered = ListQuery(filter=parse(THREE, spec), sort="-updated_at", paths=PATHS, limit=50)
    hand = (
        f"SELECT {COLUMNS} FROM deal d WHERE d.deleted_at IS NULL AND d.owner_id = ANY(%s::uuid[]) AND d.source = 'fair'"
        " AND d.amount_base >= 1000 AND d.stage_id IN (SELECT id FROM stage WHERE kind = 'open' AND deleted_at IS NULL)"
        " ORDER BY d.updated_at DESC, d.id DESC LIMIT 51"
    )
    yield _beside(
        who,
        "3 conditions, one through a link",
        lambda: listing.page(actor, spec, filtered),
        Sql(hand, (owners,)),
        rounds,
    )
    asked = parse_aggregate(
        {"group_by": ["stage"], "measures": [{"op": "count"}, {"op": "sum", "field": "amount"}]}, spec
    )
    hand = (
        "SELECT d.stage_id, count(*), sum(d.amount_base) FROM deal d WHERE d.deleted_at IS NULL"
        " AND d.owner_id = ANY(%s::uuid[]) GROUP BY 1"
    )
    yield _beside(who, "sum by stage", lambda: figures.aggregate(actor, spec, asked), Sql(hand, (owners,)), rounds, 1.5)


def _beside(who: str, name: str, ours: Callable[[], object], hand: Sql, rounds: int, bar: float = 2.0) -> Figure:
    mine, floor = by_turns([ours, lambda: fetch(hand)], rounds)
    return Figure(
        group="Lists and sums", name=name, who=who, ours=mine, floor=floor, bar=bar, note="with values made in Python"
    )
