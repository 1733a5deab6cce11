"""Comments on records, notes and tasks, in threads one level deep, seen by whoever sees what they are about."""

from __future__ import annotations

from typing import Any

from tests.programs import Program
from tests.visitors import Make, Visitor
from trato.wings.collaboration.comment.model import Comment


def comment(who: Program, words: str, **values: Any) -> str:
    return who.make("comments", body=f"<p>{words}</p>", **values)


def test_threads_are_one_level_deep_and_about_the_same(admin: Program) -> None:
    deal = admin.make("deals", name="Big")
    note = admin.make("notes", body="x", about=[{"object": "deals", "id": deal}])
    first = comment(admin, "First", about=[{"object": "notes", "id": note}])
    second = comment(admin, "Second", parent=first)
    third = comment(admin, "Third", parent=second)
    for each in (second, third):
        found = admin.get(f"comments/{each}").body
        assert found["parent"]["id"] == first
        assert [one["id"] for one in found["about"]] == [note]
    answers = admin.get(f"comments/{first}/related/answers").body["items"]
    assert sorted(each["label"] for each in answers) == ["Second", "Third"]
    told = [(each["object"], each["verb"]) for each in admin.get(f"deals/{deal}/timeline").body["items"]]
    assert told.count(("comments", "create")) == 3


def test_a_comment_on_a_note_on_a_deal_is_seen_through_the_deal(admin: Program, rep: Program) -> None:
    mine, theirs = rep.make("deals", name="Mine"), admin.make("deals", name="Theirs")
    for deal, status in ((mine, 200), (theirs, 404)):
        note = admin.make("notes", body="x", about=[{"object": "deals", "id": deal}])
        key = comment(admin, "Secret", about=[{"object": "notes", "id": note}])
        assert rep.get(f"comments/{key}").status == status
    private = admin.make("notes", body="x", is_private=True, about=[{"object": "deals", "id": mine}])
    assert rep.get(f"comments/{comment(admin, 'x', about=[{'object': 'notes', 'id': private}])}").status == 404


def test_people_mentioned_see_it(admin: Program, rep: Program) -> None:
    key = admin.make("comments", body=f'<p><a href="/r/user/{rep.actor.id}">@Rosa</a>?</p>')
    assert [each["name"] for each in rep.get(f"comments/{key}").body["mentions"]] == ["Rosa"]


def test_they_are_written_on_the_page(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Big")
    note = make("note", body="<p>Their answer</p>", about=[{"object": "deals", "id": str(deal)}])
    assert 'data-kind="comment"' in alba.page(f"/notes/{note}").html
    assert 'data-kind="comment"' not in alba.page(f"/deals/{deal}").html
    assert alba.send(f"/notes/{note}/compose", kind="comment", body="Good").status == 200
    first = Comment.objects.get()
    words = alba.page(f"/deals/{deal}").words
    assert "commented on Their answer" in words
    form = alba.part(f"/comments/new?parent={first.pk}&stay=1")
    assert str(first.pk) in form.html
    done = alba.send("/comments/new", body="Indeed", parent=str(first.pk), stay="1", shown=["body", "parent"])
    assert done.status == 204
    assert "answered Good" in alba.page(f"/deals/{deal}").words
