"""Asking the current organization's schema in SQL: as `Sql`, or as text with parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from trato.lib.sql import Sql

Rows = list[tuple[Any, ...]]


def fetch(statement: Sql | str, params: Sequence[Any] = ()) -> Rows:
    """All rows of a statement; what bounds their number stands in the statement itself."""
    with connection.cursor() as cursor:
        cursor.execute(*_said(statement, params))
        rows: Rows = cursor.fetchall()
    return rows


def execute(statement: Sql | str, params: Sequence[Any] = ()) -> int:
    """Run a statement; answers how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(*_said(statement, params))
        touched: int = cursor.rowcount
    return touched


def _said(statement: Sql | str, params: Sequence[Any]) -> tuple[str, list[Any]]:
    return (statement.text, list(statement.params)) if isinstance(statement, Sql) else (statement, list(params))
