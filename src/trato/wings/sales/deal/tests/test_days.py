"""No deal closes before it was opened, by hand or by file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from trato.kernel.actions import runner
from trato.kernel.records.errors import Invalid
from trato.kernel.records.variables import variables_of
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.deal import rules
from trato.wings.sales.deal.model import Deal
from trato.wings.sales.deal.tests.conftest import MakeDeal, fresh
from trato.wings.sales.deal.tests.test_settling import write
from trato.wings.sales.pipeline.model import Stage

DAY, LATER = date(2026, 3, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("opened_on", "made_on", "expected"),
    [(None, LATER, DAY), (LATER, LATER, DAY), (LATER, DAY, LATER), (DAY, LATER, DAY), (DAY, DAY, DAY)],
)
def test_the_day_it_was_opened(opened_on: date | None, made_on: date, expected: date) -> None:
    assert rules.opened(opened_on, DAY, made_on=made_on) == expected


@pytest.mark.parametrize("key", ["won", "lost"])
def test_one_told_of_after_the_fact_was_opened_when_it_closed(
    make_deal: MakeDeal, stages: dict[str, Stage], key: str
) -> None:
    deal = make_deal(stage=str(stages[key].pk), closed_on="2026-03-01", lost_reason="price")
    assert (deal.opened_on, deal.closed_on, deal.cycle_days) == (DAY, DAY, 0)


def test_winning_a_new_deal_on_an_earlier_day_opens_it_then(administrator: Actor, make_deal: MakeDeal) -> None:
    deal = make_deal()
    assert deal.opened_on == variables_of(administrator).today
    runner.perform(administrator, "deal.win", deal.pk, {"closed_on": "2026-03-01"})
    assert (fresh(deal).opened_on, fresh(deal).cycle_days) == (DAY, 0)


def test_days_that_contradict_each_other_are_refused(
    administrator: Actor, make_deal: MakeDeal, stages: dict[str, Stage]
) -> None:
    with pytest.raises(Invalid) as refused:
        make_deal(stage=str(stages["won"].pk), closed_on="2026-03-01", opened_on="2026-03-02")
    assert [(each.field, each.code) for each in refused.value.problems] == [("closed_on", "invalid")]
    deal = make_deal(opened_on="2026-02-01")
    with pytest.raises(Invalid):
        runner.perform(administrator, "deal.win", deal.pk, {"closed_on": "2026-01-31"})
    runner.perform(administrator, "deal.win", deal.pk, {"closed_on": "2026-03-01"})
    for change in ({"closed_on": "2026-01-31"}, {"opened_on": "2026-03-02"}):
        with pytest.raises(Invalid):
            runner.update(administrator, "deal", deal.pk, change)
    with pytest.raises(Invalid):
        runner.perform(administrator, "deal.move", deal.pk, {"stage": str(stages["won"].pk), "closed_on": "2026-01-31"})
    assert (fresh(deal).opened_on, fresh(deal).closed_on, fresh(deal).cycle_days) == (date(2026, 2, 1), DAY, 28)


def test_a_file_is_settled_so_too(administrator: Actor, stages: dict[str, Stage]) -> None:
    won = {"name": "won", "stage": stages["won"], "closed_on": DAY}
    bare, after, before = write(
        administrator, won, {**won, "opened_on": LATER}, {**won, "opened_on": DAY - timedelta(days=2)}
    )
    assert [(each.opened_on, each.cycle_days) for each in (bare, after)] == [(DAY, 0), (DAY, 0)]
    assert before.cycle_days == 2
    assert not Deal.objects.filter(cycle_days__lt=0).exists()
