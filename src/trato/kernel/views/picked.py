"""Lists: putting records on them, and reading them in their own order.

What lies on a list is seen by whoever sees the list and the record; the others are only counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import runner
from trato.kernel.actions.entries import change_many, write_whole
from trato.kernel.actions.purging import purge_with, purges
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.records.cursor import BadCursor
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch
from trato.kernel.views.models import ListEntry, PickedList
from trato.kernel.views.preparing import MAX_ENTRIES, STEP
from trato.lib import sql
from trato.lib.ids import uuid7
from trato.lib.sql import Sql

_CLOSEST = Decimal("0.000001")


@dataclass(frozen=True)
class Added:
    """What came of putting records on a list. `entry` undoes it; `already` were on it."""

    count: int
    already: int
    entry: UUID | None


@dataclass(frozen=True)
class Entry:
    """One line: the entry, and the record's values."""

    id: UUID
    note: str
    version: int
    place: Decimal
    row: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A page of a list; `following` is the place of its last entry where there are more."""

    entries: list[Entry]
    following: str


def read(actor: Actor, list_id: UUID) -> dict[str, Any]:
    """A list's own values. RecordNotFound when it is not the actor's to see."""
    return listing.get(actor, registry.get("list"), list_id)


def offered(actor: Actor, spec: ObjectSpec) -> list[tuple[UUID, str]]:
    """The lists of an object that the actor may put records on, by name."""
    lists = registry.get("list")
    mine = policy.visible(actor, lists, "a", "update")
    narrow = sql.both([mine, Sql("a.object = %s", (spec.plural,))])
    found = listing.page(actor, lists, ListQuery(sort="name", paths=("name",), limit=100, narrow=narrow))
    return [(row["id"], row["name"]) for row in found.rows]


def add(actor: Actor, list_id: UUID, query: ListQuery, *, order: Sequence[UUID] = ()) -> Added:
    """Put the records of a query on a list, behind those that are there, in this order, else the query's. Invalid when
    they are too many. Set-based: it costs the same for one and for hundreds."""
    entries, lists = registry.get("list_entry"), registry.get("list")
    with transaction.atomic():
        whole = cast("PickedList", runner.lock(actor, lists, list_id, "update"))
        spec = registry.by_plural(whole.object)
        chosen = listing.page(actor, spec, replace(query, paths=(), limit=listing.MAX_PAGE))
        places = {one: place for place, one in enumerate(order)}
        ids = sorted((row["id"] for row in chosen.rows), key=lambda one: places.get(one, len(places)))
        if chosen.next is not None:
            raise Invalid([Problem("ids", "too_many", _("At most {most} at once.").format(most=listing.MAX_PAGE))])
        [(there, last)] = fetch(
            "SELECT count(*), coalesce(max(place), 0) FROM list_entry WHERE list_id = %s AND deleted_at IS NULL",
            [list_id],
        )
        if there + len(ids) > MAX_ENTRIES:
            words = _("A list holds at most {limit} records.").format(limit=MAX_ENTRIES)
            raise Invalid([Problem("list", "too_many", words)])
        entry = uuid7()
        statement = _inserting(actor, spec, whole, ids, last)
        count = change_many(actor, entries, statement, cause=entry, verb="create")
        if count:
            write_whole(actor, entry, "create", entries, {"list": str(list_id)})
    return Added(count, len(ids) - count, entry if count else None)


def _inserting(actor: Actor, spec: ObjectSpec, whole: PickedList, ids: Sequence[UUID], last: Decimal) -> Sql:
    """The entries of records that are not on the list yet, in the order of their ids as given."""
    title = f"a.{sql.name(spec.title)}"
    return Sql(
        "INSERT INTO list_entry (list_id, object, record_id, title, place, owner_id, team_id, created_by_id,"
        f" updated_by_id) SELECT %s, %s, a.id, {title}, %s + {STEP} * g.place, %s, %s, %s, %s"
        f" FROM unnest(%s::uuid[]) WITH ORDINALITY g(id, place) JOIN {sql.name(spec.table)} a ON a.id = g.id"
        " WHERE NOT EXISTS (SELECT 1 FROM list_entry e WHERE e.list_id = %s AND e.record_id = a.id"
        " AND e.deleted_at IS NULL) RETURNING id, version, title, '{}'::jsonb AS diff",
        (
            whole.pk, spec.plural, last, whole.owner_id, whole.team_id, actor.id, actor.id, list(ids), whole.pk,
        ),
    )  # fmt: skip


def page(
    actor: Actor,
    spec: ObjectSpec,
    list_id: UUID,
    paths: tuple[str, ...],
    *,
    after: str = "",
    limit: int = 50,
    only: UUID | None = None,
) -> Found:
    """The entries behind a place, in the list's own order; or `only` one."""
    place, _colon, last = after.partition(":")
    beyond = Sql(" AND (e.place, e.id) > (%s, %s)", _spot(place, last)) if last else sql.EMPTY
    if only is not None:
        beyond = Sql(" AND e.id = %s", (only,))
    statement = (
        Sql(f"SELECT e.id, e.record_id, e.note, e.place, e.version FROM list_entry e JOIN {sql.name(spec.table)} a")
        + " ON a.id = e.record_id AND a.deleted_at IS NULL AND "
        + policy.visible(actor, spec, "a")
        + Sql(" WHERE e.list_id = %s AND e.deleted_at IS NULL", (list_id,))
        + beyond
        + f" ORDER BY e.place, e.id LIMIT {limit + 1}"
    )
    found = fetch(statement)
    shown = found[:limit]
    narrow = Sql("a.id = ANY(%s::uuid[])", ([each[1] for each in shown],))
    rows = listing.page(actor, spec, ListQuery(paths=paths, limit=limit, narrow=narrow)).rows if shown else []
    by_id = {row["id"]: row for row in rows}
    entries = [
        Entry(one, note or "", version, place, by_id[record])
        for one, record, note, place, version in shown
        if record in by_id
    ]
    return Found(entries, f"{shown[-1][3]}:{shown[-1][0]}" if len(found) > limit else "")


def _spot(place: str, last: str) -> tuple[Decimal, UUID]:
    """Where a page begins. BadCursor when it is none."""
    try:
        return Decimal(place), UUID(last)
    except (InvalidOperation, ValueError) as error:
        raise BadCursor(f"{place}:{last}") from error


def count(actor: Actor, spec: ObjectSpec, list_id: UUID) -> tuple[int, int]:
    """How many of a list's records the actor sees, and how many they do not."""
    seen = "a.deleted_at IS NULL AND " + policy.visible(actor, spec, "a")
    [(visible, whole)] = fetch(
        "SELECT count(*) FILTER (WHERE "
        + seen
        + Sql(
            f"), count(*) FILTER (WHERE a.deleted_at IS NULL) FROM list_entry e JOIN {sql.name(spec.table)} a"
            " ON a.id = e.record_id WHERE e.list_id = %s AND e.deleted_at IS NULL",
            (list_id,),
        )
    )
    return visible, whole - visible


def place(actor: Actor, list_id: UUID, entry: UUID, after: UUID | None) -> None:
    """Put an entry behind another, or first. RecordNotFound when it is not on the list."""
    with transaction.atomic():
        runner.lock(actor, registry.get("list"), list_id, "update")
        low, high = _between(list_id, entry, after)
        if high is not None and high - low < _CLOSEST:
            execute(
                f"UPDATE list_entry e SET place = r.n * {STEP} FROM"
                " (SELECT id, row_number() OVER (ORDER BY place, id) n FROM list_entry"
                " WHERE list_id = %s AND deleted_at IS NULL) r WHERE r.id = e.id",
                [list_id],
            )
            low, high = _between(list_id, entry, after)
        where = low + STEP if high is None else (low + high) / 2
        runner.update(actor, "list_entry", entry, {"place": str(where.quantize(Decimal("1e-10")))})


def _between(list_id: UUID, entry: UUID, after: UUID | None) -> tuple[Decimal, Decimal | None]:
    """The places that an entry is to lie between; None where nothing follows. Last behind what is not there any more.
    Each is one row of the list's index, however long the list is."""
    others = Sql("FROM list_entry WHERE list_id = %s AND deleted_at IS NULL AND id <> %s", (list_id, entry))
    lower = [] if after is None else fetch("SELECT place, id " + others + Sql(" AND id = %s", (after,)))
    if after is not None and not lower:
        lower = fetch("SELECT place, id " + others + " ORDER BY place DESC, id DESC LIMIT 1")
    beyond = Sql(" AND (place, id) > (%s, %s)", lower[0]) if lower else sql.EMPTY
    higher = fetch("SELECT place " + others + beyond + " ORDER BY place, id LIMIT 1")
    high = higher[0][0] if higher else None
    if lower:
        return lower[0][0], high
    return (Decimal(0), None) if high is None else (high - STEP, high)


@purges()
def forget(ids: Sequence[UUID]) -> None:
    """What is gone for good stands on no list."""
    if entries := list(ListEntry.objects.filter(record_id__in=ids).values_list("pk", flat=True)):
        purge_with(registry.get("list_entry"), entries)
