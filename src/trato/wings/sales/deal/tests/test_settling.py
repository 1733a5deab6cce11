"""Deals and lines that a file brings in: the set-based twin of their verbs and reactions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from trato.kernel.actions import runner, settling
from trato.kernel.actions.registry import settler
from trato.kernel.objects.model import Record
from trato.kernel.records.models import Currency, CurrencyRate, Link
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry, Outbox, Subject
from trato.lib.ids import uuid7
from trato.lib.sql import Sql
from trato.wings.directory.models import Account, Contact
from trato.wings.sales.deal.model import Deal, DealLine, StageChange
from trato.wings.sales.deal.tests.conftest import MakeDeal, fresh
from trato.wings.sales.pipeline.model import Pipeline, Stage

USD = {"amount_currency": "USD"}


def settle(actor: Actor, object_name: str, ids: Iterable[UUID], *, created: bool = True) -> UUID:
    """Do as an import does once rows are stored; answers the entry of the whole."""
    entry, twin = uuid7(), settler(object_name)
    assert twin is not None
    settling.settle(twin, actor, entry, Sql("SELECT unnest(%s::uuid[]), %s, FALSE, NULL::uuid", (list(ids), created)))
    return entry


def write(actor: Actor, *rows: dict[str, Any]) -> list[Deal]:
    deals = Deal.objects.bulk_create(Deal(**row) for row in rows)
    settle(actor, "deal", [each.pk for each in deals])
    return [fresh(each) for each in deals]


def money(amount: str) -> dict[str, Any]:
    return {"amount": Decimal(amount), "amount_base": Decimal(amount), **USD}


@pytest.fixture
def product(administrator: Actor) -> Record:
    return runner.create(administrator, "product", {"name": "GTX Pro", "price": "4821"}).record


@pytest.fixture
def account(administrator: Actor) -> Record:
    return runner.create(administrator, "account", {"name": "Acme"}).record


def test_each_deal_lands_as_its_verbs_would_have_left_it(administrator: Actor, stages: dict[str, Stage]) -> None:
    bare, open_, won, lost = write(
        administrator,
        {"name": "bare"},
        {"name": "open", "stage": stages["negotiation"], "probability": Decimal(55), "closed_on": date(2017, 1, 1)},
        {
            "name": "won",
            "stage": stages["won"],
            "opened_on": date(2016, 10, 20),
            "closed_on": date(2017, 3, 1),
            **money("1054"),
        },
        {"name": "lost", "stage": stages["lost"], "closed_on": date(2017, 3, 2), **money("0")},
    )
    assert {each.pipeline_id for each in (bare, open_, won, lost)} == {Pipeline.objects.get().pk}
    assert (bare.stage, bare.probability, bare.opened_on, bare.amount_own) == (stages["prospecting"], 10, None, False)
    assert (open_.stage, open_.probability, open_.closed_on) == (stages["negotiation"], 55, None)
    assert (won.probability, won.closed_on, won.opened_on) == (100, date(2017, 3, 1), date(2016, 10, 20))
    assert (won.amount, won.amount_own, won.weighted) == (1054, True, 1054)
    assert (lost.amount, lost.amount_own, lost.lost_reason, lost.opened_on) == (0, True, None, date(2017, 3, 2))


def test_history_begins_with_the_stage_a_deal_is_in(administrator: Actor, stages: dict[str, Stage]) -> None:
    (won,) = write(administrator, {"name": "won", "stage": stages["won"], "closed_on": date(2017, 3, 1)})
    change = StageChange.objects.get(deal=won)
    assert (change.stage, change.left, change.at.date()) == (stages["won"], None, date(2017, 3, 1))
    settle(administrator, "deal", [won.pk], created=False)
    assert StageChange.objects.filter(deal=won).count() == 1


def test_a_later_file_moves_a_deal(administrator: Actor, make_deal: MakeDeal, stages: dict[str, Stage]) -> None:
    deal = make_deal(amount="10")
    Deal.objects.filter(pk=deal.pk).update(stage=stages["won"])
    settle(administrator, "deal", [deal.pk], created=False)
    deal = fresh(deal)
    assert (deal.probability, deal.closed_on is not None) == (100, True)
    changes = StageChange.objects.filter(deal=deal).order_by("id").values_list("left__key", "stage__key")
    assert list(changes) == [(None, "prospecting"), ("prospecting", "won")]


def test_amounts_are_the_files_own_else_those_of_the_lines(
    administrator: Actor, stages: dict[str, Stage], product: Record, account: Record
) -> None:
    lost, open_ = Deal.objects.bulk_create(
        [
            Deal(stage=stages["lost"], closed_on=date(2017, 3, 2), account_id=account.pk, **money("0")),
            Deal(stage=stages["negotiation"], owner_id=administrator.id),
        ]
    )
    lines = DealLine.objects.bulk_create(DealLine(deal=each, product_id=product.pk) for each in (lost, open_))
    settle(administrator, "deal", [lost.pk, open_.pk])
    lost, open_ = fresh(lost), fresh(open_)
    assert (lost.amount, lost.amount_own, lost.name) == (0, True, "Acme · GTX Pro")
    assert (open_.amount, open_.amount_currency, open_.amount_own) == (4821, "USD", False)
    assert (open_.name, open_.weighted) == ("GTX Pro", Decimal("1928.40"))
    stored = DealLine.objects.get(pk=lines[1].pk)
    assert (stored.name, stored.price, stored.total, stored.owner_id) == ("GTX Pro", 4821, 4821, administrator.id)


def test_lines_that_come_by_themselves_change_their_deals(
    administrator: Actor, make_deal: MakeDeal, product: Record, account: Record
) -> None:
    summed, own = make_deal(name=None, account=str(account.pk)), make_deal(amount="7")
    lines = DealLine.objects.bulk_create(
        [
            DealLine(deal=summed, product_id=product.pk, quantity=2),
            DealLine(deal=own, product_id=product.pk, price=5, price_currency="USD", price_base=5),
        ]
    )
    settle(administrator, "deal_line", [each.pk for each in lines])
    assert (fresh(summed).amount, fresh(summed).name) == (9642, "Acme · GTX Pro")
    assert (fresh(own).amount, fresh(own).name) == (7, "Forklifts")
    assert DealLine.objects.get(pk=lines[1].pk).price == 5


def test_amounts_of_lines_stay_so_when_a_file_changes_something_else(
    administrator: Actor, make_deal: MakeDeal, product: Record
) -> None:
    deal = make_deal()
    runner.create(administrator, "deal_line", {"deal": str(deal.pk), "product": str(product.pk)})
    Deal.objects.filter(pk=deal.pk).update(next_step="Call")
    settle(administrator, "deal", [deal.pk], created=False)
    assert (fresh(deal).amount, fresh(deal).amount_own) == (4821, False)


def test_won_deals_of_a_file_make_customers_with_entries(
    administrator: Actor, stages: dict[str, Stage], account: Record
) -> None:
    contact = runner.create(administrator, "contact", {"name": "Ana Ruiz"}).record
    deals = Deal.objects.bulk_create(
        Deal(name="won", stage=stages["won"], account_id=account.pk, closed_on=day)
        for day in (date(2017, 3, 1), date(2017, 2, 1))
    )
    Link.objects.create(relation="deal.contacts", source_id=deals[0].pk, target_id=contact.pk)
    whole = settle(administrator, "deal", [each.pk for each in deals])
    stored = Account.objects.get(pk=account.pk)
    assert (stored.customer_since, stored.customer_entry, stored.version) == (date(2017, 2, 1), str(whole), 2)
    assert Contact.objects.get(pk=contact.pk).customer_since == date(2017, 3, 1)
    entry = Entry.objects.get(record_id=account.pk, verb="update")
    assert (entry.cause_id, entry.title, entry.version) == (whole, "Acme", 2)
    assert entry.diff["customer_since"] == [None, "2017-02-01"]
    assert Subject.objects.filter(record_id=account.pk, entry_id=entry.pk).exists()
    assert Outbox.objects.filter(entry_id=entry.pk).exists()
    settle(administrator, "deal", [each.pk for each in deals], created=False)
    assert Account.objects.get(pk=account.pk).version == 2


def test_a_file_that_takes_the_win_back_takes_the_customer_back(
    administrator: Actor, make_deal: MakeDeal, stages: dict[str, Stage], account: Record
) -> None:
    deal = make_deal(account=str(account.pk))
    runner.perform(administrator, "deal.win", deal.pk)
    Deal.objects.filter(pk=deal.pk).update(stage=stages["negotiation"])
    settle(administrator, "deal", [deal.pk], created=False)
    stored = Account.objects.get(pk=account.pk)
    assert (stored.customer_since, stored.customer_entry) == (None, None)
    assert (fresh(deal).closed_on, fresh(deal).probability) == (None, 40)


def test_closed_deals_are_worth_what_they_were_on_their_day(administrator: Actor, stages: dict[str, Stage]) -> None:
    euro = Currency.objects.create(code="EUR", name="Euro")
    for year, rate in ((2016, "1.1"), (2020, "1.3")):
        CurrencyRate.objects.create(currency=euro, starts_on=date(year, 1, 1), rate=Decimal(rate))
    value = {"amount": Decimal(100), "amount_currency": "EUR", "amount_base": Decimal(130)}
    won, open_ = write(
        administrator,
        {"name": "won", "stage": stages["won"], "closed_on": date(2017, 3, 1), **value},
        {"name": "open", "stage": stages["negotiation"], **value},
    )
    assert (won.amount_base, open_.amount_base) == (110, 130)


def test_how_far_deals_of_a_file_came(administrator: Actor, make_deal: MakeDeal, stages: dict[str, Stage]) -> None:
    day = date(2017, 3, 1)
    lost, won = write(
        administrator,
        {"name": "lost", "stage": stages["lost"], "closed_on": day},
        {"name": "won", "stage": stages["won"], "closed_on": day, "opened_on": date(2017, 2, 1)},
    )
    assert (lost.reached, won.reached, won.cycle_days) == (stages["prospecting"], stages["won"], 28)
    known = make_deal(stage=str(stages["negotiation"].pk))
    Deal.objects.filter(pk=known.pk).update(stage=stages["lost"])
    settle(administrator, "deal", [known.pk], created=False)
    assert fresh(known).reached == stages["negotiation"]
