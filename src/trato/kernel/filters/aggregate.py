"""The aggregate query: records let through by a filter, grouped and measured. Board sums, table totals, dashboards,
reports and the API are all this query.

Asked as `{"filter", "group_by": ["stage", {"field": "closed_on", "by": "month", "as": "month"}],
"measures": [{"op": "sum", "field": "amount"}, {"op": "count"}], "order": "-sum_amount,stage", "limit": 100}`.
Answered with one row a group: a key for each dimension, named by its path or `as`, and one for each measure, named
`count`, `sum_amount`… or `as`:

    [{"stage": {"id": "…", "name": "Won"}, "month": "2026-03-01", "sum_amount": "1250.00", "count": 3}]

Dimensions are JSON as in records; a unit of time is the first day of it, a step of numbers (`"by": 5`) its least one;
empty is null. A measure with a `where` looks only at those of the group's records that it lets through, so that a
share (won of closed) is one query. Money is in the base currency. A record with several tags counts in the group of
each. Without dimensions there is exactly one row.
Groups come in the order asked for, else in that of their dimensions (options and stages in their own order), empties
last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Json, Locale
from trato.kernel.filters import paths
from trato.kernel.filters.errors import FilterError
from trato.kernel.filters.language import EVERYTHING, Filter, parse
from trato.kernel.filters.operands import UNITS, Unit
from trato.kernel.filters.paths import Place, Target
from trato.kernel.objects.spec import ObjectSpec

MAX_GROUPS = 1000
MAX_DIMENSIONS = 4
MAX_MEASURES = 10
MAX_STEP = 1_000_000

Op = Literal["count", "count_distinct", "sum", "avg", "min", "max"]
OPS: tuple[Op, ...] = get_args(Op)

_NAME = re.compile(r"[a-z][a-z0-9_.]{0,99}")
_SINGLE = frozenset({"text", "number", "date", "datetime", "boolean", "choice", "link"})


@dataclass(frozen=True, slots=True)
class Dimension:
    """What groups are made by: the value at `path`, or the unit of time or the step of numbers `by` that it is in."""

    name: str
    path: tuple[str, ...]
    by: Unit | int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What is measured of a group: `op` over the values at `path` (none for `count`), of the records in `where`."""

    name: str
    op: Op
    path: tuple[str, ...] = ()
    where: Filter = EVERYTHING


@dataclass(frozen=True, slots=True)
class AggregateQuery:
    """A whole query. `order` names dimensions and measures, each with whether it descends."""

    filter: Filter = EVERYTHING
    group_by: tuple[Dimension, ...] = ()
    measures: tuple[Figure, ...] = (Figure("count", "count"),)
    order: tuple[tuple[str, bool], ...] = ()
    limit: int = MAX_GROUPS


def parse_aggregate(raw: Json, spec: ObjectSpec, locale: Locale | None = None) -> AggregateQuery:
    """The query that `raw` means for records of `spec`. FilterError, with a pointer, when it means none."""
    if not isinstance(raw, Mapping):
        raise FilterError("invalid", _("Give a query."))
    _only(raw, {"filter", "group_by", "measures", "order", "limit"}, "")
    chosen = _filter(raw.get("filter"), spec, "/filter", locale)
    dimensions = tuple(
        _dimension(each, spec, f"/group_by/{place}")
        for place, each in enumerate(_list(raw.get("group_by"), MAX_DIMENSIONS, "/group_by"))
    )
    measures = tuple(
        _figure(each, spec, f"/measures/{place}", locale)
        for place, each in enumerate(_list(raw.get("measures"), MAX_MEASURES, "/measures"))
    ) or (Figure("count", "count"),)
    names = [each.name for each in dimensions] + [each.name for each in measures]
    if len(set(names)) != len(names):
        raise FilterError("invalid", _("Two columns have the same name: give one another with “as”."))
    return AggregateQuery(chosen, dimensions, measures, _order(raw.get("order"), names), _limit(raw.get("limit")))


def dimension_target(dimension: Dimension, spec: ObjectSpec, pointer: str = "") -> Target:
    """The value that a dimension groups by. FilterError when nothing can be grouped by it."""
    found = paths.value(Place(spec), dimension.path, pointer)
    if found.family not in _SINGLE | {"choices"} or found.field.kind in {"money", "json"}:
        message = _("“{name}” cannot be grouped by.").format(name=".".join(dimension.path))
        raise FilterError("bad_operator", message, pointer)
    return found


def figure_target(figure: Figure, spec: ObjectSpec, pointer: str = "") -> Target:
    """The value that a figure measures. FilterError when it cannot be measured so."""
    found = paths.value(Place(spec), figure.path, pointer)
    fits = {
        "sum": frozenset({"number"}),
        "avg": frozenset({"number"}),
        "min": frozenset({"number", "date", "datetime"}),
        "max": frozenset({"number", "date", "datetime"}),
    }.get(figure.op, _SINGLE)
    if found.family not in fits:
        message = _("“{name}” cannot be measured.").format(name=".".join(figure.path))
        raise FilterError("bad_operator", message, pointer)
    return found


def _dimension(raw: Json, spec: ObjectSpec, pointer: str) -> Dimension:
    if isinstance(raw, str):
        raw = {"field": raw}
    if not isinstance(raw, Mapping):
        raise FilterError("invalid", _("Give a field."), pointer)
    _only(raw, {"field", "by", "as"}, pointer)
    path = _path(raw.get("field"), f"{pointer}/field")
    by = _by(raw.get("by"), f"{pointer}/by")
    found = Dimension(_name(raw.get("as"), ".".join(path), f"{pointer}/as"), path, by)
    target = dimension_target(found, spec, f"{pointer}/field")
    if isinstance(by, str) and target.family not in {"date", "datetime"}:
        raise FilterError("bad_operator", _("Only dates have units of time."), f"{pointer}/by")
    if isinstance(by, int) and (target.family != "number" or target.field.kind == "duration"):
        raise FilterError("bad_operator", _("Only numbers go by steps."), f"{pointer}/by")
    return found


def _by(raw: Json, pointer: str) -> Unit | int | None:
    if raw is None or (isinstance(raw, str) and raw in UNITS):
        return raw
    if type(raw) is int and 1 <= raw <= MAX_STEP:
        return raw
    raise FilterError("invalid", _("There is no such unit of time."), pointer)


def _filter(raw: Json, spec: ObjectSpec, pointer: str, locale: Locale | None) -> Filter:
    try:
        return parse(raw, spec, locale)
    except FilterError as error:
        raise FilterError(error.code, str(error), pointer + error.pointer) from error


def _figure(raw: Json, spec: ObjectSpec, pointer: str, locale: Locale | None) -> Figure:
    if not isinstance(raw, Mapping):
        raise FilterError("invalid", _("Give a measure."), pointer)
    _only(raw, {"op", "field", "as", "where"}, pointer)
    op = raw.get("op")
    if not isinstance(op, str) or op not in OPS:
        raise FilterError("bad_operator", _("There is no such measure."), f"{pointer}/op")
    where = _filter(raw.get("where"), spec, f"{pointer}/where", locale)
    if op == "count" and raw.get("field") is None:
        return Figure(_name(raw.get("as"), op, f"{pointer}/as"), "count", (), where)
    path = _path(raw.get("field"), f"{pointer}/field")
    name = _name(raw.get("as"), f"{op}_{'.'.join(path)}", f"{pointer}/as")
    found = Figure(name, op, path, where)
    figure_target(found, spec, f"{pointer}/field")
    return found


def _path(raw: Json, pointer: str) -> tuple[str, ...]:
    if not isinstance(raw, str) or not 0 < len(raw) <= 300:
        raise FilterError("required", _("Give a field."), pointer)
    return tuple(raw.split("."))


def _name(raw: Json, default: str, pointer: str) -> str:
    if raw is None:
        return default
    if not isinstance(raw, str) or not _NAME.fullmatch(raw):
        raise FilterError("invalid", _("Give a name of small letters, digits and _."), pointer)
    return raw


def _list(raw: Json, limit: int, pointer: str) -> list[Json]:
    if raw is None:
        return []
    if not isinstance(raw, list | tuple):
        raise FilterError("invalid", _("Give a list."), pointer)
    if len(raw) > limit:
        raise FilterError("too_many", _("Give at most {limit} values.").format(limit=limit), pointer)
    return list(raw)


def _order(raw: Json, names: list[str]) -> tuple[tuple[str, bool], ...]:
    if raw in (None, ""):
        return ()
    if not isinstance(raw, str):
        raise FilterError("invalid", _("Give names of columns, - before those that descend."), "/order")
    found = tuple((each.removeprefix("-"), each.startswith("-")) for each in raw.split(","))
    for name, _descending in found:
        if name not in names:
            raise FilterError("unknown_field", _("There is no column “{name}”.").format(name=name[:100]), "/order")
    return found


def _limit(raw: Json) -> int:
    if raw is None:
        return MAX_GROUPS
    if type(raw) is not int or not 1 <= raw <= MAX_GROUPS:
        raise FilterError("invalid", _("Give a number from 1 to {limit}.").format(limit=MAX_GROUPS), "/limit")
    return raw


def _only(raw: Mapping[Any, Json], allowed: set[str], pointer: str) -> None:
    for key in raw:
        if key not in allowed:
            shown = str(key)[:40]
            raise FilterError("unknown_key", _("“{name}” is not known here.").format(name=shown), f"{pointer}/{shown}")
