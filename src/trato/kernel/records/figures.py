"""Figures over what an actor may see: the aggregate query of filters, run; and counts of several lists at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from trato.kernel.access import policy
from trato.kernel.fields.base import Json
from trato.kernel.filters import grouping
from trato.kernel.filters.aggregate import AggregateQuery
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.listing import COUNT_LIMIT, ListQuery, condition_of
from trato.kernel.records.variables import variables_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql


def aggregate(
    actor: Actor, spec: ObjectSpec, query: AggregateQuery, narrow: Sql = sql.TRUE
) -> tuple[list[dict[str, Json]], bool]:
    """One row a group, and whether there are more groups than the limit. `narrow` is a further condition on a row
    aliased `a`, given by search or a panel."""
    within = sql.both([policy.visible(actor, spec, "a"), narrow])
    statement = grouping.compile(query, spec, variables_of(actor), within=within, visible=_seen_by(actor))
    return grouping.rows(query, spec, fetch(statement))


def counts(actor: Actor, lists: Sequence[tuple[ObjectSpec, ListQuery]]) -> list[tuple[int, bool]]:
    """How many records each list holds, in one statement; each as in `listing.count`."""
    if not lists:
        return []
    [found] = fetch("SELECT " + sql.join(", ", counting(actor, lists)))
    return [counted(each) for each in found]


def counting(actor: Actor, lists: Iterable[tuple[ObjectSpec, ListQuery]]) -> list[Sql]:
    """What counts each list, for a statement that reads other things too."""
    parts = []
    for spec, query in lists:
        inner = f"SELECT 1 FROM {sql.name(spec.table)} a WHERE " + condition_of(actor, spec, query)
        parts.append("(SELECT count(*) FROM (" + inner + f" LIMIT {COUNT_LIMIT + 1}) counted)")
    return parts


def counted(found: int) -> tuple[int, bool]:
    """What such a figure says: a count, and whether it stopped there."""
    return min(int(found), COUNT_LIMIT), found > COUNT_LIMIT


def _seen_by(actor: Actor) -> Any:
    return lambda target, alias: policy.visible(actor, target, alias)
