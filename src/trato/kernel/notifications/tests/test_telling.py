"""Who is told what: others' acts that concern them, once, and never what they may not see."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from trato.kernel.actions import runner
from trato.kernel.bulk import running as bulk
from trato.kernel.jobs import running
from trato.kernel.jobs.models import Job
from trato.kernel.notifications import following, inbox, kinds
from trato.kernel.objects import registry
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.timeline import consuming, sequencer
from trato.lib.sql import Sql

MakeActor = Callable[..., Actor]


def _deliver() -> None:
    """What the worker does a few times a second."""
    sequencer.sequence()
    consuming.drain()


def _told(actor: Actor) -> list[tuple[str, str, int]]:
    return [(each.kind, each.title, each.number) for each in inbox.page(actor).told]


def _account(actor: Actor, name: str, **more: object) -> UUID:
    found: UUID = runner.create(actor, "account", {"name": name, **more}).record.pk
    return found


def test_a_new_owner_is_told_and_who_did_it_is_not(administrator: Actor, representative: Actor) -> None:
    one = _account(administrator, "Acme", owner=str(representative.id))
    _account(administrator, "Mine")
    _deliver()
    assert _told(representative) == [("assigned", "Acme", 1)]
    assert _told(administrator) == []
    [told] = inbox.page(representative).told
    assert (told.record_id, told.actor_name) == (one, "Alba")
    assert following.follows(representative, one)


def test_an_entry_is_told_once_however_often_the_worker_looks(administrator: Actor, representative: Actor) -> None:
    _account(administrator, "Acme", owner=str(representative.id))
    _deliver()
    _deliver()
    assert inbox.unread(representative.id) == 1


def test_what_one_act_gives_is_told_together(administrator: Actor, representative: Actor) -> None:
    ids = [_account(administrator, f"Account {number}") for number in range(5)]
    _deliver()
    chosen = ListQuery(narrow=Sql("a.id = ANY(%s::uuid[])", (ids,)))
    bulk.run(administrator, "account", "update", {"owner": str(representative.id)}, chosen)
    _deliver()
    assert _told(representative) == [("assigned", "", 5)]


def test_followers_hear_of_others_changes_added_up_until_they_read(administrator: Actor, make_actor: MakeActor) -> None:
    reader = make_actor("read-only", name="Rita")
    one = _account(administrator, "Acme")
    following.follow(reader, registry.get("account"), one)
    following.follow(administrator, registry.get("account"), one)
    for name in ("Acme 2", "Acme 3"):
        runner.update(administrator, "account", one, {"name": name})
    _deliver()
    assert _told(reader) == [("followed", "Acme 3", 2)]
    assert _told(administrator) == []
    inbox.read(reader)
    runner.update(administrator, "account", one, {"name": "Acme 4"})
    _deliver()
    assert [(each.title, each.number, each.is_unread) for each in inbox.page(reader).told] == [
        ("Acme 4", 1, True),
        ("Acme 3", 2, False),
    ]
    following.unfollow(reader, one)
    runner.update(administrator, "account", one, {"name": "Acme 5"})
    _deliver()
    assert inbox.unread(reader.id) == 1


def test_nobody_is_told_of_what_they_may_not_see(administrator: Actor, representative: Actor) -> None:
    spec = registry.get("account")
    hidden = _account(administrator, "Hidden")
    with pytest.raises(RecordNotFound):
        following.follow(representative, spec, hidden)
    own = _account(administrator, "Own", owner=str(representative.id))
    _deliver()
    assert _told(representative) == [("assigned", "Own", 1)]
    runner.update(administrator, "account", own, {"owner": str(administrator.id)})
    _deliver()
    assert _told(representative) == []
    assert inbox.find(representative, _any_id(representative)) is None


def _any_id(actor: Actor) -> UUID:
    found = fetch("SELECT id FROM notification WHERE user_id = %s", [actor.id])
    return UUID(str(found[0][0]))


def test_an_unwanted_kind_is_not_told(administrator: Actor, representative: Actor) -> None:
    assert representative.id is not None
    kinds.choose(representative.id, {kinds.MENTIONED})
    assert kinds.wanted(representative.id) == {kinds.MENTIONED}
    _account(administrator, "Acme", owner=str(representative.id))
    _deliver()
    assert _told(representative) == []


def test_read_done_snoozed_and_back(administrator: Actor, representative: Actor) -> None:
    assert representative.id is not None
    _account(administrator, "Acme", owner=str(representative.id))
    _deliver()
    [told] = inbox.page(representative).told
    assert inbox.read(representative, [told.id]) == 1
    assert inbox.unread(representative.id) == 0
    assert inbox.unread_again(representative, told.id)
    assert inbox.unread(representative.id) == 1
    assert inbox.snooze(representative, told.id, timezone.now() + timedelta(hours=1))
    assert inbox.page(representative).told == []
    assert [each.id for each in inbox.page(representative, "snoozed").told] == [told.id]
    assert inbox.snooze(representative, told.id, timezone.now() - timedelta(seconds=1))
    assert inbox.unread(representative.id) == 1
    assert inbox.done(representative, told.id)
    assert [each.id for each in inbox.page(representative, "done").told] == [told.id]
    assert inbox.page(representative).told == []


def test_ones_inbox_is_ones_own(administrator: Actor, representative: Actor) -> None:
    _account(administrator, "Acme", owner=str(representative.id))
    _deliver()
    theirs = _any_id(representative)
    assert inbox.find(administrator, theirs) is None
    assert not inbox.done(administrator, theirs)
    assert not inbox.snooze(administrator, theirs, timezone.now() + timedelta(hours=1))
    assert not inbox.unread_again(administrator, theirs)
    assert inbox.read(administrator, [theirs]) == 0


def test_pages_follow_each_other(administrator: Actor, representative: Actor) -> None:
    for number in range(5):
        _account(administrator, f"Account {number}", owner=str(representative.id))
        _deliver()
    first = inbox.page(representative, limit=3).told
    rest = inbox.page(representative, before=(first[-1].at, first[-1].id), limit=3).told
    assert len({each.id for each in (*first, *rest)}) == 5
    assert len(rest) == 2


@pytest.mark.parametrize(
    ("state", "seconds", "told"),
    [("done", 60, 1), ("done", 1, 0), ("failed", 1, 1), ("cancelled", 60, 0)],
)
def test_the_end_of_long_work_is_told(representative: Actor, state: str, seconds: int, told: int) -> None:
    ended = running.now()
    began = ended - timedelta(seconds=seconds)
    job = Job(kind="exchange.export", actor_id=representative.id, state=state, started_at=began, finished_at=ended)
    for each in running.ends:
        each(job)
    assert [(each.kind, each.verb) for each in inbox.page(representative).told] == [("job", state)] * told


def test_people_named_in_an_entry_are_told_why(administrator: Actor, representative: Actor) -> None:
    one = _account(administrator, "Acme", owner=str(representative.id))
    _deliver()
    inbox.done(representative, _any_id(representative))
    data = {"mentions": [str(representative.id), str(administrator.id)]}
    runner.change(administrator, "account", one, "note", lambda _snapshot, _entry: data)
    runner.change(administrator, "account", one, "near", lambda _snapshot, _entry: {"reminds": [str(administrator.id)]})
    _deliver()
    # The representative follows what is theirs: the reminder of another is a change like any.
    assert sorted(_told(representative)) == [("followed", "Acme", 1), ("mentioned", "Acme", 1)]
    assert _told(administrator) == [("reminded", "Acme", 1)]


def test_what_one_may_not_see_any_more_hides_nothing_older(administrator: Actor, representative: Actor) -> None:
    kept = _account(administrator, "Kept", owner=str(representative.id))
    _deliver()
    lost = _account(administrator, "Lost", owner=str(representative.id))
    _deliver()
    runner.update(administrator, "account", lost, {"owner": str(administrator.id)})
    first = inbox.page(representative, limit=1)
    assert first.told == []
    assert first.next is not None
    assert [each.record_id for each in inbox.page(representative, before=first.next, limit=1).told] == [kept]


def test_a_batch_costs_few_statements(administrator: Actor, representative: Actor) -> None:
    for number in range(20):
        _account(administrator, f"Account {number}", owner=str(representative.id))
    sequencer.sequence()
    with CaptureQueriesContext(connection) as asked:
        consuming.drain()
    assert inbox.unread(representative.id) == 20
    assert len(asked) <= 30  # those of every consumer, whatever the number of entries
