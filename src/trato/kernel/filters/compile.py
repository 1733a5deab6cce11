"""A filter as SQL: a condition on one row, with every value a parameter.

A value behind links, and every relation, becomes an EXISTS over live records that the actor may see: a record in the
trash, or one the actor may not see, is as good as none. Conditions are never NULL where they are negated.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.filters import paths
from trato.kernel.filters.language import Condition, Filter, Group, Measure, Node, Related
from trato.kernel.filters.paths import DIGITS, WHOLE, Bond, Hop, OutsideKeysField, Place, Target
from trato.kernel.filters.patterns import escaped, exactly
from trato.kernel.filters.predicates import Between, Equal, Holds, Predicate, Present, Reads, Test, test_of
from trato.kernel.filters.variables import Variables
from trato.kernel.objects.spec import ObjectSpec
from trato.lib import sql
from trato.lib.sql import Sql
from trato.lib.text import norm

__all__ = ["Variables", "Visible", "all_visible", "where"]

Visible = Callable[[ObjectSpec, str], Sql]
"""`visible(spec, alias)`: the condition that the actor sees that row. Given by access, so that filters stay below."""


Reach = Callable[[tuple[Hop, ...]], str]
"""`reach(hops)`: the alias under which the statement around has joined the record at their end, live and visible."""


def all_visible(_spec: ObjectSpec, _alias: str) -> Sql:
    """For the system itself, which sees everything."""
    return sql.TRUE


def where(
    filter: Filter,
    spec: ObjectSpec,
    alias: str,
    variables: Variables,
    visible: Visible = all_visible,
    *,
    reach: Reach | None = None,
) -> Sql:
    """The filter as a condition on a row of `spec` aliased `alias`. It says nothing of that row's own visibility.

    Where the statement around reads every row anyway, values behind links are cheaper joined once (`reach`) than looked
    up by an EXISTS for each row. The condition may then be NULL where it does not hold.
    """
    return _Compiler(variables, visible, alias, reach).node(filter, Place(spec), alias, "")


class _Compiler:
    """Compiles one filter; aliases of inner rows are numbered over all of it."""

    def __init__(self, variables: Variables, visible: Visible, outer: str = "", reach: Reach | None = None) -> None:
        self.variables = variables
        self.visible = visible
        self.outer, self.reach = outer, reach
        self.aliases = 0

    def alias(self) -> str:
        self.aliases += 1
        return f"f{self.aliases}"

    def node(self, node: Node, place: Place, alias: str, link: str) -> Sql:
        if isinstance(node, Group):
            return self.group(node, place, alias, link)
        if isinstance(node, Condition):
            return self.condition(node, place, alias, link)
        if isinstance(node, Related):
            return self.related(node, place, alias)
        return self.measure(node, place, alias)

    def group(self, group: Group, place: Place, alias: str, link: str) -> Sql:
        if not group.items:
            return sql.TRUE
        items = [self.node(each, place, alias, link) for each in group.items]
        if group.kind == "all":
            return sql.both(items)
        return sql.either(items) if group.kind == "any" else _not(sql.either(items))

    def condition(self, condition: Condition, place: Place, alias: str, link: str) -> Sql:
        target = paths.value(place, condition.path)
        test = test_of(condition.op, condition.value, target.family, self.variables)
        if not target.hops:
            return ask(test, _side(target, link if target.on_link else alias))
        if self.reach and alias == self.outer:
            found = ask(Test(test.options), _side(target, self.reach(target.hops)))
            return _not(found) if test.negated else found
        inner, source = self.walk(target.hops, alias)
        found = ask(Test(test.options), _side(target, inner))
        return _exists(source, found, negated=test.negated)

    def walk(self, hops: tuple[Hop, ...], alias: str) -> tuple[str, list[Sql]]:
        """The alias at the end of the hops, and the joins (as FROM, then conditions) that lead there."""
        tables: list[str] = []
        conditions: list[Sql] = []
        for hop in hops:
            inner = self.alias()
            tables.append(f"{sql.name(hop.to.table)} {inner}")
            conditions += [Sql(f"{inner}.id = {hop.field.value_sql(alias)}"), *self.live(hop.to, inner)]
            alias = inner
        return alias, [Sql(", ".join(tables)), *conditions]

    def live(self, spec: ObjectSpec, alias: str) -> list[Sql]:
        """It is not in the trash and the actor sees it."""
        return [Sql(f"{alias}.deleted_at IS NULL"), self.visible(spec, alias)]

    def related(self, node: Related, place: Place, alias: str) -> Sql:
        bond = paths.bond(place, node.path)
        inner, link, source = self.bonded(bond, alias)
        return _exists(source, self.node(node.where, bond.place, inner, link), negated=node.negated)

    def bonded(self, bond: Bond, alias: str) -> tuple[str, str, list[Sql]]:
        """The aliases of a related record and of its link row, and the joins that lead there."""
        alias, source = self.walk(bond.hops, alias) if bond.hops else (alias, [sql.EMPTY])
        inner, link = self.alias(), ""
        tables = [f"{sql.name(bond.to.table)} {inner}"]
        if isinstance(bond.field, LinkField):
            ours, theirs = ("id", "") if bond.inverse else ("", "id")
            left = f"{alias}.{ours}" if ours else bond.field.value_sql(alias)
            right = f"{inner}.{theirs}" if theirs else bond.field.value_sql(inner)
            conditions = [Sql(f"{right} = {left}")]
        else:
            link = self.alias()
            tables.insert(0, f"link {link}")
            conditions = _link_conditions(bond.field, link, inner, alias, inverse=bond.inverse)
        head = Sql(", ".join([*([source[0].text] if source[0] else []), *tables]))
        return inner, link, [head, *source[1:], *conditions, *self.live(bond.to, inner)]

    def measure(self, node: Measure, place: Place, alias: str) -> Sql:
        bond = paths.bond(place, node.path)
        inner, link, source = self.bonded(bond, alias)
        condition = self.node(node.where, bond.place, inner, link)
        target = paths.value(Place(bond.to), node.of) if node.of else None
        test = test_of(node.comparison, node.value, target.family if target else "number", self.variables)
        if node.op == "count" and (simple := _existence(test)) is not None:
            return _exists(source, condition, negated=not simple)
        asked = _figure_test(node.op, test, target, target.sql(inner) if target else "")
        measured = "(SELECT " + asked + " FROM " + _joined(source, condition) + ")"
        if not node.where or test.negated or not _needs_one(node.op, test):
            return measured
        # Said twice so that a selective `where` is where the planner may begin.
        return sql.both([self.related(Related(node.path, node.where), place, alias), measured])


def _figure_test(op: str, test: Test, target: Target | None, value: str) -> Sql:
    """The test of a figure, inside the SELECT that makes it."""
    if op == "avg":
        # Compared without dividing, so that no engine's rounding decides.
        return ask(test, _Side(Sql(f"sum({value})"), target, times=f" * count({value})"))
    figures = {"count": "count(*)", "sum": f"coalesce(sum({value}), '0')"}
    return ask(test, _Side(Sql(figures.get(op, f"{op}({value})")), target))


def _needs_one(op: str, test: Test) -> bool:
    """Whether the test can hold only where something is related."""
    if op == "count":
        return all(isinstance(each, Between) and each.low is not None and each.low > 0 for each in test.options)
    return op != "sum"


@dataclass(frozen=True)
class _Side:
    """The left side of a comparison: the value (of `target`, or a figure), and the text to look into."""

    value: Sql
    target: Target | None
    read: Sql = sql.EMPTY
    times: str = ""
    """What the right side is multiplied by."""

    @property
    def family(self) -> str:
        return self.target.family if self.target else "number"

    @property
    def digits(self) -> bool:
        return self.target is not None and self.target.field.kind in DIGITS

    def bound(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values as parameters: whole numbers as such, or the index of a whole column would not serve."""
        if self.family != "number" or self.target is None or self.target.field.pg_type not in WHOLE:
            return values
        return tuple(int(each) if each == int(each) else each for each in values)


def _side(target: Target, alias: str) -> _Side:
    return _Side(Sql(target.sql(alias)), target, Sql(target.read_sql(alias)))


def ask(test: Test, side: _Side) -> Sql:
    """A test of one value; never NULL when negated."""
    if side.target is not None and isinstance(side.target.field, OutsideKeysField):
        held = "(" + sql.either(_keyed(each, side.value, side.target.field) for each in test.options) + ")"
        return "NOT " + held if test.negated else held
    if test.negated and len(test.options) == 1:
        [only] = test.options
        if isinstance(only, Present):
            return side.value + " IS NULL"
        plain = side.family not in {"text", "choices", "values"} and not side.times
        if isinstance(only, Equal) and len(only.values) == 1 and plain:
            return side.value + Sql(" IS DISTINCT FROM %s", side.bound(only.values))
    found = sql.either(_predicate(each, side) for each in test.options)
    return _not(found) if test.negated else found


def _keyed(predicate: Predicate, record: Sql, field: OutsideKeysField) -> Sql:
    """Whether `record` has such a key. Where whole keys are given their few records are looked up first."""
    rows = Sql(f"SELECT k.record_id FROM external_id k WHERE k.object = {sql.literal(field.of)}")
    if field.source:
        rows += Sql(" AND k.source = %s", (field.source,))
    if isinstance(predicate, Equal):
        return record + " = ANY(ARRAY(" + rows + Sql(" AND k.key = ANY(%s::text[])))", (list(predicate.values),))
    if isinstance(predicate, Reads):
        rows += Sql(" AND k.key LIKE %s", (exactly(predicate.text) + "%",))
    return "EXISTS (" + rows + " AND k.record_id = " + record + ")"


def _predicate(predicate: Predicate, side: _Side) -> Sql:
    if isinstance(predicate, Present):
        return side.value + " IS NOT NULL"
    if isinstance(predicate, Between):
        return _between(predicate, side)
    if isinstance(predicate, Holds):
        return _holds(predicate.values, side)
    if isinstance(predicate, Reads):
        return _reads(predicate, side)
    return _equal(predicate.values, side) if predicate.values else sql.FALSE


def _equal(values: tuple[Any, ...], side: _Side) -> Sql:
    if side.family == "choices":
        return side.value + Sql(" ?| %s::text[]", (list(values),))
    if side.family == "values":
        return sql.either(_held(each, side) for each in values)
    if side.family == "text":
        value, values = side.read, tuple(norm(each) for each in values)
    else:
        value, values = side.value, side.bound(values)
    if len(values) == 1:
        return value + Sql(f" = %s{side.times}", values)
    return value + Sql(f" IN ({', '.join(['%s'] * len(values))})", values)


def _holds(values: tuple[Any, ...], side: _Side) -> Sql:
    if side.family == "values":
        return sql.both(_held(each, side) for each in values)
    return side.value + Sql(" ?& %s::text[]", (list(values),))


def _held(value: str, side: _Side) -> Sql:
    """Containment, which the GIN index of such columns answers."""
    return side.value + Sql(" @> %s::jsonb", (json.dumps([{"value": value}], ensure_ascii=False),))


def _between(predicate: Between, side: _Side) -> Sql:
    ends: list[Sql] = []
    if predicate.low is not None:
        ends.append(
            side.value + Sql(f" {'>' if predicate.low_out else '>='} %s{side.times}", side.bound((predicate.low,)))
        )
    if predicate.high is not None:
        ends.append(
            side.value + Sql(f" {'<' if predicate.high_out else '<='} %s{side.times}", side.bound((predicate.high,)))
        )
    return sql.both(ends)


def _reads(predicate: Reads, side: _Side) -> Sql:
    if side.family != "values":
        return (_digits(side.value) if side.digits else side.read) + _like(predicate)
    held = Sql("held->>'value'")
    each = _digits(held) if side.digits else "public.norm(" + held + ")"
    return "EXISTS (SELECT 1 FROM jsonb_array_elements(" + side.value + ") held WHERE " + each + _like(predicate) + ")"


def _digits(text: Sql) -> Sql:
    return "regexp_replace(" + text + ", '[^0-9]', '', 'g')"


def _like(predicate: Reads) -> Sql:
    if predicate.how == "like":
        return Sql(" LIKE %s ESCAPE ''", (norm(predicate.text),))
    before = "%" if predicate.how in {"contains", "ends"} else ""
    after = "%" if predicate.how in {"contains", "starts"} else ""
    return Sql(" LIKE %s", (before + escaped(predicate.text) + after,))


def _link_conditions(field: ManyLinksField, link: str, theirs: str, ours: str, *, inverse: bool) -> list[Sql]:
    own, other = ("target_id", "source_id") if inverse else ("source_id", "target_id")
    return [
        Sql(f"{link}.relation = {sql.literal(field.relation)}"),
        Sql(f"{link}.{own} = {ours}.id"),
        Sql(f"{theirs}.id = {link}.{other}"),
    ]


def _exists(source: list[Sql], condition: Sql, *, negated: bool) -> Sql:
    return f"{'NOT ' if negated else ''}EXISTS (SELECT 1 FROM " + _joined(source, condition) + ")"


def _joined(source: list[Sql], condition: Sql) -> Sql:
    return source[0] + " WHERE " + sql.both([*source[1:], condition])


def _existence(test: Test) -> bool | None:
    """Whether a test of a count asks only that there is one (True) or none (False)."""
    if test.negated or len(test.options) != 1:
        return None
    [only] = test.options
    if only in {Between(low=1), Between(low=0, low_out=True)}:
        return True
    return False if only in {Equal((0,)), Between(high=1, high_out=True), Between(high=0)} else None


def _not(condition: Sql) -> Sql:
    return "((" + condition + ") IS NOT TRUE)"
