"""The declaration of one operation: what it takes and gives, for the endpoint that runs it and for OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest

from trato.kernel.api import params
from trato.kernel.api.answers import Answer
from trato.kernel.api.params import Params
from trato.kernel.fields.base import Json
from trato.kernel.tenancy.actor import Actor

View = Callable[..., Answer]


@dataclass
class Call:
    """One request: who asks, the parameters (only declared ones), the body and the version it is meant for."""

    request: HttpRequest
    actor: Actor
    params: Params

    @cached_property
    def body(self) -> Json:
        return params.body_of(self.request)

    @cached_property
    def object(self) -> dict[str, Json]:
        """The body, which must be an object."""
        return params.mapping(self.body)

    @property
    def expect(self) -> int | None:
        return params.expected_version(self.request)


@dataclass(frozen=True)
class Operation:
    """A view with its contract. `takes` and `gives` name schemas of the OpenAPI document; `{O}` stands for the
    object."""

    run: View
    summary: str
    parameters: tuple[str, ...] = ()
    takes: str = ""
    gives: str = ""
    status: int = 200
    conditional: bool = False
    """Understands If-Match."""
    problems: tuple[str, ...] = field(default=())
    """Codes beyond those that every operation may answer."""


def operation(
    summary: str,
    *parameters: str,
    takes: str = "",
    gives: str = "",
    status: int = 200,
    conditional: bool = False,
    problems: tuple[str, ...] = (),
) -> Callable[[View], Operation]:
    """Declare `view(call, …path)` as an operation."""

    def declare(view: View) -> Operation:
        return Operation(view, summary, parameters, takes, gives, status, conditional, problems)

    return declare


@dataclass(frozen=True)
class Route:
    """An address under /api/v1/ with its operations by method. `{objects}`, `{id}`… are filled in by the caller."""

    path: str
    operations: Mapping[str, Operation]


def route(path: str, **operations: Operation) -> Route:
    """`route("{objects}/{id}", GET=read, PATCH=change)`."""
    return Route(path, operations)
