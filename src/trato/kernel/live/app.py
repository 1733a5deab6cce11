"""The ASGI app of the live signals: `GET /live`, server-sent events, signed in by the pages' cookie."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import django
import orjson

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trato.project.settings")
django.setup()

from django.conf import settings
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from trato.kernel.access.middleware import SESSION_COOKIE
from trato.kernel.live import changes
from trato.kernel.live.hub import Hub
from trato.kernel.live.listener import Listener, badge, hello
from trato.kernel.live.presence import spots_of

HEARTBEAT_SECONDS = 20.0
RIGHTS_SECONDS = 30.0
"""For how long an actor's rights are taken as read before they are asked again."""

MAX_BODY = 8_192
LOOPBACK = ("localhost", "127.0.0.1", "::1")

hub = Hub()
leaving: set[asyncio.Future[None]] = set()
"""Browsers that are being taken off the places they were at; kept, or the loop may forget them."""


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    """Listen to the database as long as the app lives."""
    tasks = [asyncio.create_task(hub.listen()), asyncio.create_task(hub.presence.beat())]
    yield
    for task in tasks:
        task.cancel()


async def live(request: Request) -> Response:
    """The stream of one browser. 401 without a session."""
    session = request.cookies.get(SESSION_COOKIE, "")
    host = request.headers.get("host", "")
    found = await hub.ask(changes.sign_in, host, session) if session else None
    if found is None:
        return PlainTextResponse("Sign in first.", status_code=401)
    organization, signed_in = found
    listener = Listener(organization, signed_in.actor)
    resumed = request.headers.get("last-event-id", "")
    after = int(resumed) if resumed.isdecimal() and len(resumed) < 19 else None
    return StreamingResponse(
        stream(listener, host, session, after),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def here(request: Request) -> Response:
    """Where a browser's pages are: {"token", "spots": [{"object", "id", "field"?}]}. 404 for a stream that is over."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return PlainTextResponse("Too much.", status_code=413)
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        said = None
    if not isinstance(said, dict):
        return PlainTextResponse("Send an object.", status_code=400)
    listener = hub.listener(str(said.get("token")))
    session = request.cookies.get(SESSION_COOKIE, "")
    found = await hub.ask(changes.sign_in, request.headers.get("host", ""), session) if listener and session else None
    if listener is None or found is None or found[1].actor.id != listener.actor.id:
        return PlainTextResponse("Listen first.", status_code=404)
    await hub.presence.move(listener, spots_of(said.get("spots")))
    return Response(status_code=204)


async def stream(listener: Listener, host: str, session: str, after: int | None) -> AsyncGenerator[bytes, None]:
    """What a browser is sent: what it missed since `after`, where it is now, and then what changes."""
    position = await hub.join(listener)
    try:
        yield b"retry: 2000\n\n" + hello(listener.token)
        if after is not None:
            async for message in hub.missed(listener, after, position):
                yield message
        yield b"id: %d\n\n" % position
        yield badge(await hub.ask(changes.unread, listener.organization, listener.actor), news=False)
        asked = time.monotonic()
        while not listener.finished:
            try:
                message = await asyncio.wait_for(listener.queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                message = b": still here\n\n"
            if time.monotonic() - asked > RIGHTS_SECONDS:
                found = await hub.ask(changes.sign_in, host, session)
                if found is None:
                    return
                listener.actor, asked = found[1].actor, time.monotonic()
            yield message
    finally:
        hub.leave(listener)
        leaving.add(gone := asyncio.ensure_future(hub.presence.leave(listener)))
        gone.add_done_callback(leaving.discard)


def origins(url: str) -> str:
    """The pages that may listen, as a pattern: those at `url`, and those of organizations with a host name below it; of
    a machine's own address by each of its names."""
    parts = urlsplit(url)
    names = LOOPBACK if parts.hostname in LOOPBACK else (parts.hostname or "",)
    hosts = "|".join(re.escape(f"[{each}]" if ":" in each else each) for each in names)
    port = f":{parts.port}" if parts.port else ""
    return rf"{re.escape(parts.scheme)}://([a-z0-9-]+\.)*({hosts}){port}"


async def health(_request: Request) -> Response:
    return PlainTextResponse("ok")


app = Starlette(
    routes=[Route("/live", live), Route("/live/here", here, methods=["POST"]), Route("/healthz", health)],
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origin_regex=origins(settings.TRATO_URL),
            allow_credentials=True,
            allow_methods=["GET", "POST"],
            allow_headers=["Last-Event-ID"],
        )
    ],
    lifespan=lifespan,
)
