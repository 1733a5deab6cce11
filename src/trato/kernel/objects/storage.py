"""Indexes and statistics, derived from the specs: no model declares its own.

Every list sorts by an index `(key, id)`: every column it shows by default, every link, option, number and date has
one; as people open it first, also by one of each owner's. Texts are compared without accents and case, so those shown
have an index of that, and the others statistics. Names carry a trigram index, multi-valued columns a GIN index. Fields
of users get statistics at once and an index on demand. An index has a name that tells its definition: one declared
otherwise is made anew and the old dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from django.db import connection

from trato.kernel.fields.address import AddressField
from trato.kernel.fields.base import Field
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.lib import sql

STATISTICS_TARGET = 1000
"""Owners are many and unequal: with the default of 100 most common values the planner misjudges small ones."""


_INDEXED = frozenset({"choice", "date", "datetime", "boolean", "number", "link"})
"""Families of which every field has an index."""

_DECLARED = r"_[0-9a-f]{6}_idx$"
"""How names end that `_index` gives; those of user-made fields do not."""


def prepare() -> None:
    """Create what is missing and drop what is declared no more, in the current schema. Repeatable."""
    with connection.cursor() as cursor:
        for spec in registry.shipped():
            indexes = dict(_indexes(spec))
            for name, statement in indexes.items():
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {sql.name(name)} ON {sql.name(spec.table)} {statement}")
            for statement in _statistics(spec):
                cursor.execute(statement)
            cursor.execute(
                "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s"
                " AND indexname ~ %s AND indexname <> ALL(%s)",
                [spec.table, _DECLARED, list(indexes)],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP INDEX {sql.name(name)}")


def _statistics(spec: ObjectSpec) -> Iterator[str]:
    """What the planner is to know of a table beyond its columns and indexes."""
    table = sql.name(spec.table)
    if spec.owned:
        for column in ("owner_id", "team_id"):
            yield f"ALTER TABLE {table} ALTER {column} SET STATISTICS {STATISTICS_TARGET}"
    for field in spec.fields:
        if field.family == "text" and field.name != spec.title and not _is_compared(spec, field):
            name = sql.name(f"{spec.table}_{field.name}"[:55] + "_said")
            yield f"CREATE STATISTICS IF NOT EXISTS {name} ON (public.norm({field.value_sql(table)})) FROM {table}"


def _is_compared(spec: ObjectSpec, field: Field) -> bool:
    """A text that people see, or that tells records apart, is found by an index."""
    return field.family == "text" and (field.name in {*spec.columns, *spec.keys} or field.indexed)


def _indexes(spec: ObjectSpec) -> Iterator[tuple[str, str]]:
    """(name, definition) of the indexes that an object's table needs beyond those of its constraints."""
    table = sql.name(spec.table)
    yield _index(spec, "updated", "(updated_at, id)")
    if spec.owned:
        yield _index(spec, "owner", "(owner_id, updated_at DESC, id DESC)")
        first = spec.by_name.get(spec.sort.split(",")[0].removeprefix("-"))
        if first is not None and first.name != "updated_at":
            yield _index(spec, "owner_sort", f"(owner_id, ({first.sort_sql(table)}), id)")
    title = f"{table}.{sql.name(spec.title)}"
    yield _index(spec, "title", f"(({spec.title_sort_sql(table)}), id)")
    yield _index(spec, "title_norm", _gin(f"(public.norm({title})) gin_trgm_ops"))
    yield _index(spec, "trash", "(deleted_at, id) WHERE deleted_at IS NOT NULL")
    for each in spec.fields:
        if each.name not in {"owner", "updated_at", spec.title} and each.columns:
            yield from _field_indexes(spec, each)


def _field_indexes(spec: ObjectSpec, field: Field) -> Iterator[tuple[str, str]]:
    table = sql.name(spec.table)
    many = field.family in {"values", "choices"}
    if many:
        operators = "jsonb_path_ops" if field.family == "values" else "jsonb_ops"
        yield _index(spec, field.name, _gin(f"{sql.name(field.columns[0].name)} {operators}"))
    if field.indexed or field.family in _INDEXED or (field.name in spec.columns and field.sortable):
        yield _index(spec, field.name + "_sort", f"(({field.sort_sql(table)}), id)")
    if _is_compared(spec, field):
        yield _index(spec, field.name + "_norm", f"((public.norm({field.value_sql(table)})))")
    elif field.name in spec.keys and not many:
        yield _index(spec, field.name + "_key", f"(({field.value_sql(table)}))")
    if isinstance(field, AddressField):
        yield _index(spec, field.name + "_city", f"((public.norm({field.part_sql(table, 'city')})))")


def custom_statistics(spec: ObjectSpec, field: Field) -> str:
    """Statistics on a user-made field's expression: without them the planner guesses wildly."""
    name, table = sql.name(f"{spec.table}_{field.name}"[:60]), sql.name(spec.table)
    return f"CREATE STATISTICS IF NOT EXISTS {name} ON ({_compared(field, table)}) FROM {table}"


def custom_indexes(spec: ObjectSpec, field: Field) -> dict[str, str]:
    """The indexes of a user-made field by name: what it is ordered by, and what a text is compared by. They leave out
    the records without a value, mostly many; their statistics they have from `custom_statistics`."""
    if not field.sortable:
        return {}
    table = sql.name(spec.table)
    sort, compared = field.sort_sql(table), _compared(field, table)
    found = {"sort": f"(({sort}), id) WHERE {sort} IS NOT NULL"}
    if field.family == "text":
        found["norm"] = f"(({compared})) WHERE {compared} IS NOT NULL"
    return {f"{spec.table}_{field.name}"[:54] + f"_{suffix}": definition for suffix, definition in found.items()}


def _compared(field: Field, table: str) -> str:
    value = field.value_sql(table)
    return f"public.norm({value})" if field.family == "text" else value


def _gin(on: str) -> str:
    return f"USING gin ({on}) WITH (fastupdate = off)"


def _index(spec: ObjectSpec, suffix: str, definition: str) -> tuple[str, str]:
    return f"{spec.table}_{suffix}"[:50] + f"_{sha256(definition.encode()).hexdigest()[:6]}_idx", definition
