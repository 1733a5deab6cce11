"""The questions of tiles: from declaration and lens to the aggregate query, and from its rows to numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trato.kernel.fields.base import Json
from trato.kernel.filters.aggregate import MAX_GROUPS, parse_aggregate
from trato.kernel.insight.lens import Lens, both
from trato.kernel.insight.spec import ALL, Measure, Records, Share
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import figures

GROUP = "group"
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Question:
    """Some records of an object, measured; a figure leads to the records that it was made of."""

    lens: Lens
    spec: ObjectSpec
    records: Records
    measures: tuple[Measure, ...]
    shares: tuple[Share, ...] = ()
    extra: Json = None
    """A further filter on all of its records."""

    @property
    def filter(self) -> Json:
        return both(self.lens.narrowed(self.records), self.extra)

    def ask(self, group_by: Json = None, *, order: str = "", limit: int = MAX_GROUPS) -> list[dict[str, Any]]:
        """Its rows: the group under `group`, each measure under its name as a number or None."""
        raw: dict[str, Json] = {
            "filter": both(self.filter, self.lens.sliced),
            "measures": [self._measure(each) for each in self.measures],
            "order": order,
            "limit": limit,
        }
        if group_by is not None:
            raw["group_by"] = [{**as_dimension(group_by), "as": GROUP}]
        query = parse_aggregate(raw, self.spec, self.lens.locale)
        rows, _more = figures.aggregate(self.lens.actor, self.spec, query)
        return [self._numbers(row) for row in rows]

    def drill(self, name: str, mark: Json = None) -> str:
        """Where the figure called `name` of a mark's records leads."""
        share = next((each for each in self.shares if each.name == name), None)
        measure = self.measure(share.whole if share else name)
        records = self.records if measure.of is ALL else measure.of
        return self.lens.drill(self.spec, self.lens.narrowed(records), self.extra, mark)

    def measure(self, name: str) -> Measure:
        return next(each for each in self.measures if each.name == name)

    def _measure(self, measure: Measure) -> dict[str, Json]:
        found: dict[str, Json] = {"op": measure.op, "as": measure.name}
        if measure.field:
            found["field"] = measure.field
        if measure.of is not ALL:
            found["where"] = self.lens.narrowed(measure.of)
        return found

    def _numbers(self, row: dict[str, Json]) -> dict[str, Any]:
        found: dict[str, Any] = {each.name: _number(row[each.name], each) for each in self.measures}
        for each in self.shares:
            part, whole = found[each.part], found[each.whole]
            found[each.name] = part * HUNDRED / whole if whole else None
        return {**found, GROUP: row.get(GROUP)}


def of_object(
    lens: Lens, object_name: str, records: Records, measures: Sequence[Measure], shares: Iterable[Share] = ()
) -> Question:
    return Question(lens, registry.get(object_name), records, tuple(measures), tuple(shares))


def as_dimension(group_by: Json) -> dict[str, Json]:
    """A dimension in its long form."""
    return {"field": group_by} if isinstance(group_by, str) else dict(group_by)


def _number(raw: Json, measure: Measure) -> Decimal | None:
    """A figure as a number: nothing adds up to 0, but has no mean."""
    if raw is None:
        return Decimal(0) if measure.op == "sum" else None
    return Decimal(raw)
