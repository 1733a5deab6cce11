"""The inbox page: what one was told in words, where it leads, and putting it away; following a record."""

import re
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from tests.visitors import Shown, Visitor
from trato.kernel.actions import runner
from trato.kernel.bulk import running as bulk
from trato.kernel.notifications import inbox, kinds
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline import consuming, sequencer
from trato.lib.sql import Sql


def _deliver() -> None:
    sequencer.sequence()
    consuming.drain()


def _given(administrator: Actor, to: Actor, name: str = "Acme <b>") -> UUID:
    found: UUID = runner.create(administrator, "account", {"name": name, "owner": str(to.id)}).record.pk
    _deliver()
    return found


def _first(shown: Shown) -> str:
    found = re.search(r'data-id="([0-9a-f-]{36})"', shown.html)
    assert found
    return found[1]


def test_an_empty_inbox_teaches(representative: Actor) -> None:
    shown = Visitor(representative).page("/inbox")
    assert shown.status == 200
    assert "You are up to date" in shown.words


def test_a_notification_leads_to_its_record_and_is_read(administrator: Actor, representative: Actor) -> None:
    account = _given(administrator, representative)
    visitor = Visitor(representative)
    shown = visitor.page("/inbox")
    assert "Alba made you the owner of Acme &lt;b&gt;" in shown.words
    led = visitor.page(f"/inbox/{_first(shown)}").response
    assert (led.status_code, led["Location"]) == (302, f"/accounts/{account}")
    assert [each.is_unread for each in inbox.page(representative).told] == [False]


def test_many_records_lead_to_ones_own_list(administrator: Actor, representative: Actor) -> None:
    ids = [runner.create(administrator, "account", {"name": f"A {n}"}).record.pk for n in range(3)]
    chosen = ListQuery(narrow=Sql("a.id = ANY(%s::uuid[])", (ids,)))
    bulk.run(administrator, "account", "update", {"owner": str(representative.id)}, chosen)
    _deliver()
    visitor = Visitor(representative)
    shown = visitor.page("/inbox")
    assert "Alba made you the owner of 3 accounts" in shown.words
    led = visitor.page(f"/inbox/{_first(shown)}").response["Location"]
    assert visitor.page(led).words.count("A 1") >= 1


def test_rows_are_marked_snoozed_and_put_away(administrator: Actor, representative: Actor) -> None:
    _given(administrator, representative)
    visitor = Visitor(representative)
    one = _first(visitor.page("/inbox"))
    read = visitor.send(f"/inbox/{one}/read")
    assert "Mark as unread" in read.html
    assert read.signals["trato:badge"] == {"name": "inbox", "count": 0, "news": False}
    assert visitor.send(f"/inbox/{one}/unread").signals["trato:badge"]["count"] == 1
    assert visitor.send(f"/inbox/{one}/snooze", until="yesterday").status == 422
    later = (timezone.now() + timedelta(hours=3)).isoformat()
    assert visitor.send(f"/inbox/{one}/snooze", until=later).html.strip() == ""
    assert _first(visitor.page("/inbox?box=snoozed")) == one
    assert visitor.send(f"/inbox/{one}/done").html.strip() == ""
    assert _first(visitor.page("/inbox?box=done")) == one


def test_nobody_touches_anothers(administrator: Actor, representative: Actor) -> None:
    _given(administrator, representative)
    one = _first(Visitor(representative).page("/inbox"))
    stranger = Visitor(administrator)
    assert stranger.page(f"/inbox/{one}").status == 404
    for verb in ("read", "unread", "done", "snooze"):
        assert stranger.send(f"/inbox/{one}/{verb}").status == 404
    assert [each.is_unread for each in inbox.page(representative).told] == [True]


def test_following_is_one_button(administrator: Actor, representative: Actor) -> None:
    account = runner.create(administrator, "account", {"name": "Acme"}).record.pk
    visitor = Visitor(administrator)
    address = f"/accounts/{account}/follow"
    assert 'aria-pressed="false"' in visitor.part(address).html
    pressed = visitor.send(address).html
    assert 'aria-pressed="true"' in pressed
    assert "Alba" in pressed
    assert 'aria-pressed="false"' in visitor.send(address).html
    assert Visitor(representative).send(address).status == 404


def test_kinds_are_chosen(representative: Actor) -> None:
    visitor = Visitor(representative)
    assert visitor.page("/settings/notifications").html.count("checked") == len(kinds.KINDS)
    assert visitor.send("/settings/notifications", assigned="true").status == 204
    assert representative.id is not None
    assert kinds.wanted(representative.id) == {"assigned"}


def test_news_are_said_once_they_come(administrator: Actor, representative: Actor) -> None:
    visitor = Visitor(representative)
    assert visitor.part("/inbox/news").signals == {}
    _given(administrator, representative, "Acme")
    assert visitor.part("/inbox/news").toast == "Alba made you the owner of Acme"
    inbox.read(representative)
    assert visitor.part("/inbox/news").signals == {}
