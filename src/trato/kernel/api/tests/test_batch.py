"""Many changes at once: each by itself, or all or nothing."""

from tests.programs import Program

NOWHERE = "018f0000-0000-7000-8000-000000000000"


def test_each_item_has_its_result(admin: Program) -> None:
    account = admin.make("accounts", name="Old", external_ids=[{"source": "legacy", "key": "1"}])
    found = admin.post(
        "accounts/batch",
        {
            "items": [
                {"op": "create", "data": {"name": "New"}},
                {"op": "create", "data": {"employees": "x"}},
                {"op": "update", "id": account, "version": 1, "data": {"name": "Newer"}},
                {"op": "update", "id": account, "version": 1, "data": {"name": "Late"}},
                {"op": "update", "id": NOWHERE, "data": {"name": "x"}},
                {"op": "upsert", "key": {"source": "legacy", "key": "1"}, "data": {"employees": 5}},
                {"op": "upsert", "key": {"source": "legacy", "key": "2"}, "data": {"name": "Second"}},
                {"op": "upsert", "key": {"match": {"name": "Third"}}, "data": {"employees": 3}},
                {"op": "upsert", "key": {"match": {"name": "third"}}, "data": {"employees": 4}},
                {"op": "delete", "id": account},
                {"op": "destroy", "id": account},
                {"op": "delete"},
                "nonsense",
            ]
        },
    )
    assert (found.status, found.body["applied"]) == (200, True)
    results = found.body["results"]
    assert [each["status"] for each in results] == [201, 422, 200, 412, 404, 200, 201, 201, 200, 204, 422, 422, 422]
    assert {(each["pointer"], each["code"]) for each in results[1]["errors"]} == {
        ("/employees", "invalid"),
        ("/name", "required"),
    }
    assert results[2]["id"] == results[5]["id"] == results[9]["id"] == account
    assert results[7]["id"] == results[8]["id"]
    assert results[3]["code"] == "stale_version"
    names = [each["name"] for each in admin.get("accounts?sort=name").body["items"]]
    assert names == ["New", "Second", "Third"]


def test_all_or_nothing_leaves_nothing(admin: Program) -> None:
    items = [
        {"op": "create", "data": {"name": "One"}},
        {"op": "create", "data": {}},
        {"op": "create", "data": {"name": "Three"}},
    ]
    found = admin.post("accounts/batch", {"atomic": True, "items": items})
    assert (found.status, found.body["applied"]) == (200, False)
    assert [each["status"] for each in found.body["results"]] == [424, 422, 424]
    assert [each["id"] for each in found.body["results"]] == [None, None, None]
    assert admin.get("accounts").body["items"] == []
    done = admin.post("accounts/batch", {"atomic": True, "items": items[:1]})
    assert (done.body["applied"], [each["status"] for each in done.body["results"]]) == (True, [201])


def test_rights_hold_for_each_item(admin: Program, rep: Program) -> None:
    account = admin.make("accounts", name="Theirs")
    found = rep.post(
        "accounts/batch",
        {"items": [{"op": "update", "id": account, "data": {"name": "x"}}, {"op": "create", "data": {"name": "Mine"}}]},
    )
    assert [each["status"] for each in found.body["results"]] == [404, 201]
    assert admin.get(f"accounts/{account}").body["name"] == "Theirs"


def test_an_equal_key_is_refused_unnamed_to_those_who_may_not_see_it(admin: Program, rep: Program) -> None:
    admin.make("contacts", name="Ana", emails="ana@acme.com")
    item = {"op": "create", "data": {"name": "A", "emails": "ana@acme.com"}}
    [result] = rep.post("contacts/batch", {"items": [item]}).body["results"]
    assert (result["status"], result["code"], result["matches"], result["hidden"]) == (409, "duplicate", [], 1)
    [result] = rep.post("contacts/batch?on_duplicate=create", {"items": [item]}).body["results"]
    assert result["status"] == 201


def test_a_batch_has_bounds(admin: Program) -> None:
    many = {"items": [{"op": "create", "data": {"name": "x"}}] * 1001}
    assert admin.post("accounts/batch", many).faults == [("/items", "too_many")]
    assert admin.post("accounts/batch", {"atomic": 1, "items": []}).faults == [("/atomic", "invalid")]
    assert admin.post("accounts/batch", {"items": [], "colour": 1}).faults == [("/colour", "unknown_key")]
    assert admin.post("accounts/batch", {}).status == 422
    assert admin.post("accounts/batch", {"items": []}).body == {"applied": True, "results": []}
