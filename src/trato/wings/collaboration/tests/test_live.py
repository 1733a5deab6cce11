"""Open pages of a record hear of what is written about it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.fixtures import MakeActor
from trato.kernel.actions import runner
from trato.kernel.live import changes
from trato.kernel.live.changes import Change
from trato.kernel.live.listener import signal
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization
from trato.kernel.timeline import sequencer


def test_a_note_is_a_change_of_the_record_it_is_about(
    organization: Organization, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "close_old_connections", lambda: None)
    deal = runner.create(administrator, "deal", {"name": "Big"}).record.pk
    sequencer.sequence()
    position = _last()
    note = runner.create(administrator, "note", {"body": "x", "about": [{"object": "deals", "id": str(deal)}]})
    sequencer.sequence()
    found = changes.since(organization, position)
    assert {(each.object, each.id) for each in found} == {("note", note.record.pk), ("deal", deal)}
    [told] = [signal(each) for each in found if each.object == "deal"]
    assert b'{"object":"deals","id":"%b"}' % str(deal).encode() in told


def _last() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(pos), 0) FROM outbox")
        [position] = cursor.fetchone()
    return int(position)


def test_whoever_may_see_a_note_hears_of_it_and_nobody_else(
    organization: Organization, administrator: Actor, make_actor: MakeActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the record that it is about, whoever wrote it; of a private one its author and administrators alone."""
    monkeypatch.setattr(changes, "close_old_connections", lambda: None)
    rosa, luis = make_actor("representative", name="Rosa"), make_actor("representative", name="Luis")
    leo = make_actor("read-only", name="Leo")
    deal = runner.create(rosa, "deal", {"name": "Big"}).record.pk
    about = [{"object": "deals", "id": str(deal)}]
    open_note = runner.create(administrator, "note", {"body": "x", "about": about}).record
    private = runner.create(administrator, "note", {"body": "x", "about": about, "is_private": True}).record
    own = runner.create(rosa, "note", {"body": "x", "about": about, "is_private": True}).record
    found = [Change(1, "note", each.pk, 1, each.owner_id) for each in (open_note, private, own)]
    one, two, three = found
    told = changes.known(organization, [administrator, rosa, luis, leo], found)
    assert told == [[one, two, three], [one, three], [], [one]]


def test_whoever_may_see_what_is_shared_hears_of_it(
    organization: Organization, administrator: Actor, make_actor: MakeActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list for everyone, and of what lies on it that whose record one may see."""
    monkeypatch.setattr(changes, "close_old_connections", lambda: None)
    rosa = make_actor("representative", name="Rosa")
    mine = runner.create(rosa, "account", {"name": "Mine"}).record.pk
    other = runner.create(administrator, "account", {"name": "Secret"}).record.pk
    shared = {"name": "Fair", "object": "accounts"}
    everyone = runner.create(administrator, "list", {**shared, "audience": "everyone"}).record
    hidden = runner.create(administrator, "list", shared).record
    lying = [
        runner.create(administrator, "list_entry", {"list": str(everyone.pk), "record_id": str(each)}).record
        for each in (mine, other)
    ]
    found = [Change(1, "list", each.pk, 1, each.owner_id) for each in (everyone, hidden)]
    found += [Change(2, "list_entry", each.pk, 1, each.owner_id) for each in lying]
    with CaptureQueriesContext(connection) as queries:
        [told] = changes.known(organization, [rosa], found)
    assert told == [found[0], found[2]]
    asked = [each["sql"] for each in queries.captured_queries if "SELECT a.id" in each["sql"]]
    assert len(asked) == 2  # one for each object, not for each record
