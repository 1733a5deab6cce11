"""The tiles of the sales dashboard. Amounts are in the base currency."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trato.kernel.insight.spec import (
    Dashboard,
    Kpi,
    Measure,
    Records,
    Share,
    Slice,
    Steps,
    Strip,
    Tile,
    register,
)

WON = Records(filter={"field": "stage.kind", "op": "is", "value": "won"}, dated="closed_on")
LOST = Records(filter={"field": "stage.kind", "op": "is", "value": "lost"}, dated="closed_on")
CLOSED = Records(filter={"field": "stage.kind", "op": "in", "value": ["won", "lost"]}, dated="closed_on")
OPEN = Records(filter={"field": "stage.kind", "op": "is", "value": "open"})
EXPECTED = Records(filter=OPEN.filter, dated="expected_close")
OPENED = Records(dated="opened_on")

WON_AMOUNT = Measure(name="won_amount", label=_("Won"), op="sum", field="amount", of=WON, unit="money")
WON_COUNT = Measure(name="won", label=_("Won deals"), of=WON, said=_("{value} won"))
WIN_RATE = Share(name="win_rate", label=_("Win rate"), part="won", whole="closed")

STRIP = Strip(
    object="deal",
    measures=(
        Measure(name="all", label=_("Deals")),
        WON_AMOUNT,
        WON_COUNT,
        Measure(name="closed", label=_("Closed deals"), of=CLOSED),
        Measure(name="won_days", label=_("Sales cycle"), op="avg", field="cycle_days", of=WON, unit="days"),
        Measure(name="lost_days", label=_("Cycle of lost deals"), op="avg", field="cycle_days", of=LOST, unit="days"),
        Measure(name="open", label=pgettext_lazy("deals", "Open"), of=OPEN),
        Measure(name="open_amount", label=_("Open amount"), op="sum", field="amount", of=OPEN, unit="money"),
        Measure(name="forecast", label=_("Forecast"), op="sum", field="weighted", of=EXPECTED, unit="money"),
    ),
    shares=(WIN_RATE,),
    kpis=(
        Kpi(label=_("Won amount"), shows="won_amount", context=_("{won} won")),
        Kpi(label=_("Win rate"), shows="win_rate", context=_("of {closed} closed")),
        Kpi(label=_("Sales cycle"), shows="won_days", context=_("the lost ones {lost_days}")),
        Kpi(label=pgettext_lazy("deals", "Open"), shows="open", context=_("{open_amount} in all")),
        Kpi(label=_("Forecast"), shows="forecast", context=_("weighted by probability")),
    ),
    total="all",
)

TILES = (
    Tile(
        name="won_by_month",
        label=_("Won amount by month"),
        chart="bars",
        object="deal",
        records=WON,
        group_by=({"field": "closed_on", "by": "month"},),
        measures=(
            Measure(name="amount", label=_("Won"), op="sum", field="amount", unit="money"),
            Measure(name="count", label=_("Won deals"), said=_("{value} won")),
        ),
        span=7,
    ),
    Tile(
        name="funnel",
        label=_("Funnel"),
        note=_("{count} deals, share of all"),
        chart="funnel",
        object="deal",
        records=OPENED,
        group_by=("reached",),
        measures=(Measure(name="count", label=_("Deals"), said=_("{value} deals")),),
        steps=Steps(
            filter={"field": "kind", "op": "in", "value": ["open", "won"]},
            lane="pipeline",
            sort="-pipeline.is_default,pipeline,position",
            succeeded=("kind", "won"),
        ),
        span=5,
    ),
    Tile(
        name="forecast",
        label=_("Forecast by expected month"),
        note=_("weighted"),
        chart="waterfall",
        object="deal",
        records=EXPECTED,
        group_by=({"field": "expected_close", "by": "month"},),
        measures=(
            Measure(name="weighted", label=_("Weighted"), op="sum", field="weighted", unit="money"),
            Measure(name="count", label=_("Deals"), said=_("{value} deals")),
        ),
        span=7,
    ),
    Tile(
        name="cycle",
        label=_("Sales cycle"),
        note=_("won deals by days to closing"),
        chart="histogram",
        object="deal",
        records=WON,
        group_by=({"field": "cycle_days", "by": 5},),
        measures=(Measure(name="count", label=_("Won deals"), said=_("{value} won")),),
        mean="won_days",
        span=5,
    ),
    Tile(
        name="ranking",
        label=_("Ranking"),
        note=_("won amount and win rate"),
        chart="ranking",
        object="deal",
        records=CLOSED,
        group_by=("owner", "team", "account"),
        measures=(WON_AMOUNT, WON_COUNT, Measure(name="closed", label=_("Closed deals"))),
        shares=(WIN_RATE,),
        span=12,
    ),
)

DASHBOARD = register(
    Dashboard(
        name="sales",
        label=_("Sales dashboard"),
        object="deal",
        strip=STRIP,
        tiles=TILES,
        slices=(
            Slice(field="team", icon="users", everything=_("All teams")),
            Slice(field="owner", icon="user", everything=_("All owners")),
        ),
        empty=_("Won amounts, win rate, funnel, forecast and rankings stand here as soon as there are deals."),
    )
)
