"""Calls, meetings and e-mails: logged as held, planned ahead, held with an outcome and the next step."""

from __future__ import annotations

from typing import Any

from tests.programs import Program


def made(who: Program, **values: Any) -> dict[str, Any]:
    key = who.make("activities", **values)
    found: dict[str, Any] = who.get(f"activities/{key}").body
    return found


def test_what_is_logged_was_held_just_now(admin: Program) -> None:
    call = made(admin, kind="call", outcome="interested", duration="PT14M")
    assert (call["name"], call["status"], call["duration"], call["starts_at"] is not None) == (
        "Call",
        "done",
        "PT14M",
        True,
    )
    assert made(admin, kind="meeting", starts_at="2030-05-06T09:00:00Z", name="Demo")["status"] == "planned"
    assert made(admin, kind="meeting", starts_at="2020-05-06T09:00:00Z")["status"] == "done"
    assert admin.post("activities", {"kind": "dance"}).faults == [("/kind", "not_an_option")]


def test_a_planned_one_is_held_with_an_outcome_and_a_next_step(admin: Program) -> None:
    deal = admin.make("deals", name="Big")
    about = [{"object": "deals", "id": deal}]
    meeting = made(admin, kind="meeting", name="Demo", starts_at="2030-05-06T09:00:00Z", about=about)
    done = admin.post(
        f"activities/{meeting['id']}/actions/complete",
        {"outcome": "next_step", "notes": "<p>Good</p>", "next_name": "Send offer", "next_due": "2030-05-07"},
    )
    assert done.status == 200
    found = admin.get(f"activities/{meeting['id']}").body
    assert (found["status"], found["outcome"], found["notes"]) == ("done", "next_step", "<p>Good</p>")
    assert [each["name"] for each in admin.get(f"deals/{deal}/related/tasks").body["items"]] == ["Send offer"]
    [last, *_rest] = admin.get(f"deals/{deal}/timeline?kinds=complete").body["items"]
    assert last["object"] == "activities"


def test_colleagues_take_part(admin: Program, rep: Program) -> None:
    meeting = made(admin, kind="meeting", people=[str(rep.actor.id)])
    assert [each["name"] for each in meeting["people"]] == ["Rosa"]
