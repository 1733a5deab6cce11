"""Ordering a list and paging through it by keyset, at any depth for the same price.

`(key, id) > (x, y)` as a row comparison is answered by the index `(key, id)`; written out with OR it is not.
Empties come last: they are a second stretch of the list, reached when the first has ended, so that neither
stretch needs an OR. A key in another table is joined (its own index gives the order), never sub-selected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from trato.kernel.access import policy
from trato.kernel.fields.links import LinkField
from trato.kernel.filters.language import Condition, Filter
from trato.kernel.filters.predicates import NEGATIONS
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.cursor import Cursor
from trato.kernel.records.selection import Selected, UnknownField, resolve
from trato.kernel.tenancy.actor import Actor, Reach
from trato.lib import sql
from trato.lib.sql import Sql

MAX_KEYS = 9
"""Three groups, of which each may go by two keys, and three more."""
_MADE_OF_PARTS = frozenset({"values", "address"})
"""Families whose values are ordered by a part of them, a text."""


@dataclass(frozen=True)
class SortKey:
    """One value to order by: `expression` over the joined tables, of type `pg_type`, empty where `empty` holds."""

    path: str
    descending: bool
    expression: str
    pg_type: str
    joins: tuple[str, ...]
    present: str
    """The condition for having a value; says of a link that there is one, which the planner would not guess."""
    empty: str
    """The condition for having no value, without the joins."""
    never_empty: bool
    groups: str = ""
    """Where values are few and records of each many: the statement for (value, ids of the linked records)."""
    column: str = ""
    """The column that holds such a value or link."""
    plain: bool = False
    """It is the record's own, and there whenever filters say that the field is not empty."""


def parse(actor: Actor, spec: ObjectSpec, text: str) -> tuple[SortKey, ...]:
    """The keys of a sort such as `-amount,name`. UnknownField for what cannot be sorted by.

    An order tells what it is made of: by a value of other records only who may read all of those.
    """
    names = [each for each in text.split(",") if each][:MAX_KEYS]
    keys = (resolve(spec, each.removeprefix("-")) for each in names)
    found = list(zip(names, keys, strict=True))
    for name, selected in found:
        if not all(policy.reach(actor, "read", registry.get(link.to)) is Reach.ALL for link in selected.through):
            raise UnknownField(name)
    return tuple(_key(spec, selected, name.startswith("-"), place) for place, (name, selected) in enumerate(found))


def without_empties(keys: tuple[SortKey, ...], wanted: Filter) -> tuple[SortKey, ...]:
    """The keys, knowing which of their values a filter asks to be there: no list has to end with rows without."""
    asked = wanted.items if wanted.kind == "all" else ()
    there = {".".join(each.path) for each in asked if isinstance(each, Condition) and each.op not in NEGATIONS}
    return tuple(replace(key, never_empty=True) if key.plain and key.path in there else key for key in keys)


def _key(spec: ObjectSpec, selected: Selected, descending: bool, place: int) -> SortKey:
    if not selected.field.sortable:
        raise UnknownField(selected.path)
    is_link = isinstance(selected.field, LinkField)
    through = (*selected.through, selected.field) if isinstance(selected.field, LinkField) else selected.through
    alias, joins, first_link = "a", [], ""
    for depth, link in enumerate(through):
        joined = f"s{place}_{depth}"
        joins.append(f"JOIN {_target(selected, link)} {joined} ON {joined}.id = {link.value_sql(alias)}")
        first_link = first_link or link.value_sql(alias)
        alias = joined
    expression, pg_type = _expression(selected, alias)
    present, empty = f"{expression} IS NOT NULL", f"{expression} IS NULL"
    if joins:
        empty = f"NOT EXISTS (SELECT 1 {_as_from(joins)} AND {present})"
        present = f"{first_link} IS NOT NULL AND {present}"
        if len(through) == 1 and is_link and _always_titled(through[0]):
            empty = f"{first_link} IS NULL"
    never = not joins and (selected.field.required or selected.field.name in {"created_at", "updated_at"})
    groups = _groups(spec, selected)
    column = (first_link or expression) if groups else ""
    plain = not joins and selected.field.family not in _MADE_OF_PARTS
    return SortKey(
        selected.path, descending, expression, pg_type, tuple(joins), present, empty, never, groups, column, plain
    )


def _target(selected: Selected, link: LinkField) -> str:
    """The table that a link is joined to; of lookups their few titles, made sortable once and not for each row."""
    to = registry.get(link.to)
    if link is not selected.field or to.owned:
        return sql.name(to.table)
    return f"(SELECT l.id, {to.title_sort_sql('l')} AS title FROM {sql.name(to.table)} l OFFSET 0)"


def _expression(selected: Selected, alias: str) -> tuple[str, str]:
    if isinstance(selected.field, LinkField):
        to = registry.get(selected.field.to)
        return to.title_sort_sql(alias) if to.owned else f"{alias}.title", "text"
    in_parts = selected.field.family in _MADE_OF_PARTS
    return selected.field.sort_sql(alias), "text" if in_parts else selected.field.pg_type


def _always_titled(link: LinkField) -> bool:
    target = registry.get(link.to)
    title = target.by_name.get(target.title)
    return title is not None and title.required


def _as_from(joins: list[str]) -> str:
    """The joins as the FROM of a sub-query whose first table is tied to the outer row."""
    first, *rest = joins
    table, condition = first.removeprefix("JOIN ").split(" ON ", 1)
    return f"FROM {table} {' '.join(rest)} WHERE {condition}"


def _groups(spec: ObjectSpec, selected: Selected) -> str:
    """Few are the options of a choice, and the records of lookups (stages, teams, users)."""
    field, table = selected.field, sql.name(spec.table)
    if selected.through or field.custom:
        return ""
    if isinstance(field, LinkField):
        to = registry.get(field.to)
        used = f"(SELECT TRUE FROM {table} a WHERE {field.value_sql('a')} = t.id LIMIT 1)"  # one probe, never a join
        titles = f"SELECT {to.title_sort_sql('t')} AS value, t.id FROM {sql.name(to.table)} t WHERE {used}"
        return "" if to.owned else f"SELECT value, array_agg(id) FROM ({titles}) t WHERE value IS NOT NULL GROUP BY 1"
    if field.family != "choice":
        return ""
    value = field.sort_sql("a")
    next_one = f"SELECT {value} FROM {table} a WHERE {value} > v.value ORDER BY 1 LIMIT 1"
    return (
        f"WITH RECURSIVE v(value) AS ((SELECT {value} FROM {table} a WHERE {value} IS NOT NULL ORDER BY 1 LIMIT 1)"
        f" UNION ALL SELECT ({next_one}) FROM v WHERE v.value IS NOT NULL)"
        " SELECT value, NULL::uuid[] FROM v WHERE value IS NOT NULL"
    )


@dataclass(frozen=True)
class Stretch:
    """A part of the list: its joins, its condition and its ORDER BY. `first` is the first key's value, as text, where
    all rows of the part share it."""

    joins: str
    condition: Sql
    order: str
    first: str | None = None


def stretches(keys: tuple[SortKey, ...], cursor: Cursor | None, *, backwards: bool = False) -> list[Stretch]:
    """The parts of the list from the cursor on, in reading order: rows with a first key, then rows without.

    Without a cursor, `backwards` reads from the end.
    """
    backwards = cursor.backwards if cursor is not None else backwards
    if not keys:
        return [Stretch("", _after_id(cursor, backwards), f"a.id {'DESC' if backwards else 'ASC'}")]
    first, *rest = keys
    with_value = _with_value(first, tuple(rest), cursor, backwards)
    if first.never_empty:
        return [with_value]
    without = without_value(first, tuple(rest), cursor, backwards)
    in_empties = backwards if cursor is None else cursor.keys[0] is None
    if backwards:
        return [without, with_value] if in_empties else [with_value]
    return [without] if in_empties else [with_value, without]


def _with_value(first: SortKey, rest: tuple[SortKey, ...], cursor: Cursor | None, backwards: bool) -> Stretch:
    condition = sql.TRUE if first.never_empty else Sql(first.present)
    if cursor is not None and cursor.keys[0] is not None:
        condition = sql.both([condition, _after(first, rest, cursor, backwards)])
    return Stretch(_joins((first, *rest)), condition, _order((first, *rest), backwards))


def without_value(first: SortKey, rest: tuple[SortKey, ...], cursor: Cursor | None, backwards: bool) -> Stretch:
    descending = _last_descending(first, rest)
    parts = [Sql(first.empty)]
    if cursor is not None and cursor.keys[0] is None:
        parts.append(_tail(rest, cursor.keys[1:], cursor, backwards ^ descending, backwards))
    order = _order(rest, backwards, known=0) if rest else f"a.id {'DESC' if descending ^ backwards else 'ASC'}"
    return Stretch(_joins(rest, known=0), sql.both(parts), order)


def _last_descending(first: SortKey, rest: tuple[SortKey, ...]) -> bool:
    return (rest[-1] if rest else first).descending


def _after(first: SortKey, rest: tuple[SortKey, ...], cursor: Cursor, backwards: bool) -> Sql:
    """Beyond the cursor, for rows that have the first key."""
    down = first.descending ^ backwards
    sign = "<" if down else ">"
    value = f"%s::{first.pg_type}"
    if not rest and not first.joins:
        return Sql(f"({first.expression}, a.id) {sign} ({value}, %s)", (cursor.keys[0], cursor.id))
    tail = _tail(rest, cursor.keys[1:], cursor, _last_descending(first, rest) ^ backwards, backwards)
    return (
        Sql(f"{first.expression} {sign}= {value} AND ({first.expression} {sign} {value} OR ", (cursor.keys[0],) * 2)
        + tail
        + ")"
    )


def _tail(
    keys: tuple[SortKey, ...], values: tuple[str | None, ...], cursor: Cursor, id_down: bool, backwards: bool
) -> Sql:
    """Beyond the cursor among rows equal in the keys before: empties last, then by id."""
    if not keys:
        return Sql(f"a.id {'<' if id_down else '>'} %s", (cursor.id,))
    key, value = keys[0], values[0]
    inner = _tail(keys[1:], values[1:], cursor, id_down, backwards)
    if value is None:
        beyond = Sql(f"({key.expression} IS NULL AND ") + inner + ")"
        return sql.either([Sql(f"{key.expression} IS NOT NULL"), beyond]) if backwards else beyond
    cast = f"%s::{key.pg_type}"
    sign = "<" if key.descending ^ backwards else ">"
    options = [
        Sql(f"{key.expression} {sign} {cast}", (value,)),
        Sql(f"({key.expression} = {cast} AND ", (value,)) + inner + ")",
    ]
    if not backwards and not key.never_empty:
        options.append(Sql(f"{key.expression} IS NULL"))
    return sql.either(options)


def _joins(keys: tuple[SortKey, ...], known: int = 1) -> str:
    """Inner joins for the first `known` keys, which have a value here; outer ones for keys that may be empty."""
    return " ".join(join if place < known else f"LEFT {join}" for place, key in enumerate(keys) for join in key.joins)


def _order(keys: tuple[SortKey, ...], backwards: bool, known: int = 1) -> str:
    parts = []
    for place, key in enumerate(keys):
        down = key.descending ^ backwards
        nulls = "" if place < known or key.never_empty else (" NULLS FIRST" if backwards else " NULLS LAST")
        parts.append(f"{key.expression} {'DESC' if down else 'ASC'}{nulls}")
    down = keys[-1].descending ^ backwards
    return ", ".join([*parts, f"a.id {'DESC' if down else 'ASC'}"])


def _after_id(cursor: Cursor | None, backwards: bool) -> Sql:
    return sql.TRUE if cursor is None else Sql(f"a.id {'<' if backwards else '>'} %s", (cursor.id,))
