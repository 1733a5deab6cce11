"""Who sees a note: its owner, whoever sees what it is about, and nobody else where it is private."""

from __future__ import annotations

from tests.programs import Program, Programs


def body_of(who: Program, *about: tuple[str, str], private: bool = False) -> str:
    return who.make(
        "notes", body="<p>Secret</p>", is_private=private, about=[{"object": one, "id": key} for one, key in about]
    )


def sees(who: Program, note: str) -> tuple[bool, bool, bool, bool]:
    """By id, in the list, by searching, and as a thing to change."""
    listed = [each["id"] for each in who.get("notes").body["items"]]
    found = [each["id"] for each in who.get("search?q=secret").body["items"]]
    return (
        who.get(f"notes/{note}").status == 200,
        note in listed,
        note in found,
        who.patch(f"notes/{note}", {"is_pinned": True}).status == 200,
    )


def test_who_sees_the_record_sees_the_note(admin: Program, rep: Program) -> None:
    mine, theirs = rep.make("deals", name="Mine"), admin.make("deals", name="Theirs")
    shown, hidden = body_of(admin, ("deals", mine)), body_of(admin, ("deals", theirs))
    assert sees(rep, shown) == (True, True, True, False)
    assert rep.patch(f"notes/{shown}", {"is_pinned": True}).status == 403
    assert sees(rep, hidden) == (False, False, False, False)
    assert rep.patch(f"notes/{hidden}", {"is_pinned": True}).status == 404
    told = [each["record"]["id"] for each in rep.get(f"deals/{mine}/timeline").body["items"]]
    assert shown in told
    assert [each["id"] for each in rep.get(f"deals/{mine}/related/notes").body["items"]] == [shown]


def test_a_private_note_is_its_owners_and_the_administrators(admin: Program, rep: Program, program: Programs) -> None:
    reader, colleague = program("read-only", name="Leo"), program("manager", name="Mar")
    deal = rep.make("deals", name="Mine")
    note = body_of(rep, ("deals", deal), private=True)
    assert sees(rep, note) == (True, True, True, True)
    assert sees(admin, note) == (True, True, True, True)
    assert sees(reader, note) == (False, False, False, False)
    assert sees(colleague, note) == (False, False, False, False)
    assert note not in [each["record"]["id"] for each in reader.get(f"deals/{deal}/timeline").body["items"]]


def test_the_rules_are_told(admin: Program, rep: Program, program: Programs) -> None:
    reader = program("read-only", name="Leo")
    deal = rep.make("deals", name="Mine")
    shared, private = body_of(admin, ("deals", deal)), body_of(rep, ("deals", deal), private=True)
    told = admin.get(f"notes/{shared}/access?user={rep.actor.id}").body
    assert (told["read"], told["update"]) == (True, False)
    assert {
        "right": "read",
        "rule": "about",
        "holds": True,
        "text": "It names Rosa, or is about a record that they may see.",
    } in told["rules"]
    told = admin.get(f"notes/{private}/access?user={reader.actor.id}").body
    assert told["read"] is False
    assert ("private", False) in [(each["rule"], each["holds"]) for each in told["rules"]]


def test_whom_a_note_mentions_sees_it(admin: Program, rep: Program) -> None:
    body = f'<p>Ask <a href="/r/user/{rep.actor.id}">@Rosa</a></p>'
    assert rep.get(f"notes/{admin.make('notes', body=body)}").status == 200
    assert rep.get(f"notes/{admin.make('notes', body=body, is_private=True)}").status == 404
