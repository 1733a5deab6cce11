"""Writing on a record's page: a note, a task, a call, with what is planned next, taken back as one."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.visitors import Make, Visitor
from trato.wings.collaboration.activity.model import Activity
from trato.wings.collaboration.note.model import Note
from trato.wings.collaboration.task.model import Task


def of(page: Visitor, deal: UUID) -> str:
    return page.page(f"/deals/{deal}").html


def test_every_page_that_can_be_written_about_has_a_composer(alba: Visitor, make: Make) -> None:
    for plural, key in [
        ("deals", make("deal", name="Big")),
        ("accounts", make("account", name="Acme")),
        ("leads", make("lead", company="Acme")),
        ("products", make("product", name="Atlas")),
    ]:
        html = alba.page(f"/{plural}/{key}").html
        for kind in ("note", "task", "call", "email", "meeting"):
            assert f'data-kind="{kind}"' in html, (plural, kind)
    note = make("note", body="x")
    assert 'data-kind="task"' not in alba.page(f"/notes/{note}").html


def test_a_note_with_what_is_planned_next_is_one_thing_to_take_back(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Big")
    sent = {"kind": "note", "body": "They & we <agree>\nnow", "next-name": "Send offer", "next-due_at": "2030-05-06"}
    done = alba.send(f"/deals/{deal}/compose", **sent)
    assert (done.status, done.toast) == (200, "Note created")
    note = Note.objects.get()
    assert note.body == "<p>They &amp; we &lt;agree&gt;</p><p>now</p>"
    assert Task.objects.get().name == "Send offer"
    assert "Send offer" in alba.page(f"/deals/{deal}").words
    alba.send(done.signals["toast"]["undo_url"])
    assert not Note.objects.filter(deleted_at=None).exists()
    assert not Task.objects.filter(deleted_at=None).exists()


@pytest.mark.parametrize(
    ("kind", "sent", "status"),
    [
        ("call", {"notes": "<p>Fine</p>", "outcome": "interested", "duration": "14 min"}, "done"),
        ("meeting", {"name": "Demo", "starts_at": "2030-05-06T10:00"}, "planned"),
        ("email", {"name": "Offer", "direction": "out"}, "done"),
    ],
)
def test_a_call_a_meeting_an_email(alba: Visitor, make: Make, kind: str, sent: dict[str, str], status: str) -> None:
    account = make("account", name="Acme")
    assert alba.send(f"/accounts/{account}/compose", kind=kind, **sent).status == 200
    made = Activity.objects.get()
    assert (made.kind, made.status) == (kind, status)


def test_what_is_wrong_is_said_and_what_was_written_stays(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Big")
    answer = alba.send(f"/deals/{deal}/compose", kind="task", description="<p>Long story</p>", due_at="2030-05-06")
    assert answer.status == 422
    assert "Name: Enter a value." in answer.words
    assert "Long story" in answer.html
    assert not Task.objects.exists()


def test_nobody_writes_on_what_they_do_not_see(alba: Visitor, rosa: Visitor, make: Make) -> None:
    deal = make("deal", name="Theirs")
    assert rosa.send(f"/deals/{deal}/compose", kind="note", body="x").status == 404
    assert alba.send(f"/deals/{deal}/compose", kind="dance", body="x").status == 404
    assert alba.send(f"/pipelines/{deal}/compose", kind="note", body="x").status == 404
    assert not Note.objects.exists()
