"""Open pages of a record hear of what is written about it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from tests.fixtures import MakeActor
from trato.kernel.actions import runner
from trato.kernel.live import changes
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


def test_nobody_hears_of_a_note_that_may_be_private(administrator: Actor, make_actor: MakeActor) -> None:
    reader, owner = make_actor("read-only", name="Leo"), make_actor("representative", name="Rosa")
    note = changes.Change(1, "note", owner.id or UUID(int=0), 1, owner.id)
    assert [changes.may_know(each, note) for each in (owner, administrator, reader)] == [True, True, False]
