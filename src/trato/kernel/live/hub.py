"""Who is listening, and telling them: one outbox read a signal, however many browsers are open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from django.db import connection

from trato.kernel.live import changes, presence
from trato.kernel.live.changes import Change
from trato.kernel.live.listener import Listener, badge, refresh, signal
from trato.kernel.live.presence import Presence
from trato.kernel.notifications import telling
from trato.kernel.timeline.sequencer import CHANNEL

MAX_BATCHES = 10
"""After how many batches of missed changes a browser is told to draw anew instead."""
RETRY_SECONDS = 1.0

T = TypeVar("T")


class Hub:
    """Listens to the database for all organizations and passes changes on to their listeners."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        self._positions: dict[str, int] = {}
        self._by_token: dict[str, Listener] = {}
        self.presence = Presence(lambda schema: tuple(self._listeners.get(schema, ())), self.ask)
        self._database = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    async def ask(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run database code in the one thread that has a connection."""
        return await asyncio.get_running_loop().run_in_executor(self._database, function, *arguments)

    async def join(self, listener: Listener) -> int:
        """Begin to tell a listener what changes; answers the position from which it is told."""
        schema = listener.organization.schema_name
        if schema not in self._positions:
            found = await self.ask(changes.last_position, listener.organization)
            self._positions.setdefault(schema, found)
        self._listeners.setdefault(schema, set()).add(listener)
        self._by_token[listener.token] = listener
        return self._positions[schema]

    async def missed(self, listener: Listener, after: int, until: int) -> AsyncIterator[bytes]:
        """The signals of what changed after one position and until another; of much, the first and a `refresh`."""
        for _batch in range(MAX_BATCHES):
            found = await self.ask(changes.since, listener.organization, after)
            [known] = await self._known([listener], [each for each in found if each.position <= until])
            for change in known:
                yield signal(change)
            if not found or found[-1].position >= until:
                return
            after = found[-1].position
        yield refresh(until)

    async def _known(self, listeners: Sequence[Listener], found: Sequence[Change]) -> list[list[Change]]:
        """For each listener those of the changes that they may learn of; asked only where owners do not tell."""
        actors = [each.actor for each in listeners]
        if any(changes.is_asked(change) for change in found):
            return await self.ask(changes.known, listeners[0].organization, actors, found)
        return [[change for change in found if changes.may_know(actor, change)] for actor in actors]

    def listener(self, token: str) -> Listener | None:
        """The open browser that was given this token."""
        return self._by_token.get(token)

    def leave(self, listener: Listener) -> None:
        self._by_token.pop(listener.token, None)
        schema = listener.organization.schema_name
        self._listeners.get(schema, set()).discard(listener)
        if not self._listeners.get(schema):
            self._listeners.pop(schema, None)
            self._positions.pop(schema, None)

    async def listen(self) -> None:
        """Pass on what the sequencer announces, for as long as the process lives; reconnects after a fault."""
        while True:
            try:
                await self._listen()
            except (psycopg.OperationalError, OSError):
                await asyncio.sleep(RETRY_SECONDS)

    async def _listen(self) -> None:
        known = connection.get_connection_params()
        names = ("dbname", "user", "password", "host", "port", "sslmode", "options")
        where: dict[str, Any] = {name: known[name] for name in names if known.get(name)}
        async with await psycopg.AsyncConnection.connect(**where, autocommit=True) as listening:
            await listening.execute(f"LISTEN {CHANNEL}")
            await listening.execute(f"LISTEN {telling.CHANNEL}")
            await listening.execute(f"LISTEN {presence.CHANNEL}")
            for schema in list(self._listeners):
                await self.announce(schema)
            async for notification in listening.notifies():
                if notification.channel == telling.CHANNEL:
                    await self.notify(*notification.payload.split(" ", 1))
                elif notification.channel == presence.CHANNEL:
                    await self.presence.heard(notification.payload)
                else:
                    await self.announce(notification.payload)

    async def notify(self, schema: str, user: str) -> None:
        """Tell the browsers of one person that something waits in the inbox."""
        theirs = [each for each in self._listeners.get(schema, ()) if str(each.actor.id) == user]
        if theirs:
            unread = await self.ask(changes.unread, theirs[0].organization, theirs[0].actor)
            for each in theirs:
                each.send(badge(unread, news=True))

    async def announce(self, schema: str) -> None:
        """Tell an organization's listeners what they were not told yet."""
        while listeners := self._listeners.get(schema):
            organization = next(iter(listeners)).organization
            found = await self.ask(changes.since, organization, self._positions[schema])
            if not found:
                return
            known: dict[Listener, list[Change]] = {}
            # Who came while the database was asked is told as well; who left took the position along.
            while waiting := [each for each in self._listeners.get(schema, ()) if each not in known]:
                known.update(zip(waiting, await self._known(waiting, found), strict=True))
            for listener in self._listeners.get(schema, ()):
                for change in known[listener]:
                    listener.send(signal(change))
            if schema in self._positions:
                self._positions[schema] = max(self._positions[schema], found[-1].position)
