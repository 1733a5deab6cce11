"""Accounts in their hierarchy."""

from uuid import UUID

import pytest

from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.records import lines
from trato.kernel.records.errors import Invalid
from trato.kernel.tenancy.actor import Actor
from trato.wings.directory.account.model import Account


def account(actor: Actor, name: str, parent: UUID | None = None) -> UUID:
    made = runner.create(actor, "account", {"name": name, "parent": str(parent) if parent else None})
    return UUID(str(made.record.pk))


def test_the_line_of_an_account_leads_up(administrator: Actor) -> None:
    top = account(administrator, "Acme")
    middle = account(administrator, "Acme Iberia", top)
    bottom = account(administrator, "Acme Norte", middle)
    spec = registry.get("account")
    [parent] = lines.fields(spec, ["name", "parent"])
    assert lines.above(spec, parent, bottom) == [bottom, middle, top]


def test_no_account_is_its_own_ancestor(administrator: Actor) -> None:
    top = account(administrator, "Acme")
    bottom = account(administrator, "Acme Iberia", account(administrator, "Acme Europa", top))
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "account", top, {"parent": str(bottom)})
    assert [(each.field, each.code) for each in refused.value.problems] == [("parent", "invalid")]
    assert Account.objects.get(pk=top).parent_id is None


def test_no_account_is_its_own_parent(administrator: Actor) -> None:
    only = account(administrator, "Acme")
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "account", only, {"parent": str(only)})
    assert [(each.field, each.code) for each in refused.value.problems] == [("parent", "invalid")]
    assert Account.objects.get(pk=only).version == 1


def test_what_follows_from_facts_cannot_be_typed(administrator: Actor) -> None:
    only = account(administrator, "Acme")
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "account", only, {"customer_since": "2020-01-01"})
    assert [(each.field, each.code) for each in refused.value.problems] == [("customer_since", "readonly")]


def test_nobody_stands_above_themselves(administrator: Actor) -> None:
    for name, field in (("contact", "reports_to"), ("user", "manager")):
        one, other = (runner.create(administrator, name, {"name": each}).record.pk for each in ("Ana", "Luis"))
        runner.update(administrator, name, one, {field: str(other)})
        with pytest.raises(Invalid) as refused:
            runner.update(administrator, name, other, {field: str(one)})
        assert [each.field for each in refused.value.problems] == [field]
