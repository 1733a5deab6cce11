"""An aggregate query as SQL, and its result as rows of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from trato.kernel.fields.base import Json
from trato.kernel.fields.links import LinkField
from trato.kernel.filters.aggregate import AggregateQuery, Dimension, Figure, dimension_target, figure_target
from trato.kernel.filters.compile import Visible, all_visible, where
from trato.kernel.filters.operands import Unit
from trato.kernel.filters.paths import WHOLE, Hop, IdField, Target
from trato.kernel.filters.variables import Variables
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.lib import dates, sql
from trato.lib.sql import Sql


def compile(  # noqa: A001  # the word of the house, as in filters.compile
    query: AggregateQuery,
    spec: ObjectSpec,
    variables: Variables,
    *,
    within: Sql = sql.TRUE,
    visible: Visible = all_visible,
) -> Sql:
    """The statement whose result `rows` reads. It gives one group more than the limit when there are more.

    `within` is a condition on a row aliased `a`: what the actor sees of the object, and whatever else narrows it.
    """
    return _Grouping(query, spec, variables, visible).statement(within)


def rows(query: AggregateQuery, spec: ObjectSpec, raw: Iterable[Sequence[Any]]) -> tuple[list[dict[str, Json]], bool]:
    """The result as JSON, one row a group, and whether there are more groups than the limit let through."""
    dimensions = [(each, dimension_target(each, spec)) for each in query.group_by]
    figures = [(each, figure_target(each, spec) if each.path else None) for each in query.measures]
    found: list[dict[str, Json]] = []
    for values in raw:
        given = iter(values)
        row: dict[str, Json] = {}
        for dimension, target in dimensions:
            value = next(given)
            row[dimension.name] = _reference(value, next(given)) if _is_link(target) else _plain(value)
        for figure, measured in figures:
            row[figure.name] = _measured(next(given), figure, measured)
        found.append(row)
    return found[: query.limit], len(found) > query.limit


class _Grouping:
    """Compiles one query; links on the way are joined once, however many values lie behind them."""

    def __init__(self, query: AggregateQuery, spec: ObjectSpec, variables: Variables, visible: Visible) -> None:
        self.query, self.spec, self.variables, self.visible = query, spec, variables, visible
        self.joins: dict[tuple[str, ...], tuple[str, Sql]] = {}

    def statement(self, within: Sql) -> Sql:
        dimensions = [(each, dimension_target(each, self.spec)) for each in self.query.group_by]
        keys = [self.key(target, each) + f" AS d{place}" for place, (each, target) in enumerate(dimensions)]
        figures = [self.figure(each) + f" AS m{place}" for place, each in enumerate(self.query.measures)]
        condition = where(self.query.filter, self.spec, "a", self.variables, self.visible)
        inner = "SELECT " + sql.join(", ", [*keys, *figures]) + f" FROM {sql.name(self.spec.table)} a"
        inner = sql.join(" ", [inner, *(join for _alias, join in self.joins.values())])
        inner += " WHERE " + sql.both([Sql("a.deleted_at IS NULL"), within, condition])
        if keys:
            inner += f" GROUP BY {', '.join(str(place + 1) for place in range(len(keys)))}"
        shown = [one for place, (_each, target) in enumerate(dimensions) for one in _shown(f"g.d{place}", target)]
        shown += [f"g.m{place}" for place in range(len(figures))]
        whole = f"SELECT {', '.join(shown)} FROM (" + inner + ") g"
        order = self.order(dimensions)
        return (whole + " ORDER BY " + order if order else whole) + f" LIMIT {self.query.limit + 1}"

    def key(self, target: Target, dimension: Dimension) -> Sql:
        expression = self.reach(target)
        if target.family == "choices":
            return Sql(self.unnested(expression))
        if isinstance(dimension.by, int):
            return Sql(f"(floor({expression} / {dimension.by}::numeric) * {dimension.by})::bigint")
        if target.family not in {"date", "datetime"}:
            return Sql(expression)
        day = Sql(expression)
        if target.family == "datetime":
            day = Sql(f"({expression} AT TIME ZONE %s)::date", (self.variables.zone,))
        return _unit(day, dimension.by or "day", self.variables.fiscal_year_start)

    def figure(self, figure: Figure) -> Sql:
        of = sql.EMPTY
        if figure.where:
            condition = where(figure.where, self.spec, "a", self.variables, self.visible, reach=self.reached)
            of = " FILTER (WHERE " + condition + ")"
        if not figure.path:
            return "count(*)" + of
        target = figure_target(figure, self.spec)
        expression = self.reach(target)
        if figure.op == "avg" and target.field.pg_type != "interval":
            return f"round(avg({expression})" + of + "::numeric, 6)"
        return (f"count(DISTINCT {expression})" if figure.op == "count_distinct" else f"{figure.op}({expression})") + of

    def reach(self, target: Target) -> str:
        """The value's SQL, its links joined."""
        return target.sql(self.reached(target.hops))

    def reached(self, hops: tuple[Hop, ...]) -> str:
        """The alias of the record at the end of the links, which are joined once, whoever asks."""
        alias = "a"
        for place in range(len(hops)):
            alias = self.joined(hops[: place + 1], alias)
        return alias

    def joined(self, hops: tuple[Hop, ...], outer: str) -> str:
        names = tuple(each.field.name for each in hops)
        if names not in self.joins:
            alias, to = f"j{len(self.joins)}", hops[-1].to
            tied = Sql(f"{alias}.id = {hops[-1].field.value_sql(outer)} AND {alias}.deleted_at IS NULL")
            join = f"LEFT JOIN {sql.name(to.table)} {alias} ON " + sql.both([tied, self.visible(to, alias)])
            self.joins[names] = alias, join
        return self.joins[names][0]

    def unnested(self, expression: str) -> str:
        """One row for each of the many values; a record without any stays, as a row with none."""
        alias = f"j{len(self.joins)}"
        join = Sql(f"LEFT JOIN LATERAL jsonb_array_elements_text({expression}) {alias}(value) ON TRUE")
        self.joins[alias, "value"] = alias, join
        return f"{alias}.value"

    def order(self, dimensions: list[tuple[Dimension, Target]]) -> Sql:
        """What was asked for, then the dimensions, so that equal figures keep a steady order."""
        by_name = {each.name: _ranked(f"g.d{place}", target) for place, (each, target) in enumerate(dimensions)}
        figures = {each.name: Sql(f"g.m{place}") for place, each in enumerate(self.query.measures)}
        asked = dict(self.query.order)
        wanted = [*asked.items(), *((name, False) for name in by_name if name not in asked)]
        return sql.join(
            ", ",
            ({**by_name, **figures}[name] + (" DESC NULLS LAST" if descending else "") for name, descending in wanted),
        )


def _is_link(target: Target) -> bool:
    return isinstance(target.field, LinkField | IdField) and not target.part


def _shown(expression: str, target: Target) -> tuple[str, ...]:
    if isinstance(target.field, LinkField | IdField):
        return expression, registry.title_sql(target.field.to, expression)
    return (expression,)


def _ranked(expression: str, target: Target) -> Sql:
    """What a dimension is ordered by: options and linked records in their own order, texts by the alphabet."""
    if isinstance(target.field, LinkField | IdField):
        to = registry.get(target.field.to)
        first = to.by_name.get(to.sort.split(",")[0]) or to.by_name.get(to.title)
        if first is None:
            return Sql(registry.title_sql(to.name, expression))
        return Sql(f"(SELECT {first.sort_sql('r')} FROM {sql.name(to.table)} r WHERE r.id = {expression})")
    options = getattr(target.field, "options", ())
    if options and target.family in {"choice", "choices"}:
        return Sql(f"array_position(%s::text[], {expression})", ([each.key for each in options],))
    return Sql(f"public.sort_key({expression})" if target.family == "text" else expression)


def _unit(day: Sql, by: Unit, fiscal_year_start: int) -> Sql:
    """The first day of the unit of time that `day` is in."""
    if by == "day":
        return day
    shift = fiscal_year_start - 1 if by.startswith("fiscal") else 0
    months = f"interval '{shift} months'"
    return f"(date_trunc('{by.removeprefix('fiscal_')}', " + day + f"::timestamp - {months}) + {months})::date"


def _reference(value: Any, title: str | None) -> Json:
    return None if value is None else {"id": str(value), "name": title or ""}


def _plain(value: Any) -> Json:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return dates.iso_duration(value)
    return f"{value:f}" if isinstance(value, Decimal) else value


def _measured(value: Any, figure: Figure, target: Target | None) -> Json:
    if not isinstance(value, Decimal):
        return _plain(value)
    if figure.op == "avg":
        return f"{value.normalize():f}"
    return int(value) if target is not None and target.field.pg_type in WHOLE else f"{value:f}"
