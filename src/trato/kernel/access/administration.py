"""What is decided beside records: keys of programs, one's own password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trato.kernel.access import sessions
from trato.kernel.access.models import ApiToken, User
from trato.kernel.tenancy.actor import Actor


class NotAdministrator(PermissionError):
    """Only administrators may do this."""


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A program's key as the list of keys shows it."""

    id: UUID
    label: str
    hint: str
    user: str
    scopes: tuple[str, ...]
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime | None


def require_administrator(actor: Actor) -> None:
    """NotAdministrator unless the actor is one."""
    if not actor.administers:
        raise NotAdministrator


def tokens(actor: Actor) -> list[TokenRow]:
    """The keys in force: all for administrators, else one's own."""
    rows = ApiToken.objects.filter(revoked_at=None).select_related("user").order_by("-created_at")
    if not actor.administers:
        rows = rows.filter(user=actor.id)
    return [
        TokenRow(
            each.id,
            each.label,
            each.hint,
            each.user.name,
            tuple(each.scopes),
            each.created_at,
            each.used_at,
            each.expires_at,
        )
        for each in rows[:200]
    ]


def make_own_token(actor: Actor, *, label: str, scopes: tuple[str, ...], days: int | None) -> str:
    """A key that speaks for the actor; shown once. Only administrators may give it the scope `admin`."""
    if "admin" in scopes:
        require_administrator(actor)
    return sessions.make_token(_user(actor), label=label, scopes=scopes, days=days)


def revoke(actor: Actor, token_id: UUID) -> ApiToken | None:
    """End a key: one's own, or anybody's for administrators. None when there is none in force."""
    if not sessions.revoke_token(user_id=None if actor.administers else actor.id, token_id=token_id):
        return None
    return ApiToken.objects.select_related("user").get(pk=token_id)


def _user(actor: Actor) -> User:
    """The person who acts. NotAdministrator for the system, which is none."""
    if actor.id is None:
        raise NotAdministrator
    return User.objects.get(pk=actor.id)


def set_password(actor: Actor, password: str, *, current: str, session: str) -> bool:
    """Choose one's own password, as `sessions.change_password` allows; `session` is the cookie's key."""
    return sessions.change_password(_user(actor), password, current=current, session=session)
