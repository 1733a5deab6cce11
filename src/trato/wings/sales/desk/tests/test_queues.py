"""The desks: the best lead first, verdicts that take it out of the queue, hand-over to sales with a note."""

import re
from typing import Any
from uuid import UUID

import pytest

from tests.fixtures import MakeActor
from tests.visitors import Shown, Visitor
from trato.kernel.access import actors
from trato.kernel.actions import runner
from trato.kernel.notifications import inbox
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline import consuming, sequencer
from trato.wings.collaboration.public import Note
from trato.wings.sales.lead.model import Lead


@pytest.fixture
def rosa(make_actor: MakeActor) -> Actor:
    return make_actor("representative", name="Rosa")


def _lead(actor: Actor, name: str, score: int | None = None, source: str = "web_form", **more: Any) -> UUID:
    made = runner.create(actor, "lead", {"name": name, "score": score, "source": source, **more})
    found: UUID = made.record.pk
    return found


def _waiting(shown: Shown) -> list[str]:
    return re.findall(r'<span class="name">([^<]+)</span><span class="cells">', shown.html)


def test_the_most_promising_comes_first_and_a_verdict_brings_the_next(rosa: Actor) -> None:
    low, high = _lead(rosa, "Low One", 10), _lead(rosa, "High One", 90)
    visitor = Visitor(rosa)
    shown = visitor.page("/queues/inbound")
    assert _waiting(shown) == ["High One", "Low One"]
    assert f'data-id="{high}"' in shown.html
    assert visitor.send(f"/leads/{high}/actions/accept").status == 204
    following = visitor.part(f"/queues/inbound?at={high}&place=0")
    assert _waiting(following) == ["Low One"]
    assert f'data-id="{low}"' in following.html
    assert "SQL this week 1" in following.words


def test_a_verdict_that_leaves_it_in_the_queue_leaves_it_there(rosa: Actor) -> None:
    _lead(rosa, "First", 90)
    second = _lead(rosa, "Second", 50)
    visitor = Visitor(rosa)
    visitor.send(f"/leads/{second}/actions/qualify")
    assert f'id="queue" data-object="leads" data-id="{second}"' in visitor.part(f"/queues/inbound?at={second}").html


def test_an_empty_queue_says_so_and_an_unknown_one_is_not_there(rosa: Actor) -> None:
    visitor = Visitor(rosa)
    assert "No lead waits for you" in visitor.page("/queues/inbound").words
    assert visitor.page("/queues/nothing").status == 404
    for nonsense in ("at=x", "place=-1", "place=99999", "at="):
        assert visitor.page(f"/queues/inbound?{nonsense}").status == 200


def test_what_others_own_does_not_wait_here(administrator: Actor, rosa: Actor) -> None:
    _lead(administrator, "Not hers", 90)
    _lead(rosa, "Hers", 10)
    _lead(rosa, "Bought", 10, source="bought_list")
    assert _waiting(Visitor(rosa).page("/queues/inbound")) == ["Hers"]
    assert _waiting(Visitor(rosa).page("/queues/outbound")) == ["Bought"]


def test_what_is_planned_comes_back_when_it_is_due(rosa: Actor) -> None:
    later, due = _lead(rosa, "Later", 90, "fair"), _lead(rosa, "Due", 10, "fair")
    for lead, day in ((later, "2999-01-01"), (due, "2020-01-01")):
        about = [{"object": "leads", "id": str(lead)}]
        runner.create(rosa, "task", {"name": "Call again", "due_at": f"{day}T09:00:00Z", "about": about})
    assert _waiting(Visitor(rosa).page("/queues/outbound")) == ["Due"]


def test_a_lead_is_handed_over_with_what_is_known(rosa: Actor, make_actor: MakeActor) -> None:
    luis = make_actor("representative", name="Luis")
    lead = _lead(rosa, "Ana Ruiz", 90)
    done = runner.perform(rosa, "lead.hand_over", lead, {"new_owner": str(luis.id), "note": "Wants <3 trucks"})
    found = Lead.objects.get(pk=lead)
    assert (found.owner_id, found.status, found.sql_at is not None) == (luis.id, "sql", True)
    assert done.data == {"to": "Luis"}
    assert [each.body for each in Note.objects.all()] == ["Wants &lt;3 trucks"]
    sequencer.sequence()
    consuming.drain()
    assert luis.id is not None
    told = inbox.page(actors.of_user(luis.id)).told
    assert [(each.kind, each.actor_name) for each in told if each.kind == "assigned"] == [("assigned", "Rosa")]
    assert "lead" not in _waiting(Visitor(rosa).page("/queues/inbound"))
