"""The demo company as pages know it: what an empty organization offers to begin with, and the bar inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from trato.kernel.access.models import User
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody of the demo company as whom one can look around."""

    key: str
    label: _StrOrPromise
    help: _StrOrPromise


class Demo(Protocol):
    """What has a demo company. `explore` answers the address that signs a persona in once, and makes the company if
    there is none; `person` who a persona is, within it; `persona_of` which one somebody is; `remove` drops it all and
    answers where to go."""

    @property
    def personas(self) -> tuple[Persona, ...]: ...
    def is_there(self) -> bool: ...
    def explore(self, actor: Actor, persona: str) -> str: ...
    def person(self, persona: str) -> User: ...
    def persona_of(self, actor: Actor) -> Persona | None: ...
    def remove(self) -> str: ...


demo: Demo | None = None
"""Set by what has one (project)."""


def offered(actor: Actor) -> Demo | None:
    """The demo company, if the actor is offered it: the administrator of the installation's own organization."""
    return demo if actor.is_administrator and scope.organization().is_default else None


def inside(actor: Actor) -> Persona | None:
    """Which persona the actor is, inside the demo company; None for everybody else and elsewhere."""
    return demo.persona_of(actor) if demo is not None and scope.organization().is_demo else None
