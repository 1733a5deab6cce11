"""Where a dotted path leads: along links to a value, or to a relation with many records at its end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Protocol, runtime_checkable

from django.utils.translation import gettext as _

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.base import COMMON_OPERATORS, TEXT_OPERATORS, Field, FieldError, Json, Locale
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.many import ContactPointsField
from trato.kernel.fields.personname import PersonNameField
from trato.kernel.fields.text import TextField
from trato.kernel.filters.errors import FilterError
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec
from trato.lib.ids import as_uuid

MAX_HOPS = 4
DIGITS = frozenset({"phone", "phones"})
"""Kinds of fields in whose text only the digits count."""
WHOLE = frozenset({"smallint", "integer", "bigint"})
"""Column types of whole numbers."""
PRESENCE = frozenset({"empty", "not_empty"})
KEYS = "external_ids"
MAX_KEY = 200


@runtime_checkable
class Parted(Protocol):
    """A field whose value has named parts that can be filtered by themselves (`address.city`)."""

    parts: ClassVar[tuple[str, ...]]

    def part_sql(self, alias: str, part: str) -> str: ...


@dataclass(frozen=True, kw_only=True)
class IdField(Field):
    """The record itself, as `{"field": "id", …}`."""

    kind: ClassVar[str] = "id"
    family: ClassVar[str] = "link"
    pg_type: ClassVar[str] = "uuid"
    operators: ClassVar[frozenset[str]] = frozenset({"is", "is_not", "in", "not_in"})

    to: str

    def clean(self, raw: Json, locale: Locale) -> Any:
        found = as_uuid(raw)
        if found is None:
            raise FieldError("invalid", _("Give the id of a record."))
        return found

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        raise TypeError("ids are not edited")


@dataclass(frozen=True, kw_only=True)
class RoleField(Field):
    """What a linked record is to the one that links it: the `role` of many-links, inside their `where`."""

    kind: ClassVar[str] = "role"
    family: ClassVar[str] = "choice"

    roles: tuple[tuple[str, Any], ...]

    def clean(self, raw: Json, locale: Locale) -> Any:
        if not isinstance(raw, str) or raw not in {key for key, _label in self.roles}:
            raise FieldError("not_an_option", _("“{role}” is not one of the roles.").format(role=raw))
        return raw

    def text(self, value: Any, locale: Locale) -> str:
        return str(dict(self.roles).get(value, value or ""))

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        raise TypeError("roles are edited with the link")


@dataclass(frozen=True, kw_only=True)
class OutsideKeysField(Field):
    """A record's keys in other systems, or in the one called `source`, compared sign by sign as they are unique.

    Of records of `of`. Value: a tuple of (source, key). They stand in a table of their own, by the record's id.
    """

    kind: ClassVar[str] = "external_ids"
    family: ClassVar[str] = "keys"
    operators: ClassVar[frozenset[str]] = COMMON_OPERATORS | {"starts"}

    of: str
    source: str = ""

    def value_sql(self, alias: str) -> str:
        return f"{alias}.id"

    def clean(self, raw: Json, locale: Locale) -> Any:
        if not isinstance(raw, str) or not 0 < len(raw) <= MAX_KEY:
            raise FieldError("invalid", _("Give the outside key as text."))
        return raw

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        raise TypeError("outside keys are not edited")


def outside_keys(spec: ObjectSpec, source: str = "") -> OutsideKeysField:
    """The outside keys of records, all or those of one source, as something to ask of: `external_ids.legacy`."""
    label = _("Outside key ({source})").format(source=source) if source else _("Outside key")
    synonyms = ("external id", "id externo", "legacy id")
    name = f"{KEYS}.{source}" if source else KEYS
    return OutsideKeysField(name=name, label=label, of=spec.name, source=source, synonyms=synonyms)


@dataclass(frozen=True)
class Place:
    """Where a condition stands: on records of `spec`; inside the `where` of many-links, `through` is their field."""

    spec: ObjectSpec
    through: ManyLinksField | None = None


@dataclass(frozen=True)
class Hop:
    """A step along a link to one record."""

    field: LinkField
    to: ObjectSpec


@dataclass(frozen=True)
class Target:
    """A value at the end of a path. `part` names the part of it that is meant, '' for all of it."""

    hops: tuple[Hop, ...]
    field: Field
    part: str = ""

    @property
    def on_link(self) -> bool:
        """It is a property of the link between two records, not of a record."""
        return isinstance(self.field, RoleField)

    @property
    def family(self) -> str:
        return "text" if self.part else self.field.family

    @property
    def operators(self) -> frozenset[str]:
        if self.part:
            return TEXT_OPERATORS
        return self.field.operators & PRESENCE if self.family == "address" else self.field.operators

    def sql(self, alias: str) -> str:
        """The value on a row aliased `alias` of the object that the hops lead to; all values of a many-valued one."""
        if self.part and isinstance(self.field, Parted):
            return self.field.part_sql(alias, self.part)
        if isinstance(self.field, ContactPointsField):
            return self.field.any_sql(alias)
        return self.field.value_sql(alias)

    def read_sql(self, alias: str) -> str:
        """The text that comparisons look into: without accents and case."""
        if isinstance(self.field, TextField | PersonNameField) and not self.part:
            return self.field.norm_sql(alias)
        return f"public.norm({self.sql(alias)})"


@dataclass(frozen=True)
class Bond:
    """A relation at the end of a path: the records of `to` that `field` ties to ours.

    `inverse`: the field is theirs and points to us; `name` is the relation's name from here.
    """

    hops: tuple[Hop, ...]
    name: str
    field: LinkField | ManyLinksField
    to: ObjectSpec
    label: Any
    inverse: bool = False

    @cached_property
    def place(self) -> Place:
        """Where the bond's own `where` stands."""
        many = isinstance(self.field, ManyLinksField) and bool(self.field.roles)
        return Place(self.to, self.field if many and isinstance(self.field, ManyLinksField) else None)


def target(place: Place, path: tuple[str, ...], pointer: str = "") -> Target | Bond:
    """What `path` leads to. FilterError `unknown_field` when a name on the way means nothing there."""
    hops: list[Hop] = []
    here = place
    for position, name in enumerate(path):
        rest = path[position + 1 :]
        if name == KEYS:
            return Target(tuple(hops), _keys(here.spec, path, rest, pointer))
        field = _field(here, name)
        if field is None:
            relation = None if rest else registry.relations(here.spec.name).get(name)
            if relation is None:
                raise unknown(path, pointer)
            to = _object(relation.object, path, pointer)
            return Bond(tuple(hops), name, relation.field, to, relation.label, inverse=True)
        if not rest:
            return _end(tuple(hops), field, path, pointer)
        if isinstance(field, AboutField) and len(rest) == 1 and rest[0] in field.links:
            return _end(tuple(hops), field.links[rest[0]], path, pointer)
        if isinstance(field, Parted) and len(rest) == 1 and rest[0] in field.parts:
            return Target(tuple(hops), field, rest[0])
        if not isinstance(field, LinkField) or len(hops) == MAX_HOPS:
            raise unknown(path, pointer)
        hops.append(Hop(field, _object(field.to, path, pointer)))
        here = Place(hops[-1].to)
    raise unknown(path, pointer)


def bond(place: Place, path: tuple[str, ...], pointer: str = "") -> Bond:
    """The relation that `path` leads to; a link to one record counts as one."""
    found = target(place, path, pointer)
    if isinstance(found, Bond):
        return found
    if isinstance(found.field, LinkField):
        return Bond(
            found.hops, found.field.name, found.field, _object(found.field.to, path, pointer), found.field.label
        )
    raise FilterError("bad_operator", _("“{name}” is not a relation.").format(name=".".join(path)), pointer)


def value(place: Place, path: tuple[str, ...], pointer: str = "") -> Target:
    """The value that `path` leads to."""
    found = target(place, path, pointer)
    if isinstance(found, Target):
        return found
    message = _("“{name}” holds many records: ask with related, count, sum…").format(name=".".join(path))
    raise FilterError("bad_operator", message, pointer)


def unknown(path: tuple[str, ...], pointer: str) -> FilterError:
    return FilterError("unknown_field", _("There is no field “{name}”.").format(name=".".join(path)), pointer)


def _field(place: Place, name: str) -> Field | None:
    if name == "role" and place.through is not None:
        return RoleField(name="role", label=_("Role"), roles=place.through.roles)
    found = place.spec.by_name.get(name)
    if found is None and name == "id":
        return IdField(name="id", label=place.spec.label, to=place.spec.name)
    return found


def _keys(spec: ObjectSpec, path: tuple[str, ...], rest: tuple[str, ...], pointer: str) -> OutsideKeysField:
    """What others call a source may have dots in it, but none of the signs that nobody can read."""
    source = ".".join(rest)
    if rest and not (source and source.isprintable()):
        raise unknown(path, pointer)
    return outside_keys(spec, source)


def _end(hops: tuple[Hop, ...], field: Field, path: tuple[str, ...], pointer: str) -> Target | Bond:
    if isinstance(field, ManyLinksField):
        return Bond(hops, field.name, field, _object(field.to, path, pointer), field.label)
    return Target(hops, field)


def _object(name: str, path: tuple[str, ...], pointer: str) -> ObjectSpec:
    try:
        return registry.get(name)
    except UnknownObject:
        raise unknown(path, pointer) from None
