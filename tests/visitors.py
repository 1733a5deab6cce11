"""Browsers without a screen: each signed in as somebody, speaking as pages and as their elements do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from trato.kernel.access import sessions
from trato.kernel.access.middleware import SESSION_COOKIE
from trato.kernel.access.models import User
from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor


class Visitor:
    """Somebody at a browser. `page` asks as a click on a link does, `part` and `send` as htmx and the elements do."""

    def __init__(self, actor: Actor | None) -> None:
        self.actor = actor
        self.client = Client(headers={"Host": "testserver"}, enforce_csrf_checks=False)
        if actor is not None:
            user = User.objects.get(pk=actor.id)
            self.client.cookies[SESSION_COOKIE] = sessions.open_session(user)

    def page(self, path: str) -> Shown:
        return Shown(self.client.get(path))

    def part(self, path: str) -> Shown:
        return Shown(self.client.get(path, headers={"HX-Request": "true"}))

    def send(self, path: str, **values: Any) -> Shown:
        return Shown(self.client.post(path, values, headers={"HX-Request": "true"}))


@dataclass
class Shown:
    """An answer as a person sees it."""

    response: HttpResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def html(self) -> str:
        return self.response.content.decode()

    @property
    def words(self) -> str:
        """What can be read, tags left out, blanks as one."""
        from_body = self.html.partition("<body")[2] or self.html
        without = re.sub(r"<script.*?</script>|<template.*?</template>|<[^>]*>", " ", from_body, flags=re.DOTALL)
        return " ".join(without.split())

    @property
    def signals(self) -> dict[str, Any]:
        return json.loads(self.response.headers.get("HX-Trigger", "{}"))

    @property
    def toast(self) -> str:
        return str(self.signals.get("toast", {}).get("message", ""))

    @property
    def goes_to(self) -> str:
        return self.response.headers.get("HX-Redirect") or self.response.headers.get("Location", "")


def column(actor: Actor, name: str, path: str) -> list[object]:
    """What all records of an object have at `path`, in the order of their titles; of a link, the title."""
    spec = registry.get(name)
    rows = listing.page(actor, spec, ListQuery(paths=(path,), sort=spec.title)).rows
    return [row[path].name if hasattr(row[path], "name") else row[path] for row in rows]


Make = Callable[..., UUID]


@pytest.fixture
def visit() -> Callable[[Actor | None], Visitor]:
    return Visitor


@pytest.fixture
def alba(administrator: Actor) -> Visitor:
    """The administrator at a browser."""
    return Visitor(administrator)


@pytest.fixture
def rosa(representative: Actor) -> Visitor:
    """A representative at a browser."""
    return Visitor(representative)


@pytest.fixture
def make(administrator: Actor) -> Make:
    """`make("account", name="Acme")`: a record of the administrator's, or of `by`."""

    def one(object_name: str, *, by: Actor | None = None, **values: Any) -> UUID:
        return runner.create(by or administrator, object_name, values).record.pk

    return one
