"""Leading the links of all other records from some records to another, whoever may see them: what a merge needs.

Live records are changed by runs of their own, so that their timelines tell and undo can put back; those in the trash
and rows that are no records (histories) just follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from trato.kernel.actions import runner
from trato.kernel.fields.links import LinkChange, Linked, LinkField, ManyLinksField, Ref
from trato.kernel.fields.recordid import RecordIdField
from trato.kernel.objects import registry as objects
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import links
from trato.kernel.tenancy.actor import Actor, as_system
from trato.lib import sql

_IDS = "%s::uuid[]"


def lead_records(spec: ObjectSpec, gone: Sequence[UUID], survivor: UUID) -> None:
    """Make every link to one of `gone` a link to `survivor`."""
    actor = as_system("a merge leads links to its survivor, of records that its actor may not see too")
    for other, field in objects.links_to(spec.name):
        if isinstance(field, LinkField):
            _lead_links(actor, other, field, gone, survivor)
        else:
            _lead_many(actor, other, field, gone, survivor)
    for other in objects.every():
        for each in other.fields:
            if isinstance(each, RecordIdField):
                _lead_ids(actor, other, each, spec, gone, survivor)
    for table, column in _columns_to(spec):
        own = f" AND id <> ALL({_IDS})" if table == sql.name(spec.table) else ""
        values = [survivor, list(gone), *([[*gone, survivor]] if own else [])]
        _execute(f"UPDATE {table} SET {column} = %s WHERE {column} = ANY({_IDS}){own}", *values)


def _columns_to(spec: ObjectSpec) -> Iterator[tuple[str, str]]:
    """Every foreign key to the object's table, declared as a field or not. What fields led is no longer found there."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if column.related_model is spec.model:
                yield sql.name(model._meta.db_table), sql.name(column.column or "")


def _lead_links(actor: Actor, other: ObjectSpec, field: LinkField, gone: Sequence[UUID], survivor: UUID) -> None:
    column = field.value_sql("a")
    found = _execute(
        f"SELECT a.id FROM {sql.name(other.table)} a WHERE {column} = ANY(%s::uuid[]) AND a.deleted_at IS NULL"
        " AND a.id <> ALL(%s::uuid[]) ORDER BY a.id",
        list(gone),
        [*gone, survivor],
    )
    for (record_id,) in found:
        runner.put(actor, other.name, record_id, {field.name: Ref(survivor)})


def _lead_ids(
    actor: Actor, other: ObjectSpec, field: RecordIdField, spec: ObjectSpec, gone: Sequence[UUID], survivor: UUID
) -> None:
    """What names a record of whichever object by its id: it follows, and goes where the survivor is named beside it."""
    column, whole = field.value_sql("a"), other.by_name[other.part_of].value_sql
    found = _execute(
        f"SELECT a.id, EXISTS (SELECT 1 FROM {sql.name(other.table)} b WHERE {whole('b')} = {whole('a')} AND"
        f" {field.value_sql('b')} = %s AND b.deleted_at IS NULL) FROM {sql.name(other.table)} a WHERE a.object = %s"
        f" AND {column} = ANY({_IDS}) AND a.deleted_at IS NULL ORDER BY a.id",
        survivor,
        spec.plural,
        list(gone),
    )
    for record_id, is_double in found:
        if is_double:
            runner.delete(actor, other.name, record_id)
        else:
            runner.put(actor, other.name, record_id, {field.name: survivor})


def _lead_many(actor: Actor, other: ObjectSpec, field: ManyLinksField, gone: Sequence[UUID], survivor: UUID) -> None:
    found = _execute(
        f"SELECT DISTINCT a.id FROM link l JOIN {sql.name(other.table)} a ON a.id = l.source_id"
        " WHERE a.deleted_at IS NULL AND l.relation = %s AND l.target_id = ANY(%s::uuid[])"
        " AND a.id <> ALL(%s::uuid[]) ORDER BY 1",
        field.relation,
        list(gone),
        [*gone, survivor],
    )
    for (record_id,) in found:
        before = links.read(field, record_id)
        known = any(links.target(each) == survivor for each in before)
        model = next(each for each in before if links.target(each) in gone)
        added = () if known else (Linked(Ref(survivor), model.role, model.primary),)
        runner.put(actor, other.name, record_id, {field.name: LinkChange(added, tuple(gone))})
    _execute(
        "UPDATE link l SET target_id = %s WHERE l.relation = %s AND l.target_id = ANY(%s::uuid[]) AND NOT EXISTS"
        " (SELECT 1 FROM link k WHERE k.relation = l.relation AND k.source_id = l.source_id AND k.target_id = %s)"
        " AND l.source_id <> ALL(%s::uuid[]) AND l.id = (SELECT min(m.id::text)::uuid FROM link m WHERE"
        " m.relation = l.relation AND m.source_id = l.source_id AND m.target_id = ANY(%s::uuid[]))",
        survivor,
        field.relation,
        list(gone),
        survivor,
        list(gone),
        list(gone),
    )
    _execute(
        "DELETE FROM link WHERE relation = %s AND target_id = ANY(%s::uuid[]) AND source_id <> ALL(%s::uuid[])",
        field.relation,
        list(gone),
        list(gone),
    )


def _execute(statement: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)  # type: ignore[arg-type]  # ids and names
        return cursor.fetchall() if cursor.description else []
