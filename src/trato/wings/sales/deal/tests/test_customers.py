"""Who is a customer, since when and why."""

from __future__ import annotations

from datetime import date

import pytest

from trato.kernel.actions import runner
from trato.kernel.actions.undo import undo
from trato.kernel.objects.model import Record
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry
from trato.wings.directory.models import Account, Contact
from trato.wings.sales.deal.tests.conftest import MakeDeal


@pytest.fixture
def account(administrator: Actor) -> Record:
    return runner.create(administrator, "account", {"name": "Acme"}).record


@pytest.fixture
def contact(administrator: Actor) -> Record:
    return runner.create(administrator, "contact", {"name": "Ana Ruiz"}).record


def since(record: Record) -> tuple[date | None, str | None]:
    """The day and the entry that made it a customer."""
    model = Account if isinstance(record, Account) else Contact
    return model.objects.values_list("customer_since", "customer_entry").get(pk=record.pk)


def test_the_first_won_deal_makes_customers(
    administrator: Actor, make_deal: MakeDeal, account: Record, contact: Record
) -> None:
    later = make_deal(account=str(account.pk), contacts=[str(contact.pk)])
    earlier = make_deal(account=str(account.pk))
    won = runner.perform(administrator, "deal.win", later.pk, {"closed_on": "2026-02-01"})
    assert since(account) == since(contact) == (date(2026, 2, 1), str(won.entry))
    told = Entry.objects.get(object="account", record_id=account.pk, verb="update")
    assert (told.cause_id, told.actor_kind) == (won.entry, "system")
    first = runner.perform(administrator, "deal.win", earlier.pk, {"closed_on": "2026-01-15"})
    assert since(account) == (date(2026, 1, 15), str(first.entry))
    assert since(contact) == (date(2026, 2, 1), str(won.entry))


def test_what_is_no_longer_won_makes_no_customer(administrator: Actor, make_deal: MakeDeal, account: Record) -> None:
    first, second = make_deal(account=str(account.pk)), make_deal(account=str(account.pk))
    runner.perform(administrator, "deal.win", first.pk, {"closed_on": "2026-01-15"})
    won = runner.perform(administrator, "deal.win", second.pk, {"closed_on": "2026-02-01"})
    runner.perform(administrator, "deal.reopen", first.pk)
    assert since(account) == (date(2026, 2, 1), str(won.entry))
    runner.delete(administrator, "deal", second.pk)
    assert since(account) == (None, None)
    runner.restore(administrator, "deal", second.pk)
    assert since(account) == (date(2026, 2, 1), str(won.entry))


def test_undoing_the_win_undoes_the_customer(administrator: Actor, make_deal: MakeDeal, account: Record) -> None:
    deal = make_deal(account=str(account.pk))
    won = runner.perform(administrator, "deal.win", deal.pk)
    assert won.entry is not None
    undo(administrator, won.entry)
    assert since(account) == (None, None)


def test_a_won_deal_that_changes_hands_takes_the_customer_along(
    administrator: Actor, make_deal: MakeDeal, account: Record, contact: Record
) -> None:
    deal = make_deal(account=str(account.pk), contacts=[str(contact.pk)])
    won = runner.perform(administrator, "deal.win", deal.pk, {"closed_on": "2026-02-01"})
    other = runner.create(administrator, "account", {"name": "Betasoloin"}).record
    runner.update(administrator, "deal", deal.pk, {"account": str(other.pk), "contacts": []})
    assert since(account) == since(contact) == (None, None)
    assert since(other) == (date(2026, 2, 1), str(won.entry))


def test_a_representative_wins_for_an_account_of_somebody_else(
    administrator: Actor, representative: Actor, make_deal: MakeDeal, account: Record
) -> None:
    deal = make_deal(account=str(account.pk), owner=str(representative.id))
    runner.perform(representative, "deal.win", deal.pk, {"closed_on": "2026-02-01"})
    assert since(account)[0] == date(2026, 2, 1)
    assert Account.objects.get(pk=account.pk).owner_id == administrator.id
