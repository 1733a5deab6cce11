"""Open pages of a record hear of what is written about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.fixtures import MakeActor
from trato.kernel.access import actors, policy
from trato.kernel.actions import runner
from trato.kernel.live import changes
from trato.kernel.live.changes import Change
from trato.kernel.live.listener import signal
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor, as_system
from trato.kernel.tenancy.database import fetch
from trato.kernel.tenancy.models import Organization
from trato.kernel.timeline import sequencer
from trato.lib import sql
from trato.lib.sql import Sql

MOST_WORDINGS = 4
"""In so many wordings the rights of people of four roles can be said."""


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
    assert len(asked(queries)) == 2  # one for each object, not for each record


@pytest.fixture
def fifty(make_actor: MakeActor) -> list[Actor]:
    """People of every role, in two teams, some of whom others report to."""
    teams = [runner.create(as_system("a team"), "team", {"name": name}).record.pk for name in ("North", "South")]
    people: list[Actor] = []
    for number in range(50):
        role = ("representative", "representative", "manager", "read-only", "administrator")[number % 5]
        chief = people[number // 2].id if number > 10 else None
        people.append(make_actor(role, name=f"P{number}", team=teams[number % 2], manager=chief))
    return [actors.of_user(each.id) for each in people if each.id]


def test_fifty_people_are_asked_about_in_as_many_statements_as_their_rights_have_wordings(
    organization: Organization, fifty: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And each is told exactly what they would see if they asked for it themselves."""
    monkeypatch.setattr(changes, "close_old_connections", lambda: None)
    found = list(_happened(fifty))
    with CaptureQueriesContext(connection) as queries:
        told = changes.known(organization, fifty, found)
    assert len(asked(queries)) <= MOST_WORDINGS * len({each.object for each in found})
    for actor, known in zip(fifty, told, strict=True):
        seen = _seen(actor, found)
        assert known == [each for each in found if each.id in seen], actor.name
    with CaptureQueriesContext(connection) as queries:
        changes.known(organization, fifty, found[:1])
    assert len(queries) <= MOST_WORDINGS + 1  # and one for which fields the organization has
    numbers = {sum(each in known for known in told) for each in found}
    assert 50 in numbers
    assert min(numbers) < 10


def _happened(people: list[Actor]) -> Iterator[Change]:
    """Changes of notes, comments, tasks, lists and what lies on them, by several people about each other's deals."""
    ana, luis, eva = [each for each in people if each.grant("deal").create and not each.administers][:3]
    for author in (ana, luis, eva):
        deal = runner.create(author, "deal", {"name": "Big"}).record.pk
        about = [{"object": "deals", "id": str(deal)}]
        mention = f'<p><a href="/r/user/{people[5].id}">@P5</a></p>'
        for other, body, private in ((eva, "x", False), (luis, mention, False), (ana, mention, True)):
            values = {"body": body, "is_private": private, "about": about}
            note = runner.create(as_system("who writes about any"), "note", {**values, "owner": str(other.id)}).record
            yield Change(1, "note", note.pk, 1, note.owner_id)
            said = {"body": "y", "about": [{"object": "notes", "id": str(note.pk)}]}
            comment = runner.create(other, "comment", said).record
            yield Change(1, "comment", comment.pk, 1, comment.owner_id)
        task = runner.create(author, "task", {"name": "Call", "about": about}).record
        yield Change(1, "task", task.pk, 1, task.owner_id)
        for audience in ("private", "team", "everyone"):
            shared = runner.create(author, "list", {"name": audience, "object": "deals", "audience": audience}).record
            yield Change(1, "list", shared.pk, 1, shared.owner_id)
            lying = runner.create(author, "list_entry", {"list": str(shared.pk), "record_id": str(deal)}).record
            yield Change(1, "list_entry", lying.pk, 1, lying.owner_id)


def _seen(actor: Actor, found: Sequence[Change]) -> set[UUID]:
    """What they see if they ask themselves, one object after the other."""
    seen: set[UUID] = set()
    for name in {each.object for each in found}:
        spec, ids = registry.get(name), [each.id for each in found if each.object == name]
        head = Sql(f"SELECT a.id FROM {sql.name(spec.table)} a WHERE a.id = ANY(%s::uuid[]) AND ", (ids,))
        seen.update(one for (one,) in fetch(head + policy.visible(actor, spec, "a")))
    return seen


def asked(queries: CaptureQueriesContext) -> list[str]:
    """The statements that ask who sees what."""
    return [each["sql"] for each in queries.captured_queries if "SELECT w.n, a.id" in each["sql"]]
