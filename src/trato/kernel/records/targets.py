"""Looking up the records that links name: by id, or by a value (`{"match": {"name": "Acme"}}`).

One statement for each kind of target, however many links there are; only records the actor may see are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.fields.base import Field, FieldError
from trato.kernel.fields.links import LinkChange, Linked, LinkField, ManyLinksField, Match, Ref
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Problem
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql


def look_up(actor: Actor, fields: Mapping[str, Field], values: dict[str, Any]) -> list[Problem]:
    """Replace what link fields name by the records meant, in place; answer what could not be found."""
    links = {
        name: field
        for name, field in fields.items()
        if isinstance(field, LinkField | ManyLinksField) and values.get(name) is not None
    }
    found = _by_id(actor, links, values)
    problems: list[Problem] = []
    for name, field in links.items():
        find = _one if isinstance(field, LinkField) else _many
        try:
            values[name] = find(actor, field.to, values[name], found)
        except FieldError as error:
            problems.append(Problem(name, error.code, error.message, error.pointer))
    return problems


def _by_id(
    actor: Actor, links: Mapping[str, LinkField | ManyLinksField], values: dict[str, Any]
) -> dict[tuple[str, UUID], str]:
    """Titles of all records named by id that the actor may see, by object and id."""
    wanted: dict[str, set[UUID]] = {}
    for name, field in links.items():
        wanted.setdefault(field.to, set()).update(each.id for each in _targets(values[name]) if isinstance(each, Ref))
    found: dict[tuple[str, UUID], str] = {}
    for name, ids in wanted.items():
        if ids:
            spec = registry.get(name)
            condition = Sql("a.id = ANY(%s::uuid[])", (list(ids),))
            for one, title in _rows(actor, spec, condition, len(ids)):
                found[name, one] = title or ""
    return found


def _targets(value: Any) -> Iterable[Ref | Match]:
    if isinstance(value, Ref | Match):
        return (value,)
    if isinstance(value, LinkChange):
        return (each.to for each in value.add)
    return (each.to for each in value or ())


def _one(actor: Actor, object_name: str, value: Ref | Match, found: dict[tuple[str, UUID], str]) -> Ref:
    if isinstance(value, Ref):
        if (object_name, value.id) not in found:
            raise FieldError("not_found", _("There is no such record."))
        return Ref(value.id, found[object_name, value.id])
    return match(actor, registry.get(object_name), value)


def _many(actor: Actor, object_name: str, value: Any, found: dict[tuple[str, UUID], str]) -> Any:
    if isinstance(value, LinkChange):
        return replace(value, add=_many(actor, object_name, value.add, found))
    done = []
    for position, each in enumerate(value):
        try:
            done.append(Linked(_one(actor, object_name, each.to, found), each.role, each.primary))
        except FieldError as error:
            raise FieldError(error.code, error.message, f"/{position}{error.pointer}") from error
    return tuple(done)


def match(actor: Actor, spec: ObjectSpec, wanted: Match) -> Ref:
    """The one visible record with these values. FieldError `not_found` or `ambiguous`."""
    conditions = []
    locale = locale_of(actor)
    for name, raw in wanted.values.items():
        field = spec.by_name.get(name)
        if field is None:
            raise FieldError("unknown_field", _("“{name}” is not a field.").format(name=name), f"/match/{name}")
        value = field.operand(raw, locale)
        if field.family == "text":
            conditions.append(Sql(f"public.norm({field.value_sql('a')}) = public.norm(%s)", (value,)))
        else:
            conditions.append(Sql(f"{field.value_sql('a')} = %s", (value,)))
    rows = _rows(actor, spec, sql.both(conditions), 2)
    if not rows:
        raise FieldError("not_found", _("There is no such record."))
    if len(rows) > 1:
        raise FieldError("ambiguous", _("Several records match; give the id of one."))
    return Ref(rows[0][0], rows[0][1] or "")


def _rows(actor: Actor, spec: ObjectSpec, condition: Sql, limit: int) -> list[tuple[UUID, str | None]]:
    where = sql.both([Sql("a.deleted_at IS NULL"), policy.visible(actor, spec, "a"), condition])
    head = f"SELECT a.id, a.{sql.name(spec.title)} FROM {sql.name(spec.table)} a WHERE "
    statement = head + where + f" LIMIT {limit}"
    return [(record_id, title) for record_id, title in fetch(statement)]
