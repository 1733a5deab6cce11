"""Tasks through the API: due on a day or at a time, given to others, done with the next one planned, repeated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.programs import Program

SOON = "2030-05-06T09:00:00Z"


def task(who: Program, **values: Any) -> str:
    return who.make("tasks", **{"name": "Call back", **values})


def shown(who: Program, key: str) -> dict[str, Any]:
    found: dict[str, Any] = who.get(f"tasks/{key}").body
    return found


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("2030-05-06T09:00:00+02:00", "2030-05-06T07:00:00Z"),
        ("2030-05-06T09:00", "2030-05-06T09:00:00Z"),
        ("2030-05-06", "2030-05-06T23:59:59Z"),
        (None, None),
    ],
)
def test_due_at_a_moment_or_on_a_day(admin: Program, given: str | None, stored: str | None) -> None:
    assert shown(admin, task(admin, due_at=given))["due_at"] == stored


def test_done_is_dated_and_taken_back(admin: Program) -> None:
    key = task(admin)
    assert admin.post(f"tasks/{key}/actions/complete").status == 200
    assert (shown(admin, key)["status"], shown(admin, key)["completed_at"] is not None) == ("done", True)
    assert admin.post(f"tasks/{key}/actions/complete").code == "not_available"
    [last, *_rest] = admin.get(f"tasks/{key}/timeline").body["items"]
    admin.post(f"timeline/{last['id']}/undo")
    assert (shown(admin, key)["status"], shown(admin, key)["completed_at"]) == ("open", None)
    admin.patch(f"tasks/{key}", {"status": "done"})
    assert shown(admin, key)["completed_at"] is not None
    admin.post(f"tasks/{key}/actions/reopen")
    assert (shown(admin, key)["status"], shown(admin, key)["completed_at"]) == ("open", None)


def test_done_and_the_next_is_planned(admin: Program) -> None:
    deal = admin.make("deals", name="Big")
    key = task(admin, about=[{"object": "deals", "id": deal}])
    admin.post(f"tasks/{key}/actions/complete", {"next_name": "Send offer", "next_due": "2030-05-06"})
    found = admin.get(f"deals/{deal}/related/tasks?sort=name").body["items"]
    assert [(each["name"], each["status"], each["due_at"]) for each in found] == [
        ("Call back", "done", None),
        ("Send offer", "open", "2030-05-06T23:59:59Z"),
    ]
    [last, *_rest] = [each for each in admin.get(f"tasks/{key}/timeline").body["items"] if each["verb"] == "complete"]
    admin.post(f"timeline/{last['id']}/undo")
    found = admin.get(f"deals/{deal}/related/tasks").body["items"]
    assert [(each["name"], each["status"]) for each in found] == [("Call back", "open")]


def test_a_repeated_one_comes_again_when_it_is_done(admin: Program) -> None:
    account = admin.make("accounts", name="Acme")
    key = task(
        admin,
        due_at=SOON,
        remind_at="2030-05-06T08:30:00Z",
        recurrence="FREQ=WEEKLY;COUNT=2",
        about=[{"object": "accounts", "id": account}],
    )
    admin.post(f"tasks/{key}/actions/complete")
    listed = admin.get(f"accounts/{account}/related/tasks").body["items"]
    [again] = [each for each in listed if each["status"] == "open"]
    assert (again["due_at"], again["remind_at"], again["recurrence"]) == (
        "2030-05-13T09:00:00Z",
        "2030-05-13T08:30:00Z",
        "FREQ=WEEKLY;COUNT=1",
    )
    admin.post(f"tasks/{again['id']}/actions/complete")
    listed = admin.get(f"accounts/{account}/related/tasks").body["items"]
    assert [each["status"] for each in listed] == ["done", "done"]
    assert admin.post("tasks", {"name": "x", "recurrence": "sometimes"}).faults == [("/recurrence", "invalid")]


def test_put_off_with_its_reminder(admin: Program) -> None:
    key = task(admin, due_at=SOON, remind_at="2030-05-06T08:30:00Z")
    admin.post(f"tasks/{key}/actions/snooze", {"until": "2030-05-08T10:00:00Z"})
    assert (shown(admin, key)["due_at"], shown(admin, key)["remind_at"]) == (
        "2030-05-08T10:00:00Z",
        "2030-05-08T09:30:00Z",
    )
    admin.post(f"tasks/{key}/actions/snooze")
    due = datetime.fromisoformat(shown(admin, key)["due_at"])
    assert due.date() == datetime.now(UTC).date() + timedelta(days=1)
    assert due.strftime("%H:%M") == "10:00"


def test_anybody_may_give_a_task_to_anybody(admin: Program, rep: Program) -> None:
    deal = rep.make("deals", name="Mine")
    about = [{"object": "deals", "id": deal}]
    given = rep.post("tasks", {"name": "Approve", "owner": str(admin.actor.id), "about": about})
    assert given.status == 201
    key = given.body["id"]
    assert shown(rep, key)["owner"]["name"] == "Alba"
    assert rep.patch(f"tasks/{key}", {"name": "Approve it"}).status == 403
    refused = rep.post("deals", {"name": "Theirs", "owner": str(admin.actor.id)})
    assert refused.status == 403


def test_no_task_is_part_of_its_own_parts(admin: Program) -> None:
    whole = task(admin, name="Whole")
    part = task(admin, name="Part", parent=whole)
    assert [each["name"] for each in admin.get(f"tasks/{whole}/related/subtasks").body["items"]] == ["Part"]
    assert admin.patch(f"tasks/{whole}", {"parent": part}).faults == [("/parent", "invalid")]
    assert admin.patch(f"tasks/{whole}", {"parent": whole}).faults == [("/parent", "invalid")]
