"""What an empty organization offers to begin with."""

from __future__ import annotations

from collections.abc import Callable

from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor

demo: Callable[[Actor], str] | None = None
"""Fills the organization with the demo company and answers where to go. Set by what has one (project)."""


def offered(actor: Actor) -> bool:
    """Whether the actor is offered it: the administrator of the installation's own organization."""
    return demo is not None and actor.is_administrator and scope.organization().is_default
