"""A change through the runner, and figures by stage, beside the bare statements in the same process."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from uuid import UUID

from benchmarks.clock import by_turns
from benchmarks.hearing import listening
from benchmarks.report import Figure
from trato.kernel.actions import runner
from trato.kernel.filters.aggregate import parse_aggregate
from trato.kernel.objects import registry
from trato.kernel.records import figures
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch

UPDATE_BAR, AGGREGATE_BAR = 3.5, 1.5
_WORDS = itertools.count(1)


def updates(actor: Actor, label: str, rounds: int) -> Iterator[Figure]:
    """One changed text of a contact and of a deal; the deal's is found by search as well."""
    for table, column in (("contact", "department"), ("deal", "next_step")):
        found = fetch(f"SELECT id FROM {table} WHERE owner_id = %s AND deleted_at IS NULL LIMIT 100", [actor.id])
        ids: Iterator[UUID] = itertools.cycle([row[0] for row in found])
        bare = f"UPDATE {table} SET {column} = %s, version = version + 1, updated_at = now() WHERE id = %s"

        def ours(table: str = table, column: str = column, ids: Iterator[UUID] = ids) -> None:
            runner.update(actor, table, next(ids), {column: f"Paso {next(_WORDS)}"})

        def floor(bare: str = bare, ids: Iterator[UUID] = ids) -> None:
            execute(bare, [f"Paso {next(_WORDS)}", next(ids)])

        mine, bottom = by_turns([ours, floor], rounds)
        name = f"update of a {table}"
        yield Figure(group="Writing", name=name, who=label, ours=mine, floor=bottom, bar=UPDATE_BAR)


def aggregates(actor: Actor, label: str, rounds: int) -> Iterator[Figure]:
    """Deals by stage: count and sum."""
    spec = registry.get("deal")
    asked = {"group_by": [{"field": "stage"}], "measures": [{"op": "count"}, {"op": "sum", "field": "amount"}]}
    query = parse_aggregate(asked, spec, locale_of(actor))
    mine = "" if actor.is_administrator else f" AND owner_id = '{actor.id}'"
    bare = f"SELECT stage_id, count(*), sum(amount_base) FROM deal WHERE deleted_at IS NULL{mine} GROUP BY 1"
    with listening() as heard:
        figures.aggregate(actor, spec, query)
    [(text, params)] = heard.statements
    ours, floor, whole = by_turns(
        [lambda: fetch(text, params), lambda: fetch(bare), lambda: figures.aggregate(actor, spec, query)], rounds
    )
    note = f"{whole:.2f} ms with all that is not SQL"
    yield Figure(
        group="Figures", name="deals by stage", who=label, ours=ours, floor=floor, bar=AGGREGATE_BAR, note=note
    )
