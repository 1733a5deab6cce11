"""What the product asks of the database, heard and said again in the floor's way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from benchmarks.plan import Plan, Statement

_OURS = re.compile(
    r"^\s*(WITH RECURSIVE me |SET |SHOW |SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SELECT set_config|EXPLAIN)"
)
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "bigint"),
    (str, "text"),
    (UUID, "uuid"),
    (Decimal, "numeric"),
    (datetime, "timestamptz"),
    (date, "date"),
)
"""The first that fits: a boolean is an integer too, an instant a date, and psycopg wraps some."""


@dataclass
class Heard:
    """Statements in Django's form, as they were run."""

    statements: list[Statement] = field(default_factory=list)

    @property
    def own(self) -> list[Statement]:
        """Those that are about records, not about signing in or transactions."""
        return [each for each in self.statements if not _OURS.match(each[0])]

    def plan(self, *, record: UUID | None = None, fresh: bool = False) -> Plan:
        """The same for the floor."""
        ids = {
            value for _text, params in self.own for each in params for value in _flat(each) if isinstance(value, UUID)
        }
        known = {record} if record else set()
        new = frozenset(each for each in ids - known if fresh and each.version == 7 and _is_new(each, ids))
        writes = any(re.search(r"\b(INSERT|UPDATE|DELETE)\b", text) for text, _params in self.own)
        return Plan([numbered(*each) for each in self.own], new, record, writes)


@contextmanager
def listening() -> Iterator[Heard]:
    """What this thread's connection is asked inside the block."""
    heard = Heard()

    def note(execute: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        heard.statements += _single(text, tuple(params or ()))
        return execute(text, params, many, context)

    with connection.execute_wrapper(note):
        yield heard


def _single(text: str, params: tuple[Any, ...]) -> Iterator[Statement]:
    """Statements that were sent together, one by one, as asyncpg takes them."""
    begun = 0
    for each in text.split("; "):
        ended = begun + each.count("%s")
        yield each, params[begun:ended]
        begun = ended


def numbered(text: str, params: tuple[Any, ...]) -> Statement:
    """psycopg's `%s` as asyncpg's `$1`, each with its type; None is written out."""
    given = iter(params)
    kept: list[Any] = []

    def place(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        value = plain(next(given))
        if value is None:
            return "NULL"
        kept.append(value[1])
        return f"${len(kept)}::{value[0]}"

    return re.sub(r"%s|%%", place, text), tuple(kept)


def plain(value: Any) -> tuple[str, Any] | None:
    """The type and the value that asyncpg takes; None for none."""
    if value is None:
        return None
    if hasattr(value, "obj"):  # psycopg's Jsonb
        return "jsonb", json.dumps(value.obj, default=str)
    if isinstance(value, list | tuple):
        kind = _type(value[0]) if value else "text"
        return f"{kind}[]", list(value)
    kind = _type(value)
    return kind, int(value) if kind == "bigint" else value


def _type(value: Any) -> str:
    return next(name for kind, name in _TYPES if isinstance(value, kind))


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        yield from value
    else:
        yield value


def _is_new(one: UUID, others: set[UUID]) -> bool:
    """Made within this request: its time is that of the latest id."""
    latest = max(each.int >> 80 for each in others if each.version == 7)
    return latest - (one.int >> 80) < 2_000
