"""Notes about records of any object: stored, changed, filtered, told on timelines, merged."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from tests.programs import Program

NOWHERE = "018f0000-0000-7000-8000-000000000000"


def names(found: Any) -> list[str]:
    return sorted(each["label"] for each in found.body["items"])


def write(who: Program, words: str, *about: tuple[str, str]) -> str:
    return who.make("notes", body=f"<p>{words}</p>", about=[{"object": one, "id": key} for one, key in about])


def test_a_note_is_about_records_of_several_objects(admin: Program) -> None:
    account, contact = admin.make("accounts", name="Acme"), admin.make("contacts", name="Ana Gil")
    note = write(admin, "They like it", ("accounts", account), ("contacts", contact))
    assert admin.get(f"notes/{note}").body["about"] == [
        {"object": "accounts", "id": account, "name": "Acme"},
        {"object": "contacts", "id": contact, "name": "Ana Gil"},
    ]
    assert names(admin.get(f"accounts/{account}/related/notes")) == ["They like it"]
    assert names(admin.get(f"contacts/{contact}/related/notes")) == ["They like it"]


def test_a_list_replaces_and_a_change_changes(admin: Program) -> None:
    one, two = admin.make("accounts", name="One"), admin.make("accounts", name="Two")
    lead = admin.make("leads", company="Three")
    note = write(admin, "x", ("accounts", one), ("leads", lead))
    changed = admin.patch(f"notes/{note}", {"about": {"add": [{"object": "accounts", "id": two}], "remove": [lead]}})
    assert [each["name"] for each in changed.body["about"]] == ["One", "Two"]
    changed = admin.patch(f"notes/{note}", {"about": [{"object": "leads", "id": lead}]})
    assert [each["name"] for each in changed.body["about"]] == ["Three"]
    assert admin.patch(f"notes/{note}", {"about": None}).body["about"] == []


def test_what_it_cannot_be_about_is_refused(admin: Program, rep: Program) -> None:
    hidden = admin.make("accounts", name="Hidden")
    for about, expected in [
        ([{"object": "users", "id": NOWHERE}], [("/about/0/object", "not_an_option")]),
        ([{"id": NOWHERE}], [("/about/0/object", "required")]),
        ([{"object": "accounts", "id": "x"}], [("/about/0/id", "invalid")]),
        ("x", [("/about", "invalid")]),
        ([{"object": "accounts", "id": hidden}], [("/about_accounts/0", "not_found")]),
    ]:
        refused = rep.post("notes", {"body": "x", "about": about})
        assert (refused.status, refused.faults) == (422, expected)
    assert rep.get("notes").body["items"] == []


def test_what_it_is_about_may_be_sent_back_as_it_was_read(admin: Program, rep: Program) -> None:
    mine, theirs = rep.make("accounts", name="Mine"), admin.make("deals", name="Theirs")
    note = write(rep, "x", ("accounts", mine))
    admin.patch(f"notes/{note}", {"about": {"add": [{"object": "deals", "id": theirs}]}})
    read = rep.get(f"notes/{note}").body
    assert sorted(each["name"] for each in read["about"]) == ["Mine", "Theirs"]
    same = rep.patch(f"notes/{note}", {"about": read["about"]})
    assert (same.status, same.body["version"]) == (200, read["version"])
    more = [*read["about"], {"object": "contacts", "id": rep.make("contacts", name="Ana Gil")}]
    assert len(rep.patch(f"notes/{note}", {"about": more}).body["about"]) == 3
    secret = {"object": "deals", "id": admin.make("deals", name="Secret")}
    for about in ([*read["about"], secret], {"add": [secret]}):
        assert [code for _place, code in rep.patch(f"notes/{note}", {"about": about}).faults] == ["not_found"]
    assert len(rep.patch(f"notes/{note}", {"about": read["about"][:1]}).body["about"]) == 1


def test_it_is_linked_and_unlinked_from_the_record(admin: Program) -> None:
    account, note = admin.make("accounts", name="Acme"), write(admin, "x")
    where = f"accounts/{account}/related/notes"
    assert admin.post(where, {"id": note}).status == 204
    assert names(admin.get(where)) == ["x"]
    assert admin.delete(f"{where}/{note}").status == 204
    assert admin.get(where).body["items"] == []


def test_it_is_found_by_what_it_is_about(admin: Program) -> None:
    acme, other = admin.make("accounts", name="Acme", industry="software"), admin.make("accounts", name="Other")
    write(admin, "first", ("accounts", acme))
    write(admin, "second", ("accounts", other))
    write(admin, "third")

    def found(objects: str, raw: Any) -> list[str]:
        shown = admin.get(f"{objects}?filter={quote(json.dumps(raw))}")
        assert shown.status == 200, shown.body
        return sorted(each.get("label") or each["name"] for each in shown.body["items"])

    assert found("notes", {"field": "about", "op": "has_any", "value": [acme]}) == ["first"]
    assert found("notes", {"field": "about", "op": "empty"}) == ["third"]
    related = {"field": "industry", "op": "is", "value": "software"}
    assert found("notes", {"op": "related", "field": "about.accounts", "where": related}) == ["first"]
    assert found("accounts", {"op": "count", "field": "notes", "gte": 1}) == ["Acme", "Other"]
    assert found(
        "accounts", {"op": "not_related", "field": "notes", "where": {"field": "label", "op": "is", "value": "first"}}
    ) == ["Other"]


def test_its_entries_stand_on_the_timelines_of_what_it_is_about(admin: Program) -> None:
    account, contact = admin.make("accounts", name="Acme"), admin.make("contacts", name="Ana Gil")
    deal = admin.make("deals", name="Big", account=account)
    note = write(admin, "x", ("deals", deal), ("contacts", contact))
    for place in (f"deals/{deal}", f"contacts/{contact}", f"accounts/{account}", f"notes/{note}"):
        told = [(each["object"], each["verb"]) for each in admin.get(f"{place}/timeline").body["items"]]
        assert told[0] == ("notes", "create"), place
    admin.post(f"notes/{note}/actions/pin")
    [told, *_rest] = admin.get(f"accounts/{account}/timeline").body["items"]
    assert (told["object"], told["verb"]) == ("notes", "pin")


def test_undoing_puts_back_what_it_was_about(admin: Program) -> None:
    account = admin.make("accounts", name="Acme")
    note = write(admin, "x", ("accounts", account))
    admin.patch(f"notes/{note}", {"about": []})
    [last, *_rest] = admin.get(f"notes/{note}/timeline").body["items"]
    assert last["diff"] == {"about_accounts": [[{"id": account, "name": "Acme", "primary": True, "role": None}], []]}
    admin.post(f"timeline/{last['id']}/undo")
    assert [each["name"] for each in admin.get(f"notes/{note}").body["about"]] == ["Acme"]


def test_merging_takes_the_notes_along(admin: Program) -> None:
    keep, gone = admin.make("accounts", name="Acme"), admin.make("accounts", name="Acme Inc")
    note = write(admin, "x", ("accounts", gone))
    assert admin.post("accounts/merge", {"keep": keep, "merge": [gone]}).status == 200
    assert [each["id"] for each in admin.get(f"notes/{note}").body["about"]] == [keep]
