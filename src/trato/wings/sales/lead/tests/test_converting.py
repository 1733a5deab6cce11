"""Leads that become customers to be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trato.kernel.actions import runner
from trato.kernel.actions.undo import undo
from trato.kernel.records.errors import Duplicate, Invalid
from trato.kernel.records.models import Link
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry, Subject
from trato.wings.directory.models import Account, Contact
from trato.wings.sales.deal.model import Deal
from trato.wings.sales.lead.model import Lead

WHOLE = {
    "name": {"given": "Ana", "family": "Ruiz", "family2": "Gil"},
    "company": "Acme",
    "emails": ["ana@acme.com"],
    "phones": ["+34 600 11 12 22"],
    "job_title": "Buyer",
    "industry": "retail",
    "website": "acme.com",
    "source": "fair",
    "score": 80,
}


@pytest.fixture
def lead(administrator: Actor, representative: Actor) -> Lead:
    made = runner.create(administrator, "lead", {**WHOLE, "owner": str(representative.id)})
    return Lead.objects.get(pk=made.record.pk)


def test_a_lead_becomes_account_contact_and_deal_of_its_owner(
    administrator: Actor, representative: Actor, lead: Lead
) -> None:
    done = runner.perform(administrator, "lead.convert", lead.pk, {"deal_name": "Forklifts", "amount": "900"})
    lead.refresh_from_db()
    account, contact, deal = Account.objects.get(), Contact.objects.get(), Deal.objects.get()
    assert (lead.status, lead.is_open) == ("converted", False)
    assert lead.converted_at is not None
    assert (lead.converted_account, lead.converted_contact, lead.converted_deal) == (account, contact, deal)
    assert (account.name, account.industry, account.website) == ("Acme", "retail", "https://acme.com")
    assert (contact.name, contact.job_title, contact.source) == ("Ana Ruiz Gil", "Buyer", "fair")
    assert [each["value"] for each in contact.emails] == ["ana@acme.com"]
    assert [each["value"] for each in contact.phones] == ["+34600111222"]
    assert (deal.name, deal.account, deal.amount, deal.source) == ("Forklifts", account, Decimal(900), "fair")
    assert {account.owner_id, contact.owner_id, deal.owner_id} == {representative.id}
    links = Link.objects.values_list("relation", "source_id", "target_id", "is_primary").order_by("relation")
    assert list(links) == [
        ("contact.accounts", contact.pk, account.pk, True),
        ("deal.contacts", deal.pk, contact.pk, True),
    ]
    assert set(done.data) == {"account", "contact", "deal"}


def test_its_history_stays_and_is_told_on_what_it_became(administrator: Actor, lead: Lead) -> None:
    done = runner.perform(administrator, "lead.convert", lead.pk)
    account = Account.objects.get()
    assert list(Entry.objects.filter(record_id=lead.pk).order_by("id").values_list("verb", flat=True)) == [
        "create",
        "convert",
    ]
    assert Subject.objects.filter(record_id=account.pk, entry_id=done.entry).exists()
    assert set(Entry.objects.filter(cause_id=done.entry).values_list("object", flat=True)) == {
        "account",
        "contact",
        "deal",
    }


def test_a_lead_joins_what_is_there(administrator: Actor, lead: Lead) -> None:
    account = runner.create(administrator, "account", {"name": "Acme Corporation"}).record
    deal = runner.create(administrator, "deal", {"name": "Forklifts"}).record
    given = {"account": str(account.pk), "deal": str(deal.pk)}
    runner.perform(administrator, "lead.convert", lead.pk, given)
    lead.refresh_from_db()
    assert (lead.converted_account_id, lead.converted_deal_id) == (account.pk, deal.pk)
    assert (Account.objects.count(), Contact.objects.count(), Deal.objects.count()) == (1, 1, 1)
    assert Deal.objects.get().account_id == account.pk
    assert Link.objects.get(relation="deal.contacts").target_id == lead.converted_contact_id


def test_a_person_without_company_becomes_a_contact_alone(administrator: Actor) -> None:
    found = runner.create(administrator, "lead", {"emails": ["ana.ruiz@gmail.com"]}).record
    runner.perform(administrator, "lead.convert", found.pk, {"with_deal": False})
    assert Contact.objects.get().name == "ana.ruiz"
    assert (Account.objects.count(), Deal.objects.count()) == (0, 0)


def test_a_lead_becomes_something(administrator: Actor) -> None:
    key = {"external_ids": [{"source": "web", "key": "L-7"}]}
    found = runner.create(administrator, "lead", key).record
    with pytest.raises(Invalid):
        runner.perform(administrator, "lead.convert", found.pk, {"with_deal": False})
    assert Lead.objects.get().status == "new"


def test_a_lead_is_converted_once(administrator: Actor, lead: Lead) -> None:
    runner.perform(administrator, "lead.convert", lead.pk)
    for verb in ("convert", "disqualify", "accept", "reopen"):
        with pytest.raises(runner.NotAvailable):
            runner.perform(administrator, f"lead.{verb}", lead.pk)
    assert Account.objects.count() == 1


def test_nobody_converts_into_an_account_they_do_not_see(
    administrator: Actor, representative: Actor, lead: Lead
) -> None:
    account = runner.create(administrator, "account", {"name": "Acme Corporation"}).record
    with pytest.raises(Invalid) as refused:
        runner.perform(representative, "lead.convert", lead.pk, {"account": str(account.pk)})
    assert [(each.field, each.code) for each in refused.value.problems] == [("account", "not_found")]
    assert (Contact.objects.count(), Deal.objects.count(), Lead.objects.get().status) == (0, 0, "new")


def test_undoing_a_conversion_takes_back_what_it_made(administrator: Actor, lead: Lead) -> None:
    done = runner.perform(administrator, "lead.convert", lead.pk)
    assert done.entry is not None
    undo(administrator, done.entry)
    lead.refresh_from_db()
    assert (lead.status, lead.converted_account_id, lead.converted_at) == ("new", None, None)
    for model in (Account, Contact, Deal):
        assert model.objects.filter(deleted_at=None).count() == 0


def test_undoing_a_conversion_leaves_a_deal_that_somebody_worked_on_with_its_account(
    administrator: Actor, lead: Lead
) -> None:
    done = runner.perform(administrator, "lead.convert", lead.pk)
    deal = Deal.objects.get()
    runner.update(administrator, "deal", deal.pk, {"next_step": "Call"})
    assert done.entry is not None
    found = undo(administrator, done.entry)
    kept = {("deal", str(deal.pk)), ("account", str(deal.account_id))}
    assert {(each["object"], each["id"]) for each in found.conflicts if not each["field"]} >= kept
    for model in (Account, Deal):
        assert model.objects.get().deleted_at is None


def test_somebody_who_is_there_already_is_offered_instead_of_made_again(administrator: Actor, lead: Lead) -> None:
    ana = runner.create(administrator, "contact", {"name": "Ana", "emails": ["ana@acme.com"]}).record
    with pytest.raises(Duplicate) as refused:
        runner.perform(administrator, "lead.convert", lead.pk)
    assert (refused.value.field, refused.value.id, refused.value.object) == ("contact", ana.pk, "contact")
    assert not Account.objects.exists()
    runner.perform(administrator, "lead.convert", lead.pk, {"contact": str(ana.pk)})
    lead.refresh_from_db()
    assert lead.converted_contact_id == ana.pk
