"""The inbox and following, for programs."""

from datetime import timedelta

from django.utils import timezone

from tests.programs import Program
from trato.kernel.timeline import consuming, sequencer

NOWHERE = "018f0000-0000-7000-8000-000000000000"


def _deliver() -> None:
    sequencer.sequence()
    consuming.drain()


def test_an_inbox_is_read_and_put_away(admin: Program, rep: Program) -> None:
    account = admin.make("accounts", name="Acme", owner=str(rep.actor.id))
    _deliver()
    found = rep.get("notifications").body
    [told] = found["items"]
    assert (found["unread"], found["next"]) == (1, None)
    assert told["record"] == {"object": "accounts", "id": account, "name": "Acme"}
    assert (told["kind"], told["actor"], told["number"], told["unread"]) == ("assigned", "Alba", 1, True)
    one = f"notifications/{told['id']}"
    assert rep.post(f"{one}/read").body["unread"] is False
    assert rep.post(f"{one}/unread").body["unread"] is True
    later = (timezone.now() + timedelta(days=1)).isoformat()
    assert rep.post(f"{one}/snooze", {"until": later}).body["snoozed_until"] is not None
    assert rep.get("notifications").body["items"] == []
    assert [each["id"] for each in rep.get("notifications?box=snoozed").body["items"]] == [told["id"]]
    assert rep.post(f"{one}/done").status == 200
    assert [each["id"] for each in rep.get("notifications?box=done").body["items"]] == [told["id"]]


def test_what_is_wrong_is_named(admin: Program, rep: Program) -> None:
    admin.make("accounts", name="Acme", owner=str(rep.actor.id))
    _deliver()
    one = f"notifications/{rep.get('notifications').body['items'][0]['id']}"
    past = (timezone.now() - timedelta(days=1)).isoformat()
    for until in (past, "soon", None, "2030-01-01T10:00:00"):
        refused = rep.post(f"{one}/snooze", {"until": until})
        assert (refused.status, refused.faults) == (422, [("/until", "invalid")])
    assert rep.get("notifications?box=other").status == 422
    assert rep.get("notifications?cursor=nonsense").code == "bad_cursor"
    assert admin.post(f"{one}/read").status == 404
    assert admin.post(f"notifications/{NOWHERE}/done").status == 404


def test_followers_are_those_who_may_see(admin: Program, rep: Program) -> None:
    hidden = admin.make("accounts", name="Hidden")
    assert rep.post(f"accounts/{hidden}/follow").status == 404
    assert rep.get(f"accounts/{hidden}/followers").status == 404
    own = rep.make("accounts", name="Own")
    assert rep.post(f"accounts/{own}/follow").body["items"] == [{"id": str(rep.actor.id), "name": "Rosa"}]
    assert [each["name"] for each in admin.post(f"accounts/{own}/follow").body["items"]] == ["Rosa", "Alba"]
    admin.patch(f"accounts/{own}", {"name": "Own 2"})
    _deliver()
    assert [each["kind"] for each in rep.get("notifications").body["items"]] == ["followed"]
    assert rep.delete(f"accounts/{own}/follow").status == 204
    assert [each["name"] for each in admin.get(f"accounts/{own}/followers").body["items"]] == ["Alba"]
