"""What comes next and what was last done, kept on records as work is planned, done, moved, deleted and imported."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from trato.kernel.actions import merging, runner, undo
from trato.kernel.bulk import running as bulk
from trato.kernel.filters.language import EVERYTHING
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.wings.directory.account.model import Account
from trato.wings.directory.contact.model import Contact
from trato.wings.sales.public import Deal, Lead

SOON, LATER = "2030-05-06T09:00:00Z", "2030-06-06T09:00:00Z"
MODELS: dict[str, Any] = {"accounts": Account, "contacts": Contact, "deals": Deal, "leads": Lead}


def made(who: Actor, kind: str, /, **values: Any) -> UUID:
    found: UUID = runner.create(who, kind, values).record.pk
    return found


def about(plural: str, key: UUID) -> list[dict[str, str]]:
    return [{"object": plural, "id": str(key)}]


def following(plural: str, key: UUID) -> tuple[str | None, str | None, bool]:
    """(what is next, when, whether something was done)."""
    found = MODELS[plural].objects.get(pk=key)
    at = found.next_activity_at
    return found.next_activity, at and at.isoformat().replace("+00:00", "Z"), found.last_activity_at is not None


NOTHING = (None, None, False)


@pytest.mark.parametrize(
    ("plural", "name", "values"),
    [
        ("accounts", "account", {"name": "Acme"}),
        ("contacts", "contact", {"name": "Ana Gil"}),
        ("leads", "lead", {"company": "Acme"}),
        ("deals", "deal", {"name": "Big"}),
    ],
)
def test_the_first_of_what_is_planned_is_next(
    administrator: Actor, plural: str, name: str, values: dict[str, Any]
) -> None:
    key = made(administrator, name, **values)
    assert following(plural, key) == NOTHING
    made(administrator, "task", name="No day", about=about(plural, key))
    assert following(plural, key) == ("No day", None, False)
    later = made(administrator, "task", name="Later", due_at=LATER, about=about(plural, key))
    assert following(plural, key) == ("Later", LATER, False)
    meeting = made(administrator, "activity", kind="meeting", name="Demo", starts_at=SOON, about=about(plural, key))
    assert following(plural, key) == ("Demo", SOON, False)
    runner.perform(administrator, "activity.complete", meeting)
    assert following(plural, key)[:2] == ("Later", LATER)
    done = runner.perform(administrator, "task.complete", later)
    assert following(plural, key) == ("No day", None, True)
    assert done.entry is not None
    undo.undo(administrator, done.entry)
    assert following(plural, key) == ("Later", LATER, False)


def test_what_is_no_more_about_it_no_longer_counts(administrator: Actor) -> None:
    one, two = made(administrator, "account", name="One"), made(administrator, "account", name="Two")
    task = made(administrator, "task", name="Call", due_at=SOON, about=about("accounts", one))
    runner.update(administrator, "task", task, {"about": about("accounts", two)})
    assert (following("accounts", one), following("accounts", two)) == (NOTHING, ("Call", SOON, False))
    runner.update(administrator, "task", task, {"name": "Ring", "due_at": LATER})
    assert following("accounts", two) == ("Ring", LATER, False)
    gone = runner.delete(administrator, "task", task)
    assert following("accounts", two) == NOTHING
    assert gone.entry is not None
    undo.undo(administrator, gone.entry)
    assert following("accounts", two) == ("Ring", LATER, False)


def test_an_account_is_followed_through_its_deals_and_contacts(administrator: Actor) -> None:
    account, other = made(administrator, "account", name="Acme"), made(administrator, "account", name="Other")
    contact = made(administrator, "contact", name="Ana Gil", accounts=[str(account)])
    deal = made(administrator, "deal", name="Big", account=str(account))
    made(administrator, "task", name="Offer", due_at=LATER, about=about("deals", deal))
    assert following("accounts", account) == ("Offer", LATER, False)
    made(administrator, "task", name="Birthday", due_at=SOON, about=about("contacts", contact))
    assert following("accounts", account) == ("Birthday", SOON, False)
    runner.update(administrator, "contact", contact, {"accounts": []})
    assert following("accounts", account) == ("Offer", LATER, False)
    runner.update(administrator, "deal", deal, {"account": str(other)})
    assert (following("accounts", account), following("accounts", other)) == (NOTHING, ("Offer", LATER, False))


def test_a_note_is_something_done_but_a_private_one_is_nobodys_business(administrator: Actor) -> None:
    deal = made(administrator, "deal", name="Big")
    made(administrator, "note", body="x", is_private=True, about=about("deals", deal))
    assert following("deals", deal) == NOTHING
    made(administrator, "note", body="x", about=about("deals", deal))
    assert following("deals", deal) == (None, None, True)


def test_following_is_no_change_of_the_record(administrator: Actor) -> None:
    deal = made(administrator, "deal", name="Big")
    before = Deal.objects.get(pk=deal)
    made(administrator, "task", name="Call", about=about("deals", deal))
    after = Deal.objects.get(pk=deal)
    assert (after.version, after.updated_at, after.next_activity) == (before.version, before.updated_at, "Call")


def test_merging_brings_what_was_planned(administrator: Actor) -> None:
    keep, gone = made(administrator, "account", name="Acme"), made(administrator, "account", name="Acme Inc")
    made(administrator, "task", name="Call", due_at=SOON, about=about("accounts", gone))
    merging.merge(administrator, "account", keep, [gone])
    assert following("accounts", keep) == ("Call", SOON, False)


def test_many_done_at_once(administrator: Actor) -> None:
    account = made(administrator, "account", name="Acme")
    for number in range(3):
        made(administrator, "task", name=f"Task {number}", due_at=SOON, about=about("accounts", account))
    bulk.run(administrator, "task", "complete", {}, ListQuery(filter=EVERYTHING))
    assert following("accounts", account) == (None, None, True)
