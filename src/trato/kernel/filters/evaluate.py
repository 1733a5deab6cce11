"""A filter asked of one record in Python, with the answer the database would give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from trato.kernel.fields.about import About
from trato.kernel.fields.base import Row
from trato.kernel.fields.links import Ref
from trato.kernel.fields.many import ContactPoint
from trato.kernel.filters import paths
from trato.kernel.filters.language import Condition, Filter, Group, Measure, Node, Related
from trato.kernel.filters.paths import DIGITS, KEYS, Bond, Hop, OutsideKeysField, Place, Target
from trato.kernel.filters.patterns import like
from trato.kernel.filters.predicates import Between, Equal, Holds, Predicate, Present, Reads, Test, test_of
from trato.kernel.filters.variables import Variables
from trato.kernel.objects.spec import ObjectSpec
from trato.lib.money import Money
from trato.lib.names import PersonName
from trato.lib.text import norm

_NOTHING = {"interval": timedelta()}
_TAG = re.compile(r"<[^>]+>")


class Neighbour(NamedTuple):
    """A record tied to another, and what it is to it where the link has roles."""

    row: Row
    role: str | None = None


Neighbours = Callable[[ObjectSpec, Row, str], Iterable[Neighbour]]
"""`neighbours(spec, row, name)`: the records that the link or relation `name` ties to `row`, without those in the
trash or hidden from the actor. Given by records, so that filters stay below."""


def matches(filter: Filter, spec: ObjectSpec, row: Row, variables: Variables, related: Neighbours) -> bool:
    """Whether the record `row` (values by field name, with `id`) is let through."""
    return _Evaluator(variables, related).node(filter, Place(spec), Neighbour(row))


@dataclass(frozen=True)
class _Evaluator:
    variables: Variables
    related: Neighbours

    def node(self, node: Node, place: Place, here: Neighbour) -> bool:
        if isinstance(node, Group):
            return self.group(node, place, here)
        if isinstance(node, Condition):
            return self.condition(node, place, here)
        found = self.bonded(paths.bond(place, node.path), place, here, node.where)
        if isinstance(node, Related):
            return bool(found) != node.negated
        return self.measure(node, place, found)

    def group(self, group: Group, place: Place, here: Neighbour) -> bool:
        if not group.items or group.kind == "all":
            return all(self.node(each, place, here) for each in group.items)
        return any(self.node(each, place, here) for each in group.items) == (group.kind == "any")

    def condition(self, condition: Condition, place: Place, here: Neighbour) -> bool:
        target = paths.value(place, condition.path)
        test = test_of(condition.op, condition.value, target.family, self.variables)
        end = self.walk(target.hops, place, here)
        return ask(test, target, () if end is None else values_of(target, end))

    def walk(self, hops: tuple[Hop, ...], place: Place, here: Neighbour) -> Neighbour | None:
        spec = place.spec
        for hop in hops:
            found = next(iter(self.related(spec, here.row, hop.field.name)), None)
            if found is None:
                return None
            here, spec = found, hop.to
        return here

    def bonded(self, bond: Bond, place: Place, here: Neighbour, where: Group) -> list[Neighbour]:
        end = self.walk(bond.hops, place, here)
        if end is None:
            return []
        spec = bond.hops[-1].to if bond.hops else place.spec
        found = self.related(spec, end.row, bond.name)
        return [each for each in found if self.node(where, bond.place, each)]

    def measure(self, node: Measure, place: Place, found: list[Neighbour]) -> bool:
        if node.op == "count":
            return ask(test_of(node.comparison, node.value, "number", self.variables), None, (Decimal(len(found)),))
        target = paths.value(Place(paths.bond(place, node.path).to), node.of)
        test = test_of(node.comparison, node.value, target.family, self.variables)
        values = [one for each in found for one in values_of(target, each)]
        if node.op == "avg":
            return ask_average(test, values)
        if node.op == "sum":
            values = [_total(values) if values else _NOTHING.get(target.field.pg_type, Decimal())]
        elif values:
            values = [min(values) if node.op == "min" else max(values)]
        return ask(test, target, tuple(values))


def ask(test: Test, target: Target | None, values: tuple[Any, ...]) -> bool:
    """A test of a value: none, one, or the many of a many-valued field."""
    return any(_holds(each, target, values) for each in test.options) != test.negated


def ask_average(test: Test, values: list[Any]) -> bool:
    """The average tested without dividing, so that rounding never decides."""
    count, found = len(values), False
    total = _total(values) if values else None
    for each in test.options if values else ():
        if isinstance(each, Equal):
            found |= any(total == value * count for value in each.values)
        elif isinstance(each, Between):
            low = None if each.low is None else each.low * count
            high = None if each.high is None else each.high * count
            found |= _between(Between(low, high, each.low_out, each.high_out), total)
    return found != test.negated


def _total(values: list[Any]) -> Any:
    return sum(values[1:], values[0])


def values_of(target: Target, here: Neighbour) -> tuple[Any, ...]:
    """The comparable values at `target` on a record: none when empty, several on many-valued fields."""
    if target.on_link:
        return () if here.role is None else (here.role,)
    if isinstance(target.field, OutsideKeysField):
        held, wanted = here.row.get(KEYS) or (), target.field.source
        return tuple(key for source, key in held if wanted in ("", source))
    value = here.row.get(target.field.name)
    if target.part and value is not None:
        value = getattr(value, target.part)
    if isinstance(value, tuple):
        return tuple(map(_single, value))
    value = _comparable(value)
    return () if value is None else (value,)


def _single(value: Any) -> Any:
    """One of many values, in the terms of its field's `value_sql`."""
    if isinstance(value, ContactPoint):
        return value.value
    return value.key if isinstance(value, About) else value


def _comparable(value: Any) -> Any:
    """The value in the terms of its field's `value_sql`."""
    if isinstance(value, Ref):
        return value.id
    if isinstance(value, Money):
        return value.base
    if isinstance(value, PersonName):
        return value.full
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _holds(predicate: Predicate, target: Target | None, values: tuple[Any, ...]) -> bool:
    if isinstance(predicate, Present):
        return bool(values)
    if isinstance(predicate, Between):
        return any(_between(predicate, each) for each in values)
    if isinstance(predicate, Holds):
        return bool(values) and set(predicate.values) <= set(values)
    if isinstance(predicate, Reads):
        return any(_reads(predicate, target, each) for each in values)
    if target is not None and target.family == "text":
        return not {_read(target, each) for each in values}.isdisjoint(norm(each) for each in predicate.values)
    return any(each in predicate.values for each in values)


def _between(predicate: Between, value: Any) -> bool:
    low, high = predicate.low, predicate.high
    if low is not None and not (value > low if predicate.low_out else value >= low):
        return False
    return high is None or bool(value < high if predicate.high_out else value <= high)


def _read(target: Target | None, value: str) -> str:
    """The text that comparisons look into, as the field's `norm_sql` has it."""
    return norm(_TAG.sub(" ", value) if target is not None and target.field.kind == "rich_text" else value)


def _reads(predicate: Reads, target: Target | None, value: str) -> bool:
    if target is not None and target.family == "keys":
        return value.startswith(predicate.text)
    wanted = norm(predicate.text)
    if target is not None and target.field.kind in DIGITS:
        text = "".join(each for each in value if each in "0123456789")
    else:
        text = _read(target, value)
    match predicate.how:
        case "contains":
            return wanted in text
        case "starts":
            return text.startswith(wanted)
        case "ends":
            return text.endswith(wanted)
        case "like":
            return like(text, wanted)
