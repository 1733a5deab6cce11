"""The chart of any list: one measure by one or two of its fields, drawn like the dashboard's tiles. Every mark leads to
the records that it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, Json
from trato.kernel.filters.aggregate import Dimension, parse_aggregate
from trato.kernel.filters.errors import FilterError
from trato.kernel.insight import saying
from trato.kernel.insight.spec import Measure, Unit
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import figures
from trato.kernel.records.selection import resolve
from trato.kernel.records.variables import locale_of
from trato.kernel.ui.lists import Asked
from trato.kernel.views.shape import DATED, DRAWINGS, chart_query
from trato.lib import dates

MOST_GROUPS, MOST_MOMENTS, MOST_PARTS = 24, 120, 6
_GROUPED = frozenset({"link", "choice", "choices", "boolean", "text"})
_LOOKS = (
    (None, "strong"), (None, "soft"), (None, "faint"), ("neutral", "strong"), ("neutral", "soft"), ("neutral", "faint"),
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """One value of a dimension: how it is called, and the condition of its records."""

    key: str
    name: str
    condition: Json


@dataclass(frozen=True)
class Line:
    """A row of the table below the drawing."""

    name: str
    cells: list[tuple[str, str]]


def asked_for(asked: Asked, given: Mapping[str, str]) -> Asked:
    """The list with the chart that its form asks for. FilterError when that cannot be drawn."""
    if "by" not in given:
        chart = asked.shape.chart or default(asked.spec)
    else:
        chart = {"measure": _measure(given.get("measure", "")), "group_by": _dimension(given["by"])}
        chart["draw"] = given.get("draw") if given.get("draw") in DRAWINGS else "bar"
        if given.get("split"):
            chart["split_by"] = _dimension(given["split"])
    if chart_query(asked.spec, chart) is None:
        raise FilterError("invalid", _("The chart in the address cannot be drawn."))
    return replace(asked, shape=replace(asked.shape, chart=chart))


def default(spec: ObjectSpec) -> dict[str, Json]:
    """What is drawn before anybody chose: what the board shows, else records by the month they were made in."""
    board = spec.board
    by: Json = board.by if board else {"field": "created_at", "by": "month"}
    measure = {"op": "sum", "field": board.value} if board and board.value else {"op": "count"}
    return {"measure": measure, "group_by": by, "draw": "bar"}


def _measure(text: str) -> Json:
    op, _colon, field = text.partition(":")
    return {"op": op, "field": field} if field else {"op": "count"}


def _dimension(text: str) -> Json:
    field, _colon, unit = text.partition(":")
    return {"field": field, "by": unit} if unit else {"field": field}


class Chart:
    """Draws a list whose chart is known to mean something."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.spec = asked, asked.spec
        self.locale = locale_of(asked.actor)
        self.chart = asked.shape.chart
        raw = chart_query(self.spec, self.chart) or {}
        self.query = replace(parse_aggregate(raw, self.spec, self.locale), filter=asked.filter)
        self.draw = self.chart.get("draw") or "bar"

    @cached_property
    def rows(self) -> list[dict[str, Json]]:
        found, _more = figures.aggregate(self.asked.actor, self.spec, self.query, self.asked.narrow)
        return found

    @cached_property
    def measure(self) -> Measure:
        raw = self.chart.get("measure") or {"op": "count"}
        path = raw.get("field") or ""
        field = resolve(self.spec, path).field if path else None
        unit: Unit = "money" if field is not None and field.kind == "money" else "number"
        return Measure(name="value", label=self.measure_label(raw["op"], field), op=raw["op"], field=path, unit=unit)

    def measure_label(self, op: str, field: Field | None) -> str:
        if field is None:
            return _("Number of {objects}").format(objects=str(self.spec.label_plural).lower())
        words = {"sum": _("Sum of {field}"), "avg": _("Mean of {field}"), "min": _("Least {field}")}
        return words.get(op, _("Largest {field}")).format(field=str(field.label).lower())

    # Groups

    @cached_property
    def totals(self) -> dict[str, Decimal]:
        """What each group comes to, all its parts together."""
        found: dict[str, Decimal] = {}
        for row in self.rows:
            key = key_of(row["group"])
            found[key] = found.get(key, Decimal(0)) + _number(row["value"])
        return found

    @cached_property
    def groups(self) -> list[Group]:
        """Moments one after the other, without gaps; other values the largest first, as many as can be read."""
        dimension = self.query.group_by[0]
        values: dict[str, Json] = {key_of(row["group"]): row["group"] for row in self.rows}
        if self._is_dated(dimension):
            return self._moments(dimension, [each for each in values.values() if each is not None])[-MOST_MOMENTS:] + [
                self._group(dimension, None) for each in values.values() if each is None
            ]
        ranked = list(values) if self._has_order(dimension) else sorted(values, key=lambda key: -self.totals[key])
        return [self._group(dimension, values[key]) for key in ranked[:MOST_GROUPS]]

    @cached_property
    def parts(self) -> list[Group]:
        """What each mark is split into; one part where it is not."""
        if len(self.query.group_by) < 2:
            return [Group("", str(self.measure.label), None)]
        dimension = self.query.group_by[1]
        sums: dict[str, Decimal] = {}
        values: dict[str, Json] = {}
        for row in self.rows:
            key = key_of(row["split"])
            values[key] = row["split"]
            sums[key] = sums.get(key, Decimal(0)) + _number(row["value"])
        ranked = sorted(sums, key=lambda key: -sums[key])[:MOST_PARTS]
        return [self._group(dimension, values[key]) for key in values if key in ranked]

    def _is_dated(self, dimension: Dimension) -> bool:
        return self._field(dimension).family in DATED

    def _has_order(self, dimension: Dimension) -> bool:
        """Stages and options have an order of their own, which the query kept."""
        field = self._field(dimension)
        return field.family == "choice" or bool(self.spec.board and self.spec.board.by == field.name)

    def _field(self, dimension: Dimension) -> Field:
        return resolve(self.spec, ".".join(dimension.path)).field

    def _moments(self, dimension: Dimension, values: list[str]) -> list[Group]:
        if not values:
            return []
        unit = str(dimension.by or "day")
        first, last = date.fromisoformat(min(values)), date.fromisoformat(max(values))
        found: list[Group] = []
        while first <= last and len(found) < 2_000:
            found.append(self._group(dimension, first.isoformat()))
            first = dates.shift(unit, first, 1)
        return found

    def _group(self, dimension: Dimension, value: Json) -> Group:
        field, path = self._field(dimension), ".".join(dimension.path)
        if value is None:
            words = _("Without {field}").format(field=str(field.label).lower())
            return Group("", words, {"field": path, "op": "empty"})
        if field.family in DATED:
            return self._moment(field, path, str(dimension.by or "day"), date.fromisoformat(value))
        if isinstance(dimension.by, int):
            words = _("{first} to {last}").format(first=value, last=value + dimension.by - 1)
            condition = {"field": path, "op": "between", "value": [value, value + dimension.by - 1]}
            return Group(str(value), words, condition)
        op = "has_any" if field.family == "choices" else "is"
        wanted = value["id"] if is_reference(value) else value
        name = (
            value["name"] if is_reference(value) else field.text(field.from_json(self._one(field, value)), self.locale)
        )
        given = [wanted] if op == "has_any" else wanted
        return Group(key_of(value), name or _("Untitled"), {"field": path, "op": op, "value": given})

    def _one(self, field: Field, value: Json) -> Json:
        return [value] if field.family == "choices" else value

    def _moment(self, field: Field, path: str, unit: str, first: date) -> Group:
        end = dates.shift(unit, first, 1)
        if unit in {"day", "week"}:
            name = dates.shown_date(first, self.locale.language)
        else:
            name = saying.span(first, unit, self.locale)
        if field.family == "date":
            days = [first.isoformat(), (end - timedelta(days=1)).isoformat()]
            return Group(first.isoformat(), name, {"field": path, "op": "between", "value": days})
        zone = dates.zone_of(self.locale.zone)
        low, high = (datetime.combine(each, time.min, zone).isoformat() for each in (first, end))
        ends = [{"field": path, "op": "gte", "value": low}, {"field": path, "op": "lt", "value": high}]
        return Group(first.isoformat(), name, {"all": ends})

    # What is shown

    @cached_property
    def values(self) -> dict[tuple[str, str], Decimal]:
        return {(key_of(row["group"]), key_of(row.get("split"))): _number(row["value"]) for row in self.rows}

    @property
    def is_empty(self) -> bool:
        return not any(self.values.values())

    @cached_property
    def figures(self) -> dict[str, Json]:
        """The marks as the element t-chart takes them."""
        largest = max((abs(each) for each in self.totals.values()), default=Decimal(0))
        scale = saying.scale(largest, self.measure.unit, self.locale)
        series = [self._series(part, place, scale) for place, part in enumerate(self.parts)]
        categories = [each.name for each in self.groups]
        lying = self.draw == "bar" and not self._is_dated(self.query.group_by[0]) and len(categories) > 6
        return {
            "categories": categories, "unit": scale.unit, "digits": scale.places, "series": series,
            **({"horizontal": True} if lying else {}),
        }  # fmt: skip

    def _series(self, part: Group, place: int, scale: saying.Scale) -> dict[str, Json]:
        tone, look = _LOOKS[place % len(_LOOKS)]
        values = [self.values.get((group.key, part.key)) for group in self.groups]
        alone = len(self.parts) == 1
        return {
            "name": part.name,
            "tone": tone,
            "part": look,
            "values": [scale.number(each or 0) for each in values],
            "labels": [scale.short(each, self.locale) if each and alone else "" for each in values],
            "names": [self._said(group, part, each) for group, each in zip(self.groups, values, strict=True)],
            "hrefs": [self._drill(group, part) for group in self.groups],
            **({} if alone or self.draw == "line" else {"stack": "all"}),
        }

    def _said(self, group: Group, part: Group, value: Decimal | None) -> str:
        figure = saying.figure(value or Decimal(0), self.measure, self.locale).text
        return f"{group.name}: {figure}" if len(self.parts) == 1 else f"{group.name}, {part.name}: {figure}"

    def _drill(self, group: Group, part: Group) -> str:
        conditions = [each for each in (group.condition, part.condition) if each]
        flat = [one for each in conditions for one in each.get("all", [each])]
        return self.asked.narrowed_address({"all": flat})

    @property
    def heads(self) -> list[str]:
        return [str(self._field(self.query.group_by[0]).label), *(part.name for part in self.parts)]

    @property
    def lines(self) -> list[Line]:
        """The same figures as a table, each a link to its records."""
        return [Line(group.name, [self._cell(group, part) for part in self.parts]) for group in self.groups]

    def _cell(self, group: Group, part: Group) -> tuple[str, str]:
        value = self.values.get((group.key, part.key))
        return saying.figure(value, self.measure, self.locale).text, self._drill(group, part)

    @property
    def height(self) -> int:
        return 26 * len(self.groups) + 60 if self.figures.get("horizontal") else 360

    # The form

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the address says beside the chart."""
        return parse_qsl(urlsplit(self.asked.address(chart="")).query)

    @property
    def measures(self) -> list[tuple[str, str, bool]]:
        found = [("count", self.measure_label("count", None))]
        for each in self.spec.fields:
            if each.summable:
                found += [(f"{op}:{each.name}", self.measure_label(op, each)) for op in ("sum", "avg")]
        now = f"{self.measure.op}:{self.measure.field}" if self.measure.field else "count"
        return [(key, label, key == now) for key, label in found]

    def dimensions(self, now: Dimension | None) -> list[tuple[str, str, bool]]:
        units = {"day": _("by day"), "week": _("by week"), "month": _("by month"), "quarter": _("by quarter")}
        units["year"] = _("by year")
        found = []
        for each in self.spec.fields:
            if each.family in DATED:
                found += [(f"{each.name}:{unit}", f"{each.label}, {words}") for unit, words in units.items()]
            elif each.family in _GROUPED and not each.composed and (each.family != "text" or each.indexed):
                found.append((each.name, str(each.label)))
        chosen = ".".join(now.path) + (f":{now.by}" if now.by else "") if now else ""
        if chosen and chosen not in {key for key, _label in found} and now is not None:
            found.insert(0, (chosen, str(self._field(now).label)))
        return [(key, label, key == chosen) for key, label in found]

    @property
    def group_choices(self) -> list[tuple[str, str, bool]]:
        return self.dimensions(self.query.group_by[0])

    @property
    def split_choices(self) -> list[tuple[str, str, bool]]:
        return self.dimensions(self.query.group_by[1] if len(self.query.group_by) > 1 else None)

    @property
    def drawings(self) -> list[tuple[str, str, bool]]:
        words = {"bar": _("Bars"), "line": _("Line"), "pie": _("Pie")}
        return [(key, words[key], key == self.draw) for key in DRAWINGS]


def is_reference(value: Json) -> bool:
    """Whether it is a record and not a plain value."""
    return isinstance(value, dict) and "id" in value


def key_of(value: Json) -> str:
    """What tells groups apart."""
    if value is None:
        return ""
    return str(value["id"]) if is_reference(value) else str(value)


def _number(raw: Any) -> Decimal:
    return Decimal(0) if raw is None else Decimal(str(raw))
