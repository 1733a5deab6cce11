"""Reading the timeline: a record's, or everything an actor may see; newest first, by keyset."""

from __future__ import annotations

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
"""How many of the organization's entries a page of everything looks through."""


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
    parts = [Sql("s.record_id = %s", (record_id,)), _visible(actor, spec.name), *_narrow(before, kinds, "s.entry_id")]
    head = f"SELECT {_COLUMNS}, {_UNDONE} FROM subject s JOIN entry e ON e.id = s.entry_id WHERE "
    return _read(head + sql.both(parts) + f" ORDER BY s.entry_id DESC LIMIT {_bounded(limit)}")


def of_settings(*, limit: int = 30) -> list[Happening]:
    """How the organization's settings changed, newest first. The caller has checked that the actor may see them."""
    head = f"SELECT {_COLUMNS}, {_UNDONE} FROM subject s JOIN entry e ON e.id = s.entry_id WHERE "
    return _read(head + Sql("s.record_id = %s", (SETTINGS,)) + f" ORDER BY s.entry_id DESC LIMIT {_bounded(limit)}")


def one(actor: Actor, entry: UUID | str) -> Happening | None:
    """The entry of that id, if the actor may see what it is about."""
    head = f"SELECT {_COLUMNS}, {_UNDONE} FROM entry e WHERE "
    found = _read(head + sql.both([Sql("e.id = %s::uuid", (str(entry),)), _visible(actor, "")]))
    return found[0] if found else None


def everything(
    actor: Actor, *, before: UUID | None = None, limit: int = 50, kinds: tuple[str, ...] = ()
) -> list[Happening]:
    """What happened lately to records the actor may see, newest first.

    It looks through the newest REACH_BACK entries (older than `before`) and no further, so that who sees little of
    much does not wait; what is older stands on each record's own timeline.
    """
    lately = "SELECT * FROM entry WHERE " + sql.both(_narrow(before, (), "id"))
    head = f"SELECT {_COLUMNS}, {_UNDONE} FROM (" + lately + f" ORDER BY id DESC LIMIT {REACH_BACK}) e WHERE "
    parts = sql.both([_visible(actor, ""), *_narrow(None, kinds, "e.id")])
    return _read(head + parts + f" ORDER BY e.id DESC LIMIT {_bounded(limit)}")


_UNDONE = "EXISTS (SELECT 1 FROM entry u WHERE u.undoes_id = e.id)"


def _bounded(limit: int) -> int:
    return max(1, min(limit, MAX_PAGE))


def _narrow(before: UUID | None, kinds: tuple[str, ...], key: str) -> list[Sql]:
    found = [] if before is None else [Sql(f"{key} < %s", (before,))]
    return [*found, Sql("e.verb = ANY(%s)", (list(kinds),))] if kinds else found


def _visible(actor: Actor, own_object: str) -> Sql:
    """Entries of objects the actor reads entirely, and of single records within reach."""
    options = []
    whole = [
        each.name
        for each in registry.every()
        if policy.visible(actor, each, "r") == sql.TRUE or each.name == own_object
    ]
    if len(whole) == len(registry.every()):
        return sql.TRUE
    options.append(Sql("e.object = ANY(%s)", (whole,)))
    for spec in registry.every():
        condition = policy.visible(actor, spec, "r")
        if spec.name not in whole and condition != sql.FALSE:
            inside = f"EXISTS (SELECT 1 FROM {sql.name(spec.table)} r WHERE r.id = e.record_id AND "
            options.append(Sql("(e.object = %s AND ", (spec.name,)) + inside + condition + "))")
    return sql.either(options)


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
