"""The tiles over deals made for the purpose: buckets, empties, rights, and that parts add up to the whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trato.kernel.access.models import Team
from trato.kernel.actions import runner
from trato.kernel.filters.aggregate import parse_aggregate
from trato.kernel.insight.axis import MONTHS_AHEAD
from trato.kernel.insight.drawing import Drawn, draw, slices
from trato.kernel.insight.lens import Lens, read
from trato.kernel.insight.marks import Card
from trato.kernel.insight.ranking import Ranking
from trato.kernel.objects import registry
from trato.kernel.records import figures
from trato.kernel.tenancy.actor import Actor
from trato.lib import dates
from trato.wings.directory.models import Account
from trato.wings.sales.dashboard.spec import DASHBOARD
from trato.wings.sales.dashboard.tests.following import false_figures
from trato.wings.sales.deal.model import Deal
from trato.wings.sales.pipeline.model import Pipeline, Stage

MakeDeals = Callable[..., None]
TODAY = timezone.localdate


@pytest.fixture
def stages(organization: object) -> dict[str, Stage]:
    return {str(each.key): each for each in Stage.objects.all()}


def stored(actor: Actor, stage: Stage, amount: str | None = "100", **values: Any) -> Deal:
    """A deal as verbs would have left it, stored without them."""
    money = {"amount": amount, "amount_currency": "USD", "amount_base": amount, "amount_own": True} if amount else {}
    reached = values.pop("reached", stage)
    return Deal.objects.create(
        name="Deal",
        stage=stage,
        reached=reached,
        pipeline_id=stage.pipeline_id,
        probability=stage.probability,
        owner_id=values.pop("owner_id", actor.id),
        **money,
        **values,
    )


def card(drawn: Drawn, name: str) -> Card:
    found = next(each for each in drawn.cards if each.tile.name == name)
    assert isinstance(found, Card)
    return found


def names(found: Card) -> list[str]:
    return [each.name for each in found.marks]


def test_without_any_deal_there_is_nothing_to_draw(administrator: Actor) -> None:
    drawn = draw(DASHBOARD, Lens(administrator))
    assert (drawn.has_records, drawn.cards) == (False, ())
    assert [each.figure.text for each in drawn.kpis] == ["$0", "–", "–", "0", "$0"]


def test_months_without_deals_are_drawn_too(administrator: Actor, stages: dict[str, Stage]) -> None:
    stored(administrator, stages["won"], closed_on=date(2025, 11, 3))
    stored(administrator, stages["won"], closed_on=date(2026, 2, 3))
    found = card(draw(DASHBOARD, Lens(administrator)), "won_by_month")
    assert names(found) == ["Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026"]
    assert [each.short for each in found.marks] == ["Nov\n2025", "Dec", "Jan\n2026", "Feb"]
    assert [each.value for each in found.marks] == [100, 0, 0, 100]
    assert found.marks[1].label == ""


@pytest.mark.parametrize(("until", "first", "last"), [(2021, "Q1 2017", "Q1 2021"), (2030, "2017", "2030")])
def test_long_times_are_drawn_by_longer_units(
    administrator: Actor, stages: dict[str, Stage], until: int, first: str, last: str
) -> None:
    stored(administrator, stages["won"], closed_on=date(2017, 2, 3))
    stored(administrator, stages["won"], closed_on=date(until, 2, 3))
    drawn = draw(DASHBOARD, Lens(administrator))
    marks = names(card(drawn, "won_by_month"))
    assert (marks[0], marks[-1]) == (first, last)
    assert false_figures(administrator, drawn) == []


def test_the_forecast_is_what_is_overdue_then_months_then_later_then_without_a_date(
    administrator: Actor, stages: dict[str, Stage]
) -> None:
    start = dates.start_of("month", TODAY())
    later = dates.add_months(start, MONTHS_AHEAD)
    for day in (start - timedelta(days=1), start, later - timedelta(days=1), later, None):
        stored(administrator, stages["negotiation"], expected_close=day)
    drawn = draw(DASHBOARD, Lens(administrator))
    found = card(drawn, "forecast")
    assert [names(found)[0], *names(found)[-3:]] == ["overdue", "later", "no date", "total"]
    assert [each.value for each in found.marks] == [40, 40, 0, 0, 0, 0, 40, 40, 40, 200]
    assert [each.tone for each in found.marks][-1] == "neutral"
    assert drawn.kpis[-1].figure.text == "$200"
    assert false_figures(administrator, drawn) == []


def test_the_funnel_counts_each_stage_with_all_before_it(administrator: Actor, stages: dict[str, Stage]) -> None:
    stored(administrator, stages["prospecting"])
    stored(administrator, stages["negotiation"])
    stored(administrator, stages["won"], closed_on=TODAY())
    stored(administrator, stages["lost"], closed_on=TODAY(), reached=stages["negotiation"])
    stored(administrator, stages["lost"], closed_on=TODAY(), reached=stages["prospecting"])
    drawn = draw(DASHBOARD, Lens(administrator))
    assert [each.value for each in card(drawn, "funnel").marks] == [5, 3, 1]
    assert card(drawn, "funnel").figures["flows"] == ["60.0% go on", "33.3% go on"]
    assert false_figures(administrator, drawn) == []


def test_each_pipeline_has_a_funnel_of_its_own(administrator: Actor, stages: dict[str, Stage]) -> None:
    other = Pipeline.objects.create(name="Renewals")
    asked = Stage.objects.create(pipeline=other, name="Asked", kind=Stage.OPEN, position=1)
    stored(administrator, stages["prospecting"])
    stored(administrator, asked)
    stored(administrator, asked)
    found = card(draw(DASHBOARD, Lens(administrator)), "funnel")
    assert [(each.name, each.current) for each in found.choices] == [("Sales", True), ("Renewals", False)]
    assert found.marks[0].value == 1
    lens = read(administrator, DASHBOARD, {"lane": str(other.pk)})
    drawn = draw(DASHBOARD, lens)
    assert [(each.name, each.value) for each in card(drawn, "funnel").marks] == [("Asked", 2)]
    assert false_figures(administrator, drawn) == []


def test_long_cycles_are_drawn_in_wider_steps(administrator: Actor, stages: dict[str, Stage]) -> None:
    for days in (3, 4, 400):
        stored(administrator, stages["won"], opened_on=date(2020, 1, 1), closed_on=date(2020, 1, 1) + timedelta(days))
    drawn = draw(DASHBOARD, Lens(administrator))
    marks = card(drawn, "cycle").marks
    assert (len(marks), marks[0].name, marks[0].value, marks[-1].value) == (27, "0 to 14", 2, 1)
    assert false_figures(administrator, drawn) == []


def test_what_has_no_value_is_ranked_below(administrator: Actor, stages: dict[str, Stage]) -> None:
    acme = runner.create(administrator, "account", {"name": "Acme"}).record
    stored(administrator, stages["won"], closed_on=TODAY(), account_id=acme.pk)
    stored(administrator, stages["won"], "900", closed_on=TODAY())
    drawn = draw(DASHBOARD, read(administrator, DASHBOARD, {"rank": "account"}))
    found = drawn.cards[-1]
    assert isinstance(found, Ranking)
    lines = [(each.place, each.name, each.length, each.cells[0].text) for each in found.lines]
    assert lines == [("1", "Acme", 100, "$100"), ("", "without account", 100, "$900")]
    assert false_figures(administrator, drawn) == []


def test_a_representative_counts_only_what_is_theirs(
    administrator: Actor, representative: Actor, stages: dict[str, Stage]
) -> None:
    stored(administrator, stages["won"], "900", closed_on=TODAY())
    stored(administrator, stages["won"], "100", closed_on=TODAY(), owner_id=representative.id)
    drawn = draw(DASHBOARD, Lens(representative))
    assert drawn.kpis[0].figure.text == "$100"
    assert card(drawn, "funnel").marks[0].value == 1
    assert [each.name for each in drawn.cards[-1].lines] == ["Rosa"]
    assert false_figures(representative, drawn) == []
    assert [(name, count) for _id, name, count in slices(DASHBOARD, Lens(representative), "owner")] == [("Rosa", 1)]


AMOUNTS = st.one_of(st.none(), st.decimals(0, 100_000, places=2).map(str))
DEALS = st.lists(
    st.tuples(
        st.sampled_from(["prospecting", "negotiation", "won", "lost"]),
        AMOUNTS,
        st.dates(date(2024, 1, 1), date(2027, 12, 31)),
        st.integers(0, 700),
        st.sampled_from([None, "East", "West"]),
        st.booleans(),
    ),
    max_size=25,
)
DIMENSIONS = (
    "stage", "reached", "team", "account", "stage.kind", {"field": "closed_on", "by": "month"},
    {"field": "expected_close", "by": "fiscal_quarter"}, {"field": "cycle_days", "by": 7},
)  # fmt: skip
MEASURES = [
    {"op": "count"},
    {"op": "sum", "field": "amount"},
    {"op": "sum", "field": "weighted", "where": {"field": "stage.kind", "op": "is", "value": "open"}, "as": "forecast"},
    {"op": "count", "where": {"field": "cycle_days", "op": "gte", "value": 30}, "as": "slow"},
]


@given(deals=DEALS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_groups_of_every_dimension_add_up_to_the_whole(
    administrator: Actor, stages: dict[str, Stage], deals: list[tuple[Any, ...]]
) -> None:
    Deal.objects.all().delete()
    teams = {name: Team.objects.get_or_create(name=name)[0] for name in ("East", "West")}
    acme, _made = Account.objects.get_or_create(name="Acme")
    for key, amount, day, days, team, has_account in deals:
        closed = {"closed_on": day} if stages[key].kind != Stage.OPEN else {"expected_close": day}
        stored(
            administrator,
            stages[key],
            amount,
            opened_on=day - timedelta(days=days),
            team=teams.get(team),
            account=acme if has_account else None,
            **closed,
        )
    spec = registry.get("deal")
    [whole] = _ask(administrator, {"measures": MEASURES})
    assert whole["count"] == len(deals)
    for dimension in DIMENSIONS:
        groups = _ask(administrator, {"group_by": [dimension], "measures": MEASURES})
        for name in ("count", "amount", "forecast", "slow"):
            key = "sum_amount" if name == "amount" else name
            assert sum((Decimal(row[key] or 0) for row in groups), Decimal(0)) == Decimal(whole[key] or 0), spec
    assert false_figures(administrator, draw(DASHBOARD, Lens(administrator))) == []


def _ask(actor: Actor, raw: dict[str, Any]) -> list[dict[str, Any]]:
    spec = registry.get("deal")
    return figures.aggregate(actor, spec, parse_aggregate(raw, spec))[0]


def test_months_of_two_years_are_told_apart_whichever_of_them_are_named(
    administrator: Actor, stages: dict[str, Stage]
) -> None:
    stored(administrator, stages["won"], closed_on=date(2024, 12, 3))
    stored(administrator, stages["won"], closed_on=date(2026, 5, 3))
    found = card(draw(DASHBOARD, Lens(administrator)), "won_by_month")
    assert len(found.marks) == 18
    assert [each.short for each in found.marks[:3]] == ["Dec\n2024", "Jan\n2025", "Feb\n2025"]
    assert len({each.short for each in found.marks}) == 18
