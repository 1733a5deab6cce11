"""Relations, verbs, timeline, undo and access of one record."""

from tests.programs import Program, Programs
from trato.kernel.access.models import User
from trato.kernel.jobs import queue

NOWHERE = "018f0000-0000-7000-8000-000000000000"


def test_links_to_one_are_read_made_and_cut_from_the_other_end(admin: Program) -> None:
    parent, child = admin.make("accounts", name="Parent"), admin.make("accounts", name="Child")
    where = f"accounts/{parent}/related/subsidiaries"
    assert admin.get(where).body["items"] == []
    assert admin.post(where, {"id": child}).status == 204
    assert [each["id"] for each in admin.get(f"{where}?fields=name").body["items"]] == [child]
    assert admin.get(f"accounts/{child}").body["parent"]["id"] == parent
    assert admin.delete(f"{where}?id={child}").status == 204
    assert admin.get(f"accounts/{child}").body["parent"] is None
    assert admin.delete(f"{where}?id={child}").status == 404


def test_many_links_have_roles_at_both_ends(admin: Program) -> None:
    account, contact = admin.make("accounts", name="Acme"), admin.make("contacts", name="Ana Gil")
    assert admin.post(f"accounts/{account}/related/contacts", {"id": contact, "role": "billing"}).status == 204
    [item] = admin.get(f"accounts/{account}/related/contacts?fields=name").body["items"]
    assert (item["id"], item["link"]) == (contact, {"role": "billing", "primary": True})
    [item] = admin.get(f"contacts/{contact}/related/accounts?fields=name").body["items"]
    assert (item["id"], item["link"]["role"]) == (account, "billing")
    wrong = admin.post(f"accounts/{account}/related/contacts", {"id": contact, "role": "king"})
    assert (wrong.status, wrong.body["errors"][0]["code"]) == (422, "not_an_option")
    assert admin.delete(f"contacts/{contact}/related/accounts/{account}").status == 204
    assert admin.get(f"accounts/{account}/related/contacts").body["items"] == []
    assert admin.delete(f"accounts/{account}/related/contacts", {"id": contact}).status == 404


def test_relations_show_only_what_one_may_see(admin: Program, rep: Program) -> None:
    mine = rep.make("accounts", name="Mine")
    theirs = admin.make("accounts", name="Theirs", parent=mine)
    assert rep.get(f"accounts/{mine}/related/subsidiaries").body["items"] == []
    assert rep.get(f"accounts/{theirs}/related/subsidiaries").status == 404
    assert rep.post(f"accounts/{mine}/related/subsidiaries", {"id": theirs}).status == 404
    assert admin.get(f"accounts/{mine}/related/nonsense").status == 404
    assert admin.post(f"accounts/{mine}/related/subsidiaries", {"id": "x"}).faults == [("/id", "invalid")]
    assert admin.post(f"accounts/{mine}/related/subsidiaries", {}).faults == [("/id", "required")]


def test_the_timeline_tells_and_undo_takes_back(admin: Program, rep: Program) -> None:
    account = admin.make("accounts", name="Acme")
    admin.patch(f"accounts/{account}", {"name": "Acme 2", "employees": 5})
    found = admin.get(f"accounts/{account}/timeline")
    update, create = found.body["items"]
    assert (create["verb"], update["verb"], update["object"]) == ("create", "update", "accounts")
    assert update["diff"] == {"name": ["Acme", "Acme 2"], "employees": [None, 5]}
    assert (update["actor"]["name"], update["record"]["id"], update["undone"]) == ("Alba", account, False)
    rehearsed = admin.post(f"timeline/{update['id']}/undo?dry_run=true")
    assert rehearsed.body == {"undone": [update["id"]], "conflicts": [], "dry_run": True}
    assert admin.get(f"accounts/{account}").body["name"] == "Acme 2"
    assert rep.post(f"timeline/{update['id']}/undo").status == 404
    assert admin.post(f"timeline/{update['id']}/undo").body["dry_run"] is False
    assert admin.get(f"accounts/{account}").body["name"] == "Acme"
    again = admin.post(f"timeline/{update['id']}/undo")
    assert (again.status, again.code) == (409, "already_undone")
    assert admin.post(f"timeline/{NOWHERE}/undo").status == 404


def test_later_edits_are_conflicts(admin: Program) -> None:
    account = admin.make("accounts", name="A")
    admin.patch(f"accounts/{account}", {"name": "B"})
    entry = admin.get(f"accounts/{account}/timeline").body["items"][0]["id"]
    admin.patch(f"accounts/{account}", {"name": "C"})
    found = admin.post(f"timeline/{entry}/undo?dry_run=true").body
    assert found["undone"] == []
    [conflict] = found["conflicts"]
    assert (conflict["object"], conflict["field"], conflict["now"]) == ("accounts", "name", "C")


def test_the_timeline_is_paged_and_narrowed(admin: Program, rep: Program) -> None:
    account = admin.make("accounts", name="0")
    for number in range(1, 4):
        admin.patch(f"accounts/{account}", {"name": str(number)})
    first = admin.get(f"accounts/{account}/timeline?limit=3").body
    rest = admin.get(f"accounts/{account}/timeline?limit=3&cursor={first['next']}").body
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [3, 1, None]
    only = admin.get(f"accounts/{account}/timeline?kinds=create").body["items"]
    assert [each["verb"] for each in only] == ["create"]
    assert admin.get(f"accounts/{account}/timeline?cursor=x").code == "bad_cursor"
    assert admin.get("timeline?kinds=create,update").body["items"][0]["record"]["id"] == account
    own = rep.make("accounts", name="Own")
    assert [each["record"]["id"] for each in rep.get("timeline").body["items"]] == [own]


def test_access_is_explained(admin: Program, rep: Program, program: Programs) -> None:
    account = rep.make("accounts", name="Mine")
    own = rep.get(f"accounts/{account}/access").body
    assert (own["user"]["name"], own["read"], own["update"], own["delete"]) == ("Rosa", True, True, True)
    assert ("read", "owner", True) in [(each["right"], each["rule"], each["holds"]) for each in own["rules"]]
    other = program("representative", name="Olga")
    seen = admin.get(f"accounts/{account}/access?user={other.actor.id}").body
    assert (seen["read"], seen["update"]) == (False, False)
    assert ("read", "owner", False) in [(each["right"], each["rule"], each["holds"]) for each in seen["rules"]]
    assert all(each["text"] for each in seen["rules"])
    assert rep.get(f"accounts/{account}/access?user={other.actor.id}").status == 403
    assert admin.get(f"accounts/{account}/access?user={NOWHERE}").status == 404
    assert admin.get(f"accounts/{account}/access?user=x").status == 422
    User.objects.filter(name="Rosa").update(manager_id=other.actor.id)
    boss = admin.get(f"accounts/{account}/access?user={other.actor.id}").body
    assert ("read", "reports", True) in [(each["right"], each["rule"], each["holds"]) for each in boss["rules"]]


def test_a_bulk_is_a_job(admin: Program, rep: Program) -> None:
    ids = [admin.make("accounts", name=f"A{number}") for number in range(3)]
    with queue.inline():
        found = admin.post("accounts/actions/update", {"ids": ids[:2], "values": {"employees": 9}})
    assert (found.status, found.headers["Location"]) == (202, f"/api/v1/jobs/{found.body['id']}")
    job = admin.get(f"jobs/{found.body['id']}").body
    assert (job["state"], job["result"]["done"], job["result"]["skipped"]) == ("done", 2, 0)
    assert [each["id"] for each in admin.get("jobs").body["items"]] == [found.body["id"]]
    assert rep.get(f"jobs/{found.body['id']}").status == 404
    assert admin.get(f"accounts/{ids[1]}").body["employees"] == 9
    with queue.inline():
        wanted = {"field": "employees", "op": "is", "value": 9}
        assert admin.post("accounts/actions/delete", {"filter": wanted}).status == 202
    assert [each["id"] for each in admin.get("accounts").body["items"]] == ids[2:]
    with queue.inline():
        assert admin.post("accounts/actions/restore", {"ids": ids}).body["state"] == "done"
    assert len(admin.get("accounts").body["items"]) == 3
    undone = admin.post(f"timeline/{job['result']['entry']}/undo")
    assert (undone.status, len(undone.body["undone"])) == (200, 2)


def test_a_bulk_says_what_it_needs(admin: Program, reader: Program) -> None:
    assert admin.post("accounts/actions/nonsense", {"filter": {}}).status == 404
    assert admin.post("accounts/actions/update", {"values": {}}).faults == [("/filter", "required")]
    assert admin.post("accounts/actions/update", {"ids": []}).faults == [("/ids", "invalid")]
    assert admin.post("accounts/actions/update", {"ids": ["x"]}).faults == [("/ids/0", "invalid")]
    assert admin.post("accounts/actions/update", {"filter": {"field": "x", "op": "is", "value": 1}}).status == 422
    assert admin.post("accounts/actions/update", {"filter": {}, "colour": 1}).faults == [("/colour", "unknown_key")]
    assert reader.post("accounts/actions/update", {"filter": {}, "values": {}}).status == 403


def test_the_history_of_a_field(admin: Program, rep: Program) -> None:
    account = admin.make("accounts", name="Acme")
    admin.patch(f"accounts/{account}", {"name": "Acme 2"})
    found = admin.get(f"accounts/{account}/history/name").body["items"]
    assert (found[-1]["value"], found[-1]["until"], found[-1]["by"]) == ("Acme 2", None, "Alba")
    assert admin.get(f"accounts/{account}/history/nothing").code == "not_found"
    assert rep.get(f"accounts/{account}/history/name").code == "not_found"
