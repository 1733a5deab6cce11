"""Which values of a record are read, and the SQL that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from trato.kernel.access import policy
from trato.kernel.fields.base import Field
from trato.kernel.fields.links import LinkField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.objects.system_fields import DELETED_AT
from trato.kernel.tenancy.actor import Actor
from trato.lib import sql
from trato.lib.sql import Sql

MAX_DEPTH = 4
MAX_KNOWN = 500
NOBODY = Actor(id=None, name="")
"""Whose rights play no part."""


class UnknownField(LookupError):
    """The object has no such field (`path` as asked for)."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class Selected:
    """One value: its path ("account.industry"), the field at the path's end, and the links that lead there."""

    path: str
    field: Field
    through: tuple[LinkField, ...] = ()

    def expressions(self, alias: str, actor: Actor) -> list[Sql]:
        """The SQL of the value on a row aliased `alias`: scalar sub-queries by primary key along the links, empty where
        a record on the way is in the trash or out of the actor's reach."""
        inner = f"{alias}_{len(self.through)}" if self.through else alias
        found = [Sql(each) for each in self.field.select_sql(inner, registry.title_sql)]
        for depth in range(len(self.through) - 1, -1, -1):
            target = registry.get(self.through[depth].to)
            outer = alias if depth == 0 else f"{alias}_{depth}"
            own = f"{alias}_{depth + 1}"
            here = Sql(f"{own}.id = {self.through[depth].value_sql(outer)} AND {own}.deleted_at IS NULL")
            source = f" FROM {sql.name(target.table)} {own} WHERE " + sql.both(
                [here, policy.visible(actor, target, own)]
            )
            found = ["(SELECT " + each + source + ")" for each in found]
        return found

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return len(self.field.select_sql("a", registry.title_sql))


@dataclass(frozen=True)
class Selection:
    """The values read of each record. `id` and `version` always come first in a row."""

    spec: ObjectSpec
    values: tuple[Selected, ...]

    def sql(self, actor: Actor) -> Sql:
        """The SELECT list over a row aliased `a`, of what the actor may see."""
        return self._sql(actor) if self._reaches_out else self._own

    @cached_property
    def _reaches_out(self) -> bool:
        """It holds values of other records, and is not the same for everybody."""
        return any(value.through for value in self.values)

    @cached_property
    def _own(self) -> Sql:
        return self._sql(NOBODY)

    def _sql(self, actor: Actor) -> Sql:
        found = [each for value in self.values for each in value.expressions("a", actor)]
        return sql.join(", ", [Sql("a.id"), Sql("a.version"), *found])

    @cached_property
    def width(self) -> int:
        return 2 + sum(value.width for value in self.values)

    @cached_property
    def _slices(self) -> tuple[tuple[str, Field, int, int], ...]:
        found, start = [], 2
        for value in self.values:
            end = start + value.width
            found.append((value.path, value.field, start, end))
            start = end
        return tuple(found)

    def row(self, raw: Sequence[Any]) -> dict[str, Any]:
        """The values by path, with `id` and `version`."""
        found: dict[str, Any] = {"id": raw[0], "version": raw[1]}
        for path, field, start, end in self._slices:
            found[path] = field.load(*raw[start:end])
        return found


def resolve(spec: ObjectSpec, path: str) -> Selected:
    """The value at `path`. UnknownField when a name on the way is not a field, or not a link."""
    names = path.split(".")
    if len(names) > MAX_DEPTH:
        raise UnknownField(path)
    here, through = spec, []
    for name in names[:-1]:
        step = here.by_name.get(name)
        if not isinstance(step, LinkField):
            raise UnknownField(path)
        through.append(step)
        here = registry.get(step.to)
    found = here.by_name.get(names[-1]) or (DELETED_AT if path == "deleted_at" else None)
    if found is None:
        raise UnknownField(path)
    return Selected(path, found, tuple(through))


def select(spec: ObjectSpec, paths: Iterable[str] | None = None) -> Selection:
    """The values at `paths`, all fields when None. UnknownField for the first that is none. Made once for each spec."""
    asked = None if paths is None else tuple(paths)
    known = spec.compiled.get((Selection, asked))
    if known is None:
        wanted = (
            [each.name for each in spec.fields if not each.part_of] if asked is None else list(dict.fromkeys(asked))
        )
        known = Selection(spec, tuple(resolve(spec, path) for path in wanted if path not in {"id", "version"}))
        if len(spec.compiled) >= MAX_KNOWN:
            spec.compiled.clear()
        spec.compiled[Selection, asked] = known
    found: Selection = known
    return found
