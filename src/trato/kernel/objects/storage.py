"""Indexes and statistics, derived from the specs: no model declares its own.

Every list sorts by an index `(key, id)`; every link, option and date is indexed; names carry a trigram index;
multi-valued columns a GIN index. User-made fields get statistics at once and an index on demand.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from trato.kernel.fields.base import Field
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.lib import sql

STATISTICS_TARGET = 1000
"""Owners are many and unequal: with the default of 100 most common values the planner misjudges small ones."""


def prepare() -> None:
    """Create what is missing, in the current schema. Repeatable."""
    with connection.cursor() as cursor:
        for spec in registry.shipped():
            for statement in statements(spec):
                cursor.execute(statement)


def statements(spec: ObjectSpec) -> Iterator[str]:
    """The DDL that an object's table needs beyond its columns and constraints."""
    table = sql.name(spec.table)
    yield _index(spec, "updated", "updated_at, id")
    if spec.owned:
        yield _index(spec, "owner", "owner_id, updated_at DESC, id DESC")
        yield f"ALTER TABLE {table} ALTER owner_id SET STATISTICS {STATISTICS_TARGET}"
        yield f"ALTER TABLE {table} ALTER team_id SET STATISTICS {STATISTICS_TARGET}"
    title = f"{table}.{sql.name(spec.title)}"
    sort = (
        spec.by_name[spec.title].sort_sql(table)
        if spec.title in spec.by_name
        else f'public.sort_key({title}) COLLATE "C"'
    )
    yield _index(spec, "title", f"({sort}), id")
    yield _index(spec, "title_norm", f"(public.norm({title})) gin_trgm_ops", using="gin")
    trash = sql.name(spec.table + "_trash")
    yield f"CREATE INDEX IF NOT EXISTS {trash} ON {table} (deleted_at, id) WHERE deleted_at IS NOT NULL"
    for each in spec.fields:
        if each.name not in {"owner", "updated_at", spec.title}:
            yield from _field_indexes(spec, each)


def _field_indexes(spec: ObjectSpec, field: Field) -> Iterator[str]:
    if field.custom or not field.columns:
        return
    table = sql.name(spec.table)
    column = sql.name(field.columns[0].name)
    if field.family in {"values", "choices"}:
        operators = "jsonb_path_ops" if field.family == "values" else "jsonb_ops"
        yield _index(spec, field.name, f"{column} {operators}", using="gin")
    elif field.indexed or field.family in {"choice", "date", "datetime", "boolean"}:
        yield _index(spec, field.name, f"({field.sort_sql(table)}), id")
    if field.name in spec.keys:
        value = field.value_sql(table)
        yield _index(spec, field.name + "_key", f"(public.norm({value}))" if field.family == "text" else f"({value})")


def custom_statistics(spec: ObjectSpec, field: Field) -> str:
    """Statistics on a user-made field's expression: without them the planner guesses wildly."""
    name, table = sql.name(f"{spec.table}_{field.name}"[:60]), sql.name(spec.table)
    return f"CREATE STATISTICS IF NOT EXISTS {name} ON ({field.value_sql(table)}) FROM {table}"


def custom_index(spec: ObjectSpec, field: Field) -> str:
    """The index of a user-made field. Never partial: a partial expression index carries no statistics."""
    return _index(spec, field.name, f"({field.sort_sql(sql.name(spec.table))}), id", concurrently=True)


def _index(spec: ObjectSpec, suffix: str, on: str, *, using: str = "btree", concurrently: bool = False) -> str:
    how = "CONCURRENTLY " if concurrently else ""
    storage = " WITH (fastupdate = off)" if using == "gin" else ""
    name = sql.name(f"{spec.table}_{suffix}_idx"[:60])
    return f"CREATE INDEX {how}IF NOT EXISTS {name} ON {sql.name(spec.table)} USING {using} ({on}){storage}"
