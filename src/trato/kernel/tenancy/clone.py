"""Copying a schema's structure: how an organization comes to be in well under a second.

Django's migrations need seconds for a new schema; they run once, on the template, and are copied from there.
"""

from __future__ import annotations

from django.db import connection
from django.db.backends.utils import CursorWrapper

from trato.lib import sql

_TABLES = """
SELECT c.relname, c.relkind, pg_get_partkeydef(c.oid), parent.relname, pg_get_expr(c.relpartbound, c.oid)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = %s
LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
LEFT JOIN pg_class parent ON parent.oid = i.inhparent
WHERE c.relkind IN ('r', 'p') ORDER BY (parent.relname IS NOT NULL), c.relname
"""
_FOREIGN_KEYS = """
SELECT t.relname, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = %s AND k.contype = 'f' AND k.conparentid = 0 ORDER BY t.relname, k.conname
"""
_STATISTICS_TARGETS = """
SELECT c.relname, a.attname, a.attstattarget
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind = 'r' AND a.attstattarget > 0 AND a.attnum > 0
"""
# Written out rather than copied by LIKE, which would give them names of its own: migrations, storage and messages know
# indexes and constraints by name.
_CONSTRAINTS = """
SELECT t.relname, k.conname, pg_get_constraintdef(k.oid, true)
FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = %s AND k.contype IN ('p', 'u', 'x') AND NOT t.relispartition ORDER BY t.relname, k.conname
"""
_INDEXES = """
SELECT replace(pg_get_indexdef(c.oid, 0, true), ' ON ONLY ', ' ON ')
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace LEFT JOIN pg_constraint k ON k.conindid = c.oid
WHERE n.nspname = %s AND NOT t.relispartition AND k.oid IS NULL ORDER BY c.relname
"""
_SEQUENCES = """
SELECT s.relname FROM pg_class s JOIN pg_namespace n ON n.oid = s.relnamespace
WHERE n.nspname = %s AND s.relkind = 'S'
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = s.oid AND d.deptype IN ('i', 'a'))
"""


def clone_schema(source: str, target: str) -> None:
    """Create the schema `target` with the tables, indexes, statistics and foreign keys of `source`, no rows but
    the list of applied migrations. To be called inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL search_path = {sql.name(source)}, public")
        parts = [f"CREATE SCHEMA {sql.name(target)}"]
        parts += _tables(cursor, source, target)
        parts += [
            f"ALTER TABLE {sql.name(target)}.{sql.name(table)} ALTER {sql.name(column)} SET STATISTICS {number}"
            for table, column, number in _rows(cursor, _STATISTICS_TARGETS, source)
        ]
        keys = [
            f"ALTER TABLE {sql.name(target)}.{sql.name(table)} ADD CONSTRAINT {sql.name(constraint)} {definition}"
            for query in (_CONSTRAINTS, _FOREIGN_KEYS)
            for table, constraint, definition in _rows(cursor, query, source)
        ]
        indexes = [definition for (definition,) in _rows(cursor, _INDEXES, source)]
        parts += [f"SET LOCAL search_path = {sql.name(target)}, public", *keys, *indexes]
        parts.append(
            f"INSERT INTO {sql.name(target)}.django_migrations (app, name, applied)"
            f" SELECT app, name, applied FROM {sql.name(source)}.django_migrations ORDER BY id"
        )
        cursor.execute("; ".join(parts))
    connection.search_path_set_schemas = None  # type: ignore[attr-defined]  # the search path was ours for a while


def _tables(cursor: CursorWrapper, source: str, target: str) -> list[str]:
    made = [
        f"CREATE SEQUENCE {sql.name(target)}.{sql.name(sequence)}" for (sequence,) in _rows(cursor, _SEQUENCES, source)
    ]
    for table, kind, partition_key, parent, bound in _rows(cursor, _TABLES, source):
        new, old = f"{sql.name(target)}.{sql.name(table)}", f"{sql.name(source)}.{sql.name(table)}"
        if parent:
            made.append(f"CREATE TABLE {new} PARTITION OF {sql.name(target)}.{sql.name(parent)} {bound}")
        else:
            by = f" PARTITION BY {partition_key}" if kind == "p" else ""
            made.append(f"CREATE TABLE {new} (LIKE {old} INCLUDING ALL EXCLUDING INDEXES){by}")
    return made


def _rows(cursor: CursorWrapper, query: str, schema: str) -> list[tuple[str, ...]]:
    cursor.execute(query, [schema])
    rows: list[tuple[str, ...]] = cursor.fetchall()
    return rows
