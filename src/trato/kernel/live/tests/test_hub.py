"""Who is told of a change, in which order, from where on, and what happens to who is too slow. No database."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any, TypeVar
from uuid import UUID, uuid4

import orjson
import pytest

from trato.kernel.live import app, changes
from trato.kernel.live import hub as hubs
from trato.kernel.live import listener as listeners
from trato.kernel.live.changes import Change
from trato.kernel.live.hub import Hub
from trato.kernel.live.listener import Listener
from trato.kernel.tenancy.actor import Actor, Grant, Reach
from trato.kernel.tenancy.models import Organization

ANA, LUIS = uuid4(), uuid4()
NORTE, SUR = Organization(schema_name="norte"), Organization(schema_name="sur")
BATCH = 3

pytestmark = pytest.mark.anyio

T = TypeVar("T")


class Outbox:
    """What happened in each organization, read as `changes` reads it."""

    def __init__(self) -> None:
        self.changes: dict[str, list[Change]] = {}
        self.asked: list[int] = []

    def add(self, owner: UUID | None = ANA, organization: Organization = NORTE) -> int:
        """One more account changed; answers its position."""
        found = self.changes.setdefault(organization.schema_name, [])
        found.append(Change(len(found) + 1, "account", uuid4(), 1, owner))
        return len(found)

    def since(self, organization: Organization, position: int) -> list[Change]:
        self.asked.append(position)
        found = self.changes.get(organization.schema_name, [])
        return [each for each in found if each.position > position][:BATCH]

    def last_position(self, organization: Organization) -> int:
        return len(self.changes.get(organization.schema_name, []))


class InlineHub(Hub):
    """Asks at once; `meanwhile` is what happens before the next answer arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: list[Callable[[], Any]] = []

    async def ask(self, function: Callable[..., T], *arguments: Any) -> T:
        found = function(*arguments)
        if self.meanwhile:
            happened = self.meanwhile.pop()()
            if asyncio.iscoroutine(happened):
                await happened
        return found


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    made = Outbox()
    monkeypatch.setattr(changes, "since", made.since)
    monkeypatch.setattr(changes, "last_position", made.last_position)
    monkeypatch.setattr(changes, "unread", lambda _organization, actor: 3 if actor.id == LUIS else 0)
    return made


@pytest.fixture
def hub(outbox: Outbox) -> InlineHub:
    return InlineHub()


def _listener(reach: Reach = Reach.ALL, owner: UUID = ANA, organization: Organization = NORTE) -> Listener:
    actor = Actor(id=owner, name="x", grants={"*": Grant(read=reach)}, own=(owner,))
    return Listener(organization, actor)


def _position(message: bytes) -> int:
    """The id of a `changed` signal."""
    fields = dict(line.split(": ", 1) for line in message.decode().strip().splitlines())
    assert fields["event"] == "changed"
    assert orjson.loads(fields["data"])["object"] == "accounts"
    return int(fields["id"])


def _told(listener: Listener) -> list[int]:
    return [_position(listener.queue.get_nowait()) for _each in range(listener.queue.qsize())]


async def _all(messages: AsyncIterator[bytes]) -> list[bytes]:
    return [each async for each in messages]


async def test_each_listener_is_told_in_order_what_it_may_know(hub: InlineHub, outbox: Outbox) -> None:
    everyone, ana, luis = _listener(), _listener(Reach.OWN), _listener(Reach.OWN, LUIS)
    nobody, elsewhere = _listener(Reach.NONE), _listener(organization=SUR)
    for each in (everyone, ana, luis, nobody, elsewhere):
        assert await hub.join(each) == 0
    for owner in (ANA, LUIS, ANA, None, LUIS):
        outbox.add(owner)
    await hub.announce("norte")
    assert [_told(each) for each in (everyone, ana, luis)] == [[1, 2, 3, 4, 5], [1, 3], [2, 5]]
    assert [_told(each) for each in (nobody, elsewhere)] == [[], []]


async def test_what_owners_do_not_tell_is_asked_once_for_all_and_who_comes_meanwhile_is_asked_too(
    hub: InlineHub, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def known(_organization: Organization, actors: list[Actor], found: list[Change]) -> list[list[Change]]:
        asked.append(len(actors))
        return [found if actor.id == LUIS else [] for actor in actors]

    monkeypatch.setattr(changes, "known", known)
    ana, luis, late = _listener(), _listener(Reach.NONE, LUIS), _listener(Reach.NONE, LUIS)
    for each in (ana, luis):
        await hub.join(each)
    outbox.changes["norte"] = [Change(1, "note", uuid4(), 1, ANA)]
    hub.meanwhile = [lambda: hub.join(late), lambda: None]
    await hub.announce("norte")
    assert asked == [2, 1]
    assert [each.queue.qsize() for each in (ana, luis, late)] == [0, 1, 1]


async def test_nothing_is_told_twice_or_of_before_one_came(hub: InlineHub, outbox: Outbox) -> None:
    outbox.add()
    first, second = _listener(), _listener()
    assert await hub.join(first) == 1
    outbox.add()
    await hub.announce("norte")
    assert await hub.join(second) == 2
    outbox.add()
    await hub.announce("norte")
    assert (_told(first), _told(second)) == ([2, 3], [3])


async def test_who_comes_while_the_database_is_asked_is_told_too(hub: InlineHub, outbox: Outbox) -> None:
    first, second = _listener(), _listener()
    await hub.join(first)
    outbox.add()
    hub.meanwhile = [lambda: hub.join(second)]
    await hub.announce("norte")
    assert (_told(first), _told(second)) == ([1], [1])


async def test_of_two_who_come_at_once_neither_misses_what_happens_between(hub: InlineHub, outbox: Outbox) -> None:
    first, second = _listener(), _listener()

    async def other_comes() -> None:
        assert await hub.join(second) == 0
        outbox.add()
        await hub.announce("norte")
        outbox.add()

    hub.meanwhile = [other_comes]
    assert await hub.join(first) == 1
    await hub.announce("norte")
    assert (_told(first), _told(second)) == ([2], [1, 2])


async def test_without_listeners_the_database_is_not_asked(hub: InlineHub, outbox: Outbox) -> None:
    listener = _listener()
    await hub.join(listener)
    outbox.add()
    hub.meanwhile = [lambda: hub.leave(listener)]
    await hub.announce("norte")
    assert (_told(listener), outbox.asked) == ([], [0])
    await hub.announce("norte")
    assert outbox.asked == [0]
    assert await hub.join(listener) == 1


async def test_what_was_missed_comes_in_batches_by_the_same_rights(hub: InlineHub, outbox: Outbox) -> None:
    for owner in (ANA, LUIS, ANA, ANA, LUIS, LUIS, ANA, ANA, ANA):
        outbox.add(owner)
    found = await _all(hub.missed(_listener(Reach.OWN), 1, 8))
    assert [_position(each) for each in found] == [3, 4, 7, 8]
    assert await _all(hub.missed(_listener(), 9, 9)) == []


async def test_of_too_much_the_first_is_named_and_the_rest_is_a_refresh(
    hub: InlineHub, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "MAX_BATCHES", 2)
    for _each in range(7):
        outbox.add()
    *named, last = await _all(hub.missed(_listener(), 0, 7))
    assert [_position(each) for each in named] == [1, 2, 3, 4, 5, 6]
    assert last == b"id: 7\nevent: refresh\ndata: {}\n\n"
    assert [_position(each) for each in await _all(hub.missed(_listener(), 1, 7))] == [2, 3, 4, 5, 6, 7]


async def test_a_stream_resumes_before_it_says_where_it_is(
    hub: InlineHub, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "hub", hub)
    for _each in range(3):
        outbox.add()
    async with aclosing(app.stream(_listener(), "norte.example", "key", 1)) as stream:
        begun = [await anext(stream) for _each in range(5)]
        assert (begun[0][:13], begun[3:]) == (b"retry: 2000\n\n", [b"id: 3\n\n", listeners.badge(0, news=False)])
        assert [_position(each) for each in begun[1:3]] == [2, 3]
        outbox.add()
        await hub.announce("norte")
        assert _position(await anext(stream)) == 4


async def test_a_stream_too_slow_ends_where_it_can_be_resumed_without_a_gap(
    hub: InlineHub, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "hub", hub)
    monkeypatch.setattr(listeners, "MAX_WAITING", 2)
    slow, other = _listener(), _listener(Reach.OWN, LUIS)
    await hub.join(other)
    stream = app.stream(slow, "norte.example", "key", None)
    begun = [await anext(stream) for _each in range(3)]
    assert begun == [b"retry: 2000\n\n" + listeners.hello(slow.token), b"id: 0\n\n", listeners.badge(0, news=False)]
    for owner in (ANA, ANA, ANA, LUIS):
        outbox.add(owner)
    await hub.announce("norte")
    assert _position(await anext(stream)) == 1
    outbox.add()
    await hub.announce("norte")
    assert [_position(each) for each in await _all(stream)] == [2]
    assert (_told(other), slow.queue.qsize()) == ([4], 0)
    async with aclosing(app.stream(_listener(), "norte.example", "key", 2)) as resumed:
        begun = [await anext(resumed) for _each in range(5)]
    assert [_position(each) for each in begun[1:4]] == [3, 4, 5]


async def test_only_the_person_told_is_told(hub: InlineHub) -> None:
    ana, luis = _listener(), _listener(Reach.OWN, LUIS)
    elsewhere = Listener(SUR, luis.actor)
    for each in (ana, luis, elsewhere):
        await hub.join(each)
    await hub.notify("norte", str(LUIS))
    assert luis.queue.get_nowait() == listeners.badge(3, news=True)
    assert (ana.queue.empty(), elsewhere.queue.empty()) == (True, True)


@pytest.mark.parametrize(
    ("url", "origin", "may"),
    [
        ("http://localhost:8000", "http://localhost:8000", True),
        ("http://localhost:8000", "http://127.0.0.1:8000", True),
        ("http://localhost:8000", "http://demo.localhost:8000", True),
        ("http://localhost:8000", "http://localhost:9000", False),
        ("https://crm.example.com", "https://norte.crm.example.com", True),
        ("https://crm.example.com", "https://localhost", False),
        ("https://crm.example.com", "https://crm.example.com.evil.example", False),
        ("https://crm.example.com", "http://crm.example.com", False),
    ],
)
async def test_only_our_own_pages_listen(url: str, origin: str, may: bool) -> None:  # a table's column
    assert (re.fullmatch(app.origins(url), origin) is not None) is may
