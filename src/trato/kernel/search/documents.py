"""Writing search documents: set-based, from the records' own rows, and only where the text differs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from trato.kernel.fields.base import Field
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.database import execute_often
from trato.lib import sql

_ALWAYS = frozenset({"owner", "deleted_at", "external_ids"})


def keep(spec: ObjectSpec, ids: Sequence[UUID], changed: frozenset[str]) -> None:
    """The tail of every write: renew the documents of `ids` if what they say may have changed."""
    read = {spec.title, *spec.search.names, *spec.search.prose, *spec.search.subtitle}
    if changed & (read | _ALWAYS) or not changed:
        refresh(spec, ids, gone=not changed or "deleted_at" in changed)


def refresh(spec: ObjectSpec, ids: Sequence[UUID], *, gone: bool = True) -> None:
    """Bring the documents of these records up to date; `gone`: some may be in the trash, and theirs go."""
    chosen = list(ids)
    execute_often(_renewing(spec), [chosen])
    if gone:
        execute_often(
            "DELETE FROM search_document d WHERE d.object = %s AND d.record_id = ANY(%s::uuid[]) AND NOT EXISTS"
            f" (SELECT 1 FROM {sql.name(spec.table)} a WHERE a.id = d.record_id AND a.deleted_at IS NULL)",
            [spec.name, chosen],
        )


def _renewing(spec: ObjectSpec) -> str:
    """Every write runs it: put together once."""
    key = "search.documents"
    if key not in spec.compiled:
        spec.compiled[key] = statement(spec, "a.id = ANY(%s::uuid[])")
    found: str = spec.compiled[key]
    return found


def rebuild(spec: ObjectSpec) -> None:
    """Make all documents of an object anew: after a large import, or when what search reads has changed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document WHERE object = %s", [spec.name])
        cursor.execute(statement(spec, "TRUE"))


def statement(spec: ObjectSpec, condition: str) -> str:
    """The SQL that writes the documents of the records (aliased `a`) that meet `condition`."""
    title = f"coalesce(a.{sql.name(spec.title)}, '')"
    names = _joined(spec, (spec.title, *spec.search.names), title)
    prose = _joined(spec, spec.search.prose, "''")
    subtitle = _joined(spec, spec.search.subtitle, "''")
    keys = (
        "(SELECT string_agg(e.key, ' ') FROM external_id e"
        f" WHERE e.object = {sql.literal(spec.name)} AND e.record_id = a.id)"
    )
    vector = f"setweight(to_tsvector('public.trato_names', {names}), 'A')"
    if spec.search.prose:
        vector += f" || setweight(to_tsvector('public.trato_prose', {prose}), 'D')"
    return (
        "INSERT INTO search_document AS d (object, record_id, title, subtitle, owner_id, updated_at, tsv, tri)"
        f" SELECT {sql.literal(spec.name)}, a.id, {title}, {subtitle}, a.owner_id, a.updated_at, {vector},"
        f" coalesce(public.norm(concat_ws(' ', {names}, {keys})), '')"
        f" FROM {sql.name(spec.table)} a WHERE a.deleted_at IS NULL AND {condition}"
        " ON CONFLICT (object, record_id) DO UPDATE SET title = excluded.title, subtitle = excluded.subtitle,"
        " owner_id = excluded.owner_id, updated_at = excluded.updated_at, tsv = excluded.tsv, tri = excluded.tri"
        " WHERE (d.title, d.subtitle, d.owner_id, d.tri, d.tsv) IS DISTINCT FROM"
        " (excluded.title, excluded.subtitle, excluded.owner_id, excluded.tri, excluded.tsv)"
    )


def _joined(spec: ObjectSpec, names: Sequence[str], nothing: str) -> str:
    """The text of several fields, one after the other."""
    parts = [_text(spec, name) for name in dict.fromkeys(names)]
    return f"concat_ws(' ', {', '.join(parts)})" if parts else nothing


def _text(spec: ObjectSpec, name: str) -> str:
    field = spec.by_name.get(name)
    if field is None:
        return f"a.{sql.name(name)}"
    if field.family == "values":
        column = f"a.{sql.name(field.columns[0].name)}"
        value = "v->>'value'" if field.kind != "phones" else "concat_ws(' ', v->>'value', ltrim(v->>'value', '+'))"
        return f"(SELECT string_agg({value}, ' ') FROM jsonb_array_elements({column}) v)"
    return _shown(field)


def _shown(field: Field) -> str:
    """A link by its record's title, anything else by its value."""
    if field.family == "link":
        return field.select_sql("a", registry.title_sql)[1]
    return f"({field.value_sql('a')})::text"
