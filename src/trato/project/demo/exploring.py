"""The way into the demo company from the first page of an empty organization."""

from __future__ import annotations

from trato.kernel.access.accounts import ensure_administrator
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.project.demo import company
from trato.kernel.access.links import sign_in_link


def explore(actor: Actor) -> str:
    """The demo company, made if there is none: the address that signs its administrator in once."""
    found = company.find() or company.make("small", language=actor.language)
    with scope.enter(found):
        return sign_in_link(found, ensure_administrator("admin@demo.example"))
