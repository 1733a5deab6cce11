"""What a column's path (`to`) means for an object: a field, a part of one, an outside key, a child's field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trato.kernel.actions import custom_fields
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.money import MoneyField
from trato.kernel.intake.mapping import Column, ImportMapping
from trato.kernel.objects import registry
from trato.kernel.objects.registry import Relation
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Invalid, Problem

EXTERNAL = "external_ids"
MAX_SOURCE = 200


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column goes. Exactly one of `field`, `source` (an outside key) and `is_id` says it; `relation` is set
    when the field is one of child records."""

    column: Column
    field: Field | None = None
    part: str = ""
    source: str = ""
    is_id: bool = False
    relation: Relation | None = None


def parts_of(field: Field) -> tuple[str, ...]:
    """The parts of a field that columns of their own may give."""
    if isinstance(field, MoneyField):
        return ("currency",)
    return tuple(getattr(field, "parts", ()))


def with_new_fields(spec: ObjectSpec, mapping: ImportMapping) -> tuple[ObjectSpec, tuple[Field, ...]]:
    """The object with the user-made fields that the mapping asks for, and those that are still to be made."""
    made = [
        _new_field(spec, column, column.create)
        for column in mapping.columns
        if column.create is not None and column.to not in spec.by_name
    ]
    return spec.with_fields(tuple(made)), tuple(made)


def _new_field(spec: ObjectSpec, column: Column, create: Mapping[str, Json]) -> Field:
    raw = {"name": column.to, "kind": "text", **create}
    raw["label"] = str(create.get("label") or column.name)[:100]
    try:
        return custom_fields.described(spec, raw)
    except Invalid as error:
        told = [_problem(column, each.message, each.code, part=f"create/{each.field}") for each in error.problems]
        raise Invalid(told) from error
    except custom_fields.NameTaken as error:
        message = _("A field had this name before; take another one.")
        raise Invalid([_problem(column, message, "duplicate")]) from error


def offered(spec: ObjectSpec) -> list[tuple[str, Field | None, str, Relation | None]]:
    """Every path that a column may go to: the field there, its part, and the relation of child records."""
    found: list[tuple[str, Field | None, str, Relation | None]] = []
    for field in spec.fields:
        if not (field.readonly or field.composed or field.family == "json"):
            found.append((field.name, field, "", None))
            found += [(f"{field.name}.{part}", field, part, None) for part in parts_of(field)]
    for relation in registry.relations(spec.name).values():
        link = relation.field
        if isinstance(link, LinkField) and link.required:
            for field in registry.get(relation.object).fields:
                system = field.readonly or field.name in {link.name, "owner", "team"} or field.family == "json"
                if not system and not isinstance(field, ManyLinksField):
                    found.append((f"{relation.name}.{field.name}", field, "", relation))
    return [*found, (f"{EXTERNAL}.legacy", None, "", None), ("id", None, "", None)]


def resolve(spec: ObjectSpec, columns: Iterable[Column]) -> list[Target]:
    """Where each column goes. Invalid lists every path that leads nowhere, and fields given twice."""
    problems: list[Problem] = []
    found: list[Target] = []
    for column in columns:
        try:
            found.append(_resolve(spec, column))
        except Invalid as error:
            problems += error.problems
    problems += _doubles(found)
    if problems:
        raise Invalid(problems)
    return found


def _resolve(spec: ObjectSpec, column: Column) -> Target:
    head, _dot, rest = column.to.partition(".")
    if column.to == "id":
        return Target(column, is_id=True)
    if head == EXTERNAL:
        if not 0 < len(rest) <= MAX_SOURCE:
            raise Invalid([_problem(column, _("Name the other system, for example external_ids.legacy."))])
        return Target(column, source=rest)
    field = spec.by_name.get(head)
    if field is not None:
        return _of_field(column, field, rest)
    relation = registry.relations(spec.name).get(head)
    if relation is not None and rest and isinstance(relation.field, LinkField):
        inner, _dot, part = rest.partition(".")
        child = registry.get(relation.object).by_name.get(inner)
        if child is not None and not isinstance(child, ManyLinksField) and child.name != relation.field.name:
            target = _of_field(column, child, part)
            return Target(column, target.field, target.part, relation=relation)
    raise Invalid([_problem(column, _("“{path}” is not a field.").format(path=column.to), "unknown_field")])


def _of_field(column: Column, field: Field, part: str) -> Target:
    if field.readonly:
        raise Invalid([_problem(column, _("This field is computed and cannot be written."), "readonly")])
    if field.family == "json" or field.composed:
        raise Invalid([_problem(column, _("This field cannot be imported."), "readonly")])
    if part and part not in parts_of(field):
        raise Invalid([_problem(column, _("“{path}” is not a field.").format(path=column.to), "unknown_field")])
    if isinstance(field, LinkField | ManyLinksField):
        _check_match(column, field)
    return Target(column, field, part)


def _check_match(column: Column, field: LinkField | ManyLinksField) -> None:
    other = registry.get(field.to)
    path = column.match
    if path and path != "id" and not path.startswith(f"{EXTERNAL}."):
        matched = other.by_name.get(path)
        if matched is None or matched.family in {"link", "links", "address", "json", "choices"}:
            message = _("Links cannot be looked up by “{path}”.").format(path=path)
            raise Invalid([_problem(column, message, part="match")])
    if isinstance(field, ManyLinksField) and column.role and column.role not in {key for key, _label in field.roles}:
        message = _("“{role}” is not one of the roles.").format(role=column.role)
        raise Invalid([_problem(column, message, "not_an_option", part="role")])


def _doubles(targets: list[Target]) -> list[Problem]:
    """Two columns may share a field only where it has several values."""
    seen: dict[tuple[str, str], Target] = {}
    problems = []
    for target in targets:
        shared = target.field is not None and target.field.family in {"values", "choices", "links"}
        if seen.setdefault((target.column.to, ""), target) is not target and not shared:
            problems.append(_problem(target.column, _("Another column goes there already.")))
    return problems


def _problem(column: Column, message: str, code: str = "invalid", *, part: str = "to") -> Problem:
    return Problem("mapping", code, message, f"/columns/{column.name}/{part}")
