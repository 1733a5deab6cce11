"""Reading the timeline: a record's, or everything an actor may see; newest first, by keyset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from trato.kernel.access import policy
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import Rows, fetch
from trato.lib import sql
from trato.lib.sql import Sql

_COLUMNS = (
    "e.id, e.at, e.actor_id, e.actor_name, e.actor_kind, e.verb, e.object, e.record_id, e.title, e.version,"
    " e.diff, e.data, e.cause_id, e.undoes_id"
)
MAX_PAGE = 100
SETTINGS = UUID(int=1)
"""What stands for the organization itself among the subjects of entries."""
REACH_BACK = 20_000
"""How many entries a page looks through for those that the actor may see."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry as it is read; `diff` and `data` as in timeline.models.Entry. `undone` by a later entry."""

    id: UUID
    at: datetime
    actor_id: UUID | None
    actor_name: str
    actor_kind: str
    verb: str
    object: str
    record_id: UUID | None
    title: str
    version: int | None
    diff: dict[str, list[Any]]
    data: dict[str, Any]
    cause_id: UUID | None
    undoes_id: UUID | None
    undone: bool


def of_record(
    actor: Actor,
    spec: ObjectSpec,
    record_id: UUID,
    *,
    before: UUID | None = None,
    limit: int = 50,
    kinds: tuple[str, ...] = (),
) -> list[Happening]:
    """What concerns a record, newest first, older than the entry `before`. The caller has checked that the actor may
    see the record; entries of other records are shown only where the actor may see those."""

    def stretch(older: UUID | None, most: int) -> Sql:
        parts = [Sql("s.record_id = %s", (record_id,)), *_narrow(older, kinds, "s.entry_id")]
        head = "SELECT e.* FROM subject s JOIN entry e ON e.id = s.entry_id WHERE "
        return head + sql.both(parts) + f" ORDER BY s.entry_id DESC LIMIT {most}"

    return _page(actor, stretch, before, _bounded(limit), kinds, spec.name)


def of_settings(*, limit: int = 30) -> list[Happening]:
    """How the organization's settings changed, newest first. The caller has checked that the actor may see them."""
    head = f"SELECT {_COLUMNS}, {_UNDONE} FROM subject s JOIN entry e ON e.id = s.entry_id WHERE "
    return _read(head + Sql("s.record_id = %s", (SETTINGS,)) + f" ORDER BY s.entry_id DESC LIMIT {_bounded(limit)}")


def one(actor: Actor, entry: UUID | str) -> Happening | None:
    """The entry of that id, if the actor may see what it is about."""
    found = _read(f"SELECT {_COLUMNS}, {_UNDONE} FROM entry e WHERE " + Sql("e.id = %s::uuid", (str(entry),)))
    seen = _allowed(actor, [(each.id, each.verb, each.object, each.record_id) for each in found], "")
    return found[0] if seen else None


def everything(
    actor: Actor, *, before: UUID | None = None, limit: int = 50, kinds: tuple[str, ...] = ()
) -> list[Happening]:
    """What happened lately to records the actor may see, newest first.

    It looks through the newest REACH_BACK entries (older than `before`) and no further, so that who sees little of
    much does not wait; what is older stands on each record's own timeline.
    """

    def stretch(older: UUID | None, most: int) -> Sql:
        return "SELECT * FROM entry WHERE " + sql.both(_narrow(older, (), "id")) + f" ORDER BY id DESC LIMIT {most}"

    return _page(actor, stretch, before, _bounded(limit), kinds, "")


_UNDONE = "EXISTS (SELECT 1 FROM entry u WHERE u.undoes_id = e.id)"


def _bounded(limit: int) -> int:
    return max(1, min(limit, MAX_PAGE))


def _narrow(before: UUID | None, kinds: tuple[str, ...], key: str) -> list[Sql]:
    found = [] if before is None else [Sql(f"{key} < %s", (before,))]
    return [*found, Sql("e.verb = ANY(%s)", (list(kinds),))] if kinds else found


def _page(
    actor: Actor,
    stretch: Callable[[UUID | None, int], Sql],
    before: UUID | None,
    limit: int,
    kinds: tuple[str, ...],
    own_object: str,
) -> list[Happening]:
    """The newest entries of a stretch that the actor may see.

    Entries are read first and judged afterwards, by the objects that they are of: to plan one look at every object
    takes longer than all the rest. Where too few are left, more are read, ten times as many each time.
    """
    if _whole(actor, own_object) is None:
        parts = sql.both(_narrow(None, kinds, "e.id"))
        whole = stretch(before, limit if own_object else REACH_BACK)
        read = f"SELECT {_COLUMNS}, {_UNDONE} FROM (" + whole + ") e WHERE "
        return _read(read + parts + f" ORDER BY e.id DESC LIMIT {limit}")
    seen: list[UUID] = []
    most, left = limit, REACH_BACK
    while left > 0 and len(seen) < limit:
        most = min(most, left)
        inner = stretch(before, most)
        rows = fetch("SELECT e.id, e.verb, e.object, e.record_id FROM (" + inner + ") e ORDER BY e.id DESC")
        seen += _allowed(actor, [row for row in rows if not kinds or row[1] in kinds], own_object)
        if len(rows) < most:
            break
        before, left, most = rows[-1][0], left - most, most * 10
    if not seen:
        return []
    head = f"SELECT {_COLUMNS}, {_UNDONE} FROM entry e WHERE "
    return _read(head + Sql("e.id = ANY(%s::uuid[])", (seen[:limit],)) + " ORDER BY e.id DESC")


def _allowed(actor: Actor, rows: Rows, own_object: str) -> list[UUID]:
    """The ids of those (id, verb, object, record) that the actor may see; a statement for each object among them."""
    whole = _whole(actor, own_object)
    if whole is None:
        return [row[0] for row in rows]
    within: set[UUID] = set()
    for spec in registry.every():
        asked = {record for _id, _verb, name, record in rows if name == spec.name and record is not None}
        if not asked or spec.name in whole:
            continue
        condition = policy.visible(actor, spec, "r")
        if condition != sql.FALSE:
            head = f"SELECT r.id FROM {sql.name(spec.table)} r WHERE " + Sql("r.id = ANY(%s::uuid[])", (list(asked),))
            within |= {key for (key,) in fetch(head + " AND " + condition)}
    return [key for key, _verb, name, record in rows if name in whole or record in within]


def _whole(actor: Actor, own_object: str) -> frozenset[str] | None:
    """The objects whose entries the actor reads entirely; None where it is all, with what is of no object."""
    every = registry.every()
    found = frozenset(
        each.name for each in every if each.name == own_object or policy.visible(actor, each, "r") == sql.TRUE
    )
    return None if len(found) == len(every) else found


def _read(statement: Sql) -> list[Happening]:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        names = [column.name for column in cursor.description or ()]
        rows = cursor.fetchall()
    places = {name: place for place, name in enumerate(names)}
    found = []
    for row in rows:
        values = [
            _load(value) if place in (places["diff"], places["data"]) else value for place, value in enumerate(row)
        ]
        found.append(Happening(*values))
    return found


def _load(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str | bytes) else value
