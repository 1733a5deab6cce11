"""Saved views by API: who sees and changes them, and lists asked through them."""

from typing import Any

import pytest

from tests.fixtures import MakeActor
from tests.programs import Program, Programs

BIG = {"field": "amount", "op": "gte", "value": 200}


@pytest.fixture
def deals(admin: Program) -> None:
    for name, amount in (("Alfa", "100"), ("Beta", "300"), ("Gama", "200")):
        admin.make("deals", name=name, amount={"amount": amount, "currency": "USD"})


def _save(program: Program, **values: Any) -> str:
    given = {"name": "Big ones", "object": "deals", "filter": BIG, "sort": "-amount", "columns": ["name", "amount"]}
    return program.make("meta/views", **{**given, **values})


def test_a_list_through_a_view_has_its_filter_order_and_fields(admin: Program, deals: None) -> None:
    view = _save(admin)
    items = admin.get(f"deals?view={view}").body["items"]
    assert [each["name"] for each in items] == ["Beta", "Gama"]
    assert items[0].keys() == {"id", "version", "name", "amount"}
    asked = {"view": view, "filter": {"field": "amount", "op": "lt", "value": 300}, "fields": "name"}
    narrowed = admin.post("deals/query", asked).body["items"]
    assert [each["name"] for each in narrowed] == ["Gama"]
    assert [each["name"] for each in admin.get(f"deals?view={view}&sort=amount").body["items"]] == ["Gama", "Beta"]


def test_views_that_come_with_an_object_are_asked_by_their_key(admin: Program, rep: Program) -> None:
    admin.make("deals", name="Of Alba")
    rep.make("deals", name="Of Rosa")
    assert [each["name"] for each in rep.get("deals?view=my-open").body["items"]] == ["Of Rosa"]
    listed = {each["id"]: each for each in rep.get("meta/views?objects=deals").body["items"]}
    assert listed["my-open"]["shipped"] is True
    assert listed["my-open"]["name"] == "My open deals"
    assert listed["without-next-activity"]["filter"]["all"][1] == {"field": "next_activity_at", "op": "empty"}


@pytest.mark.parametrize(("audience", "seen"), [("private", False), ("team", False), ("everyone", True)])
def test_audience(admin: Program, rep: Program, audience: str, seen: bool) -> None:
    view = _save(admin, audience=audience)
    assert (rep.get(f"meta/views/{view}").status == 200) is seen
    assert (view in [each["id"] for each in rep.get("meta/views").body["items"]]) is seen
    assert (rep.get(f"deals?view={view}").status == 200) is seen
    changed = rep.patch(f"meta/views/{view}", {"name": "Mine"})
    assert changed.status == (403 if seen else 404)
    assert rep.delete(f"meta/views/{view}").status == (403 if seen else 404)
    assert admin.get(f"meta/views/{view}").body["name"] == "Big ones"


def test_a_team_sees_its_views_and_another_does_not(program: Programs, make_actor: MakeActor, admin: Program) -> None:
    east, west = admin.make("teams", name="East"), admin.make("teams", name="West")
    one, mate, other = (
        program("representative", name=each, scopes=("read", "write")) for each in ("Ana", "Bea", "Cio")
    )
    for name, team in (("Ana", east), ("Bea", east), ("Cio", west)):
        make_actor("representative", name=name, team=team)
    view = _save(one, audience="team")
    assert mate.get(f"meta/views/{view}").status == 200
    assert other.get(f"meta/views/{view}").status == 404
    assert mate.patch(f"meta/views/{view}", {"name": "Ours"}).status == 403


def test_what_is_private_is_hidden_from_administrators_who_mend_what_is_shared(admin: Program, rep: Program) -> None:
    private, shared = _save(rep), _save(rep, audience="everyone")
    assert admin.get(f"meta/views/{private}").status == 404
    assert admin.patch(f"meta/views/{private}", {"name": "Read"}).status == 404
    assert admin.patch(f"meta/views/{shared}", {"name": "Mended"}).status == 200
    assert rep.get(f"meta/views/{shared}").body["name"] == "Mended"


def test_only_administrators_say_what_opens_first_for_a_role(admin: Program, rep: Program) -> None:
    role = next(each["id"] for each in admin.get("roles").body["items"] if each["key"] == "representative")
    refused = rep.post("meta/views", {"name": "Ours", "object": "deals", "audience": "role", "role": role})
    assert (refused.status, refused.faults) == (422, [("/audience", "not_an_option")])
    view = _save(admin, audience="role", role=role)
    assert rep.get(f"meta/views/{view}").status == 200
    assert admin.post("meta/views", {"name": "X", "object": "deals", "audience": "role"}).faults == [
        ("/role", "required")
    ]


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({"object": "shoes"}, "/object", "not_found"),
        ({"filter": {"field": "shoe", "op": "is", "value": 1}}, "/filter/field", "unknown_field"),
        ({"sort": "-shoe"}, "/sort", "unknown_field"),
        ({"columns": ["shoe"]}, "/columns", "unknown_field"),
        ({"columns": [{"field": "name", "width": 9}]}, "/columns", "invalid"),
        ({"group_by": ["stage", "owner", "source", "type"]}, "/group_by", "too_many"),
        ({"dates": "name"}, "/dates", "unknown_field"),
        ({"chart": {"measure": {"op": "sum", "field": "name"}, "group_by": "stage"}}, "/chart", "invalid"),
        ({"kind": "pie"}, "/kind", "not_an_option"),
        ({"name": ""}, "/name", "required"),
    ],
)
def test_what_means_nothing_is_not_saved(admin: Program, values: dict[str, Any], pointer: str, code: str) -> None:
    given = {"name": "Big ones", "object": "deals", **values}
    refused = admin.post("meta/views", given)
    assert (refused.status, refused.faults) == (422, [(pointer, code)])
    assert [each for each in admin.get("meta/views").body["items"] if not each["shipped"]] == []


def test_a_view_has_a_history_and_is_undone(admin: Program) -> None:
    view = _save(admin)
    admin.patch(f"meta/views/{view}", {"name": "Huge ones"})
    entry = admin.get(f"views/{view}/timeline").body["items"][0]
    assert entry["diff"]["name"] == ["Big ones", "Huge ones"]
    assert admin.post(f"timeline/{entry['id']}/undo").status == 200
    assert admin.get(f"meta/views/{view}").body["name"] == "Big ones"
    assert admin.delete(f"meta/views/{view}").status == 204
    assert admin.get(f"deals?view={view}").status == 422


def test_a_view_over_a_field_that_is_gone_is_refused_to_programs(admin: Program) -> None:
    made = admin.post("meta/objects/deals/fields", {"kind": "text", "label": "Tier"})
    assert made.status == 201
    view = _save(admin, filter={"field": "x_tier", "op": "is", "value": "gold"})
    assert admin.get(f"deals?view={view}").status == 200
    assert admin.delete("meta/objects/deals/fields/x_tier").status == 204
    refused = admin.get(f"deals?view={view}")
    assert (refused.status, refused.faults) == (422, [("/view", "unknown_field")])
    assert admin.patch(f"meta/views/{view}", {"name": "Renamed"}).status == 200
    assert admin.patch(f"meta/views/{view}", {"filter": BIG}).status == 200
    assert admin.get(f"deals?view={view}").status == 200


def test_an_objects_description_lists_its_views(admin: Program) -> None:
    view = _save(admin)
    found = {each["id"]: each for each in admin.get("meta/objects/deals").body["views"]}
    assert found[view] == {
        "id": view, "name": "Big ones", "kind": "table", "audience": "private", "shipped": False,
    }  # fmt: skip
    document = admin.get("openapi.json").body
    assert document["paths"]["/meta/views"]["post"]["requestBody"]
    assert document["paths"]["/meta/views/{view_id}"]["patch"]


def test_lists_and_their_entries(admin: Program, rep: Program) -> None:
    one, two = admin.make("deals", name="Alfa"), admin.make("deals", name="Beta")
    fair = admin.make("lists", name="Fair", object="deals")
    first = admin.make("list_entries", list=fair, record_id=one, note="Call")
    second = admin.make("list_entries", list=fair, record_id=two)
    read = f"lists/{fair}/related/entries?sort=place"
    assert [each["title"] for each in admin.get(read).body["items"]] == ["Alfa", "Beta"]
    assert admin.post("list_entries", {"list": fair, "record_id": one}).code == "duplicate"
    assert admin.patch(f"list_entries/{second}", {"place": "1"}).status == 200
    assert [each["title"] for each in admin.get(read).body["items"]] == ["Beta", "Alfa"]
    assert admin.delete(f"list_entries/{first}").status == 204
    assert [each["title"] for each in admin.get(read).body["items"]] == ["Beta"]
    assert rep.get(f"lists/{fair}").status == 404
    assert rep.get("list_entries").body["items"] == []
    mine = rep.make("deals", name="Of Rosa")
    assert rep.post("list_entries", {"list": fair, "record_id": mine}).faults == [("/list", "not_found")]
    own = rep.make("lists", name="Own", object="deals")
    assert rep.post("list_entries", {"list": own, "record_id": one}).faults == [("/record_id", "not_found")]


def test_what_lies_on_a_list_is_told_to_those_alone_who_may_see_it(admin: Program, rep: Program) -> None:
    """By none of the doors: the entries, the list's, its timeline, the search."""
    secret, known = admin.make("accounts", name="Secret Corp"), rep.make("accounts", name="Secret Garden")
    fair = admin.make("lists", name="Fair", object="accounts", audience="everyone")
    hidden = admin.make("list_entries", list=fair, record_id=secret, note="They are bankrupt")
    shown = admin.make("list_entries", list=fair, record_id=known)
    doors = ("list_entries", f"lists/{fair}/related/entries", "search?q=secret&objects=list_entries")

    def seen(by: Program) -> list[set[str]]:
        return [{each.get("id") or each["record"]["id"] for each in by.get(door).body["items"]} for door in doors]

    assert seen(rep) == [{shown}] * 3
    assert seen(admin) == [{hidden, shown}] * 3
    told = rep.get(f"lists/{fair}/timeline").body["items"]
    assert "Secret Corp" not in str(told)
    assert "Secret Garden" in str(told)
    assert rep.get(f"list_entries/{hidden}").status == 404
    assert rep.get(f"list_entries/{shown}").status == 200
    assert admin.get(f"list_entries/{hidden}").body["note"] == "They are bankrupt"


def test_an_entry_goes_out_of_sight_with_its_record(admin: Program, rep: Program) -> None:
    """Even from one's own list: the record is given away, the entry waits until it comes back."""
    deal = rep.make("deals", name="Mine")
    own = rep.make("lists", name="Own", object="deals")
    entry = rep.make("list_entries", list=own, record_id=deal, note="Call")
    assert admin.patch(f"deals/{deal}", {"owner": str(admin.actor.id)}).status == 200
    assert rep.get(f"list_entries/{entry}").status == 404
    assert rep.patch(f"list_entries/{entry}", {"note": "Still here"}).status == 404
    assert admin.patch(f"deals/{deal}", {"owner": str(rep.actor.id)}).status == 200
    assert rep.patch(f"list_entries/{entry}", {"note": "Here again"}).status == 200
