"""Deals on their way through the stages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from trato.kernel.actions import runner
from trato.kernel.actions.undo import undo
from trato.kernel.records.errors import Invalid
from trato.kernel.records.models import Currency, CurrencyRate
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.deal.model import Deal, StageChange
from trato.wings.sales.deal.tests.conftest import MakeDeal, fresh
from trato.wings.sales.pipeline.model import Pipeline, Stage

Stages = dict[str, Stage]


def history(deal: Deal) -> list[tuple[str | None, str | None]]:
    """(left, entered) by key, in order."""
    rows = StageChange.objects.filter(deal=deal).order_by("id")
    return list(rows.values_list("left__key", "stage__key"))


def problems(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(each.field, each.code) for each in refused.value.problems]


def test_a_new_deal_begins_in_the_first_open_stage(make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal()
    assert deal.stage == stages["prospecting"]
    assert deal.pipeline == Pipeline.objects.get(is_default=True)
    assert (deal.probability, deal.closed_on) == (Decimal(10), None)
    assert deal.opened_on is not None
    assert history(deal) == [(None, "prospecting")]


def test_writing_the_stage_moves_the_deal_by_whatever_road(
    administrator: Actor, make_deal: MakeDeal, stages: Stages
) -> None:
    deal = make_deal()
    runner.update(administrator, "deal", deal.pk, {"stage": str(stages["negotiation"].pk), "next_step": "Visit"})
    deal = fresh(deal)
    assert (deal.stage, deal.probability, deal.next_step) == (stages["negotiation"], Decimal(40), "Visit")
    assert history(deal) == [(None, "prospecting"), ("prospecting", "negotiation")]


def test_a_deal_can_be_created_as_won_on_its_day(make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(stage=str(stages["won"].pk), closed_on="2017-03-01", opened_on="2016-10-20")
    assert (deal.stage, deal.closed_on, deal.probability) == (stages["won"], date(2017, 3, 1), Decimal(100))
    assert deal.opened_on == date(2016, 10, 20)


def test_winning_closes_the_deal(administrator: Actor, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(amount="1000")
    done = runner.perform(administrator, "deal.win", deal.pk, {"closed_on": "2026-02-03"})
    deal = fresh(deal)
    assert (deal.stage, deal.closed_on, deal.is_closed) == (stages["won"], date(2026, 2, 3), True)
    assert deal.weighted == Decimal("1000.00")
    with pytest.raises(runner.NotAvailable):
        runner.perform(administrator, "deal.win", deal.pk)
    assert done.entry is not None


def test_losing_needs_a_reason(administrator: Actor, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal(amount="1000")
    with pytest.raises(Invalid) as refused:
        runner.perform(administrator, "deal.lose", deal.pk)
    assert problems(refused) == [("lost_reason", "required")]
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "deal", deal.pk, {"stage": str(stages["lost"].pk)})
    assert problems(refused) == [("lost_reason", "required")]
    assert fresh(deal).stage == stages["prospecting"]
    runner.perform(administrator, "deal.lose", deal.pk, {"lost_reason": "price"})
    deal = fresh(deal)
    assert (deal.stage, deal.lost_reason, deal.probability, deal.weighted) == (stages["lost"], "price", 0, 0)


def test_reopening_goes_back_to_the_last_open_stage(administrator: Actor, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal()
    runner.perform(administrator, "deal.move", deal.pk, {"stage": str(stages["negotiation"].pk)})
    runner.perform(administrator, "deal.lose", deal.pk, {"lost_reason": "price"})
    runner.perform(administrator, "deal.reopen", deal.pk)
    deal = fresh(deal)
    assert (deal.stage, deal.closed_on, deal.lost_reason) == (stages["negotiation"], None, None)
    assert deal.probability == Decimal(40)
    with pytest.raises(runner.NotAvailable):
        runner.perform(administrator, "deal.reopen", deal.pk)


def test_undoing_a_move_is_remembered_too(administrator: Actor, make_deal: MakeDeal, stages: Stages) -> None:
    deal = make_deal()
    done = runner.perform(administrator, "deal.win", deal.pk)
    assert done.entry is not None
    undo(administrator, done.entry)
    deal = fresh(deal)
    assert (deal.stage, deal.closed_on, deal.probability) == (stages["prospecting"], None, Decimal(10))
    assert history(deal) == [(None, "prospecting"), ("prospecting", "won"), ("won", "prospecting")]


def test_a_stage_asks_for_what_it_requires(administrator: Actor, make_deal: MakeDeal, stages: Stages) -> None:
    required = {"required": ["next_step", "contacts", "amount"]}
    runner.update(administrator, "stage", stages["negotiation"].pk, required)
    deal = make_deal(amount="5")
    with pytest.raises(Invalid) as refused:
        runner.perform(administrator, "deal.move", deal.pk, {"stage": str(stages["negotiation"].pk)})
    assert problems(refused) == [("next_step", "required"), ("contacts", "required")]
    assert history(deal) == [(None, "prospecting")]
    contact = runner.create(administrator, "contact", {"name": "Ana Ruiz"}).record
    values = {"next_step": "Call", "contacts": [str(contact.pk)], "stage": str(stages["negotiation"].pk)}
    runner.update(administrator, "deal", deal.pk, values)
    assert fresh(deal).stage == stages["negotiation"]


def test_open_deals_have_no_closing_day_and_closed_ones_have_one(administrator: Actor, make_deal: MakeDeal) -> None:
    deal = make_deal()
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "deal", deal.pk, {"closed_on": "2026-01-01"})
    assert problems(refused) == [("closed_on", "invalid")]
    with pytest.raises(Invalid):
        make_deal(closed_on="2026-01-01")
    runner.perform(administrator, "deal.win", deal.pk)
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "deal", deal.pk, {"closed_on": None})
    assert problems(refused) == [("closed_on", "required")]
    runner.update(administrator, "deal", deal.pk, {"closed_on": "2026-01-01"})
    assert fresh(deal).closed_on == date(2026, 1, 1)


def test_changing_the_pipeline_keeps_open_open_and_won_won(administrator: Actor, make_deal: MakeDeal) -> None:
    other = runner.create(administrator, "pipeline", {"name": "Renewals"}).record
    stages = {each.kind: each for each in Stage.objects.filter(pipeline_id=other.pk).order_by("-position")}
    runner.update(administrator, "stage", stages["open"].pk, {"probability": 70})
    open_deal, won = make_deal(), make_deal()
    runner.perform(administrator, "deal.win", won.pk, {"closed_on": "2026-01-01"})
    for deal in (open_deal, won):
        runner.update(administrator, "deal", deal.pk, {"pipeline": str(other.pk)})
    assert fresh(open_deal).stage_id == stages["open"].pk
    assert fresh(open_deal).probability == Decimal(70)
    assert (fresh(won).stage_id, fresh(won).closed_on) == (stages["won"].pk, date(2026, 1, 1))


def test_a_closed_deal_is_worth_what_it_was_on_its_day(administrator: Actor, make_deal: MakeDeal) -> None:
    euro = Currency.objects.create(code="EUR", name="Euro")
    CurrencyRate.objects.create(currency=euro, starts_on=date(2025, 1, 1), rate=Decimal("1.1"))
    CurrencyRate.objects.create(currency=euro, starts_on=date(2026, 1, 1), rate=Decimal("1.2"))
    deal = make_deal(amount={"amount": "100", "currency": "EUR"})
    assert deal.amount_base == Decimal("120.00")
    runner.perform(administrator, "deal.win", deal.pk, {"closed_on": "2025-06-01"})
    assert fresh(deal).amount_base == Decimal("110.00")
    runner.update(administrator, "deal", deal.pk, {"closed_on": "2026-01-02"})
    assert fresh(deal).amount_base == Decimal("120.00")


def test_how_far_a_deal_came_is_kept(administrator: Actor, make_deal: MakeDeal, stages: Stages) -> None:
    lost, never, won = make_deal(), make_deal(), make_deal(opened_on="2026-01-01")
    assert lost.reached == stages["prospecting"]
    runner.perform(administrator, "deal.move", lost.pk, {"stage": str(stages["negotiation"].pk)})
    assert fresh(lost).reached == stages["negotiation"]
    for deal in (lost, never):
        runner.perform(administrator, "deal.lose", deal.pk, {"lost_reason": "price"})
    runner.perform(administrator, "deal.win", won.pk, {"closed_on": "2026-01-31"})
    assert (fresh(lost).reached, fresh(never).reached) == (stages["negotiation"], stages["prospecting"])
    assert (fresh(won).reached, fresh(won).cycle_days) == (stages["won"], 30)
    runner.perform(administrator, "deal.move", won.pk, {"stage": str(stages["lost"].pk), "lost_reason": "price"})
    assert fresh(won).reached == stages["prospecting"]
