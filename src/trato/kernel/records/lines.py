"""Lines of records of one object: parents above accounts, managers above people. No record stands above itself."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from trato.kernel.fields.links import LinkField
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.database import fetch
from trato.lib import sql

MAX_DEPTH = 100


def fields(spec: ObjectSpec, names: Iterable[str]) -> list[LinkField]:
    """Those of the named fields that lead from a record to another of the same object."""
    known = (spec.by_name.get(each) for each in names)
    return [each for each in known if isinstance(each, LinkField) and each.to == spec.name]


def above(spec: ObjectSpec, field: LinkField, record_id: UUID) -> list[UUID]:
    """The record and those above it, nearest first. For rules, not for display: it asks nobody's rights."""
    table, column = sql.name(spec.table), sql.name(field.columns[0].name)
    rows = fetch(
        f"WITH RECURSIVE up AS (SELECT id, {column} AS next, 1 AS depth FROM {table} WHERE id = %s UNION ALL"
        f" SELECT a.id, a.{column}, up.depth + 1 FROM {table} a JOIN up ON a.id = up.next WHERE up.depth < %s)"
        " SELECT id FROM up ORDER BY depth",
        [record_id, MAX_DEPTH],
    )
    return [one for (one,) in rows]


def is_circular(spec: ObjectSpec, field: LinkField, record_id: UUID, target: UUID) -> bool:
    """Whether a record would stand above itself if `field` led it to `target`."""
    return target == record_id or record_id in above(spec, field, target)
