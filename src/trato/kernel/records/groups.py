"""Reading a long list ordered by a key with few values, one value after the other.

By stage, then by amount: no index gives that order, and sorting a million rows for fifty is slow. But within one stage
the rest of the order is a list of its own, which indexes do give. So the values are read first (a handful), and then
the lists of each, from the cursor's on, until the page is full. What is cheap to collect is better sorted, so the
planner is asked for the price; where it was wrong and the page does not fill, the list is sorted after all.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from trato.kernel.fields.base import from_jsonb
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.cursor import Cursor
from trato.kernel.records.order import SortKey, Stretch, stretches, without_value
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql

DEAR, MANY = 3_000.0, 5_000
"""Lists that cost less than this to collect, in the planner's units, and have fewer rows are sorted at once."""
TRIES = 6
"""So many statements by group may leave the page unfilled."""
MAX_VALUES = 2_000

Values = list[tuple[str, tuple[Any, ...]]]
"""Each value as text, with what the column holds for it: the value itself, or the ids of the records so called."""


def parts(
    spec: ObjectSpec, keys: tuple[SortKey, ...], cursor: Cursor | None, condition: Sql
) -> Iterator[Stretch | None]:
    """The stretches of a list, by groups where that is the faster way. None: forget what was read, all begins again."""
    known = _values(keys[0]) if _worthwhile(spec, keys, condition) else None
    if known is not None:
        inside = _by_group(keys, known, cursor)
        yield from islice(inside, TRIES)
        if next(inside, None) is None:
            return
        yield None
    yield from stretches(keys, cursor)


def _worthwhile(spec: ObjectSpec, keys: tuple[SortKey, ...], condition: Sql) -> bool:
    """A single column is in its index's order already; a cheap list is sorted in no time."""
    if not keys or not keys[0].groups or (len(keys) == 1 and not keys[0].joins):
        return False
    [(plan,)] = fetch(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {sql.name(spec.table)} a WHERE " + condition)
    priced = from_jsonb(plan)[0]["Plan"]
    return bool(priced["Total Cost"] >= DEAR or priced["Plan Rows"] >= MANY)


def _values(key: SortKey) -> Values | None:
    """The values in ascending order; None when they are not few."""
    rows = fetch(f"{key.groups} LIMIT {MAX_VALUES + 1}")
    if len(rows) > MAX_VALUES:
        return None
    found: Values = [(str(value), tuple(ids) if ids else (value,)) for value, ids in rows]
    return sorted(found)


def _by_group(keys: tuple[SortKey, ...], values: Values, cursor: Cursor | None) -> Iterator[Stretch]:
    first, rest = keys[0], keys[1:]
    backwards = cursor is not None and cursor.backwards
    here = None if cursor is None else cursor.keys[0]
    down = first.descending ^ backwards
    in_empties = cursor is not None and here is None
    if in_empties:
        yield without_value(first, rest, cursor, backwards)
        if not backwards:
            return
    for value, held in reversed(values) if down else values:
        if here is not None and (value > here if down else value < here):
            continue
        inside = cursor if value == here else None
        for part in _inside(first, rest, inside, backwards):
            condition = sql.both([_equal(first.column, held), part.condition])
            yield Stretch(part.joins, condition, part.order, first=value)
    if not backwards and not in_empties and not first.never_empty:
        yield without_value(first, rest, None, backwards)


def _inside(first: SortKey, rest: tuple[SortKey, ...], cursor: Cursor | None, backwards: bool) -> list[Stretch]:
    """The list of one value. Without further keys it is ordered by id, in the direction of the first."""
    if rest:
        inner = None if cursor is None else Cursor(cursor.keys[1:], cursor.id, backwards)
        return stretches(rest, inner, backwards=backwards)
    down = first.descending ^ backwards
    beyond = sql.TRUE if cursor is None else Sql(f"a.id {'<' if down else '>'} %s", (cursor.id,))
    return [Stretch("", beyond, f"a.id {'DESC' if down else 'ASC'}")]


def _equal(column: str, held: tuple[UUID | str | bool, ...]) -> Sql:
    if len(held) == 1:
        return Sql(f"{column} = %s", held)
    return Sql(f"{column} = ANY(%s::uuid[])", (list(held),))
