"""Tiles along an axis: bars by time, a waterfall of what is to come, a histogram of a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Json
from trato.kernel.insight import saying
from trato.kernel.insight.asking import GROUP, Question, as_dimension
from trato.kernel.insight.marks import Card, Mark, Part, Tone, cells, columns, drawing, sentence
from trato.kernel.insight.spec import Tile
from trato.lib import dates

MOST_BARS = 36
"""More units of time than this are drawn by the next longer one."""
MOST_NAMES = 12
"""More names than these are not all drawn below the axis."""
MOST_STEPS = 30
MONTHS_AHEAD = 6
_LONGER = {"month": "quarter", "quarter": "year"}

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """A stretch of the axis: its names, the filter of its records, and its figures."""

    name: str
    condition: Json
    row: Row
    short: str = ""
    tone: Tone | None = None
    part: Part | None = None


def bars(tile: Tile, question: Question) -> Card:
    """One bar a unit of time, those without records too; records without a date come last."""
    dimension = as_dimension(tile.group_by[0])
    field, by = dimension["field"], dimension.get("by", "month")
    dated, undated = _by_date(question.ask(dimension))
    found: list[Bucket] = []
    if dated:
        first, last = _ends(question, dated, by)
        while by in _LONGER and _count(first, last, by) > MOST_BARS:
            by = _LONGER[by]
        found = list(_spans(question, dated, field, by, first, last))
    if undated:
        found.append(_without(question, undated, field))
    return _card(tile, question, found, field)


def waterfall(tile: Tile, question: Question) -> Card:
    """What is expected: what is overdue, the next months, later, without a date, and all of it."""
    dimension = as_dimension(tile.group_by[0])
    field = dimension["field"]
    rows = question.ask(dimension)
    dated, undated = _by_date(rows)
    start = dates.start_of("month", question.lens.today)
    end = dates.add_months(start, MONTHS_AHEAD)
    before = added(question, (row for day, row in dated.items() if day < start))
    after = added(question, (row for day, row in dated.items() if day >= end))
    drawn = question.measures[0].name
    found = list(_spans(question, dated, field, "month", start, dates.add_months(end, -1), named_years=False))
    if before[drawn]:
        overdue = {"field": field, "op": "lt", "value": start.isoformat()}
        found.insert(0, Bucket(name=_("overdue"), condition=overdue, row=before))
    if after[drawn]:
        later = {"field": field, "op": "gte", "value": end.isoformat()}
        found.append(Bucket(name=_("later"), condition=later, row=after))
    found.append(_without(question, undated, field))
    total = Bucket(name=_("total"), condition=None, row=added(question, rows), tone="neutral")
    return _card(tile, question, found, field, total=total)


def histogram(tile: Tile, question: Question, mean: tuple[Decimal, str] | None) -> Card:
    """How many records have a number of which size, in at most so many steps; those up to the mean are stronger.

    `mean` is where it lies, and how it is said.
    """
    dimension = as_dimension(tile.group_by[0])
    field, by = dimension["field"], int(dimension["by"])
    rows = {int(row[GROUP]): row for row in question.ask(dimension) if row[GROUP] is not None}
    if not rows:
        return _card(tile, question, [], field)
    most = max(rows)
    least = 0 if 0 < min(rows) <= most - min(rows) else min(rows)
    width = by * -(-(most - least + by) // (by * MOST_STEPS))
    least = least // width * width
    found = []
    for start in range(least, most + 1, width):
        inside = added(question, (row for size, row in rows.items() if start <= size < start + width))
        past = mean is not None and start > mean[0]
        name = str(start) if width == 1 else _("{first} to {last}").format(first=start, last=start + width - 1)
        condition = {"field": field, "op": "between", "value": [start, start + width - 1]}
        part: Part | None = "soft" if past else None
        found.append(Bucket(name=name, short=str(start), condition=condition, row=inside, part=part))
    target: dict[str, Json] = {}
    if mean is not None:
        label = _("mean {value}").format(value=mean[1])
        target["target"] = {"value": int((mean[0] - least) // width), "label": label, "axis": "category"}
    return _card(tile, question, found, field, labelled=False, more=target)


def added(question: Question, rows: Iterable[Mapping[str, Any]]) -> Row:
    """The rows as one: counts and sums add up, shares do not and are left out."""
    found: Row = {each.name: Decimal(0) for each in question.measures}
    for row in rows:
        for name in found:
            found[name] += row[name] or 0
    return found


def _card(
    tile: Tile,
    question: Question,
    buckets: list[Bucket],
    field: str,
    *,
    total: Bucket | None = None,
    labelled: bool = True,
    more: Mapping[str, Json] = MappingProxyType({}),
) -> Card:
    drawn, locale = question.measures[0], question.lens.locale
    largest = max((abs(each.row[drawn.name]) for each in buckets), default=Decimal(0))
    scale = saying.scale(largest, drawn.unit, locale)
    marks = []
    for each in [*buckets, *([total] if total else [])]:
        value = each.row[drawn.name]
        mark = Mark(
            name=each.name,
            short=each.short,
            value=value,
            said=sentence(question, each.name, each.row),
            url=question.drill(drawn.name, each.condition),
            cells=cells(question, each.row, each.condition),
            label=scale.short(value, locale) if labelled and value else "",
            tone=each.tone,
            part=each.part,
        )
        marks.append(mark)
    note = ", ".join(each for each in (str(tile.note), scale.unit if labelled and largest else "") if each)
    heads = (str(question.spec.field(field).label), *(str(each.label) for each in columns(question)))
    figures = drawing(marks, scale, str(tile.label), **more)
    return Card(tile=tile, kind=_KINDS[tile.chart], note=note, heads=heads, marks=tuple(marks), figures=figures)


_KINDS = {"bars": "bar", "waterfall": "waterfall", "histogram": "bar"}


def _by_date(rows: list[Row]) -> tuple[dict[date, Row], list[Row]]:
    """The rows by the first day of their unit of time, and those without a date."""
    dated = {date.fromisoformat(row[GROUP]): row for row in rows if row[GROUP] is not None}
    return dated, [row for row in rows if row[GROUP] is None]


def _ends(question: Question, dated: Mapping[date, Row], by: str) -> tuple[date, date]:
    """The first and last unit of time to draw: all of the page's period as far as it has come, else those that have
    records."""
    first, last = question.lens.days
    latest = max(*dated, dates.start_of(by, question.lens.today)) if last else max(dated)
    start = dates.start_of(by, first) if first else min(dated)
    return min(start, *dated), min(latest, dates.start_of(by, last)) if last else latest


def _count(first: date, last: date, by: str) -> int:
    months = (last.year - first.year) * 12 + last.month - first.month
    return months // {"month": 1, "quarter": 3, "year": 12}[by] + 1


def _spans(
    question: Question,
    dated: Mapping[date, Row],
    field: str,
    by: str,
    first: date,
    last: date,
    *,
    named_years: bool = True,
) -> Iterator[Bucket]:
    """The units of time from `first` to `last`; the years stand under the first unit of each. Under all of them where
    there are so many that not each gets its name drawn."""
    locale = question.lens.locale
    every = by != "year" and _count(first, last, by) > MOST_NAMES
    start, year = dates.start_of(by, first), 0
    while start <= last:
        after = dates.shift(by, start, 1)
        row = added(question, (row for day, row in dated.items() if start <= day < after))
        end = after - timedelta(days=1)
        condition = {"field": field, "op": "between", "value": [start.isoformat(), end.isoformat()]}
        short = saying.span(start, by, locale, year=False)
        if named_years and by != "year" and (every or start.year != year):
            short = f"{short}\n{start.year}"
        yield Bucket(name=saying.span(start, by, locale), short=short, condition=condition, row=row)
        start, year = after, start.year


def _without(question: Question, rows: list[Row], field: str) -> Bucket:
    condition = {"field": field, "op": "empty"}
    return Bucket(name=_("no date"), condition=condition, row=added(question, rows), part="soft")
