"""Looking up the records that links name: by id, or by a value (`{"match": {"name": "Acme"}}`).

One statement for each kind of target, however many links there are; only records that the actor may link to are found,
and those that are linked already: whoever sends back what was read changes nothing by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.fields.about import AboutField
from trato.kernel.fields.base import Field, FieldError
from trato.kernel.fields.links import LinkChange, Linked, LinkField, ManyLinksField, Match, Needs, Ref
from trato.kernel.objects import registry
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import links, outside_keys
from trato.kernel.records.errors import Problem
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql

AnyLink = LinkField | ManyLinksField
Found = dict[tuple[str, Needs, UUID], str]
"""Titles by object, right and id."""
Held = Callable[[Field], Mapping[UUID, str]]
"""`held(field)`: the titles, by id, of the records that are linked by that field already."""


def nothing_held(_field: Field) -> Mapping[UUID, str]:
    """Of a record that is yet to be."""
    return {}


def held_by(record: Record) -> Held:
    """What a record links to as it is stored; asked only where a link leads out of the actor's sight."""

    def held(field: Field) -> Mapping[UUID, str]:
        if isinstance(field, ManyLinksField):
            return titles_in(links.read(field, record.pk))
        target = field.get(record)
        return links.titles(field.to, [target.id]) if target and isinstance(field, LinkField) else {}

    return held


def titles_in(value: Any) -> Mapping[UUID, str]:
    """The titles, by id, of the records in the value of a link field, as it was read."""
    several = value if isinstance(value, tuple) else (value,)
    refs = (each if isinstance(each, Ref) else each.to for each in several if each is not None)
    return {each.id: each.name for each in refs}


def look_up(
    actor: Actor, fields: Mapping[str, Field], values: dict[str, Any], held: Held = nothing_held
) -> list[Problem]:
    """Replace what link fields name by the records meant, in place; answer what could not be found."""
    asked = {
        name: field
        for name, field in fields.items()
        if isinstance(field, LinkField | ManyLinksField) and values.get(name) is not None
    }
    _name_about(actor, fields, values, held)
    found = _by_id(actor, asked, values)
    problems: list[Problem] = []
    for name, field in asked.items():
        find, known = _one if isinstance(field, LinkField) else _many, _Known(field, found, held)
        try:
            values[name] = find(actor, field, values[name], known)
        except FieldError as error:
            values[name] = _named(values[name], known)
            problems.append(Problem(name, error.code, error.message, error.pointer))
    return problems


class _Known:
    """The records that a field may lead to, by id: those found, and those that it leads to already."""

    def __init__(self, field: AnyLink, found: Found, held: Held) -> None:
        self._field, self._found, self._held = field, found, held

    def title(self, record_id: UUID) -> str | None:
        found = self._found.get((self._field.to, self._field.needs, record_id))
        return self._unseen.get(record_id) if found is None else found

    @cached_property
    def _unseen(self) -> Mapping[UUID, str]:
        return self._held(self._field)


def _name_about(actor: Actor, fields: Mapping[str, Field], values: dict[str, Any], held: Held) -> None:
    """Give the records that something is about their names; those that the actor may not see are left out."""
    for name, field in fields.items():
        if not (isinstance(field, AboutField) and values.get(name)):
            continue
        parts = field.links
        wanted = {
            part.name: tuple(Linked(each.to) for each in values[name] if each.object == plural)
            for plural, part in parts.items()
        }
        known = _by_id(actor, {part.name: part for part in parts.values()}, wanted)
        unseen = held(field)
        named = (
            (each, known.get((parts[each.object].to, "read", each.to.id), unseen.get(each.to.id)))
            for each in values[name]
        )
        values[name] = tuple(replace(each, to=Ref(each.to.id, title)) for each, title in named if title is not None)


def _by_id(actor: Actor, asked: Mapping[str, AnyLink], values: dict[str, Any]) -> Found:
    """All records named by id that the actor may link to."""
    wanted: dict[tuple[str, Needs], set[UUID]] = {}
    for name, field in asked.items():
        ids = {each.id for each in _targets(values[name]) if isinstance(each, Ref)}
        wanted.setdefault((field.to, field.needs), set()).update(ids)
    found: Found = {}
    for (name, needs), ids in wanted.items():
        if ids:
            spec = registry.get(name)
            condition = Sql("a.id = ANY(%s::uuid[])", (list(ids),))
            for one, title in _rows(actor, spec, condition, len(ids), needs):
                found[name, needs, one] = title or ""
    return found


def _targets(value: Any) -> Iterable[Ref | Match]:
    if isinstance(value, Ref | Match):
        return (value,)
    if isinstance(value, LinkChange):
        return (each.to for each in value.add)
    return (each.to for each in value or ())


def _one(actor: Actor, field: AnyLink, value: Ref | Match, known: _Known) -> Ref:
    if isinstance(value, Ref):
        title = known.title(value.id)
        if title is None:
            raise FieldError("not_found", _("There is no such record."))
        return Ref(value.id, title)
    return match(actor, registry.get(field.to), value, field.needs)


def _many(actor: Actor, field: AnyLink, value: Any, known: _Known) -> Any:
    if isinstance(value, LinkChange):
        return replace(value, add=_many(actor, field, value.add, known))
    done = []
    for position, each in enumerate(value):
        try:
            done.append(Linked(_one(actor, field, each.to, known), each.role, each.primary))
        except FieldError as error:
            raise FieldError(error.code, error.message, f"/{position}{error.pointer}") from error
    return tuple(done)


def _named(value: Any, known: _Known) -> Any:
    """A list of links, of which some lead nowhere, with the names of the others."""
    if not isinstance(value, tuple):
        return value
    return tuple(
        replace(each, to=Ref(each.to.id, known.title(each.to.id) or "")) if isinstance(each.to, Ref) else each
        for each in value
    )


def match(actor: Actor, spec: ObjectSpec, wanted: Match, needs: Needs = "read") -> Ref:
    """The one record with these values on which the actor has that right. FieldError `not_found` or `ambiguous`."""
    conditions = []
    locale = locale_of(actor)
    for name, raw in wanted.values.items():
        head, _dot, source = name.partition(".")
        if head == "external_ids" and source:
            conditions.append(outside_keys.holds(spec.name, source, raw))
            continue
        field = spec.by_name.get(name)
        if field is None:
            raise FieldError("unknown_field", _("“{name}” is not a field.").format(name=name), f"/match/{name}")
        value = field.operand(raw, locale)
        if field.family == "text":
            conditions.append(Sql(f"public.norm({field.value_sql('a')}) = public.norm(%s)", (value,)))
        else:
            conditions.append(Sql(f"{field.value_sql('a')} = %s", (value,)))
    rows = _rows(actor, spec, sql.both(conditions), 2, needs)
    if not rows:
        raise FieldError("not_found", _("There is no such record."))
    if len(rows) > 1:
        raise FieldError("ambiguous", _("Several records match; give the id of one."))
    return Ref(rows[0][0], rows[0][1] or "")


def _rows(actor: Actor, spec: ObjectSpec, condition: Sql, limit: int, needs: Needs) -> list[tuple[UUID, str | None]]:
    where = sql.both([Sql("a.deleted_at IS NULL"), policy.visible(actor, spec, "a", needs), condition])
    head = f"SELECT a.id, a.{sql.name(spec.title)} FROM {sql.name(spec.table)} a WHERE "
    statement = head + where + f" LIMIT {limit}"
    return [(record_id, title) for record_id, title in fetch(statement)]
