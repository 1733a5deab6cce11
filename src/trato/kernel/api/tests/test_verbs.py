"""Verbs by their own door, and the fields that only they write."""

from tests.programs import Program

NOWHERE = "018f0000-0000-7000-8000-000000000000"


def stage(caller: Program, kind: str) -> str:
    wanted = {"filter": {"field": "kind", "op": "is", "value": kind}, "sort": "position"}
    return str(caller.post("stages/query", wanted).body["items"][0]["id"])


def test_the_verbs_that_make_sense_now_are_listed_and_run(admin: Program) -> None:
    deal = admin.make("deals", name="Big", amount={"amount": "100", "currency": "USD"})
    listed = {each["verb"]: each for each in admin.get(f"deals/{deal}/actions").body["items"]}
    assert {"move", "win", "lose"} <= listed.keys()
    assert "reopen" not in listed
    assert [each["name"] for each in listed["lose"]["inputs"]] == ["lost_reason", "closed_on"]
    won = admin.post(f"deals/{deal}/actions/win", {"closed_on": "2026-03-31"})
    assert won.status == 200
    assert (won.body["record"]["stage"]["id"], won.body["record"]["closed_on"]) == (stage(admin, "won"), "2026-03-31")
    assert won.headers["ETag"] == f'"{won.body["record"]["version"]}"'
    assert admin.get(f"deals/{deal}/timeline?kinds=win").body["items"][0]["id"] == won.body["entry"]
    again = admin.post(f"deals/{deal}/actions/win")
    assert (again.status, again.code) == (409, "not_available")
    assert "reopen" in [each["verb"] for each in admin.get(f"deals/{deal}/actions").body["items"]]


def test_a_verb_checks_its_inputs_and_its_version(admin: Program) -> None:
    deal = admin.make("deals", name="Big")
    missing = admin.post(f"deals/{deal}/actions/lose", {"colour": 1})
    assert missing.status == 422
    assert ("/colour", "unknown_field") in missing.faults
    assert admin.post(f"deals/{deal}/actions/win", {"closed_on": "x"}).faults == [("/closed_on", "invalid")]
    assert admin.post(f"deals/{deal}/actions/win", {}, If_Match='"7"').status == 412
    assert admin.post(f"deals/{deal}/actions/nonsense").status == 404
    assert admin.post(f"deals/{NOWHERE}/actions/win").status == 404
    assert admin.get(f"deals/{deal}").body["version"] == 1


def test_only_those_who_may_change_a_record_run_its_verbs(admin: Program, rep: Program, reader: Program) -> None:
    deal = admin.make("deals", name="Big")
    assert rep.post(f"deals/{deal}/actions/win").status == 404
    assert reader.post(f"deals/{deal}/actions/win").status == 403
    assert {"win", "lose", "move"}.isdisjoint(
        each["verb"] for each in reader.get(f"deals/{deal}/actions").body["items"]
    )
    assert admin.get(f"deals/{deal}").body["version"] == 1


def test_writing_a_stage_by_any_road_runs_its_verb(admin: Program) -> None:
    won = stage(admin, "won")
    patched, batched, linked = (admin.make("deals", name=name) for name in "ABC")
    assert admin.patch(f"deals/{patched}", {"stage": won}).body["closed_on"] is not None
    item = {"op": "update", "id": batched, "data": {"stage": {"match": {"kind": "won"}}}}
    assert admin.post("deals/batch", {"items": [item]}).body["results"][0]["status"] == 200
    assert admin.post(f"stages/{won}/related/deals", {"id": linked}).status == 204
    for deal in (patched, batched, linked):
        verbs = [each["verb"] for each in admin.get(f"deals/{deal}/timeline").body["items"]]
        assert "move" in verbs, verbs
        assert admin.get(f"deals/{deal}?fields=stage.kind").body["stage.kind"] == "won"
    lost = stage(admin, "lost")
    refused = admin.patch(f"deals/{admin.make('deals', name='D')}", {"stage": lost})
    assert refused.faults == [("/lost_reason", "required")]


def test_a_verb_on_many_is_a_job(admin: Program) -> None:
    deals = [admin.make("deals", name=name) for name in "AB"]
    found = admin.post("deals/actions/win", {"ids": deals})
    assert (found.status, found.body["state"]) == (202, "queued")
    assert admin.post(f"jobs/{found.body['id']}/cancel").body["state"] == "cancelled"
