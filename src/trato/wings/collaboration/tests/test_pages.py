"""Every object of the wing on the pages that all objects have: table, board, record, drawer, filter, verbs."""

from __future__ import annotations

import html
import re

import pytest

from tests.visitors import Make, Visitor

OBJECTS = ("notes", "tasks", "activities", "comments", "files")


@pytest.fixture
def one(make: Make) -> dict[str, str]:
    """A record of each kind, about a deal."""
    about = [{"object": "deals", "id": str(make("deal", name="Big"))}]
    return {
        "notes": str(make("note", body="<p>One</p>", about=about)),
        "tasks": str(
            make("task", name="One", due_at="2020-01-01", priority="high", recurrence="FREQ=DAILY", about=about)
        ),
        "activities": str(make("activity", kind="call", duration="PT14M", notes="<p>One</p>", about=about)),
        "comments": str(make("comment", body="<p>One</p>", about=about)),
    }


@pytest.mark.parametrize("plural", OBJECTS)
def test_tables_answer_empty_and_full(
    alba: Visitor, rosa: Visitor, plural: str, request: pytest.FixtureRequest
) -> None:
    assert alba.page(f"/{plural}").status == 200
    request.getfixturevalue("one")
    for who in (alba, rosa):
        assert who.page(f"/{plural}").status == 200
        assert who.part(f"/{plural}/totals").status == 200
        assert who.part(f"/{plural}/filter/fields").status == 200


@pytest.mark.parametrize("plural", ["tasks", "activities"])
def test_boards_by_status(alba: Visitor, one: dict[str, str], plural: str) -> None:
    assert alba.page(f"/{plural}/board").status == 200
    moved = alba.send(f"/{plural}/{one[plural]}/actions/move", status="cancelled", after="")
    assert moved.status == 200


def test_records_and_their_verbs(alba: Visitor, one: dict[str, str]) -> None:
    for plural, key in one.items():
        page = alba.page(f"/{plural}/{key}")
        assert page.status == 200
        assert "Big" in page.words
    for address in (
        f"/tasks/{one['tasks']}/actions/complete",
        f"/tasks/{one['tasks']}/actions/snooze",
        f"/activities/{one['activities']}/actions/move",
    ):
        assert alba.part(address).status == 200
    snoozed = alba.send(f"/tasks/{one['tasks']}/actions/snooze", until="2031-05-06", **{"until-time": "10:30"})
    assert snoozed.status == 204


def test_what_it_is_about_is_changed_on_its_page(alba: Visitor, make: Make, one: dict[str, str]) -> None:
    account = make("account", name="Acme")
    editor = alba.part(f"/notes/{one['notes']}/field/about")
    assert "/options/any" in editor.html
    assert "Acme" in alba.part("/options/any?q=Acm").html
    before = html.unescape(re.search(r'name="before" value="([^"]*)"', editor.html)[1])
    sent = {"about": f"accounts:{account}", "version": "1", "before": before}
    saved = alba.send(f"/notes/{one['notes']}/field/about", **sent)
    assert saved.status == 200, saved.html
    assert "Acme" in alba.page(f"/notes/{one['notes']}").words


def test_a_task_is_made_from_a_record(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Big")
    form = alba.part(f"/tasks/new?about=deals:{deal}&stay=1")
    assert f"deals:{deal}" in form.html
    sent = {"name": "Call", "due_at": "2030-05-06", "due_at-time": "09:30", "about": f"deals:{deal}", "stay": "1"}
    assert alba.send("/tasks/new", shown=["name", "due_at", "about"], **sent).status == 204
    assert "Call" in alba.page(f"/deals/{deal}").words
