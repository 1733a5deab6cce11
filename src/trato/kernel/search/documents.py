"""Writing search documents: set-based, from the records' own rows, and only where the text differs; with them the words
that no document had before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection

from trato.kernel.fields.base import Field
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.search import words
from trato.kernel.tenancy.database import execute, execute_often
from trato.lib import sql

_ALWAYS = frozenset({"owner", "deleted_at", "external_ids"})
_TITLE, _NAMES, _ADDRESSES, _PROSE = "ABCD"
_OWN_NAMES = frozenset({"text", "email", "phone", "url", "tags"})
_OWN_PROSE = frozenset({"long_text", "rich_text"})
"""User-made fields that are searched, by their kinds: as names, and as prose."""
_SPLIT = frozenset({"emails", "email", "urls", "url", "domains"})
MOST = 20_000
"""Characters of one field that are read; a tsvector has its bounds."""


def keep(spec: ObjectSpec, ids: Sequence[UUID], changed: frozenset[str]) -> None:
    """The tail of every write: renew the documents of `ids` if what they say may have changed."""
    read = {spec.title, *names_of(spec), *prose_of(spec), *spec.search.subtitle}
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
        written = statement(spec, "a.id = ANY(%s::uuid[])")
        spec.compiled[key] = f"WITH written AS ({written} RETURNING d.tsv) {words.adding(spec, 'written')}"
    found: str = spec.compiled[key]
    return found


def rebuild(spec: ObjectSpec) -> None:
    """Make all documents of an object anew: after a large import, or when what search reads has changed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document WHERE object = %s", [spec.name])
        cursor.execute(statement(spec, "TRUE"))
    words.count(spec)


def rebuild_all() -> None:
    """All documents of the organization anew, and their words."""
    for spec in registry.every():
        rebuild(spec)
    execute("ANALYZE search_document")
    execute("ANALYZE search_word")


def names_of(spec: ObjectSpec) -> tuple[str, ...]:
    """The fields whose words are names, those that users made among them."""
    own = (each.name for each in spec.fields if each.custom and each.kind in _OWN_NAMES)
    return tuple(dict.fromkeys((*spec.search.names, *own)))


def prose_of(spec: ObjectSpec) -> tuple[str, ...]:
    """The fields that are read as prose."""
    own = (each.name for each in spec.fields if each.custom and each.kind in _OWN_PROSE)
    return tuple(dict.fromkeys((*spec.search.prose, *own)))


def statement(spec: ObjectSpec, condition: str) -> str:
    """The SQL that writes the documents of the records (aliased `a`) that meet `condition`."""
    title = f"coalesce(a.{sql.name(spec.title)}, '')"
    names = [text(spec, name) for name in names_of(spec) if name != spec.title]
    keys = (
        "(SELECT string_agg(e.key, ' ') FROM external_id e"
        f" WHERE e.object = {sql.literal(spec.name)} AND e.record_id = a.id)"
    )
    vector = " || ".join(_vectors(spec, title, names))
    return (
        "INSERT INTO search_document AS d (object, record_id, title, subtitle, owner_id, updated_at, tsv, tri)"
        f" SELECT {sql.literal(spec.name)}, a.id, {title}, {_joined(spec, spec.search.subtitle)}, a.owner_id,"
        f" a.updated_at, {vector}, coalesce(public.norm(concat_ws(' ', {', '.join([title, *names, keys])})), '')"
        f" FROM {sql.name(spec.table)} a WHERE a.deleted_at IS NULL AND {condition}"
        " ON CONFLICT (object, record_id) DO UPDATE SET title = excluded.title, subtitle = excluded.subtitle,"
        " owner_id = excluded.owner_id, updated_at = excluded.updated_at, tsv = excluded.tsv, tri = excluded.tri"
        " WHERE (d.title, d.subtitle, d.owner_id, d.tri, d.tsv) IS DISTINCT FROM"
        " (excluded.title, excluded.subtitle, excluded.owner_id, excluded.tri, excluded.tsv)"
    )


def _vectors(spec: ObjectSpec, title: str, names: list[str]) -> Iterator[str]:
    """The parts of a document's vector, each with its weight. Of addresses also the words inside, the last of a domain
    apart, which says nothing."""
    yield _vector("names", title, _TITLE)
    if names:
        yield _vector("names", f"concat_ws(' ', {', '.join(names)})", _NAMES)
    addresses = [text(spec, each) for each in names_of(spec) if _kind(spec, each) in _SPLIT]
    if addresses:
        parts = f"regexp_replace(concat_ws(' ', {', '.join(addresses)}), '[.][a-z]+(?=[ /]|$)', ' ', 'g')"
        yield _vector("names", f"translate({parts}, '@._+-/:', '       ')", _ADDRESSES)
    if prose_of(spec):
        yield _vector("prose", _joined(spec, prose_of(spec)), _PROSE)


def _vector(configuration: str, words_sql: str, weight: str) -> str:
    return f"setweight(to_tsvector('public.trato_{configuration}', {words_sql}), '{weight}')"


def _kind(spec: ObjectSpec, name: str) -> str:
    field = spec.by_name.get(name)
    return field.kind if field else ""


def _joined(spec: ObjectSpec, names: Sequence[str]) -> str:
    """The text of several fields, one after the other."""
    parts = [text(spec, name) for name in dict.fromkeys(names)]
    return f"concat_ws(' ', {', '.join(parts)})" if parts else "''"


def text(spec: ObjectSpec, name: str) -> str:
    """SQL of what a field of a record (aliased `a`) says, as search reads it."""
    field = spec.by_name.get(name)
    if field is None:
        return f"a.{sql.name(name)}"
    if field.family == "values":
        column = f"a.{sql.name(field.columns[0].name)}"
        value = "v->>'value'" if field.kind != "phones" else "concat_ws(' ', v->>'value', ltrim(v->>'value', '+'))"
        return f"(SELECT string_agg({value}, ' ') FROM jsonb_array_elements({column}) v)"
    if field.family == "choices":
        column = f"(a.custom->{sql.literal(name)})" if field.custom else f"a.{sql.name(field.columns[0].name)}"
        elements = f"CASE WHEN jsonb_typeof({column}) = 'array' THEN {column} END"
        return f"(SELECT string_agg(v, ' ') FROM jsonb_array_elements_text({elements}) v)"
    return _shown(field)


def _shown(field: Field) -> str:
    """A link by its record's title, anything else by its value, HTML without its tags."""
    if field.family == "link":
        return field.select_sql("a", registry.title_sql)[1]
    value = f"({field.value_sql('a')})::text"
    if field.kind == "rich_text":
        return f"regexp_replace(\"left\"({value}, {MOST}), '<[^>]+>', ' ', 'g')"
    return f'"left"({value}, {MOST})' if field.kind == "long_text" else value
