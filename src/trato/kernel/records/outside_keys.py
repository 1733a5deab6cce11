"""A record's keys in other systems: `external_ids: [{source, key}]`, unique for its object."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.fields.base import FieldError, Json
from trato.kernel.records.errors import Duplicate, Invalid, Problem
from trato.kernel.records.models import ExternalId
from trato.kernel.tenancy.database import fetch, fetch_often
from trato.lib.sql import Sql

Keys = tuple[tuple[str, str], ...]
MAX_KEYS = 20
MAX_SOURCES = 10
_READ = (
    "SELECT record_id, source, key FROM external_id WHERE object = %s AND record_id = ANY(%s::uuid[])"
    " ORDER BY source, key"
)

_SOURCES = (
    "WITH RECURSIVE found AS (SELECT min(source) AS source FROM external_id WHERE object = %s UNION ALL"
    " SELECT (SELECT min(source) FROM external_id WHERE object = %s AND source > found.source) FROM found"
    f" WHERE source IS NOT NULL) SELECT source FROM found WHERE source IS NOT NULL LIMIT {MAX_SOURCES}"
)


def clean(raw: Json) -> Keys:
    """Pairs (source, key). Invalid names what is wrong."""
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) > MAX_KEYS:
        raise _invalid(_("Give a list of at most 20 outside keys."))
    found: list[tuple[str, str]] = []
    for place, each in enumerate(raw):
        pair: tuple[Json, Json] = (each.get("source"), each.get("key")) if isinstance(each, dict) else (None, None)
        if not all(_is_word(part) for part in pair):
            raise _invalid(_("Give each outside key a source and a key."), f"/{place}")
        found.append(pair)
    return tuple(dict.fromkeys(found))


def _is_word(part: Json) -> bool:
    return isinstance(part, str) and 0 < len(part) <= 200 and "\0" not in part


def _invalid(message: str, pointer: str = "") -> Invalid:
    return Invalid([Problem("external_ids", "invalid", message, pointer)])


def holds(object_name: str, source: str, key: Json) -> Sql:
    """The condition on a record aliased `a` that it has this key in that system. FieldError when it is no key."""
    if not (_is_word(source) and _is_word(key)):
        raise FieldError("invalid", _("Give the outside key as text."))
    asked = "a.id = (SELECT e.record_id FROM external_id e WHERE e.object = %s AND e.source = %s AND e.key = %s)"
    return Sql(asked, (object_name, source, key))


def read(object_name: str, record_ids: Sequence[UUID]) -> dict[UUID, list[dict[str, str]]]:
    """The outside keys of each record, in one statement."""
    found: dict[UUID, list[dict[str, str]]] = {each: [] for each in record_ids}
    for record_id, source, key in fetch_often(_READ, [object_name, list(record_ids)]):
        found[record_id].append({"source": source, "key": key})
    return found


def find(object_name: str, source: str, key: str) -> UUID | None:
    """The record with that outside key."""
    rows = ExternalId.objects.filter(object=object_name, source=source, key=key)
    return rows.values_list("record_id", flat=True).first()


def sources(object_name: str) -> list[str]:
    """The systems that keys of the object's records are from, the first few by name: one look into the index each."""
    return [source for (source,) in fetch(_SOURCES, [object_name, object_name])]


def store(object_name: str, record_id: UUID, keys: Keys) -> None:
    """Make `keys` the record's outside keys. Duplicate when another record has one of them."""
    for source, key in keys:
        owner = find(object_name, source, key)
        if owner is not None and owner != record_id:
            raise Duplicate("external_ids", None)
    ExternalId.objects.filter(object=object_name, record_id=record_id).delete()
    ExternalId.objects.bulk_create(
        ExternalId(object=object_name, source=source, key=key, record_id=record_id) for source, key in keys
    )
