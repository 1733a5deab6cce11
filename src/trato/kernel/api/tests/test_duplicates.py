"""Records like one that is there already."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.programs import Program
from trato.kernel.objects import registry
from trato.kernel.records import duplicates
from trato.kernel.tenancy.database import execute, fetch

ANA = {"name": "Ana Gil", "emails": [{"value": "ana@acme.com"}, {"value": "ana@home.es"}]}
SAME = {"name": "Another Name", "emails": "ANA@home.es"}


@pytest.fixture
def ana(admin: Program) -> str:
    return str(admin.make("contacts", **ANA))


def test_an_equal_key_is_refused_and_named(admin: Program, ana: str) -> None:
    found = admin.post("contacts", SAME)
    assert (found.status, found.code, found.body["id"], found.body["hidden"]) == (409, "duplicate", ana, 0)
    [match] = found.body["matches"]
    assert (match["id"], match["name"], match["score"]) == (ana, "Ana Gil", 100)
    assert match["reasons"] == [{"field": "emails", "label": "E-mails", "score": 100}]
    assert admin.get("contacts?count=exact").body["count"] == 1


def test_matches_one_may_not_see_are_counted(admin: Program, rep: Program, ana: str) -> None:
    found = rep.post("contacts", SAME)
    assert (found.status, found.code, found.body["matches"], found.body["hidden"]) == (409, "duplicate", [], 1)
    assert "id" not in found.body
    assert ana not in str(found.body)
    check = rep.post("contacts/duplicates/check", SAME)
    assert check.body == {"matches": [], "hidden": 1, "exact": True}


def test_a_likeness_is_reported_or_refused(admin: Program, ana: str) -> None:
    like = {"name": "ana gil"}
    made = admin.post("contacts", like)
    assert made.status == 201
    [warning] = made.body["warnings"]
    assert (warning["code"], [each["id"] for each in warning["matches"]], warning["hidden"]) == ("duplicate", [ana], 0)
    assert warning["matches"][0]["score"] < 100
    assert admin.post("contacts?on_duplicate=reject", like).status == 409
    assert "warnings" not in admin.post("contacts?on_duplicate=create", like).body


def test_what_to_do_can_be_said(admin: Program, ana: str) -> None:
    skipped = admin.post("contacts?on_duplicate=skip", SAME)
    assert (skipped.status, skipped.body["id"], skipped.body["version"]) == (200, ana, 1)
    updated = admin.post("contacts?on_duplicate=update", {**SAME, "job_title": "Buyer"})
    assert (updated.status, updated.body["id"], updated.body["job_title"]) == (200, ana, "Buyer")
    warned = admin.post("contacts?on_duplicate=warn", {"name": "B", "emails": "ana@home.es"})
    assert (warned.status, len(warned.body["warnings"])) == (201, 1)
    assert admin.post("contacts?on_duplicate=create", {"name": "C", "emails": "ana@home.es"}).status == 201
    assert admin.post("contacts?on_duplicate=shrug", SAME).status == 422


def test_outside_keys_are_keys(admin: Program) -> None:
    key = [{"source": "legacy", "key": "1"}]
    account = admin.make("accounts", name="Acme", external_ids=key)
    found = admin.post("accounts", {"name": "Else", "external_ids": key})
    assert (found.status, found.body["id"], found.body["field"]) == (409, account, "external_ids")


def test_a_check_saves_nothing_and_bears_nonsense(admin: Program, ana: str) -> None:
    found = admin.post("contacts/duplicates/check", {"name": "ANA GIL", "emails": "nonsense", "colour": 3})
    assert [each["id"] for each in found.body["matches"]] == [ana]
    assert (found.body["exact"], found.body["hidden"]) == (False, 0)
    assert admin.get("contacts?count=exact").body["count"] == 1


def test_groups_show_what_is_there_twice(admin: Program, rep: Program, ana: str) -> None:
    other = admin.post("contacts?on_duplicate=create", {"name": "Ana Gil", "emails": "ana@acme.com"}).body["id"]
    found = admin.get("contacts/duplicates")
    [group] = found.body["items"]
    assert (group["score"], {each["field"] for each in group["reasons"]}) == (100, {"emails", "name"})
    assert [each["id"] for each in group["records"]] == sorted([ana, other])
    assert rep.get("contacts/duplicates").body == {"items": []}


def test_a_change_to_a_key_of_another_is_refused(admin: Program, rep: Program, ana: str) -> None:
    other = admin.make("contacts", name="Eva", emails=["eva@acme.com"])
    found = admin.patch(f"contacts/{other}", {"emails": ["ana@home.es"]})
    assert (found.status, found.code, found.body["field"], found.body["id"]) == (409, "duplicate", "emails", ana)
    mine = rep.make("contacts", name="Mine")
    found = rep.patch(f"contacts/{mine}", {"emails": ["ana@home.es"]})
    assert (found.status, found.body["field"], found.body["matches"], found.body["hidden"]) == (409, "emails", [], 1)
    assert ana not in str(found.body)


def test_a_batch_and_an_outside_key_go_the_same_road(admin: Program, ana: str) -> None:
    items = [{"op": "create", "data": SAME}, {"op": "upsert", "key": {"match": {"name": "B"}}, "data": SAME}]
    results = admin.post("contacts/batch", {"items": items}).body["results"]
    assert [(each["status"], each["matches"][0]["id"]) for each in results] == [(409, ana), (409, ana)]
    found = admin.put("contacts/by/legacy/7", SAME)
    assert (found.status, found.body["id"]) == (409, ana)


def test_a_conversion_names_whom_it_would_make_again(admin: Program, ana: str) -> None:
    lead = admin.make("leads", name="Ana", emails=["ana@acme.com"])
    found = admin.post(f"leads/{lead}/actions/convert", {})
    assert (found.status, found.body["field"], found.body["id"]) == (409, "contact", ana)
    assert admin.post(f"leads/{lead}/actions/convert", {"contact": ana}).status == 200


def test_groups_are_counted_by_one_pass_and_read_from_the_index(admin: Program, ana: str) -> None:
    """However many records there are: neither are all of them sorted, nor is who shares a value sought in the table."""
    for name in ("Eva", "Luz"):
        values = {"name": name, "emails": [{"value": "ana@acme.com"}, {"value": f"{name}@home.es"}]}
        assert admin.post("contacts?on_duplicate=create", values).status == 201
    with CaptureQueriesContext(connection) as queries:
        [group] = duplicates.groups(admin.actor, registry.get("contact"))
    assert [name for _id, name in group.records] == ["Ana Gil", "Eva", "Luz"]
    said = [each["sql"] for each in queries.captured_queries]
    counted = next(each for each in said if "HAVING" in each)
    assert "DISTINCT" not in counted
    assert "array_agg" not in counted
    detail = next(each for each in said if "WITH ORDINALITY" in each)
    execute("SET LOCAL enable_seqscan = off")
    assert "contact_emails" in " ".join(line for (line,) in fetch("EXPLAIN " + detail.replace("%", "%%")))


def test_a_record_that_has_a_value_twice_is_no_group(admin: Program) -> None:
    emails = [{"value": "ana@acme.com"}, {"value": "ANA@acme.com", "type": "work"}]
    assert admin.post("contacts", {"name": "Ana", "emails": emails}).status == 201
    assert duplicates.groups(admin.actor, registry.get("contact")) == []
