"""What a view shows, read so that it opens whatever became of its object, and checked when it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Json, Locale
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.select import SelectField
from trato.kernel.filters.aggregate import parse_aggregate
from trato.kernel.filters.errors import FilterError
from trato.kernel.filters.language import EVERYTHING, KINDS, Filter, parse
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Problem
from trato.kernel.records.selection import UnknownField, resolve

MAX_COLUMNS = 40
MAX_GROUPS = 3
WIDTHS = range(40, 2001)
DRAWINGS = ("bar", "line", "pie")
PARTS = ("filter", "q", "sort", "columns", "group_by", "lanes", "dates", "chart")
DATED = frozenset({"date", "datetime"})

Columns = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What is shown: `columns` with their widths, none for those of the object; `lost` names what is there no more."""

    kind: str = "table"
    filter: Filter = EVERYTHING
    q: str = ""
    sort: str = ""
    columns: Columns = ()
    group_by: tuple[str, ...] = ()
    lanes: str = ""
    dates: str = ""
    chart: Mapping[str, Json] = field(default_factory=dict)
    lost: tuple[str, ...] = ()


def opened(spec: ObjectSpec, raw: Mapping[str, Json], locale: Locale) -> Shape:
    """The shape that stored values mean today. What names a field that is gone is left out, and named in `lost`."""
    lost: list[str] = []
    wanted = _filter(raw.get("filter"), spec, locale, lost)
    keys = [each for each in (raw.get("sort") or "").split(",") if each]
    kept = [each for each in keys if _kept(each.removeprefix("-"), can_sort(spec), lost)]
    columns = columns_of(raw.get("columns"))
    groups = [each for each in raw.get("group_by") or () if isinstance(each, str)]
    chart = raw.get("chart") or {}
    if chart and chart_query(spec, chart) is None:
        lost += [path for path in _named(chart) if not _is_there(spec, path)] or [_("the chart")]
        chart = {}
    return Shape(
        kind=raw.get("kind") or "table",
        filter=wanted,
        q=raw.get("q") or "",
        sort=",".join(kept),
        columns=tuple(each for each in columns if _kept(each[0], lambda path: _is_there(spec, path), lost)),
        group_by=tuple(each for each in dict.fromkeys(groups) if _kept(each, can_sort(spec), lost))[:MAX_GROUPS],
        lanes=_one(raw.get("lanes"), lambda path: is_lanes(spec, path), lost),
        dates=_one(raw.get("dates"), lambda path: is_dates(spec, path), lost),
        chart=chart,
        lost=tuple(dict.fromkeys(lost)),
    )


def check(spec: ObjectSpec, raw: Mapping[str, Json], locale: Locale) -> Iterator[Problem]:
    """What is wrong with values that somebody wants to save."""
    try:
        parse(raw.get("filter"), spec, locale)
    except FilterError as error:
        yield Problem("filter", error.code, str(error), error.pointer)
    sortable = can_sort(spec)
    for each in (raw.get("sort") or "").split(","):
        if each and not sortable(each.removeprefix("-")):
            yield _unknown("sort", each)
    yield from _check_columns(spec, raw.get("columns"))
    yield from _check_groups(spec, raw.get("group_by"))
    for name, fits in (("lanes", is_lanes), ("dates", is_dates)):
        if raw.get(name) and not fits(spec, raw[name]):
            yield _unknown(name, raw[name])
    if raw.get("chart") and chart_query(spec, raw["chart"]) is None:
        yield Problem("chart", "invalid", _("Give a measure and what it is grouped by."))


def _check_columns(spec: ObjectSpec, columns: Json) -> Iterator[Problem]:
    found = columns_of(columns)
    if columns is not None and (not isinstance(columns, list) or len(found) != len(columns)):
        yield Problem("columns", "invalid", _("Give a list of columns, each a field and perhaps a width."))
    for path, _width in found:
        if not _is_there(spec, path):
            yield _unknown("columns", path)


def _check_groups(spec: ObjectSpec, groups: Json) -> Iterator[Problem]:
    if groups is not None and (not isinstance(groups, list) or len(groups) > MAX_GROUPS):
        yield Problem("group_by", "too_many", _("Give at most {limit} values.").format(limit=MAX_GROUPS))
    sortable = can_sort(spec)
    for each in groups if isinstance(groups, list) else ():
        if not isinstance(each, str) or not sortable(each):
            yield _unknown("group_by", str(each)[:60])


def can_sort(spec: ObjectSpec) -> Callable[[str], bool]:
    def sortable(path: str) -> bool:
        try:
            return resolve(spec, path).field.sortable
        except UnknownField:
            return False

    return sortable


def is_lanes(spec: ObjectSpec, path: str) -> bool:
    """Whether a board can go by the field: an option or a record out of few, that people write."""
    found = spec.by_name.get(path)
    if found is None or (found.readonly and path not in spec.verbs):
        return False
    return isinstance(found, SelectField) or (isinstance(found, LinkField) and not registry.get(found.to).owned)


def is_dates(spec: ObjectSpec, path: str) -> bool:
    """Whether a calendar can go by the field."""
    found = spec.by_name.get(path)
    return found is not None and found.family in DATED


def chart_query(spec: ObjectSpec, chart: Json) -> dict[str, Json] | None:
    """What a chart asks of the aggregate query: `group`, perhaps `split`, and `value`. None when it means nothing."""
    if not isinstance(chart, Mapping) or not chart.get("group_by"):
        return None
    dimensions = [_dimension(chart["group_by"], "group")]
    if chart.get("split_by"):
        dimensions.append(_dimension(chart["split_by"], "split"))
    measure = chart.get("measure") or {"op": "count"}
    if chart.get("draw", "bar") not in DRAWINGS or not isinstance(measure, Mapping):
        return None
    raw = {"group_by": dimensions, "measures": [{**measure, "as": "value"}]}
    try:
        parse_aggregate(raw, spec)
    except FilterError:
        return None
    return raw


def _dimension(raw: Json, name: str) -> Json:
    return {**raw, "as": name} if isinstance(raw, Mapping) else {"field": raw, "as": name}


def _filter(raw: Json, spec: ObjectSpec, locale: Locale, lost: list[str]) -> Filter:
    """The filter; where it means nothing any more, the conditions of it that still do."""
    try:
        return parse(raw, spec, locale)
    except FilterError:
        pruned = _pruned(raw, spec, locale, lost)
        return parse(pruned, spec, locale) if pruned else EVERYTHING


def _pruned(raw: Json, spec: ObjectSpec, locale: Locale, lost: list[str]) -> Json:
    kind = next((each for each in KINDS if isinstance(raw, Mapping) and isinstance(raw.get(each), list)), None)
    if kind is not None:
        items = [found for each in raw[kind] if (found := _pruned(each, spec, locale, lost))]
        return {kind: items} if items else None
    try:
        parse(raw, spec, locale)
    except FilterError:
        named = raw.get("field") if isinstance(raw, Mapping) else None
        lost.append(named if isinstance(named, str) else _("a condition"))
        return None
    return raw


def columns_of(raw: Json) -> Columns:
    """The columns that a list of names, or of `{"field", "width"}`, means."""
    found: dict[str, int | None] = {}
    for each in raw if isinstance(raw, list) else ():
        path, width = (each.get("field"), each.get("width")) if isinstance(each, Mapping) else (each, None)
        if isinstance(path, str) and (width is None or (type(width) is int and width in WIDTHS)):
            found[path] = width
    return tuple(found.items())[:MAX_COLUMNS]


def _is_there(spec: ObjectSpec, path: str) -> bool:
    try:
        resolve(spec, path)
    except UnknownField:
        return False
    return True


def _kept(path: str, fits: Callable[[str], bool], lost: list[str]) -> bool:
    if fits(path):
        return True
    lost.append(path)
    return False


def _one(path: Json, fits: Callable[[str], bool], lost: list[str]) -> str:
    return path if path and _kept(path, fits, lost) else ""


def _named(chart: Mapping[str, Json]) -> Iterator[str]:
    for part in ("group_by", "split_by", "measure"):
        found = chart.get(part)
        path = found.get("field") if isinstance(found, Mapping) else found
        if isinstance(path, str):
            yield path


def _unknown(field: str, path: str) -> Problem:
    return Problem(field, "unknown_field", _("There is no field “{name}”.").format(name=path))
