"""Looking up the records that links name: by id, or by a value (`{"match": {"name": "Acme"}}`).

One statement for each kind of target, however many links there are; only records that the actor may link to are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.fields.about import AboutField
from trato.kernel.fields.base import Field, FieldError
from trato.kernel.fields.links import LinkChange, Linked, LinkField, ManyLinksField, Match, Needs, Ref
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import outside_keys
from trato.kernel.records.errors import Problem
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql

AnyLink = LinkField | ManyLinksField
Found = dict[tuple[str, Needs, UUID], str]
"""Titles by object, right and id."""


def look_up(actor: Actor, fields: Mapping[str, Field], values: dict[str, Any]) -> list[Problem]:
    """Replace what link fields name by the records meant, in place; answer what could not be found."""
    links = {
        name: field
        for name, field in fields.items()
        if isinstance(field, LinkField | ManyLinksField) and values.get(name) is not None
    }
    _name_about(actor, fields, values)
    found = _by_id(actor, links, values)
    problems: list[Problem] = []
    for name, field in links.items():
        find = _one if isinstance(field, LinkField) else _many
        try:
            values[name] = find(actor, field, values[name], found)
        except FieldError as error:
            problems.append(Problem(name, error.code, error.message, error.pointer))
    return problems


def _name_about(actor: Actor, fields: Mapping[str, Field], values: dict[str, Any]) -> None:
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
        named = ((each, known.get((parts[each.object].to, "read", each.to.id))) for each in values[name])
        values[name] = tuple(replace(each, to=Ref(each.to.id, title)) for each, title in named if title is not None)


def _by_id(actor: Actor, links: Mapping[str, AnyLink], values: dict[str, Any]) -> Found:
    """All records named by id that the actor may link to."""
    wanted: dict[tuple[str, Needs], set[UUID]] = {}
    for name, field in links.items():
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


def _one(actor: Actor, field: AnyLink, value: Ref | Match, found: Found) -> Ref:
    if isinstance(value, Ref):
        key = (field.to, field.needs, value.id)
        if key not in found:
            raise FieldError("not_found", _("There is no such record."))
        return Ref(value.id, found[key])
    return match(actor, registry.get(field.to), value, field.needs)


def _many(actor: Actor, field: AnyLink, value: Any, found: Found) -> Any:
    if isinstance(value, LinkChange):
        return replace(value, add=_many(actor, field, value.add, found))
    done = []
    for position, each in enumerate(value):
        try:
            done.append(Linked(_one(actor, field, each.to, found), each.role, each.primary))
        except FieldError as error:
            raise FieldError(error.code, error.message, f"/{position}{error.pointer}") from error
    return tuple(done)


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
