"""Leads on their way: what is enough to be one, status, priority."""

from __future__ import annotations

from typing import Any

import pytest

from trato.kernel.actions import runner
from trato.kernel.records.errors import Invalid
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.lead import rules
from trato.wings.sales.lead.model import Lead


def lead(actor: Actor, **values: Any) -> Lead:
    made = runner.create(actor, "lead", {"company": "Acme", **values})
    return Lead.objects.get(pk=made.record.pk)


def problems(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(each.field, each.code) for each in refused.value.problems]


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"name": {"given": "Ana", "family": "Ruiz"}, "company": "Acme"}, "Ana Ruiz"),
        ({"company": "Acme", "emails": ["ana@acme.com"]}, "Acme"),
        ({"emails": ["ana@acme.com"]}, "ana@acme.com"),
        ({"external_ids": [{"source": "web", "key": "L-7"}]}, "L-7"),
    ],
)
def test_any_one_of_four_is_enough_to_be_known_by(administrator: Actor, values: dict[str, Any], label: str) -> None:
    made = runner.create(administrator, "lead", values)
    assert Lead.objects.get(pk=made.record.pk).label == label


def test_nothing_is_not_enough(administrator: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        runner.create(administrator, "lead", {"phones": ["+34 600 11 12 22"]})
    assert problems(refused) == [("name", "required")]
    found = lead(administrator)
    with pytest.raises(Invalid):
        runner.update(administrator, "lead", found.pk, {"company": None})
    runner.update(administrator, "lead", found.pk, {"external_ids": [{"source": "web", "key": "L-8"}]})
    runner.update(administrator, "lead", found.pk, {"company": None})
    found.refresh_from_db()
    assert found.label == "L-8"


@pytest.mark.parametrize("score", [None, 0, 39, 40, 69, 70, 100])
def test_the_database_gives_the_priority_of_the_rule(administrator: Actor, score: int | None) -> None:
    assert lead(administrator, score=score).priority == rules.priority(score)


def test_qualifying_and_accepting_are_dated(administrator: Actor) -> None:
    found = lead(administrator)
    assert (found.status, found.mql_at, found.sql_at) == ("new", None, None)
    runner.perform(administrator, "lead.qualify", found.pk)
    runner.perform(administrator, "lead.accept", found.pk)
    found.refresh_from_db()
    assert found.status == "sql"
    assert found.mql_at is not None
    assert found.sql_at is not None
    assert found.mql_at <= found.sql_at == found.status_since
    with pytest.raises(runner.NotAvailable):
        runner.perform(administrator, "lead.qualify", found.pk)


def test_disqualifying_needs_a_reason_and_reopening_forgets_it(administrator: Actor) -> None:
    found = lead(administrator)
    with pytest.raises(Invalid) as refused:
        runner.perform(administrator, "lead.disqualify", found.pk)
    assert problems(refused) == [("disqualified_reason", "required")]
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "lead", found.pk, {"status": "disqualified"})
    assert problems(refused) == [("disqualified_reason", "required")]
    values = {"status": "disqualified", "disqualified_reason": "no_budget"}
    runner.update(administrator, "lead", found.pk, values)
    found.refresh_from_db()
    assert (found.status, found.disqualified_reason) == ("disqualified", "no_budget")
    runner.perform(administrator, "lead.reopen", found.pk)
    found.refresh_from_db()
    assert (found.status, found.disqualified_reason) == ("working", None)


def test_a_move_does_not_convert(administrator: Actor) -> None:
    found = lead(administrator)
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "lead", found.pk, {"status": "converted"})
    assert problems(refused) == [("status", "invalid")]
    found.refresh_from_db()
    assert found.status == "new"


def test_a_lead_can_be_created_in_any_open_status(administrator: Actor) -> None:
    found = lead(administrator, status="mql")
    assert found.status == "mql"
    assert found.mql_at is not None
