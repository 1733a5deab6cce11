"""What is done with many rows at once: the rows chosen or all that a filter finds, previewed, confirmed, by a job."""

import json
import re
from typing import Any

import pytest

from tests.visitors import Make, Visitor, column
from trato.kernel.actions import runner
from trato.kernel.jobs import queue
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import verbs


def test_many_are_changed_at_once_and_taken_back_at_once(alba: Visitor, administrator: Actor, make: Make) -> None:
    ids = [str(make("deal", name=name)) for name in ("A", "B", "C")]
    asked = alba.send("/deals/actions/edit", ids=ids[:2])
    assert asked.status == 200
    assert "Edit: 2 deals" in asked.words
    done = alba.send("/deals/actions/edit", ids=ids[:2], confirmed="1", field="next_step", next_step="Call")
    assert (done.status, done.toast) == (204, "2 changed")
    assert column(administrator, "deal", "next_step") == ["Call", "Call", None]
    alba.send(done.signals["toast"]["undo_url"])
    assert column(administrator, "deal", "next_step") == [None, None, None]


def test_all_that_a_filter_finds(alba: Visitor, administrator: Actor, make: Make) -> None:
    for name, amount in (("A", "1"), ("B", "500"), ("C", "700")):
        make("deal", name=name, amount=amount)
    chosen = {"all": "1", "filter": json.dumps({"field": "amount", "op": "gt", "value": 100})}
    assert "Delete: 2 deals" in alba.send("/deals/actions/delete", **chosen).words
    assert alba.send("/deals/actions/delete", **chosen, confirmed="1").toast == "2 changed"
    assert column(administrator, "deal", "name") == ["A"]


def test_nothing_chosen_changes_nothing(alba: Visitor, administrator: Actor, make: Make) -> None:
    make("deal", name="A")
    for chosen in ({}, {"ids": ["nonsense"]}, {"filter": ""}):
        assert alba.send("/deals/actions/delete", **chosen, confirmed="1").status == 422
    assert column(administrator, "deal", "name") == ["A"]


def test_many_are_changed_only_where_allowed(
    rosa: Visitor, administrator: Actor, representative: Actor, make: Make
) -> None:
    others, own = str(make("deal", name="A")), str(make("deal", name="B", by=representative))
    done = rosa.send("/deals/actions/edit", ids=[others, own], confirmed="1", field="next_step", next_step="Call")
    assert done.toast == "1 changed"
    assert column(administrator, "deal", "next_step") == [None, "Call"]
    assert rosa.send("/users/actions/delete", ids=[str(representative.id)], confirmed="1").status == 409


def test_a_bulk_that_is_refused_keeps_what_was_typed(alba: Visitor, administrator: Actor, make: Make) -> None:
    deal = str(make("deal", name="A", amount="1"))
    refused = alba.send("/deals/actions/edit", ids=[deal], confirmed="1", field="amount", amount="lots")
    assert refused.status == 422
    assert 'value="lots"' in refused.html
    assert f'name="ids" value="{deal}"' in refused.html


def test_very_many_are_changed_by_a_job(
    alba: Visitor, administrator: Actor, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "MANY", 1)
    ids = [str(make("deal", name=name)) for name in ("A", "B")]
    with queue.inline():
        started = alba.send("/deals/actions/edit", ids=ids, confirmed="1", field="next_step", next_step="Call")
    assert started.status == 200
    address = re.search(r'<t-job data-url="([^"]*)"', started.html)
    assert address
    job = alba.part(address[1])
    assert 'data-state="done"' in job.html
    assert column(administrator, "deal", "next_step") == ["Call", "Call"]


def test_several_fields_at_once_and_one_emptied(alba: Visitor, administrator: Actor, make: Make) -> None:
    ids = [str(make("deal", name=name, next_step="Call", amount="5")) for name in ("A", "B")]
    values: dict[str, Any] = {"field": ["next_step", "expected_close"], "expected_close": "2026-12-01"}
    values |= {"empty": "next_step", "next_step": "typed before it was to be emptied"}
    assert "2 of 2 will change" in alba.send("/deals/actions/edit/preview", ids=ids, **values).words
    assert column(administrator, "deal", "next_step") == ["Call", "Call"]
    alba.send("/deals/actions/edit", ids=ids, confirmed="1", **values)
    assert column(administrator, "deal", "next_step") == [None, None]
    assert [str(each) for each in column(administrator, "deal", "expected_close")] == ["2026-12-01", "2026-12-01"]
    again = alba.send("/deals/actions/edit/preview", ids=ids, **values)
    assert "0 of 2 will change ; 2 are so already" in again.words


def test_a_verb_is_previewed_with_where_records_stand(alba: Visitor, make: Make) -> None:
    ids = [make("deal", name=name) for name in ("A", "B", "C")]
    alba.send(f"/deals/{ids[0]}/actions/win")
    found = alba.send("/deals/actions/win/preview", ids=ids).words
    assert "2 of 3 will change" in found
    assert "1 left alone: Stage: Won" in found


def test_wherever_records_are_chosen_the_same_is_offered(alba: Visitor, make: Make) -> None:
    """What is done with them hangs on what they are, not on whether a table, a board or a list shows them."""
    account = make("account", name="Acme", industry="retail")
    made = runner.create(alba.actor, "list", {"name": "Fair", "object": "accounts"}).record.pk
    runner.create(alba.actor, "list_entry", {"list": str(made), "record_id": str(account)})
    offered = [_offered(alba, path) for path in ("/accounts", "/accounts/board?lanes=industry", f"/lists/{made}")]
    assert offered[0] == offered[1] == offered[2]
    assert {"/accounts/merge/chosen", "/accounts/actions/delete", "/accounts/list", "/accounts/export"} <= offered[0]
    make("task", name="Call")
    tasks = [_offered(alba, path) for path in ("/tasks", "/tasks/board")]
    assert tasks[0] == tasks[1]
    assert "/tasks/merge/chosen" not in tasks[0]


def _offered(visitor: Visitor, path: str) -> set[str]:
    """The addresses of the buttons over chosen records; each record shown can be chosen."""
    html = visitor.page(path).html
    bar = re.search(r'<form class="bulk-bar".*?</form>', html, re.DOTALL)
    assert bar
    assert html.count('data-select="row"') == 1
    return set(re.findall(r'hx-post="([^"]*)"', bar[0]))
