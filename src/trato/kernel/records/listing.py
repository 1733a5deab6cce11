"""Lists of records: one page at a time, by keyset, of what the actor may see."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.filters.compile import where
from trato.kernel.filters.language import EVERYTHING, Filter, digest
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import groups, order, within
from trato.kernel.records.cursor import Cursor, decode
from trato.kernel.records.errors import RecordMerged, RecordNotFound
from trato.kernel.records.models import Merged
from trato.kernel.records.selection import Selection, select
from trato.kernel.records.variables import variables_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch, fetch_often
from trato.lib import sql
from trato.lib.sql import Sql

COUNT_LIMIT = 10_000
"""Counts stop here; past it a page says "more than 10,000" and never waits for the exact figure."""
MAX_PAGE = 500


@dataclass(frozen=True, kw_only=True)
class ListQuery:
    """What is asked of a list. `narrow` is a further condition on a row aliased `a`, given by search or a panel."""

    filter: Filter = EVERYTHING
    sort: str = ""
    paths: tuple[str, ...] | None = None
    limit: int = 50
    cursor: str = ""
    trash: bool = False
    narrow: Sql = field(default=sql.TRUE)


@dataclass(frozen=True)
class Page:
    """Rows as values by path, and the cursors of the pages beside this one (None at an end)."""

    rows: list[dict[str, Any]]
    selection: Selection
    next: str | None
    prev: str | None


def page(actor: Actor, spec: ObjectSpec, query: ListQuery) -> Page:
    """One page. UnknownField, BadCursor or FilterError for what the caller got wrong.

    One statement, or two where the page reaches from the rows with a sort value into those without; some more where
    it is read by groups.
    """
    keys = order.without_empties(order.parse(actor, spec, query.sort or spec.sort), query.filter)
    limit = max(1, min(query.limit, MAX_PAGE))
    mark = digest_of(query, spec)
    cursor = decode(query.cursor, mark, len(keys)) if query.cursor else None
    selection = select(spec, query.paths)
    condition = condition_of(actor, spec, query)
    raw: list[tuple[Any, ...]] = []
    for stretch in groups.parts(spec, keys, cursor, condition):
        if stretch is None:
            raw.clear()
            continue
        raw += fetch(reading(actor, selection, keys, stretch, condition, limit + 1 - len(raw)))
        if len(raw) > limit:
            break
    more, raw = len(raw) > limit, raw[:limit]
    if cursor is not None and cursor.backwards:
        raw.reverse()
    ends = Ends(mark, selection.width, more, cursor)
    rows = [selection.row(each) for each in raw]
    return Page(rows, selection, ends.next(raw), ends.prev(raw))


def condition_of(actor: Actor, spec: ObjectSpec, query: ListQuery) -> Sql:
    """The WHERE of a list over a row aliased `a`: visibility, trash, filter and what narrows it."""
    return sql.both(
        [
            Sql("a.deleted_at IS NOT NULL" if query.trash else "a.deleted_at IS NULL"),
            policy.visible(actor, spec, "a", "delete") if query.trash else within.seen(actor, spec),
            filter_condition(actor, spec, query.filter),
            query.narrow,
        ]
    )


def filter_condition(actor: Actor, spec: ObjectSpec, wanted: Filter) -> Sql:
    """A filter as a condition on a row aliased `a`; related records count only where the actor sees them."""
    return where(wanted, spec, "a", variables_of(actor), lambda target, alias: policy.visible(actor, target, alias))


def count(actor: Actor, spec: ObjectSpec, query: ListQuery, *, exact: bool = False) -> tuple[int, bool]:
    """How many records the list holds, and whether that is only a lower bound (the count stopped)."""
    condition = condition_of(actor, spec, query)
    inner = f"SELECT 1 FROM {sql.name(spec.table)} a WHERE " + condition
    if not exact:
        inner += f" LIMIT {COUNT_LIMIT + 1}"
    found = int(fetch("SELECT count(*) FROM (" + inner + ") counted")[0][0])
    return (COUNT_LIMIT, True) if not exact and found > COUNT_LIMIT else (found, False)


def get(
    actor: Actor, spec: ObjectSpec, record_id: UUID, paths: tuple[str, ...] | None = None, *, trashed: bool = False
) -> dict[str, Any]:
    """One record's values. RecordNotFound when there is none to see, RecordMerged when it went into another.

    `trashed` also reads a record in the trash, for those who may restore it; it then has `deleted_at`.
    """
    selection = select(spec, paths)
    live = sql.both([Sql("a.deleted_at IS NULL"), policy.visible(actor, spec, "a")])
    allowed = live
    if trashed:
        gone = sql.both([Sql("a.deleted_at IS NOT NULL"), policy.visible(actor, spec, "a", "delete")])
        allowed = sql.either([live, gone])
    head = "SELECT " + selection.sql(actor) + f", a.deleted_at FROM {sql.name(spec.table)} a WHERE a.id = "
    rows = fetch_often(head + Sql("%s", (record_id,)) + " AND " + allowed)
    if not rows:
        raise _missing(spec, record_id)
    return {**selection.row(rows[0]), "deleted_at": rows[0][-1]}


def _missing(spec: ObjectSpec, record_id: UUID) -> LookupError:
    merged = Merged.objects.filter(id=record_id, object=spec.name).values_list("survivor_id", flat=True).first()
    return RecordMerged(merged) if merged else RecordNotFound(str(record_id))


def reading(
    actor: Actor,
    selection: Selection,
    keys: tuple[order.SortKey, ...],
    stretch: order.Stretch,
    condition: Sql,
    limit: int,
) -> Sql:
    """The statement for rows of one stretch: the selected values, then each sort key as text for the cursors."""
    joined = {join for key in keys for join in key.joins if join in stretch.joins}
    marks = [
        Sql(f"({key.expression})::text" if not key.joins or joined.issuperset(key.joins) else "NULL::text")
        for key in keys
    ]
    if stretch.first is not None:
        marks[0] = Sql("%s::text", (stretch.first,))
    read = sql.join(", ", [selection.sql(actor), *marks])
    head = "SELECT " + read + f" FROM {sql.name(selection.spec.table)} a {stretch.joins} WHERE "
    return head + sql.both([condition, stretch.condition]) + f" ORDER BY {stretch.order} LIMIT {limit}"


def digest_of(query: ListQuery, spec: ObjectSpec) -> str:
    """A short name of the list, which its cursors carry."""
    narrow = repr((query.narrow.text, query.narrow.params))
    text = "\n".join([spec.name, digest(query.filter), query.sort or spec.sort, str(query.trash), narrow])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Ends:
    """The cursors at both ends of a page."""

    mark: str
    width: int
    more: bool
    cursor: Cursor | None

    @property
    def _backwards(self) -> bool:
        return self.cursor is not None and self.cursor.backwards

    def next(self, raw: list[tuple[Any, ...]]) -> str | None:
        return self._at(raw[-1], False) if raw and (self.more or self._backwards) else None

    def prev(self, raw: list[tuple[Any, ...]]) -> str | None:
        if not raw or self.cursor is None:
            return None
        return self._at(raw[0], True) if self.more or not self._backwards else None

    def _at(self, row: tuple[Any, ...], backwards: bool) -> str:
        return Cursor(tuple(row[self.width :]), row[0], backwards).encode(self.mark)
