"""Programs that call the API, each with a token of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from django.http import HttpResponseBase
from django.test import Client

from tests.fixtures import MakeActor
from trato.kernel.access import sessions
from trato.kernel.access.models import User
from trato.kernel.tenancy.actor import Actor


@dataclass
class Answered:
    """An answer, read."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return str(self.body["code"])

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(pointer, code) of each thing that was wrong."""
        return [(each["pointer"], each["code"]) for each in self.body["errors"]]


@dataclass
class Program:
    """A caller with a token. `actor` is whom it speaks for."""

    actor: Actor
    token: str
    host: str = "testserver"
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: Any) -> Answered:
        content = raw if raw is not None else (b"" if body is None else orjson.dumps(body))
        given = {"Authorization": f"Bearer {self.token}", **self.headers}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        kind = given.pop("Content-Type", "application/json")
        response = Client(headers={**given, "Host": self.host}).generic(method, f"/api/v1/{path}", content, kind)
        return answered(response)

    def get(self, path: str, **headers: Any) -> Answered:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: Any) -> Answered:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: Any) -> Answered:
        return self.send("PATCH", path, body, **headers)

    def put(self, path: str, body: Any, **headers: Any) -> Answered:
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str, body: Any = None, **headers: Any) -> Answered:
        return self.send("DELETE", path, body, **headers)

    def make(self, objects: str, **values: Any) -> str:
        """A new record; answers its id."""
        made = self.post(objects, values)
        assert made.status == 201, made.body
        return str(made.body["id"])


def answered(response: HttpResponseBase) -> Answered:
    headers, content = dict(response.headers), response.getvalue()
    if response.status_code >= 400:
        assert headers["Content-Type"] == "application/problem+json"
        problem = orjson.loads(content)
        assert {"type", "title", "status", "detail", "code"} <= problem.keys()
        assert problem["status"] == response.status_code
    return Answered(response.status_code, orjson.loads(content) if content else None, headers)


Programs = Callable[..., Program]


@pytest.fixture
def program(make_actor: MakeActor) -> Programs:
    """`program("representative", scopes=("read",))`: a caller with that role."""

    def make(
        role: str = "administrator", *, name: str = "", scopes: Any = ("read", "write", "admin"), rate: int = 0
    ) -> Program:
        actor = make_actor(role, name=name or role)
        token = sessions.make_token(
            User.objects.get(email=f"{(name or role).casefold()}@example.com"), label="test", scopes=scopes, rate=rate
        )
        return Program(actor, token)

    return make


@pytest.fixture
def admin(program: Programs) -> Program:
    return program("administrator", name="Alba")


@pytest.fixture
def rep(program: Programs) -> Program:
    return program("representative", name="Rosa", scopes=("read", "write"))


@pytest.fixture
def reader(program: Programs) -> Program:
    return program("read-only", name="Leo", scopes=("read", "write"))
