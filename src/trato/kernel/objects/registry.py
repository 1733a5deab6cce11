"""Every object type there is, as the current organization sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trato.kernel.fields.base import Field
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.objects.custom import custom_fields
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.objects.system_fields import system_fields
from trato.kernel.tenancy import scope

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class UnknownObject(LookupError):
    """There is no object of that name."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A link seen from its other end: `deals` on an account is the field `account` of the object `deal`."""

    name: str
    label: _StrOrPromise
    object: str
    field: LinkField | ManyLinksField


_specs: dict[str, ObjectSpec] = {}
_by_plural: dict[str, str] = {}
_relations: dict[str, dict[str, Relation]] = {}
_shaped: dict[tuple[str, str], dict[str, ObjectSpec]] = {}


def register(spec: ObjectSpec) -> ObjectSpec:
    """Add an object type. Called by each wing's spec modules at import; start-up checks judge it afterwards."""
    if spec.name in _specs or spec.plural in _by_plural:
        raise ValueError(f"object {spec.name!r} is registered twice")
    whole = spec.with_fields(system_fields(spec))
    _specs[spec.name] = whole
    _by_plural[spec.plural] = spec.name
    for each in whole.fields:
        _relate(spec.name, each)
    for other in tuple(_specs.values()):
        _tie(_specs[spec.name], other)
        _tie(other, _specs[spec.name])
    return _specs[spec.name]


def _relate(name: str, field: Field) -> None:
    """Let the object that a link leads to know of it."""
    if isinstance(field, LinkField | ManyLinksField) and field.inverse:
        relation = Relation(field.inverse, field.inverse_label, name, field)
        _relations.setdefault(field.to, {})[field.inverse] = relation


def _tie(spec: ObjectSpec, target: ObjectSpec) -> None:
    """Let records of `spec` be about those of `target`, where they are of the kind that is and can be: those that have
    a place in the sidebar and are not about others themselves, and those that the field names."""
    about = spec.about
    if about is None or not (target.name in about.beside or (target.group and target.about is None)):
        return
    part = ManyLinksField(
        name=f"{about.name}_{target.plural}",
        label=target.label_plural,
        of=spec.name,
        to=target.name,
        inverse=spec.plural,
        inverse_label=spec.label_plural,
        on_timeline=True,
        part_of=about.name,
        synonyms=(target.name, target.plural, *target.synonyms),
    )
    if part.name in spec.by_name:
        return
    known = replace(about, pieces=(*about.pieces, part))
    fields = tuple(known if each is about else each for each in spec.fields)
    _specs[spec.name] = replace(spec, fields=(*fields, part))
    _relate(spec.name, part)


def shipped() -> Iterator[ObjectSpec]:
    """The object types as the code declares them, without user-made fields: for checks, DDL and documentation."""
    return iter(_specs.values())


def declared(name: str) -> ObjectSpec | None:
    """One object type as the code declares it, for code that works for several organizations at once."""
    return _specs.get(name)


def get(name: str) -> ObjectSpec:
    """The object type called `name`, with the organization's user-made fields. UnknownObject when there is none."""
    found = _organization_specs().get(name)
    if found is None:
        raise UnknownObject(name)
    return found


def by_plural(plural: str) -> ObjectSpec:
    """The object type whose records are called `plural` (as in paths). UnknownObject when there is none."""
    name = _by_plural.get(plural)
    if name is None:
        raise UnknownObject(plural)
    return get(name)


def every() -> tuple[ObjectSpec, ...]:
    """All object types of the current organization, in the order they were declared."""
    return tuple(_organization_specs().values())


def relations(name: str) -> dict[str, Relation]:
    """The links of other objects that point to `name`, by the name they have from here."""
    return _relations.get(name, {})


def links_to(name: str) -> Iterator[tuple[ObjectSpec, LinkField | ManyLinksField]]:
    """Every field of any object that leads to `name`, whether it has a name from here or not."""
    for spec in every():
        for field in spec.fields:
            if isinstance(field, LinkField | ManyLinksField) and field.to == name:
                yield spec, field


def title_sql(object_name: str, id_sql: str) -> str:
    """SQL of the title of the record of `object_name` whose id is `id_sql` (a `fields.Titles`)."""
    spec = _specs[object_name]
    return f'(SELECT t."{spec.title}" FROM "{spec.table}" t WHERE t.id = {id_sql})'


def _organization_specs() -> dict[str, ObjectSpec]:
    """The specs with user-made fields; compiled once for each version of an organization's shape."""
    current = scope.current()
    key = (current.organization.schema_name, current.shape)
    found = _shaped.get(key)
    if found is None:
        extra = custom_fields()
        found = {name: spec.with_fields(extra[name]) if name in extra else spec for name, spec in _specs.items()}
        if len(_shaped) >= 1000:
            _shaped.clear()
        if current.shape:
            _shaped[key] = found
    return found
