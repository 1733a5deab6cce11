"""Indexes and statistics of user-made fields, made while everybody goes on writing. Not here: what they are (storage).

Never in the transaction that makes the field: it would wait for the index of another field under way on the same
table, which waits for all transactions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from trato.kernel.objects import registry, storage
from trato.kernel.objects.custom import refresh_shape
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.database import fetch
from trato.kernel.tenancy.models import Organization
from trato.lib import sql

MAX_FIELDS = 20
"""An object's first so many fields are indexed: each index is paid for by every write."""

_BROKEN = """
SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid AND c.relname = ANY(%s)
"""


class Busy(Exception):
    """Another worker is at it."""


@app.task(name="trato.index_fields", retry=RetryStrategy(max_attempts=60, wait=10))
def index_fields(*, schema: str) -> None:
    """Index what an organization's fields need by now. Nothing to do when the organization is gone."""
    organization = Organization.objects.filter(schema_name=schema).first()
    if organization is not None:
        with scope.enter(organization), _alone(schema):
            refresh_shape()
            index()


def later() -> None:
    """Have the current organization's fields indexed soon; the order travels with the transaction around."""
    index_fields.defer(schema=scope.organization().schema_name)


def index(*, concurrently: bool = True) -> list[str]:
    """Make the statistics and indexes that are missing, and anew indexes that were broken off; answers their names.

    `concurrently` needs to be outside a transaction, and lets others write meanwhile.
    """
    how = "CONCURRENTLY " if concurrently else ""
    wanted = dict(_wanted())
    made = []
    with connection.cursor() as cursor:
        for statement in _statistics():
            cursor.execute(statement)
        for (name,) in fetch(_BROKEN, [list(wanted)]):
            cursor.execute(f"DROP INDEX {how}{sql.name(name)}")
        known = {name for (name,) in fetch("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")}
        for name, (table, definition) in wanted.items():
            if name not in known:
                cursor.execute(f"CREATE INDEX {how}IF NOT EXISTS {sql.name(name)} ON {table} {definition}")
                made.append(name)
        for table in {wanted[name][0] for name in made}:
            cursor.execute(f"ANALYZE {table}")
    return made


def _statistics() -> Iterator[str]:
    for spec in registry.every():
        for field in spec.fields:
            if field.custom:
                yield storage.custom_statistics(spec, field)


def _wanted() -> Iterator[tuple[str, tuple[str, str]]]:
    count: Counter[str] = Counter()
    for spec in registry.every():
        for field in spec.fields:
            indexes = storage.custom_indexes(spec, field) if field.custom else {}
            count[spec.name] += bool(indexes)
            if count[spec.name] <= MAX_FIELDS:
                for name, definition in indexes.items():
                    yield name, (sql.name(spec.table), definition)


@contextmanager
def _alone(schema: str) -> Iterator[None]:
    """Never waited for: whoever waits holds up the one who builds."""
    [(free,)] = fetch("SELECT pg_try_advisory_lock(hashtext('trato-index'), hashtext(%s))", [schema])
    if not free:
        raise Busy
    try:
        yield
    finally:
        fetch("SELECT pg_advisory_unlock(hashtext('trato-index'), hashtext(%s))", [schema])
