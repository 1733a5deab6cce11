"""What objects are made of, and fields of one's own."""

import pytest

from tests.programs import Program, Programs
from trato.kernel.objects import registry

TIER = {"kind": "select", "label": "Tier", "options": ["Gold", {"key": "s", "label": "Silver", "hue": "2"}]}


def test_objects_are_listed_with_ones_rights(admin: Program, reader: Program) -> None:
    found = {each["name"]: each for each in reader.get("meta/objects").body["items"]}
    assert found["accounts"]["rights"] == {"create": "none", "read": "all", "update": "none", "delete": "none"}
    assert found["accounts"]["label_plural"] == "Accounts"
    mine = {each["name"]: each for each in admin.get("meta/objects").body["items"]}
    assert mine["users"]["rights"]["create"] == "all"


def test_an_object_is_described(admin: Program) -> None:
    found = admin.get("meta/objects/accounts").body
    fields = {each["name"]: each for each in found["fields"]}
    assert (fields["name"]["required"], fields["industry"]["kind"]) == (True, "select")
    assert {"key": "software", "label": "Software", "hue": fields["industry"]["options"][0]["hue"]}.keys() == {
        "key",
        "label",
        "hue",
    }
    assert fields["parent"]["to"] == "accounts"
    relations = {each["name"]: each for each in found["relations"]}
    assert (relations["contacts"]["object"], relations["contacts"]["many"]) == ("contacts", True)
    assert admin.get("meta/objects/nonsense").status == 404
    assert [each["name"] for each in admin.get("meta/objects/accounts/fields").body["items"]] == list(fields)


def test_labels_come_in_the_asked_language(admin: Program) -> None:
    found = admin.get("meta/objects/accounts", Accept_Language="es")
    assert found.headers["Content-Language"] == "es"


def test_a_field_of_ones_own_is_like_any_other(admin: Program) -> None:
    made = admin.post("meta/objects/accounts/fields", TIER)
    assert (made.status, made.body["name"], made.body["custom"]) == (201, "x_tier", True)
    assert made.headers["Location"] == "/api/v1/meta/objects/accounts/fields/x_tier"
    assert [each["key"] for each in made.body["options"]] == ["gold", "s"]
    account = admin.make("accounts", name="Acme", x_tier="gold")
    admin.make("accounts", name="Other")
    assert admin.get(f"accounts/{account}?fields=x_tier").body["x_tier"] == "gold"
    wanted = {"field": "x_tier", "op": "is", "value": "gold"}
    assert [each["id"] for each in admin.post("accounts/query", {"filter": wanted}).body["items"]] == [account]
    assert admin.patch(f"accounts/{account}", {"x_tier": "bronze"}).faults == [("/x_tier", "not_an_option")]
    assert admin.get("accounts?sort=-x_tier&fields=name").body["items"][0]["id"] == account
    assert "x_tier" in admin.get("openapi.json").body["components"]["schemas"]["AccountValues"]["properties"]


def test_a_field_of_ones_own_changes_and_goes(admin: Program) -> None:
    admin.post("meta/objects/accounts/fields", TIER)
    account = admin.make("accounts", name="Acme", x_tier="gold")
    where = "meta/objects/accounts/fields/x_tier"
    changed = admin.patch(where, {"label": "Level", "required": True, "options": ["Gold", "Bronze"]})
    assert (changed.status, changed.body["label"], changed.body["required"]) == (200, "Level", True)
    assert admin.patch(f"accounts/{account}", {"x_tier": "bronze"}).status == 200
    assert admin.patch(where, {"kind": "text"}).faults == [("/kind", "unknown_key")]
    assert admin.delete(where).status == 204
    assert admin.delete(where).status == 404
    assert "x_tier" not in admin.get(f"accounts/{account}").body
    again = admin.post("meta/objects/accounts/fields", TIER)
    assert (again.status, again.code) == (409, "duplicate")
    verbs = [each["verb"] for each in admin.get("timeline").body["items"] if each["object"] == "accounts"]
    assert verbs[0] == "remove_field"
    assert {"make_field", "change_field"} <= set(verbs)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {("/kind", "not_an_option"), ("/name", "invalid"), ("/label", "required")}),
        ({"kind": "money", "label": "M"}, {("/kind", "not_an_option")}),
        ({"kind": "text", "label": "T", "name": "tier"}, {("/name", "invalid")}),
        ({"kind": "text", "label": "T", "options": ["a"]}, {("/options", "invalid")}),
        ({"kind": "select", "label": "T"}, {("/options", "required")}),
        ({"kind": "select", "label": "T", "options": ["a", "A"]}, {("/options/1", "invalid")}),
        (
            {"kind": "text", "label": "T", "required": 1, "position": -1},
            {("/required", "invalid"), ("/position", "invalid")},
        ),
        ({"kind": "text", "label": "T", "colour": "red"}, {("/colour", "unknown_key")}),
    ],
)
def test_a_field_must_make_sense(admin: Program, body: object, faults: set[tuple[str, str]]) -> None:
    found = admin.post("meta/objects/accounts/fields", body)
    assert (found.status, set(found.faults)) == (422, faults)


def test_only_administrators_with_the_scope_make_fields(program: Programs, rep: Program) -> None:
    without = program("administrator", name="Alba", scopes=("read", "write"))
    for caller in (without, rep):
        found = caller.post("meta/objects/accounts/fields", TIER)
        assert (found.status, found.code) == (403, "denied")
    assert all(not each.custom for each in registry.get("account").fields)
