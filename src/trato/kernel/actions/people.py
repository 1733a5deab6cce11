"""What administrators do with people: let them in. And what a new person is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from trato.kernel.access import links
from trato.kernel.access.models import Role, User
from trato.kernel.actions.registry import Secret, action, prepares
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor

USUAL_ROLE = "representative"


@action(
    "user.invite",
    label=_("Sign-in link"),
    past=_("made a sign-in link for"),
    icon="key",
    key="i",
    alone=True,
    available=lambda user: bool(user.email) and user.is_active,
)
def invite(*, actor: Actor, user: User) -> Mapping[str, Any]:
    """An address that lets the person in once, within a day: for the first time, or when a password is forgotten."""
    return {"link": Secret(links.sign_in_link(scope.organization(), user))}


@prepares("user")
def give_role(*, actor: Actor, record: User, given: frozenset[str]) -> None:
    """Whoever is made without a role may do what most may: without one they would see nothing."""
    if record._state.adding and record.role_id is None and "role" not in given:
        record.role = Role.objects.filter(key=USUAL_ROLE).first()


@prepares("role")
def begin_with_the_usual_rights(*, actor: Actor, record: Role, given: frozenset[str]) -> None:
    """A new role begins with what most people may: one with no rights would let nobody see a thing."""
    if record._state.adding and "grants" not in given:
        usual = Role.objects.filter(key=USUAL_ROLE).first()
        record.grants = usual.grants if usual else {}
