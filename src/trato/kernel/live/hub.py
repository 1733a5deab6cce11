"""Who is listening, and telling them: one outbox read a signal, however many browsers are open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson
import psycopg
from django.db import connection

from trato.kernel.live import changes
from trato.kernel.live.changes import Change
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization
from trato.kernel.timeline.sequencer import CHANNEL

MAX_WAITING = 256
RETRY_SECONDS = 1.0

T = TypeVar("T")


@dataclass(eq=False)
class Listener:
    """One open browser. Signals it is too slow to take are dropped; it then asks anew from its last position."""

    organization: Organization
    actor: Actor
    queue: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(MAX_WAITING))

    def tell(self, change: Change) -> None:
        if changes.may_know(self.actor, change) and not self.queue.full():
            self.queue.put_nowait(signal(change))


def signal(change: Change) -> bytes:
    """A change as a server-sent event, with its position as the id to resume from."""
    spec = registry.declared(change.object)
    data = orjson.dumps(
        {"object": spec.plural if spec else change.object, "id": str(change.id), "version": change.version}
    )
    return b"id: %d\nevent: changed\ndata: %b\n\n" % (change.position, data)


class Hub:
    """Listens to the database for all organizations and passes changes on to their listeners."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        self._positions: dict[str, int] = {}
        self._database = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    async def ask(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run database code in the one thread that has a connection."""
        return await asyncio.get_running_loop().run_in_executor(self._database, function, *arguments)

    async def join(self, listener: Listener) -> int:
        """Begin to tell a listener what changes; answers the position from which it is told."""
        schema = listener.organization.schema_name
        if schema not in self._positions:
            self._positions[schema] = await self.ask(changes.last_position, listener.organization)
        self._listeners.setdefault(schema, set()).add(listener)
        return self._positions[schema]

    def leave(self, listener: Listener) -> None:
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
            for schema in list(self._listeners):
                await self._announce(schema)
            async for notification in listening.notifies():
                await self._announce(notification.payload)

    async def _announce(self, schema: str) -> None:
        listeners = list(self._listeners.get(schema, ()))
        while listeners:
            found = await self.ask(changes.since, listeners[0].organization, self._positions.get(schema, 0))
            for change in found:
                for listener in listeners:
                    listener.tell(change)
            if not found:
                return
            self._positions[schema] = max(self._positions.get(schema, 0), found[-1].position)
