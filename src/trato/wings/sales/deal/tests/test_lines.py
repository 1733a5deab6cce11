"""Amounts typed and amounts summed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.fixtures import MakeActor
from trato.kernel.access.policy import Denied
from trato.kernel.actions import runner
from trato.kernel.objects.model import Record
from trato.kernel.records.errors import Invalid, RecordNotFound
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry
from trato.wings.sales.deal.model import Deal, DealLine
from trato.wings.sales.deal.tests.conftest import MakeDeal, fresh


@pytest.fixture
def product(administrator: Actor) -> Record:
    return runner.create(administrator, "product", {"name": "GTX Pro", "price": "4821"}).record


def line(actor: Actor, deal: Deal, **values: Any) -> DealLine:
    made = runner.create(actor, "deal_line", {"deal": str(deal.pk), **values})
    return DealLine.objects.get(pk=made.record.pk)


def test_a_line_is_called_and_costs_what_its_product_is_and_does(
    administrator: Actor, make_deal: MakeDeal, product: Record
) -> None:
    deal = make_deal()
    found = line(administrator, deal, product=str(product.pk), quantity="2", discount="10")
    assert (found.name, found.price, found.price_currency) == ("GTX Pro", Decimal("4821.00"), "USD")
    assert found.total == Decimal("8677.80")
    assert (found.owner_id, found.team_id) == (deal.owner_id, deal.team_id)


def test_what_a_line_says_itself_holds(administrator: Actor, make_deal: MakeDeal, product: Record) -> None:
    found = line(administrator, make_deal(), product=str(product.pk), name="Refurbished", price="4000")
    assert (found.name, found.price, found.total) == ("Refurbished", Decimal("4000.00"), Decimal("4000.00"))


def test_a_deal_without_an_amount_of_its_own_is_worth_its_lines(
    administrator: Actor, make_deal: MakeDeal, product: Record
) -> None:
    deal = make_deal()
    assert (deal.amount, deal.amount_own) == (None, False)
    first = line(administrator, deal, product=str(product.pk))
    second = line(administrator, deal, name="Delivery", price="79")
    assert (fresh(deal).amount, fresh(deal).amount_currency) == (Decimal("4900.00"), "USD")
    runner.update(administrator, "deal_line", second.pk, {"quantity": "3"})
    assert fresh(deal).amount == Decimal("5058.00")
    runner.delete(administrator, "deal_line", first.pk)
    assert fresh(deal).amount == Decimal("237.00")
    runner.restore(administrator, "deal_line", first.pk)
    assert fresh(deal).amount == Decimal("5058.00")
    runner.delete(administrator, "deal_line", first.pk)
    runner.delete(administrator, "deal_line", second.pk)
    assert (fresh(deal).amount, fresh(deal).amount_currency, fresh(deal).amount_base) == (None, None, None)


@pytest.mark.parametrize("typed", ["1200.00", "0"])
def test_a_typed_amount_holds_whatever_the_lines_say_until_it_is_cleared(
    administrator: Actor, make_deal: MakeDeal, product: Record, typed: str
) -> None:
    deal = make_deal(amount=typed)
    assert (deal.amount, deal.amount_own) == (Decimal(typed), True)
    line(administrator, deal, product=str(product.pk))
    assert fresh(deal).amount == Decimal(typed)
    runner.update(administrator, "deal", deal.pk, {"amount": None})
    assert (fresh(deal).amount, fresh(deal).amount_own) == (Decimal("4821.00"), False)


def test_a_change_of_amount_by_a_line_is_told_as_its_effect(
    administrator: Actor, make_deal: MakeDeal, product: Record
) -> None:
    deal = make_deal()
    made = runner.create(administrator, "deal_line", {"deal": str(deal.pk), "product": str(product.pk)})
    entry = Entry.objects.get(object="deal", record_id=deal.pk, verb="update")
    assert entry.cause_id == made.entry
    after = {"amount": "4821.00", "currency": "USD", "base": "4821.00"}
    assert entry.diff == {"amount": [None, after]}


def test_an_unnamed_deal_is_called_after_its_account_and_first_product(
    administrator: Actor, make_deal: MakeDeal, product: Record
) -> None:
    account = runner.create(administrator, "account", {"name": "Acme"}).record
    deal = make_deal(name=None, account=str(account.pk))
    assert deal.name == "Acme"
    line(administrator, deal, product=str(product.pk))
    assert fresh(deal).name == "Acme · GTX Pro"


def test_lines_go_with_their_deal_to_its_new_owner(
    administrator: Actor, make_actor: MakeActor, make_deal: MakeDeal, product: Record
) -> None:
    deal = make_deal()
    found = line(administrator, deal, product=str(product.pk))
    team = runner.create(administrator, "team", {"name": "East"}).record
    heir = make_actor("representative", name="Eva", team=team.pk)
    runner.update(administrator, "deal", deal.pk, {"owner": str(heir.id)})
    found.refresh_from_db()
    assert (found.owner_id, found.team_id) == (heir.id, team.pk)


def test_nobody_puts_lines_on_a_deal_they_do_not_see(
    representative: Actor, make_deal: MakeDeal, product: Record
) -> None:
    deal = make_deal()
    with pytest.raises((Invalid, Denied, RecordNotFound)):
        line(representative, deal, product=str(product.pk))
    assert not DealLine.objects.filter(deal=deal).exists()
    assert fresh(deal).amount is None


def test_copying_makes_a_new_open_deal_with_the_lines(
    administrator: Actor, make_deal: MakeDeal, product: Record
) -> None:
    contact = runner.create(administrator, "contact", {"name": "Ana Ruiz"}).record
    deal = make_deal(contacts=[{"id": str(contact.pk), "role": "user"}], next_step="Call")
    line(administrator, deal, product=str(product.pk), quantity="2")
    runner.perform(administrator, "deal.win", deal.pk)
    done = runner.perform(administrator, "deal.copy", deal.pk)
    copy = Deal.objects.get(pk=done.data["deal"]["id"])
    assert (copy.name, copy.is_open, copy.next_step) == ("Forklifts (copy)", True, None)
    assert (copy.amount, copy.amount_own) == (Decimal("9642.00"), False)
    assert [each.quantity for each in DealLine.objects.filter(deal=copy)] == [Decimal(2)]
