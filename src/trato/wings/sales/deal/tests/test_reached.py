"""How far deals came, and how many days they took: what the dashboard counts."""

from __future__ import annotations

from datetime import date

from trato.kernel.actions import runner
from trato.kernel.actions.undo import undo
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.deal.model import Deal, StageChange
from trato.wings.sales.deal.tests.conftest import MakeDeal, fresh
from trato.wings.sales.deal.tests.test_settling import settle, write
from trato.wings.sales.pipeline.model import Pipeline, Stage

Stages = dict[str, Stage]


def test_an_open_deal_has_reached_its_stage(administrator: Actor, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal()
    assert deal.reached == deal.stage
    runner.perform(administrator, "deal.move", deal.pk, {"stage": str(_second(deal).pk)})
    assert fresh(deal).reached == _second(deal)


def test_a_lost_deal_stays_where_it_was_last_open(administrator: Actor, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(stage=str(_second(make_deal()).pk))
    lost = runner.perform(administrator, "deal.lose", deal.pk, {"lost_reason": "price"})
    assert fresh(deal).reached == _second(deal)
    assert lost.entry
    undo(administrator, lost.entry)
    assert fresh(deal).reached == _second(deal)


def test_a_won_deal_that_is_lost_after_all_had_come_to_its_last_open_stage(
    administrator: Actor, make_deal: MakeDeal, stages: Stages
) -> None:
    deal = make_deal(stage=str(_second(make_deal()).pk))
    runner.perform(administrator, "deal.win", deal.pk, {})
    assert fresh(deal).reached == stages["won"]
    lost = runner.perform(
        administrator, "deal.move", deal.pk, {"stage": str(stages["lost"].pk), "lost_reason": "timing"}
    )
    assert fresh(deal).reached == _second(deal)
    assert lost.entry
    undo(administrator, lost.entry)
    assert fresh(deal).reached == stages["won"]


def test_a_deal_that_is_lost_from_the_start_reached_the_first_stage(make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(stage=str(stages["lost"].pk), lost_reason="price")
    assert (deal.stage, deal.reached) == (stages["lost"], stages["prospecting"])


def test_a_file_of_deals_says_how_far_each_came(administrator: Actor, make_deal: MakeDeal, stages: Stages) -> None:
    second = _second(make_deal())
    new, won, lost = write(
        administrator,
        {"name": "A", "stage": second},
        {"name": "B", "stage": stages["won"], "closed_on": date(2017, 3, 1)},
        {"name": "C", "stage": stages["lost"], "closed_on": date(2017, 3, 1)},
    )
    assert [new.reached, won.reached, lost.reached] == [second, stages["won"], stages["prospecting"]]
    assert StageChange.objects.filter(deal=new).count() == 1
    Deal.objects.filter(pk=new.pk).update(stage=stages["lost"])
    settle(administrator, "deal", [new.pk], created=False)
    assert fresh(new).reached == second


def test_the_cycle_is_the_days_from_opening_to_closing(administrator: Actor, make_deal: MakeDeal) -> None:
    deal = make_deal(opened_on="2026-01-10")
    assert deal.cycle_days is None
    runner.perform(administrator, "deal.win", deal.pk, {"closed_on": "2026-02-09"})
    assert fresh(deal).cycle_days == 30


def _second(deal: Deal) -> Stage:
    pipeline = Pipeline.objects.get(pk=deal.pipeline_id)
    return Stage.objects.filter(pipeline=pipeline, kind=Stage.OPEN).order_by("position")[1]
