"""What lets people and programs in, and what the organization is set to: each change leaves an entry, never a secret.

None of it is a record's field, so the runner does not see it; the entries stand on the person's timeline, and on the
organization's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from trato.kernel.access import administration, sessions
from trato.kernel.access.models import User
from trato.kernel.actions.entries import write_about, write_settings
from trato.kernel.objects import registry as objects
from trato.kernel.tenancy import organizations
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization

SET_PASSWORD, SIGN_IN_BY_LINK = "set_password", "sign_in_by_link"
MAKE_TOKEN, REVOKE_TOKEN, CONFIGURE = "make_token", "revoke_token", "configure"
VERBS = frozenset({SET_PASSWORD, SIGN_IN_BY_LINK, MAKE_TOKEN, REVOKE_TOKEN, CONFIGURE})
"""Told of, but never taken back: a key that was seen, or a password that was replaced, stays so."""


@transaction.atomic
def set_password(actor: Actor, password: str, *, current: str, session: str) -> bool:
    """Choose one's own password; False when the current one was asked for and is wrong."""
    done = administration.set_password(actor, password, current=current, session=session)
    if done and actor.id is not None:
        _tell(actor, SET_PASSWORD, actor.id, actor.name)
    return done


@transaction.atomic
def use_sign_in_link(key: str) -> User | None:
    """The user that the link signs in, or None when it was used, is too old or never was."""
    user = sessions.use_sign_in_link(key)
    if user is not None:
        _tell(Actor(id=user.pk, name=user.name), SIGN_IN_BY_LINK, user.pk, user.name)
    return user


@transaction.atomic
def make_own_token(actor: Actor, *, label: str, scopes: tuple[str, ...], days: int | None) -> str:
    """A key that speaks for the actor; shown once."""
    key = administration.make_own_token(actor, label=label, scopes=scopes, days=days)
    if actor.id is not None:
        _tell(actor, MAKE_TOKEN, actor.id, actor.name, {"label": label, "scopes": list(scopes), "days": days})
    return key


@transaction.atomic
def make_token(
    actor: Actor, user: User, *, label: str, scopes: tuple[str, ...], rate: int = 100, days: int | None = None
) -> str:
    """A key that speaks for somebody, as the operator makes it; shown once."""
    key = sessions.make_token(user, label=label, scopes=scopes, rate=rate, days=days)
    _tell(actor, MAKE_TOKEN, user.pk, user.name, {"label": label, "scopes": list(scopes), "days": days})
    return key


@transaction.atomic
def revoke_token(actor: Actor, token_id: UUID) -> bool:
    """End a key: one's own, or anybody's for administrators."""
    token = administration.revoke(actor, token_id)
    if token is not None:
        _tell(actor, REVOKE_TOKEN, token.user.pk, token.user.name, {"label": token.label})
    return token is not None


@transaction.atomic
def configure(actor: Actor, organization: Organization, **settings: Any) -> None:
    """Change the organization's own settings. NotAdministrator for others than administrators."""
    administration.require_administrator(actor)
    before = {name: getattr(organization, name) for name in settings}
    diff = {name: [before[name], value] for name, value in settings.items() if before[name] != value}
    organizations.configure(organization, **settings)
    if diff:
        write_settings(actor, CONFIGURE, organization.name, diff)


def _tell(actor: Actor, verb: str, user: UUID, name: str, data: Mapping[str, Any] | None = None) -> None:
    write_about(actor, verb, objects.get("user"), user, name, data or {})
