"""Asking the current organization's schema in SQL: as `Sql`, or as text with parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

from trato.lib.sql import Sql

Rows = list[tuple[Any, ...]]

_HOLD = (
    "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended("
    "current_schema() || ' ' || public.norm(name), 0) AS key FROM unnest(%s::text[]) name ORDER BY key) names; "
)
"""In the order of the keys, so that no two transactions wait for each other in a circle."""


def fetch(statement: Sql | str, params: Sequence[Any] = ()) -> Rows:
    """All rows of a statement; what bounds their number stands in the statement itself."""
    with connection.cursor() as cursor:
        cursor.execute(*_said(statement, params))
        rows: Rows = cursor.fetchall()
    return rows


def fetch_often(statement: Sql | str, params: Sequence[Any] = ()) -> Rows:
    """As `fetch`, for what is asked in the same words over and over and answered by keys.

    The server keeps it planned, as planning would take longer than all the rest. Not for lists: their best plan hangs
    on their values. A log of statements shows them with their values, so that one is written by the other way.
    """
    with _planned():
        return fetch(statement, params)


def fetch_holding(names: Sequence[str], statement: Sql) -> Rows:
    """As `fetch`, but no two transactions at once hold the same name (written alike or nearly so): they wait for each
    other until the one that came first ends. The statement sees what whoever held a name before has stored: it is a
    second one, sent along, as a statement sees nothing that was committed after it began.
    """
    if not names:
        return fetch(statement)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD + statement.text, [list(names), *statement.params])
        cursor.nextset()
        rows: Rows = cursor.fetchall()
    return rows


def execute(statement: Sql | str, params: Sequence[Any] = ()) -> int:
    """Run a statement; answers how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(*_said(statement, params))
        touched: int = cursor.rowcount
    return touched


def execute_often(statement: Sql | str, params: Sequence[Any] = ()) -> int:
    """As `execute`, for what `fetch_often` is for."""
    with _planned():
        return execute(statement, params)


@contextmanager
def _planned() -> Iterator[None]:
    """Statements inside are prepared on the server, by their words, at their first use on a connection."""
    if connection.queries_logged:
        yield
        return
    connection.ensure_connection()
    ours = connection.connection
    before = ours.cursor_factory, ours.prepare_threshold
    ours.cursor_factory, ours.prepare_threshold = ServerBindingCursor, 0
    try:
        yield
    finally:
        ours.cursor_factory, ours.prepare_threshold = before


def _said(statement: Sql | str, params: Sequence[Any]) -> tuple[str, list[Any]]:
    return (statement.text, list(statement.params)) if isinstance(statement, Sql) else (statement, list(params))
