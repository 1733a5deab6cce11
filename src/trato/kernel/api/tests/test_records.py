"""One record: create, read, change, delete, restore, by whom and how often."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.programs import Program, Programs
from trato.kernel.records.models import Merged
from trato.kernel.timeline.models import Entry

NOWHERE = "018f0000-0000-7000-8000-000000000000"


def test_a_created_record_is_located_and_tagged(admin: Program) -> None:
    made = admin.post("accounts", {"name": "Acme", "employees": 12, "emails": "a@acme.com"})
    assert made.status == 201
    assert made.headers["Location"] == f"/api/v1/accounts/{made.body['id']}"
    assert made.headers["ETag"] == '"1"'
    read = admin.get(f"accounts/{made.body['id']}")
    assert read.body == made.body
    assert read.headers["ETag"] == '"1"'
    assert read.body["emails"] == [{"value": "a@acme.com", "type": None, "primary": True}]
    assert read.body["owner"] == {"id": str(admin.actor.id), "name": "Alba"}
    assert read.body["external_ids"] == []
    assert "deleted_at" not in read.body


def test_fields_choose_what_is_read_and_links_lead_on(admin: Program) -> None:
    parent = admin.make("accounts", name="Parent", industry="software")
    child = admin.make("accounts", name="Child", parent=parent)
    read = admin.get(f"accounts/{child}?fields=name,parent,parent.industry")
    assert read.body == {
        "id": child,
        "version": 1,
        "name": "Child",
        "parent": {"id": parent, "name": "Parent"},
        "parent.industry": "software",
    }


def test_wrong_values_are_all_named(admin: Program) -> None:
    found = admin.post("accounts", {"employees": -1, "industry": "x", "nonsense": 1, "created_at": "2026-01-01"})
    assert (found.status, found.code) == (422, "invalid")
    assert set(found.faults) == {
        ("/employees", "out_of_range"),
        ("/industry", "not_an_option"),
        ("/nonsense", "unknown_field"),
        ("/created_at", "readonly"),
        ("/name", "required"),
    }
    inside = admin.post("contacts", {"name": "A B", "emails": [{"value": "nonsense"}]})
    assert inside.faults == [("/emails/0/value", "invalid")]


def test_a_change_raises_the_version_and_is_conditional(admin: Program) -> None:
    account = admin.make("accounts", name="Acme")
    changed = admin.patch(f"accounts/{account}", {"name": "Acme 2"}, If_Match='"1"')
    assert (changed.status, changed.headers["ETag"], changed.body["name"]) == (200, '"2"', "Acme 2")
    late = admin.patch(f"accounts/{account}", {"name": "Acme 3"}, If_Match='"1"')
    assert (late.status, late.code, late.body["version"]) == (412, "stale_version", 2)
    assert admin.patch(f"accounts/{account}", {"name": "A"}, If_Match='"nonsense"').status == 412
    assert admin.patch(f"accounts/{account}", {"name": "A"}, If_Match='"1", "2"').status == 400
    assert admin.patch(f"accounts/{account}", {"name": "A"}, If_Match="*").status == 200
    assert admin.delete(f"accounts/{account}", If_Match='"1"').status == 412
    assert admin.delete(f"accounts/{account}", If_Match='"3"').status == 204


def test_the_trash_keeps_records_for_those_who_may_restore_them(admin: Program, reader: Program) -> None:
    account = admin.make("accounts", name="Acme")
    assert admin.delete(f"accounts/{account}").status == 204
    read = admin.get(f"accounts/{account}")
    assert (read.status, read.body["deleted_at"][:2]) == (200, "20")
    assert reader.get(f"accounts/{account}").status == 404
    assert admin.patch(f"accounts/{account}", {"name": "B"}).status == 404
    assert admin.delete(f"accounts/{account}").status == 404
    assert [each["id"] for each in admin.get("accounts?trash=only").body["items"]] == [account]
    assert admin.get("accounts?trash=only").body["items"][0]["deleted_at"] is not None
    assert admin.get("accounts").body["items"] == []
    back = admin.post(f"accounts/{account}/restore")
    assert (back.status, back.body["version"], "deleted_at" in back.body) == (200, 3, False)
    again = admin.post(f"accounts/{account}/restore")
    assert (again.status, again.code) == (409, "not_available")


def test_only_administrators_delete_for_good(admin: Program, rep: Program) -> None:
    account = rep.make("accounts", name="Acme", external_ids=[{"source": "legacy", "key": "7"}])
    refused = rep.delete(f"accounts/{account}?purge=true")
    assert (refused.status, refused.code) == (403, "denied")
    assert rep.get(f"accounts/{account}").status == 200
    assert admin.delete(f"accounts/{account}?purge=true").status == 204
    assert admin.get(f"accounts/{account}").status == 404
    assert admin.get("accounts/by/legacy/7").status == 404
    assert list(Entry.objects.filter(record_id=account, verb="purge").values_list("title", flat=True)) == ["Acme"]


def test_a_record_that_others_point_to_is_not_purged(admin: Program) -> None:
    parent = admin.make("accounts", name="Parent")
    admin.make("accounts", name="Child", parent=parent)
    refused = admin.delete(f"accounts/{parent}?purge=true")
    assert (refused.status, refused.code) == (409, "not_available")
    assert admin.get(f"accounts/{parent}").status == 200


def test_a_merged_record_leads_to_its_survivor(admin: Program, rep: Program) -> None:
    survivor, lost = admin.make("accounts", name="Acme"), NOWHERE
    Merged.objects.create(id=lost, object="account", survivor_id=survivor)
    moved = admin.get(f"accounts/{lost}?fields=name")
    assert (moved.status, moved.headers["Location"]) == (308, f"/api/v1/accounts/{survivor}?fields=name")
    for part in ("timeline?limit=5", "related/contacts", "access", "actions"):
        led = admin.get(f"accounts/{lost}/{part}")
        assert (led.status, led.headers["Location"]) == (308, f"/api/v1/accounts/{survivor}/{part}")
    write = admin.patch(f"accounts/{lost}", {"name": "x"})
    assert (write.status, write.code, write.body["id"]) == (409, "merged", survivor)
    assert rep.get(f"accounts/{lost}").status == 404


@pytest.mark.parametrize("verb", ["get", "patch", "delete", "restore", "timeline", "access", "actions"])
def test_a_record_of_others_is_not_found(admin: Program, rep: Program, verb: str) -> None:
    account = admin.make("accounts", name="Acme")
    before = admin.get(f"accounts/{account}").body
    found = _try(rep, verb, account)
    assert (found.status, found.code) == (404, "not_found")
    assert admin.get(f"accounts/{account}").body == before


@pytest.mark.parametrize("verb", ["patch", "delete", "create"])
def test_a_reader_may_not_write(admin: Program, reader: Program, verb: str) -> None:
    account = admin.make("accounts", name="Acme")
    before = admin.get(f"accounts/{account}").body
    found = reader.post("accounts", {"name": "B"}) if verb == "create" else _try(reader, verb, account)
    assert (found.status, found.code) == (403, "denied")
    assert admin.get(f"accounts/{account}").body == before
    assert admin.get("accounts?count=exact").body["count"] == 1


def _try(caller: Program, verb: str, account: str) -> Any:
    if verb == "patch":
        return caller.patch(f"accounts/{account}", {"name": "Stolen"})
    if verb in {"get", "delete"}:
        return caller.send(verb.upper(), f"accounts/{account}")
    return caller.send("POST" if verb == "restore" else "GET", f"accounts/{account}/{verb}")


def test_guarded_objects_are_written_by_administrators_alone(program: Programs) -> None:
    manager = program("manager", name="Mara", scopes=("read", "write", "admin"))
    assert manager.get("roles").status == 200
    refused = manager.patch(f"users/{manager.actor.id}", {"name": "Boss"})
    assert (refused.status, refused.code) == (403, "denied")


def test_a_read_takes_three_statements_with_the_sign_in(admin: Program) -> None:
    account = admin.make("accounts", name="Acme")
    admin.get(f"accounts/{account}")
    with CaptureQueriesContext(connection) as asked:
        assert admin.get(f"accounts/{account}").status == 200
    statements = [each["sql"] for each in asked.captured_queries if "search_path" not in each["sql"]]
    assert len(statements) == 3, statements


def test_outside_keys_name_records(admin: Program) -> None:
    made = admin.put("accounts/by/legacy/a%2Fb", {"name": "Acme"})
    assert made.status == 201
    assert made.body["external_ids"] == [{"source": "legacy", "key": "a/b"}]
    changed = admin.put("accounts/by/legacy/a%2Fb", {"name": "Acme 2"})
    assert (changed.status, changed.body["id"], changed.body["version"]) == (200, made.body["id"], 2)
    more = admin.put("accounts/by/legacy/a%2Fb", {"external_ids": [{"source": "erp", "key": "1"}]})
    assert sorted(each["source"] for each in more.body["external_ids"]) == ["erp", "legacy"]
    assert admin.get("accounts/by/erp/1?fields=name").body["name"] == "Acme 2"
    assert admin.put("accounts/by/legacy/new", {"name": "B"}, If_Match='"1"').status == 412


def test_an_outside_key_of_a_record_of_others_is_refused_unnamed(admin: Program, rep: Program) -> None:
    admin.put("accounts/by/legacy/1", {"name": "Acme"})
    for found in (
        rep.put("accounts/by/legacy/1", {"name": "Mine"}),
        rep.post("accounts?on_duplicate=create", {"name": "M", "external_ids": [{"source": "legacy", "key": "1"}]}),
    ):
        assert (found.status, found.code) == (409, "duplicate")
        assert (found.body["matches"], found.body["hidden"]) == ([], 1)
        assert "id" not in found.body


def test_a_time_zone_that_is_none_cannot_lock_its_user_out(admin: Program) -> None:
    me = f"users/{admin.actor.id}"
    assert admin.patch(me, {"zone": "Mars/Base"}).faults == [("/zone", "not_an_option")]
    assert admin.patch(me, {"zone": "Europe/Madrid"}).body["zone"] == "Europe/Madrid"
    assert admin.get("me").body["zone"] == "Europe/Madrid"


@pytest.mark.parametrize(
    ("grants", "fault"),
    [
        ([], ("/grants", "invalid")),
        ({"*": 3}, ("/grants/*", "invalid")),
        ({"deal": {"fly": "all"}}, ("/grants/deal", "invalid")),
        ({"deal": {"read": "galaxy"}}, ("/grants/deal/read", "not_an_option")),
        ({"deal": {"read": ["all"]}}, ("/grants/deal/read", "not_an_option")),
    ],
)
def test_rights_that_are_none_cannot_lock_a_role_out(admin: Program, grants: Any, fault: tuple[str, str]) -> None:
    roles = {each["key"]: each["id"] for each in admin.get("roles").body["items"]}
    assert admin.patch(f"roles/{roles['manager']}", {"grants": grants}).faults == [fault]
    good = admin.patch(f"roles/{roles['manager']}", {"grants": {"*": {"read": "all"}}})
    assert good.body["grants"] == {"*": {"read": "all"}}


def test_a_link_is_named_by_an_outside_key(admin: Program) -> None:
    account = admin.make("accounts", name="Acme", external_ids=[{"source": "erp", "key": "A-7"}])
    match = {"match": {"external_ids.erp": "A-7"}}
    deal = admin.post("deals", {"name": "Beams", "account": match})
    assert (deal.status, deal.body["account"]["id"]) == (201, account)
    for wrong, code in (("A-8", "not_found"), (7, "invalid"), ("", "invalid")):
        refused = admin.post("deals", {"name": "Beams", "account": {"match": {"external_ids.erp": wrong}}})
        assert [fault[1] for fault in refused.faults] == [code]


@pytest.fixture
def led(admin: Program, rep: Program) -> tuple[str, dict[str, Any]]:
    """A deal of the representative's that somebody else linked to records out of their sight, as they read it."""
    deal, seen = rep.make("deals", name="Beams"), rep.make("contacts", name="Ana Gil")
    hidden = admin.make("contacts", name="Eva Paz")
    links = [{"id": hidden, "role": "decision_maker", "primary": True}, {"id": seen}]
    changed = admin.patch(f"deals/{deal}", {"account": admin.make("accounts", name="Acme"), "contacts": links})
    assert changed.status == 200
    read = rep.get(f"deals/{deal}").body
    assert [each["name"] for each in (read["account"], *read["contacts"])] == ["Acme", "Eva Paz", "Ana Gil"]
    assert rep.get(f"accounts/{read['account']['id']}").status == 404
    return deal, read


def test_links_out_of_sight_may_be_sent_back_as_they_were_read(rep: Program, led: tuple[str, dict[str, Any]]) -> None:
    deal, read = led
    given = {name: read[name] for name in ("name", "account", "contacts")}
    same = rep.patch(f"deals/{deal}", given)
    assert (same.status, same.body["version"]) == (200, read["version"])
    third = rep.make("contacts", name="Luis Sol")
    more = rep.patch(f"deals/{deal}", {"contacts": [*read["contacts"], {"id": third}]})
    assert [each["name"] for each in more.body["contacts"]] == ["Eva Paz", "Ana Gil", "Luis Sol"]
    assert rep.patch(f"deals/{deal}", {"contacts": {"add": [read["contacts"][0]]}}).status == 200
    fewer = rep.patch(f"deals/{deal}", {"contacts": [{"id": third}], "account": None})
    assert ([each["name"] for each in fewer.body["contacts"]], fewer.body["account"]) == (["Luis Sol"], None)
    refused = rep.patch(f"deals/{deal}", given)
    assert refused.faults == [("/account", "not_found"), ("/contacts/0", "not_found")]


def test_only_where_they_stood_may_links_out_of_sight_stay(
    admin: Program, rep: Program, led: tuple[str, dict[str, Any]]
) -> None:
    deal, read = led
    other = rep.make("deals", name="Other")
    for values, fault in (
        ({"account": read["account"]}, ("/account", "not_found")),
        ({"contacts": read["contacts"]}, ("/contacts/0", "not_found")),
        ({"contacts": {"add": [read["contacts"][0]]}}, ("/contacts/0", "not_found")),
    ):
        assert rep.patch(f"deals/{other}", values).faults == [fault]
    secret = admin.make("contacts", name="Secret One")
    mixed = rep.patch(f"deals/{deal}", {"contacts": [*read["contacts"], {"id": secret}]})
    assert mixed.faults == [("/contacts/2", "not_found")]
    assert admin.delete(f"accounts/{read['account']['id']}").status == 204
    assert rep.patch(f"deals/{deal}", {"account": read["account"], "name": "Renamed"}).status == 200
