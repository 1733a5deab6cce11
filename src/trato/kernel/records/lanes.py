"""Reading around a list: the first page of each of its lanes at once, and the records beside one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import groups, order
from trato.kernel.records.cursor import Cursor
from trato.kernel.records.listing import Ends, ListQuery, Page, condition_of, digest_of, reading
from trato.kernel.records.selection import select
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql


def first_pages(actor: Actor, spec: ObjectSpec, queries: Sequence[ListQuery]) -> list[Page]:
    """The first page of each list of one object, in one statement. The queries differ only in what narrows them."""
    if not queries:
        return []
    keys = order.parse(actor, spec, queries[0].sort or spec.sort)
    selection = select(spec, queries[0].paths)
    parts: list[Sql] = []
    for place, query in enumerate(queries):
        condition = condition_of(actor, spec, query)
        for depth, stretch in enumerate(order.stretches(keys, None)):
            statement = reading(actor, selection, keys, stretch, condition, query.limit + 1)
            parts.append(f"(SELECT {place} AS lane, {depth} AS stretch, * FROM (" + statement + ") r)")
    raw: list[list[tuple[Any, ...]]] = [[] for _ in queries]
    for place, _stretch, *values in fetch(sql.join(" UNION ALL ", parts)):
        raw[place].append(tuple(values))
    pages = []
    for query, rows in zip(queries, raw, strict=True):
        more, kept = len(rows) > query.limit, rows[: query.limit]
        ends = Ends(digest_of(query, spec), selection.width, more, None)
        pages.append(Page([selection.row(each) for each in kept], selection, ends.next(kept), None))
    return pages


def beside(actor: Actor, spec: ObjectSpec, query: ListQuery, record_id: UUID) -> tuple[UUID | None, UUID | None]:
    """The records before and after one in a list; None at an end, or when the list does not hold it."""
    keys = order.parse(actor, spec, query.sort or spec.sort)
    selection = select(spec, ())
    here = replace(query, narrow=sql.both([query.narrow, Sql("a.id = %s", (record_id,))]))
    condition = condition_of(actor, spec, query)
    found: list[tuple[Any, ...]] = []
    for stretch in order.stretches(keys, None):
        found = found or fetch(reading(actor, selection, keys, stretch, condition_of(actor, spec, here), 1))
    if not found:
        return None, None
    marks = tuple(found[0][selection.width :])
    answers: list[UUID | None] = []
    for backwards in (True, False):
        answer: UUID | None = None
        for part in groups.parts(spec, keys, Cursor(marks, record_id, backwards), condition):
            if part is not None and (rows := fetch(reading(actor, selection, keys, part, condition, 1))):
                answer = rows[0][0]
                break
        answers.append(answer)
    return answers[0], answers[1]
