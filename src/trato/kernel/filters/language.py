"""The filter language: its tree, and the way from JSON to it and back.

A filter is groups of conditions (API.md §4). Every tree that `parse` gives is valid for its object: fields exist,
operators suit them, values are in the fields' own terms. `to_json` is its one normal form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Json, Locale
from trato.kernel.filters import paths
from trato.kernel.filters.errors import FilterError
from trato.kernel.filters.operands import Operand, Period, Scalar, Var, read, write
from trato.kernel.filters.paths import Bond, Place, Target
from trato.kernel.objects.spec import ObjectSpec

__all__ = [
    "EVERYTHING", "Condition", "Filter", "FilterError", "Group", "Measure", "Node", "Operand", "Period", "Related",
    "Scalar", "Var", "both", "digest", "parse", "to_json",
]  # fmt: skip

MAX_DEPTH = 10
MAX_CONDITIONS = 200

Kind = Literal["all", "any", "none"]
KINDS: tuple[Kind, ...] = ("all", "any", "none")
MEASURES = frozenset({"count", "sum", "min", "max", "avg"})
COMPARISONS = ("is", "is_not", "gt", "gte", "lt", "lte", "between", "before", "after", "within")
_ORDER = frozenset({"is", "is_not", "gt", "gte", "lt", "lte", "between"})
_NOT_YET = frozenset({"changed", "anniversary"})


@dataclass(frozen=True, slots=True)
class Group:
    """`all` of the items hold, `any` of them, or `none`."""

    kind: Kind
    items: tuple[Node, ...]

    def __bool__(self) -> bool:
        return bool(self.items)


@dataclass(frozen=True, slots=True)
class Condition:
    """The value at `path` compared with `value`, which is in the field's own terms (operands)."""

    path: tuple[str, ...]
    op: str
    value: Operand = None


@dataclass(frozen=True, slots=True)
class Related:
    """At least one related record (or, negated, none) lets `where` hold."""

    path: tuple[str, ...]
    where: Group
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure over the related records that let `where` hold, compared with `value`."""

    op: str
    path: tuple[str, ...]
    of: tuple[str, ...]
    where: Group
    comparison: str
    value: Operand


Node = Group | Condition | Related | Measure
Filter = Group
"""A whole filter: always a group, so that a chip's path is always a path of indexes."""

EVERYTHING = Group("all", ())


def parse(raw: Json, spec: ObjectSpec, locale: Locale | None = None) -> Filter:
    """The filter that `raw` means for records of `spec`; `None` and `{}` let everything through.

    FilterError, with a pointer to the spot, for anything that is not a filter of that object.
    """
    return _Reader(locale or Locale()).root(raw, Place(spec), "", 0)


def to_json(node: Node) -> dict[str, Json]:
    """The normal form; `parse` makes the same tree of it."""
    if isinstance(node, Group):
        return {node.kind: [to_json(each) for each in node.items]} if node.items else {}
    if isinstance(node, Condition):
        value = {} if node.value is None else {"value": write(node.value)}
        return {"field": ".".join(node.path), "op": node.op, **value}
    where = {"where": to_json(node.where)} if node.where else {}
    if isinstance(node, Related):
        return {"field": ".".join(node.path), "op": "not_related" if node.negated else "related", **where}
    of = {"of": ".".join(node.of)} if node.of else {}
    return {"field": ".".join(node.path), "op": node.op, **of, **where, node.comparison: write(node.value)}


def both(one: Filter, other: Filter) -> Filter:
    """What both let through."""
    if not (one and other):
        return one or other
    return Group("all", (one, other))


def digest(filter: Filter) -> str:
    """A short name of the filter's meaning: equal filters, equal digests."""
    text = json.dumps(to_json(filter), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class _Reader:
    """One pass over one filter; counts what it has seen."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.seen = 0

    def root(self, raw: Json, place: Place, pointer: str, depth: int) -> Group:
        if raw is None or raw == {}:
            return EVERYTHING
        if isinstance(raw, Mapping) and any(kind in raw for kind in KINDS):
            return self.group(raw, place, pointer, depth)
        _check_depth(depth, pointer)
        return Group("all", (self.node(raw, place, pointer, depth + 1),))

    def node(self, raw: Json, place: Place, pointer: str, depth: int) -> Node:
        """A group or a condition inside a group that is `depth` deep."""
        if not isinstance(raw, Mapping):
            raise FilterError("invalid", _("Give a group or a condition."), pointer)
        if any(kind in raw for kind in KINDS):
            return self.group(raw, place, pointer, depth)
        self.seen += 1
        if self.seen > MAX_CONDITIONS:
            message = _("A filter has at most {limit} conditions.").format(limit=MAX_CONDITIONS)
            raise FilterError("too_many", message, pointer)
        return self.condition(raw, place, pointer, depth)

    def group(self, raw: Mapping[str, Json], place: Place, pointer: str, depth: int) -> Group:
        _check_depth(depth, pointer)
        kind = next(each for each in KINDS if each in raw)
        _only(raw, {kind}, pointer)
        items = raw[kind]
        if not isinstance(items, list | tuple):
            raise FilterError("invalid", _("Give a list of conditions."), f"{pointer}/{kind}")
        if not items and (kind == "any" or depth):
            raise FilterError("required", _("Give at least one condition."), f"{pointer}/{kind}")
        found = tuple(
            self.node(each, place, f"{pointer}/{kind}/{position}", depth + 1) for position, each in enumerate(items)
        )
        return Group(kind, found) if found else EVERYTHING

    def condition(self, raw: Mapping[str, Json], place: Place, pointer: str, depth: int) -> Node:
        path, op = _path(raw, "field", pointer), raw.get("op")
        if not isinstance(op, str):
            raise FilterError("required", _("Give an operator."), f"{pointer}/op")
        if op in _NOT_YET:
            message = _("“{name}” is not supported by this version.").format(name=op)
            raise FilterError("not_supported", message, f"{pointer}/op")
        if op in {"related", "not_related"}:
            _only(raw, {"field", "op", "where"}, pointer)
            bond = paths.bond(place, path, f"{pointer}/field")
            return Related(path, self.where(raw, bond, pointer, depth), negated=op == "not_related")
        if op in MEASURES:
            return self.measure(raw, op, path, place, pointer=pointer, depth=depth)
        return self.comparison(op, path, raw, place, pointer)

    def where(self, raw: Mapping[str, Json], bond: Bond, pointer: str, depth: int) -> Group:
        return self.root(raw.get("where"), bond.place, f"{pointer}/where", depth)

    def measure(
        self, raw: Mapping[str, Json], op: str, path: tuple[str, ...], place: Place, *, pointer: str, depth: int
    ) -> Measure:
        bond = paths.bond(place, path, f"{pointer}/field")
        where = self.where(raw, bond, pointer, depth)
        keys = {"field", "op", "where"} if op == "count" else {"field", "op", "where", "of"}
        given = [each for each in COMPARISONS if each in raw]
        _only(raw, {*keys, *given}, pointer)
        if len(given) != 1:
            raise FilterError("required", _("Give one comparison, such as gte."), pointer)
        comparison, spot = given[0], f"{pointer}/{given[0]}"
        if op == "count":
            if comparison not in _ORDER:
                raise _bad_operator(comparison, spot)
            return Measure(op, path, (), where, comparison, _whole(raw[comparison], comparison, spot))
        of = _path(raw, "of", pointer)
        target = paths.value(Place(bond.to), of, f"{pointer}/of")
        _measurable(op, target, of, f"{pointer}/of")
        allowed = _ORDER if op in {"sum", "avg"} else target.operators & set(COMPARISONS)
        if comparison not in allowed:
            raise _bad_operator(comparison, spot)
        return Measure(op, path, of, where, comparison, read(target, comparison, raw[comparison], self.locale, spot))

    def comparison(self, op: str, path: tuple[str, ...], raw: Mapping[str, Json], place: Place, pointer: str) -> Node:
        _only(raw, {"field", "op", "value"}, pointer)
        found = paths.target(place, path, f"{pointer}/field")
        given = raw.get("value")
        if op in {"is", "is_not"} and given is None and "value" in raw:
            op = "empty" if op == "is" else "not_empty"
        if isinstance(found, Bond):
            if op not in {"empty", "not_empty"}:
                paths.value(place, path, f"{pointer}/field")
            return Related(path, EVERYTHING, negated=op == "empty")
        if op not in found.operators:
            raise _bad_operator(op, f"{pointer}/op")
        return Condition(path, op, read(found, op, given, self.locale, f"{pointer}/value"))


def _check_depth(depth: int, pointer: str) -> None:
    if depth >= MAX_DEPTH:
        raise FilterError("too_deep", _("Groups nest to a depth of {limit} at most.").format(limit=MAX_DEPTH), pointer)


def _path(raw: Mapping[str, Json], key: str, pointer: str) -> tuple[str, ...]:
    text = raw.get(key)
    if not isinstance(text, str) or not text:
        raise FilterError("required", _("Give a field."), f"{pointer}/{key}")
    if len(text) > 300:
        raise FilterError("unknown_field", _("There is no field of so long a name."), f"{pointer}/{key}")
    return tuple(text.split("."))


def _only(raw: Mapping[Any, Json], allowed: set[str], pointer: str) -> None:
    for key in raw:
        if key not in allowed:
            shown = str(key)[:40]
            raise FilterError("unknown_key", _("“{name}” is not known here.").format(name=shown), f"{pointer}/{shown}")


def _bad_operator(op: str, pointer: str) -> FilterError:
    return FilterError("bad_operator", _("“{name}” cannot be asked of this field.").format(name=op[:40]), pointer)


def _measurable(op: str, target: Target, of: tuple[str, ...], pointer: str) -> None:
    fits = {"number"} if op in {"sum", "avg"} else {"number", "date", "datetime"}
    if target.family not in fits or target.part or len(of) > 1:
        raise FilterError("bad_operator", _("“{name}” cannot be measured.").format(name=".".join(of)), pointer)


def _whole(raw: Json, comparison: str, pointer: str) -> Operand:
    """What a count is compared with."""
    if comparison == "between":
        if not isinstance(raw, list | tuple) or len(raw) != 2:
            raise FilterError("invalid", _("Give two values, the least first."), pointer)
        return tuple(_whole(each, "is", f"{pointer}/{place}") for place, each in enumerate(raw))
    if type(raw) is not int or not 0 <= raw < 10**9:
        raise FilterError("invalid", _("Give a whole number."), pointer)
    return raw


def conditions(node: Node) -> Iterator[Condition]:
    """Every condition on the object itself, inside its groups; not those inside a `where`."""
    if isinstance(node, Condition):
        yield node
    elif isinstance(node, Group):
        for each in node.items:
            yield from conditions(each)
