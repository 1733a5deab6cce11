"""Many-links: reading and replacing the rows of the `link` table for one field of one record."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from trato.kernel.fields.links import LinkChange, Linked, ManyLinksField, Ref
from trato.kernel.objects import registry
from trato.kernel.records.models import Link
from trato.lib import sql


def read(field: ManyLinksField, record_id: UUID) -> tuple[Linked, ...]:
    """The record's links in that field, the primary first."""
    title = registry.title_sql(field.to, "l.target_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT l.target_id, {title}, l.role, l.is_primary FROM link l WHERE l.relation = %s AND l.source_id = %s"
            " ORDER BY l.is_primary DESC, l.position, l.id",
            [field.relation, record_id],
        )
        return tuple(Linked(Ref(one, name or ""), role, primary) for one, name, role, primary in cursor.fetchall())


def between(
    field: ManyLinksField, record_id: UUID, others: Iterable[UUID], *, inverse: bool
) -> dict[UUID, tuple[str | None, bool]]:
    """Role and primacy of the links between a record and others. `inverse`: the others are where the links begin."""
    rows = Link.objects.filter(relation=field.relation)
    if inverse:
        found = rows.filter(target_id=record_id, source_id__in=list(others)).values_list(
            "source_id", "role", "is_primary"
        )
    else:
        found = rows.filter(source_id=record_id, target_id__in=list(others)).values_list(
            "target_id", "role", "is_primary"
        )
    return {one: (role, primary) for one, role, primary in found}


def apply(before: tuple[Linked, ...], value: tuple[Linked, ...] | LinkChange | None) -> tuple[Linked, ...]:
    """The links after a write: a list replaces, a change adds and removes. The first is primary if none says so."""
    if isinstance(value, LinkChange):
        added = {target(each) for each in value.add}
        kept = [each for each in before if target(each) not in added and target(each) not in set(value.remove)]
        value = (*kept, *value.add)
    unique = list({target(each): each for each in value or ()}.values())
    primaries = [each for each in unique if each.primary]
    chosen = primaries[-1] if primaries else (unique[0] if unique else None)
    return tuple(Linked(each.to, each.role, each is chosen) for each in unique)


def target(linked: Linked) -> UUID:
    """The id of the other record, of a link that was looked up."""
    if not isinstance(linked.to, Ref):
        raise TypeError("a link must be looked up before it is stored")
    return linked.to.id


def store(field: ManyLinksField, record_id: UUID, links: tuple[Linked, ...]) -> None:
    """Make `links` the record's links in that field."""
    wanted = {target(each): (place, each) for place, each in enumerate(links)}
    rows = Link.objects.filter(relation=field.relation, source_id=record_id)
    rows.exclude(target_id__in=wanted).delete()
    rows.update(is_primary=False)
    Link.objects.bulk_create(
        (
            Link(
                relation=field.relation,
                source_id=record_id,
                target_id=other,
                role=each.role,
                is_primary=each.primary,
                position=place,
            )
            for other, (place, each) in wanted.items()
        ),
        update_conflicts=True,
        unique_fields=["relation", "source_id", "target_id"],
        update_fields=["role", "is_primary", "position"],
    )


def titles(object_name: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What the records are called, whoever asks: a link shows its target's name to all who see the record."""
    wanted = list(ids)
    if not wanted:
        return {}
    spec = registry.get(object_name)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {sql.name(spec.title)} FROM {sql.name(spec.table)} WHERE id = ANY(%s::uuid[])", [wanted]
        )
        return {one: name or "" for one, name in cursor.fetchall()}
