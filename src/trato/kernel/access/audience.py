"""Who of many people sees which of a few records: one statement for all whose rights are worded alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import FALSE, Sql

MOST = 500
"""So many people in a statement."""
_SLOT = re.compile(r"(?<!%)%s")

Values = tuple[Any, ...]


def seen(actors: Sequence[Actor], spec: ObjectSpec, ids: Sequence[UUID]) -> list[set[UUID]]:
    """For each actor those of the records of `spec` that they may read.

    What `policy.visible` says of people of one role differs in its values only: these are asked as a table, so that a
    thousand people take as many statements as there are wordings.
    """
    wordings: dict[str, dict[Values, list[int]]] = {}
    for place, actor in enumerate(actors):
        said = policy.visible(actor, spec, "a")
        values = tuple(tuple(each) if isinstance(each, list) else each for each in said.params)
        wordings.setdefault(said.text, {}).setdefault(values, []).append(place)
    found: list[set[UUID]] = [set() for _each in actors]
    for text, people in wordings.items():
        rows = list(people) if text != FALSE.text else []
        for start in range(0, len(rows), MOST):
            for number, one in fetch(_asking(spec, ids, text, rows[start : start + MOST])):
                for place in people[rows[start + number]]:
                    found[place].add(one)
    return found


def _asking(spec: ObjectSpec, ids: Sequence[UUID], text: str, rows: Sequence[Values]) -> Sql:
    """The records that each of the rows' values lets through, by the number of the row. What is said over and over in
    one wording (whose they are) stands in the table once."""
    slots = list(zip(*rows, strict=True))
    names = {column: f"v{place}" for place, column in enumerate(dict.fromkeys(slots))}
    row = f"({', '.join(['%s::int', *(f'%s::{_type(column)}' for column in names)])})"
    given = zip(range(len(rows)), *(map(_stored, column) for column in names), strict=True)
    table = Sql(", ".join([row] * len(rows)), tuple(value for each in given for value in each))
    named = iter(slots)
    condition = _SLOT.sub(lambda _slot: f"w.{names[next(named)]}", text)
    head = "SELECT w.n, a.id FROM (VALUES " + table + f") w({', '.join(['n', *names.values()])})"
    return head + Sql(f" JOIN {sql.name(spec.table)} a ON a.id = ANY(%s::uuid[]) WHERE ", (list(ids),)) + condition


def _type(column: Values) -> str:
    """The column's type in PostgreSQL: ids, texts, or lists of one of these."""
    many = any(isinstance(each, tuple) for each in column)
    first = next((one for each in column for one in (each if isinstance(each, tuple) else (each,)) if one), None)
    return ("text" if isinstance(first, str) else "uuid") + ("[]" if many else "")


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
