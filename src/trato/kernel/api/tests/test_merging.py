"""One record of several: values, links, ids, timeline, and the way back."""

from typing import Any

import pytest

from tests.programs import Program

NOWHERE = "018f0000-0000-7000-8000-000000000000"


@pytest.fixture
def pair(admin: Program) -> tuple[str, str]:
    """Two accounts that are one, and what hangs on them."""
    keep = admin.make("accounts", name="Acme", emails="a@acme.com", tags=["x"], annual_revenue="1234567890123.45")
    lost = admin.make(
        "accounts",
        name="Acme Ltd",
        emails=["b@acme.com", "a@acme.com"],
        tags=["y"],
        employees=7,
        annual_revenue="9999999999999.99",
        external_ids=[{"source": "legacy", "key": "9"}],
    )
    return keep, lost


def everything(admin: Program, *paths: str) -> list[Any]:
    """Records as they are, but for what every write changes."""
    kept = []
    for path in paths:
        found = admin.get(path)
        kept.append({name: value for name, value in found.body.items() if name not in {"version", "updated_at"}})
    return kept


def test_the_survivor_takes_what_it_lacks_and_the_other_leads_to_it(admin: Program, pair: tuple[str, str]) -> None:
    keep, lost = pair
    done = admin.post("accounts/merge", {"keep": keep, "merge": [lost], "choose": {"name": lost}})
    assert done.status == 200, done.body
    record = done.body["record"]
    assert (record["id"], record["name"], record["employees"]) == (keep, "Acme Ltd", 7)
    emails = [(each["value"], each["primary"]) for each in record["emails"]]
    assert emails == [("a@acme.com", True), ("b@acme.com", False)]
    assert record["tags"] == ["x", "y"]
    assert record["annual_revenue"]["amount"] == "1234567890123.45"
    assert record["external_ids"] == [{"source": "legacy", "key": "9"}]
    assert done.body["data"] == {"merged": [{"id": lost, "name": "Acme Ltd"}]}
    assert admin.get(f"accounts/{lost}").headers["Location"] == f"/api/v1/accounts/{keep}"
    assert admin.patch(f"accounts/{lost}", {"name": "x"}).code == "merged"
    assert admin.get("accounts/by/legacy/9").body["id"] == keep
    assert [each["id"] for each in admin.get("accounts").body["items"]] == [keep]
    assert [each["id"] for each in admin.get("search?q=acme").body["items"]] == [keep]
    verbs = [each["verb"] for each in admin.get(f"accounts/{keep}/timeline").body["items"]]
    assert verbs == ["merge", "create", "create"]


def test_links_lead_to_the_survivor_and_undo_puts_all_back(admin: Program, pair: tuple[str, str]) -> None:
    keep, lost = pair
    child = admin.make("accounts", name="Child", parent=lost)
    both = admin.make("contacts", name="Ana Gil", accounts=[{"id": keep, "role": "billing"}, {"id": lost}])
    one = admin.make("contacts", name="Luis Gil", accounts=[{"id": lost, "role": "technical", "primary": True}])
    gone = admin.make("accounts", name="In the trash", parent=lost)
    admin.delete(f"accounts/{gone}")
    paths = [f"accounts/{keep}", f"accounts/{lost}", f"accounts/{child}", f"contacts/{both}", f"contacts/{one}"]
    before = everything(admin, *paths)
    done = admin.post("accounts/merge", {"keep": keep, "merge": [lost]})
    assert done.status == 200, done.body
    assert admin.get(f"accounts/{child}").body["parent"]["id"] == keep
    [of_both] = admin.get(f"contacts/{both}").body["accounts"]
    [of_one] = admin.get(f"contacts/{one}").body["accounts"]
    assert (of_both["id"], of_both["role"]) == (keep, "billing")
    assert (of_one["id"], of_one["role"], of_one["primary"]) == (keep, "technical", True)
    rehearsed = admin.post(f"timeline/{done.body['entry']}/undo?dry_run=true")
    assert (rehearsed.status, rehearsed.body["conflicts"]) == (200, [])
    assert admin.get(f"accounts/{lost}").status == 308
    undone = admin.post(f"timeline/{done.body['entry']}/undo")
    assert (undone.status, undone.body["conflicts"]) == (200, [])
    assert everything(admin, *paths) == before
    assert admin.get("accounts/by/legacy/9").body["id"] == lost
    assert {each["id"] for each in admin.get("search?q=acme").body["items"]} == {keep, lost}
    assert [each["verb"] for each in admin.get(f"accounts/{lost}/timeline").body["items"]][-1] == "create"
    again = admin.post(f"timeline/{done.body['entry']}/undo")
    assert (again.status, again.code) == (409, "already_undone")


def test_a_record_does_not_become_its_own_parent(admin: Program, pair: tuple[str, str]) -> None:
    keep, lost = pair
    admin.patch(f"accounts/{keep}", {"parent": lost})
    done = admin.post("accounts/merge", {"keep": keep, "merge": [lost]})
    assert (done.status, done.body["record"]["parent"]) == (200, None)


def test_ids_of_earlier_merges_lead_on(admin: Program, pair: tuple[str, str]) -> None:
    keep, lost = pair
    first = admin.make("accounts", name="First")
    assert admin.post("accounts/merge", {"keep": lost, "merge": [first]}).status == 200
    assert admin.post("accounts/merge", {"keep": keep, "merge": [lost]}).status == 200
    assert admin.get(f"accounts/{first}").headers["Location"] == f"/api/v1/accounts/{keep}"


def test_deals_with_their_history_merge(admin: Program) -> None:
    keep, lost = (admin.make("deals", name=name) for name in ("A", "B"))
    admin.post(f"deals/{lost}/actions/win", {"closed_on": "2026-01-31"})
    done = admin.post("deals/merge", {"keep": keep, "merge": [lost]})
    assert done.status == 200, done.body
    assert admin.get(f"deals/{lost}").status == 308


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"merge": []}, [("/merge", "invalid")]),
        ({"merge": ["KEEP"]}, [("/merge", "invalid")]),
        ({"keep": "x"}, [("/keep", "invalid")]),
        ({"choose": {"name": "x"}}, [("/choose/name", "invalid")]),
        ({"choose": {"name": NOWHERE}}, [("/choose/name", "not_found")]),
        ({"choose": {"nonsense": "KEEP"}}, [("/choose/nonsense", "unknown_field")]),
        ({"choose": {"created_at": "KEEP"}}, [("/choose/created_at", "readonly")]),
        ({"colour": 1}, [("/colour", "unknown_key")]),
    ],
)
def test_a_merge_must_make_sense(admin: Program, pair: tuple[str, str], body: Any, faults: Any) -> None:
    keep, lost = pair
    given = {"keep": keep, "merge": [lost], **body}
    given["merge"] = [keep if each == "KEEP" else each for each in given["merge"]]
    given["choose"] = {name: keep if each == "KEEP" else each for name, each in given.get("choose", {}).items()}
    found = admin.post("accounts/merge", given)
    assert (found.status, found.faults) == (422, faults)
    assert len(admin.get("accounts").body["items"]) == 2


def test_one_needs_both_records_to_merge_them(
    admin: Program, rep: Program, reader: Program, pair: tuple[str, str]
) -> None:
    keep, lost = pair
    mine = rep.make("accounts", name="Mine")
    assert rep.post("accounts/merge", {"keep": mine, "merge": [lost]}).status == 404
    assert rep.post("accounts/merge", {"keep": lost, "merge": [mine]}).status == 404
    assert reader.post("accounts/merge", {"keep": keep, "merge": [lost]}).status == 403
    stale = admin.post("accounts/merge", {"keep": keep, "merge": [lost]}, If_Match='"9"')
    assert (stale.status, stale.code) == (412, "stale_version")
    assert admin.post("users/merge", {"keep": str(rep.actor.id), "merge": [str(reader.actor.id)]}).status == 409
    assert len(admin.get("accounts").body["items"]) == 3
