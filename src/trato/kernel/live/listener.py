"""One open browser, and what it is sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from uuid import uuid4

import orjson

from trato.kernel.live.changes import Change
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization

MAX_WAITING = 256


@dataclass(eq=False)
class Listener:
    """One open browser. When it is too slow to take its signals it is told no more: it takes those that wait, its
    stream ends, and it asks anew from its last position. By its `token` its pages say where they are."""

    organization: Organization
    actor: Actor
    token: str = field(default_factory=lambda: uuid4().hex)
    queue: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(MAX_WAITING))
    overrun: bool = False

    @property
    def finished(self) -> bool:
        """Whether it took all that it will ever be told."""
        return self.overrun and self.queue.empty()

    def send(self, message: bytes) -> None:
        if self.overrun:
            return
        if self.queue.full():
            self.overrun = True
        else:
            self.queue.put_nowait(message)


def signal(change: Change) -> bytes:
    """A change as a server-sent event, with its position as the id to resume from."""
    spec = registry.declared(change.object)
    version = {} if change.version is None else {"version": change.version}
    data = orjson.dumps({"object": spec.plural if spec else change.object, "id": str(change.id), **version})
    return b"id: %d\nevent: changed\ndata: %b\n\n" % (change.position, data)


def badge(unread: int, *, news: bool) -> bytes:
    """How many notifications wait for a person; `news` when one has just come."""
    return b"event: badge\ndata: %b\n\n" % orjson.dumps({"name": "inbox", "count": unread, "news": news})


def refresh(position: int) -> bytes:
    """That too much changed to name it all: draw anew what is shown."""
    return b"id: %d\nevent: refresh\ndata: {}\n\n" % position


def hello(token: str) -> bytes:
    """What a browser is told first: the word by which its pages say where they are."""
    return b"event: hello\ndata: %b\n\n" % orjson.dumps({"token": token})
