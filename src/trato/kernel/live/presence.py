"""Who is looking at which record, and editing which of its fields: told to those who may see it.

Kept in memory by the process that the browser listens to. Processes tell each other through the database, again and
again, so that what one knew goes with it when it dies.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import orjson

from trato.kernel.fields.tags import hue_of
from trato.kernel.live import changes
from trato.kernel.live.listener import Listener
from trato.lib.ids import as_uuid
from trato.lib.text import initials

CHANNEL = "trato_presence"
MAX_SPOTS = 20
"""A browser is at so many places at most; further tabs are not counted."""
MAX_SHOWN = 12
BEAT_SECONDS = 30.0
FRESH_SECONDS = 75.0
ASKED_SECONDS = 30.0
"""For how long it is remembered who may see a record that is being edited."""
MAX_PAYLOAD = 7_000
"""PostgreSQL carries less than 8,000 bytes in a notification."""

Ask = Callable[..., Awaitable[Any]]


class Spot(NamedTuple):
    """A record, by the plural name of its object, that somebody has before them; `field` is the one they edit."""

    object: str
    id: UUID
    field: str = ""


class Place(NamedTuple):
    """A record of an organization."""

    schema: str
    object: str
    id: UUID


class Person(NamedTuple):
    """Somebody at a place; `field` as in Spot."""

    user: str
    name: str
    field: str


class Presence:
    """Who is where. `listeners` answers the open browsers of an organization; `ask` runs database code."""

    def __init__(self, listeners: Callable[[str], Iterable[Listener]], ask: Ask) -> None:
        self._listeners, self._ask = listeners, ask
        self._process = uuid4().hex
        self._here: dict[Place, dict[Listener, set[str]]] = defaultdict(dict)
        self._elsewhere: dict[Place, dict[str, tuple[float, tuple[Person, ...]]]] = defaultdict(dict)
        self._edited: dict[Place, set[str]] = {}
        self._asked: dict[Place, tuple[float, dict[Listener, bool]]] = {}

    async def move(self, listener: Listener, spots: Iterable[Spot]) -> None:
        """A browser is at these places now, and at no others; those that its person may not see are left out."""
        schema = listener.organization.schema_name
        wanted: dict[Place, set[str]] = defaultdict(set)
        for each in list(spots)[:MAX_SPOTS]:
            wanted[Place(schema, each.object, each.id)].add(each.field)
        new = [each for each in wanted if listener not in self._here.get(each, {})]
        if new:
            asked = [(each.object, each.id) for each in new]
            [seen] = await self._ask(changes.visible, listener.organization, [listener.actor], asked)
            for place in new:
                if (place.object, place.id) not in seen:
                    del wanted[place]
        before = {place for place, people in self._here.items() if listener in people}
        moved = [each for each in before | wanted.keys() if self._here.get(each, {}).get(listener) != wanted.get(each)]
        for place in moved:
            if place in wanted:
                self._here[place][listener] = wanted[place]
            else:
                self._here[place].pop(listener, None)
        await self._changed(moved)

    async def leave(self, listener: Listener) -> None:
        """A browser is gone."""
        await self.move(listener, ())

    async def heard(self, payload: str) -> None:
        """What another process says about who listens to it."""
        said = orjson.loads(payload)
        if said["from"] == self._process:
            return
        for name, one, people in said["places"]:
            place = Place(said["schema"], name, UUID(one))
            if people:
                self._elsewhere[place][said["from"]] = (time.monotonic(), tuple(Person(*each) for each in people))
            else:
                self._elsewhere[place].pop(said["from"], None)
            await self._tell(place)

    async def beat(self) -> None:
        """Say again who is here, and forget what processes that fell silent said, for as long as the process lives."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            late = time.monotonic() - FRESH_SECONDS
            for place, said in list(self._elsewhere.items()):
                silent = [process for process, (at, _people) in said.items() if at < late]
                for process in silent:
                    del said[process]
                if silent:
                    await self._tell(place)
            with suppress(Exception):  # the database is away: it is said again at the next beat
                await self._announce(self._here)

    async def _changed(self, places: Iterable[Place]) -> None:
        chosen = list(places)
        for place in chosen:
            await self._tell(place)
        await self._announce(chosen)

    async def _tell(self, place: Place) -> None:
        """Tell those at a place who else is there, and all who may see it which of its fields are being edited."""
        edited = {each.field for each in self._people(place) if each.field} | self._edited.get(place, set())
        seers = await self._seers(place) if edited else []
        people = list(self._people(place))  # it may be others by now: asking takes a while
        for listener in self._here.get(place, ()):
            others = {each.user: each for each in people if each.user != str(listener.actor.id)}
            listener.send(signal(place, "", others.values()))
        for field in edited:
            editors = [each for each in people if each.field == field]
            for listener in seers:
                listener.send(signal(place, field, [each for each in editors if each.user != str(listener.actor.id)]))
        self._edited[place] = {each.field for each in people if each.field}
        if not people:
            for known in (self._here, self._elsewhere, self._edited, self._asked):
                known.pop(place, None)

    async def _seers(self, place: Place) -> list[Listener]:
        """The open browsers of those who may see a record: asked for all together, and remembered for a little."""
        at, known = self._asked.get(place, (0.0, {}))
        if time.monotonic() - at > ASKED_SECONDS:
            at, known = time.monotonic(), {}
        new = [each for each in self._listeners(place.schema) if each not in known]
        if new:
            record = (place.object, place.id)
            actors = [each.actor for each in new]
            seen = await self._ask(changes.visible, new[0].organization, actors, [record])
            known.update((each, record in records) for each, records in zip(new, seen, strict=True))
            self._asked[place] = at, known
        return [each for each in self._listeners(place.schema) if known.get(each)]

    def _people(self, place: Place) -> Iterator[Person]:
        yield from self._own(place)
        for _at, people in self._elsewhere.get(place, {}).values():
            yield from people

    def _own(self, place: Place) -> Iterator[Person]:
        for listener, fields in self._here.get(place, {}).items():
            for field in fields:
                yield Person(str(listener.actor.id), listener.actor.name, field)

    async def _announce(self, places: Iterable[Place]) -> None:
        """Tell the other processes who of ours is at these places."""
        by_schema: dict[str, list[Any]] = defaultdict(list)
        for place in places:
            people = [tuple(each) for each in self._own(place)][:MAX_SHOWN]
            by_schema[place.schema].append([place.object, str(place.id), people])
        for schema, said in by_schema.items():
            for part in _parts(said):
                message = {"from": self._process, "schema": schema, "places": part}
                await self._ask(changes.notify, CHANNEL, orjson.dumps(message).decode())


def signal(place: Place, field: str, people: Iterable[Person]) -> bytes:
    """Who else is at a place, or edits one of its fields, as a server-sent event."""
    shown = [
        {"name": each.name, "initials": initials(each.name), "hue": hue_of(each.name)}
        for each in sorted(people, key=lambda each: each.name)[:MAX_SHOWN]
    ]
    data: dict[str, object] = {"object": place.object, "id": str(place.id), "users": shown}
    return b"event: presence\ndata: %b\n\n" % orjson.dumps({**data, "field": field} if field else data)


def spots_of(raw: object) -> list[Spot]:
    """The places that a browser says it is at: [{"object", "id", "field"?}]; what is no place is left out."""
    found = []
    for each in raw if isinstance(raw, list) else ():
        if isinstance(each, dict):
            one, name, field = as_uuid(str(each.get("id"))), each.get("object"), each.get("field", "")
            if one is not None and isinstance(name, str) and isinstance(field, str) and len(field) <= 100:
                found.append(Spot(name, one, field))
    return found


def _parts(said: list[Any]) -> Iterator[list[Any]]:
    """In pieces that a notification can carry."""
    part: list[Any] = []
    size = 0
    for each in said:
        length = len(orjson.dumps(each))
        if part and size + length > MAX_PAYLOAD:
            yield part
            part, size = [], 0
        part.append(each)
        size += length
    if part:
        yield part
