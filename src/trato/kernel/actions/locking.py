"""Reading one record for a change of it, locked."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, models

from trato.kernel.fields.base import from_jsonb
from trato.kernel.objects.model import Record
from trato.kernel.tenancy.database import fetch_often
from trato.lib import sql


def locked(model: type[Record], record_id: UUID, *, trashed: bool = False) -> Record | None:
    """The record, locked until the transaction ends; None when it is not there, or not (or only) in the trash.

    Links to it can still be made meanwhile: its id does not change.
    """
    names, columns, documents = _columns(model)
    statement = (
        f"SELECT {columns} FROM {sql.name(model._meta.db_table)} WHERE id = %s"
        f" AND deleted_at IS {'NOT NULL' if trashed else 'NULL'} FOR NO KEY UPDATE"
    )
    rows = fetch_often(statement, [record_id])
    if not rows:
        return None
    values = [from_jsonb(value) if place in documents else value for place, value in enumerate(rows[0])]
    return model.from_db(DEFAULT_DB_ALIAS, names, values)


@cache
def _columns(model: type[Record]) -> tuple[tuple[str, ...], str, frozenset[int]]:
    """Attributes, columns as SQL, and the places of those that hold JSON."""
    fields = model._meta.concrete_fields
    documents = frozenset(place for place, each in enumerate(fields) if isinstance(each, models.JSONField))
    return (
        tuple(each.attname for each in fields),
        ", ".join(sql.name(each.column or each.attname) for each in fields),
        documents,
    )
