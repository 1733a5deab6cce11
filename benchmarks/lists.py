"""The SQL time of lists and boards beside the best SQL written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from benchmarks import rivals
from benchmarks.clock import by_turns
from benchmarks.hearing import listening
from benchmarks.plan import Statement
from benchmarks.report import Figure
from benchmarks.rivals import Case, Spot
from trato.kernel.access import policy
from trato.kernel.filters.language import parse
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing, order
from trato.kernel.records.cursor import Cursor
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.selection import Selection, select
from trato.kernel.records.variables import locale_of
from trato.kernel.sheets.board import Board
from trato.kernel.tenancy.actor import Actor, Reach
from trato.kernel.tenancy.database import fetch
from trato.kernel.ui.lists import Asked
from trato.kernel.views.desk import Desk
from trato.kernel.views.shape import Shape
from trato.lib import sql
from trato.lib.sql import Sql

BAR = 2.0
GROUP = "SQL of lists and boards"


def measure(actor: Actor, label: str, rounds: int) -> Iterator[Figure]:
    """Every list as that actor sees it."""
    for case in rivals.CASES:
        spec = registry.get(case.object)
        query = ListQuery(filter=parse(_filter(case), spec, locale_of(actor)), sort=case.sort, paths=spec.columns)
        spot = _spot(actor, spec, query, case)
        if spot is None:
            continue
        if spot.id is not None:
            query = replace(query, cursor=_cursor(spec, query, spot))
        with listening() as heard:
            listing.page(actor, spec, query)
        columns = select(spec, spec.columns)
        yield _figure(case.name, label, heard.statements, _ways(case.rivals(spot), columns, actor), rounds)
    deals = registry.get("deal")
    with listening() as heard:
        board = Board(Asked(actor, deals, Desk(actor, deals), None, Shape(), Shape(sort="-updated_at")))
        board.drawn()
    cards = [each for each in heard.statements if "AS lane" in each[0]]
    by_hand = _ways(rivals.board(Spot(_owner(actor, deals))), select(deals, board.paths), actor)
    yield _figure("board of deals", label, cards, by_hand, rounds)


def _figure(name: str, label: str, ours: list[Statement], ways: list[str], rounds: int) -> Figure:
    def run(statements: Sequence[Statement]) -> Callable[[], object]:
        return lambda: [fetch(text, params) for text, params in statements]

    mine, *others = by_turns([run(ours), *(run([(way, ())]) for way in ways)], rounds)
    note = f"{len(ours)} statements" if len(ours) > 1 else ""
    return Figure(group=GROUP, name=name, who=label, ours=mine, floor=min(others), bar=BAR, note=note)


def _ways(made: list[str], columns: Selection, actor: Actor) -> list[str]:
    return [each.replace("%", "%%").replace("{columns}", columns.sql(actor).text) for each in made]


def _filter(case: Case) -> Any:
    return {"all": case.conditions} if case.conditions else None


def _owner(actor: Actor, spec: ObjectSpec) -> Any:
    return None if policy.reach(actor, "read", spec) is Reach.ALL else actor.id


def _spot(actor: Actor, spec: ObjectSpec, query: ListQuery, case: Case) -> Spot | None:
    """Where the page begins; for a deep one some row in the middle of the table."""
    owner = _owner(actor, spec)
    if not case.deep:
        return Spot(owner)
    keys = order.parse(actor, spec, query.sort)
    condition = listing.condition_of(actor, spec, query)
    middle = Sql(" AND a.id > %s ORDER BY a.id LIMIT 1", ("80000000-0000-0000-0000-000000000000",))
    [(record,)] = fetch(f"SELECT a.id FROM {sql.name(spec.table)} a WHERE " + condition + middle)
    here = Sql("a.id = %s", (record,))
    for stretch in order.stretches(keys, None):
        rows = fetch(listing.reading(actor, select(spec, ()), keys, stretch, here, 1))
        if rows:
            return Spot(owner, rows[0][-1], record)
    return None


def _cursor(spec: ObjectSpec, query: ListQuery, spot: Spot) -> str:
    return Cursor((str(spot.key),), spot.id).encode(listing.digest_of(query, spec))


def settle() -> None:
    """Tables as vacuum leaves them, so that a fresh load is not what is measured."""
    connection.cursor().execute("VACUUM (ANALYZE)")
