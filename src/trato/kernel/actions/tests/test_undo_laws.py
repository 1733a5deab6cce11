"""Undo is held to its laws: what was done and taken back in reverse was never done, whatever it was."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trato.kernel.actions import merging, runner
from trato.kernel.actions.doubles import OnDuplicate
from trato.kernel.actions.undo import AlreadyUndone, CannotUndo, undo
from trato.kernel.records.models import ExternalId, Link, Merged
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry
from trato.lib import sql

WRITTEN_BY_EVERY_WRITE = {"version", "updated_at", "updated_by_id"}

LAWS = settings(
    max_examples=15,
    deadline=None,
    database=None,
    # Each example rolls back what it wrote, so that the organization and the actor can serve all of them.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

ROLES = st.sampled_from([None, "billing", "technical"])
TEXTS = st.sampled_from(["Acme", "Ñandú & <b>hijos</b>", "ACME", "a\nb", "100%", "😀"])
MONEY = st.integers(0, 10**12).map(lambda cents: {"amount": f"{cents / 100:.2f}", "currency": "USD"})
FREE: dict[str, st.SearchStrategy[Any]] = {
    "legal_name": TEXTS,
    "description": TEXTS,
    "kinds": st.lists(st.sampled_from(["prospect", "partner", "supplier"]), min_size=1, unique=True),
    "industry": st.sampled_from(["software", "retail"]),
    "website": st.sampled_from(["https://acme.com", "https://acme.com/?a=b&c=d"]),
    "domains": st.lists(st.sampled_from(["acme.com", "acme.es", "ñandú.es"]), min_size=1, unique=True),
    "phones": st.lists(st.sampled_from(["+34600111222", "+12135550142"]), min_size=1, unique=True),
    "emails": st.lists(st.sampled_from(["a@acme.com", "b@acme.com"]), min_size=1, unique=True),
    "billing_address": st.fixed_dictionaries({"city": st.sampled_from(["Madrid", "Quito"]), "country": st.just("ES")}),
    "employees": st.integers(0, 2**40),
    "annual_revenue": MONEY,
    "year_founded": st.integers(1000, 2100),
    "tags": st.lists(st.sampled_from(["Norte", "Feria <2026>", "Ñ"]), min_size=1, unique=True),
}
VALUES = st.fixed_dictionaries({}, optional={name: st.none() | values for name, values in FREE.items()})
CHANGES = st.fixed_dictionaries({}, optional={"name": TEXTS, **{name: st.none() | v for name, v in FREE.items()}})


def _row(table: str, record_id: UUID) -> dict[str, str]:
    """A record as it is stored, each column as text, but for what every write changes; empty when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, value::text FROM {sql.name(table)} r, jsonb_each(to_jsonb(r)) WHERE r.id = %s",
            [record_id],
        )
        found = dict(cursor.fetchall())
    return {name: value for name, value in found.items() if name not in WRITTEN_BY_EVERY_WRITE}


def _around() -> list[list[Any]]:
    """Links, keys in other systems and ids that lead elsewhere, of all records."""
    links = Link.objects.order_by("relation", "source_id", "target_id")
    return [
        list(links.values_list("relation", "source_id", "target_id", "role", "is_primary", "position")),
        list(ExternalId.objects.order_by("source", "key").values_list("object", "source", "key", "record_id")),
        list(Merged.objects.order_by("id").values_list("id", "survivor_id")),
    ]


@LAWS
@given(first=VALUES, changes=st.lists(CHANGES, min_size=1, max_size=5))
def test_what_is_undone_in_reverse_was_never_done(
    administrator: Actor, first: dict[str, Any], changes: list[dict[str, Any]]
) -> None:
    with transaction.atomic():
        account = _made(administrator, "account", {"name": "Acme", **first})
        states, entries = [_row("account", account)], []
        for values in changes:
            done = runner.update(administrator, "account", account, values)
            if done.entry is not None:
                entries.append(done.entry)
                states.append(_row("account", account))
        assert states.pop() == _row("account", account)
        for entry, state in zip(reversed(entries), reversed(states), strict=True):
            assert undo(administrator, entry, dry_run=True).conflicts == []
            assert undo(administrator, entry).entries == [entry]
            assert _row("account", account) == state
            with pytest.raises(AlreadyUndone):
                undo(administrator, entry)
        transaction.set_rollback(True)


@LAWS
@given(
    records=st.lists(VALUES, min_size=2, max_size=4),
    contacts=st.lists(st.lists(ROLES, min_size=4, max_size=4), max_size=3),
    chosen=st.none() | st.integers(0, 3),
)
def test_a_merge_undone_leaves_records_links_and_keys_as_they_were(
    administrator: Actor, records: list[dict[str, Any]], contacts: list[list[str | None]], chosen: int | None
) -> None:
    with transaction.atomic():
        accounts = [_account(administrator, number, values) for number, values in enumerate(records)]
        keep, *others = accounts
        child = runner.create(administrator, "account", {"name": "Child", "parent": str(others[-1])}).record.pk
        people = [_contact(administrator, accounts, roles) for roles in contacts]
        rows = [*(("account", each) for each in (*accounts, child)), *(("contact", each) for each in people)]
        before = [_row(*each) for each in rows], _around()
        choose = {} if chosen is None else {"name": accounts[chosen % len(accounts)]}
        done = merging.merge(administrator, "account", keep, others, choose)
        assert done.entry is not None
        assert [_row("account", each) for each in others] == [{}] * len(others)
        assert set(ExternalId.objects.values_list("record_id", flat=True)) == {keep}
        assert undo(administrator, done.entry).conflicts == []
        assert ([_row(*each) for each in rows], _around()) == before
        transaction.set_rollback(True)


def _account(actor: Actor, number: int, values: dict[str, Any]) -> UUID:
    keys = [{"source": "legacy", "key": str(number)}]
    return _made(actor, "account", {"name": f"Acme {number}", **values, "external_ids": keys})


def _contact(actor: Actor, accounts: list[UUID], roles: list[str | None]) -> UUID:
    """Somebody with a link to each of the accounts that has a role here."""
    linked = [{"id": str(one), "role": role} for one, role in zip(accounts, roles, strict=False) if role]
    return _made(actor, "contact", {"name": "Ana Gil", "accounts": linked})


def _made(actor: Actor, name: str, values: dict[str, Any]) -> UUID:
    found: UUID = runner.create(actor, name, values, on_duplicate=OnDuplicate.CREATE).record.pk
    return found


@LAWS
@given(values=CHANGES.filter(bool))
def test_an_undo_is_not_undone_itself(administrator: Actor, values: dict[str, Any]) -> None:
    with transaction.atomic():
        account = _made(administrator, "account", {"name": "Other"})
        done = runner.update(administrator, "account", account, values)
        if done.entry is not None:
            undo(administrator, done.entry)
            undoing = Entry.objects.get(undoes_id=done.entry)
            state = _row("account", account)
            with pytest.raises(CannotUndo):
                undo(administrator, undoing.pk)
            assert _row("account", account) == state
        transaction.set_rollback(True)
