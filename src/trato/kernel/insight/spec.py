"""The declaration of a dashboard: plain data throughout, so that a saved row can hold a tile as well as a wing can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from trato.kernel.fields.base import Json
from trato.kernel.filters.aggregate import Op

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Chart = Literal["bars", "waterfall", "histogram", "funnel", "ranking"]
Unit = Literal["number", "money", "days"]
Span = Literal[4, 5, 6, 7, 8, 12]


@dataclass(frozen=True, kw_only=True)
class Records:
    """Some records of an object: those that `filter` lets through and, where the page names a period, those whose date
    `dated` lies in it. Without `dated` the period does not touch them."""

    filter: Json = None
    dated: str = ""


ALL = Records()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure of a tile: `op` over `field`. Money is in the base currency.

    `of` are the records it looks at, where they are only a part of the tile's: its list is then that of `of` alone.
    `label` heads its column; `said` is the figure in a sentence, `{value}` being the figure with its unit.
    """

    name: str
    label: _StrOrPromise
    op: Op = "count"
    field: str = ""
    of: Records = ALL
    unit: Unit = "number"
    said: _StrOrPromise = "{value}"


@dataclass(frozen=True, kw_only=True)
class Share:
    """How much of the measure `whole` the measure `part` is, in per cent. It leads to the records of the whole."""

    name: str
    label: _StrOrPromise
    part: str
    whole: str


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """A figure by itself: a measure or share of the strip, and under it its `context` (`{name}` is any figure)."""

    label: _StrOrPromise
    shows: str
    context: _StrOrPromise = ""


@dataclass(frozen=True, kw_only=True)
class Strip:
    """The figures across the top, asked in one query. The measure `total` tells whether there is anything to show."""

    object: str
    measures: tuple[Measure, ...]
    shares: tuple[Share, ...] = ()
    kpis: tuple[Kpi, ...]
    total: str


@dataclass(frozen=True, kw_only=True)
class Steps:
    """What a funnel goes through: the records that its dimension links to and `filter` lets through, in that order.

    They belong to one record of the link `lane` (the pipeline of stages), to which the tile's own records link by the
    same name: the one that the page names, else the first by `sort`.
    """

    filter: Json = None
    lane: str
    sort: str
    succeeded: tuple[str, str]
    """The field and the value that the step of success has."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A question (records, grouped by, measured) and how it is drawn. The first measure is drawn, the others are told.

    `group_by` is a dimension of the aggregate query; a ranking offers several to choose among. Where groups are put
    together (all charts but rankings) measures must add up. `mean` names a measure of the strip that a histogram marks.
    """

    name: str
    label: _StrOrPromise
    chart: Chart
    object: str
    records: Records = ALL
    group_by: tuple[Json, ...]
    measures: tuple[Measure, ...]
    shares: tuple[Share, ...] = ()
    note: _StrOrPromise = ""
    span: Span = 6
    rows: int = 10
    steps: Steps | None = None
    mean: str = ""

    def __post_init__(self) -> None:
        if self.chart != "ranking" and any(each.op not in {"count", "sum"} for each in self.measures):
            raise ValueError(f"tile {self.name!r}: only counts and sums add up")
        if (self.chart == "funnel") != (self.steps is not None):
            raise ValueError(f"tile {self.name!r}: a funnel, and nothing else, has steps")


@dataclass(frozen=True, kw_only=True)
class Slice:
    """A link by which the page narrows every tile; `everything` is what it says when nothing is chosen."""

    field: str
    icon: str
    everything: _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """A page of tiles about records of `object`, whose rights decide who may see it."""

    name: str
    label: _StrOrPromise
    object: str
    strip: Strip
    tiles: tuple[Tile, ...]
    slices: tuple[Slice, ...] = ()
    empty: _StrOrPromise = ""
    """What will stand here once there are records."""


_dashboards: dict[str, Dashboard] = {}


def register(dashboard: Dashboard) -> Dashboard:
    """Add a dashboard. Called by the wings when apps are ready."""
    if dashboard.name in _dashboards:
        raise ValueError(f"dashboard {dashboard.name!r} is registered twice")
    _dashboards[dashboard.name] = dashboard
    return dashboard


def every() -> tuple[Dashboard, ...]:
    """All dashboards, in the order they were registered."""
    return tuple(_dashboards.values())
