"""Whom the entries of a set-based change concern beside the changed records: the twin of `writing`'s subjects."""

from __future__ import annotations

from collections.abc import Iterator

from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.lib import sql


def subjects(spec: ObjectSpec) -> str:
    """The query for (entry, object, record) of new entries, which a statement around calls `e (id, record_id, diff)`:
    the records themselves, and those that their timeline links lead to, before and after."""
    own = f"SELECT e.id, {sql.literal(spec.name)}, e.record_id FROM e"
    return " UNION ".join([own, *(each for field in spec.fields for each in _others(spec, field))])


def _others(spec: ObjectSpec, field: object) -> Iterator[str]:
    if isinstance(field, LinkField) and field.on_timeline:
        column, to = sql.name(field.columns[0].name), sql.literal(field.to)
        joined = f"FROM e JOIN {sql.name(spec.table)} x ON x.id = e.record_id"
        yield f"SELECT e.id, {to}, x.{column} {joined} WHERE x.{column} IS NOT NULL"
        before = f"(e.diff->{sql.literal(field.name)}->0->>'id')::uuid"
        yield f"SELECT e.id, {to}, {before} FROM e WHERE {before} IS NOT NULL"
    elif isinstance(field, ManyLinksField) and field.on_timeline:
        linked = f"FROM e JOIN link l ON l.relation = {sql.literal(field.relation)} AND l.source_id = e.record_id"
        yield f"SELECT e.id, {sql.literal(field.to)}, l.target_id {linked}"
        if spec.about is not None and field.part_of == spec.about.name:
            yield from _further(field, linked)


def _further(part: ManyLinksField, linked: str) -> Iterator[str]:
    """A note on a deal stands on the timeline of the deal's account too."""
    target = registry.get(part.to)
    for field in target.fields:
        if not (isinstance(field, LinkField | ManyLinksField) and field.on_timeline):
            continue
        if isinstance(field, LinkField):
            link = field.value_sql("t")
            joined = f"JOIN {sql.name(target.table)} t ON t.id = l.target_id WHERE {link} IS NOT NULL"
        else:
            link = "t.target_id"
            joined = f"JOIN link t ON t.relation = {sql.literal(field.relation)} AND t.source_id = l.target_id"
        yield f"SELECT e.id, {sql.literal(field.to)}, {link} {linked} {joined}"
