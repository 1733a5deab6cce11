"""Signing in and out: password, one-time link, session cookie, API token."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from trato.kernel.access.models import ApiToken, Session, SignInAttempt, SignInLink, User
from trato.kernel.access.secrets import key_hash, new_key

SESSION_LIFE = timedelta(days=30)
LINK_LIFE = timedelta(hours=24)
ATTEMPT_WINDOW = timedelta(minutes=15)
ATTEMPTS_ALLOWED = 10


class TooManyAttempts(Exception):
    """Sign-in failed so often for this address or from this place that it is refused for a while."""


def check_password(*, email: str, password: str, place: str) -> User | None:
    """The user with that e-mail and password, or None. TooManyAttempts after ten failures in a quarter of an hour.

    An unknown e-mail costs as much time as a wrong password, so that it cannot be told apart.
    """
    subjects = [f"email:{email.casefold()}", f"place:{place}"]
    recent = SignInAttempt.objects.filter(at__gt=timezone.now() - ATTEMPT_WINDOW, subject__in=subjects)
    if recent.count() >= ATTEMPTS_ALLOWED:
        raise TooManyAttempts
    user = User.objects.filter(email=email.casefold(), is_active=True, deleted_at=None, is_service=False).first()
    if user is None or not user.password:
        make_password(password)
    elif user.has_password(password):
        return user
    SignInAttempt.objects.bulk_create(SignInAttempt(subject=subject) for subject in subjects)
    SignInAttempt.objects.filter(at__lt=timezone.now() - timedelta(hours=1)).delete()
    return None


def open_session(user: User, *, agent: str = "") -> str:
    """A new session for `user`; answers the cookie's key, of which only the hash is kept."""
    key = new_key()
    Session.objects.create(
        key_hash=key_hash(key), user=user, expires_at=timezone.now() + SESSION_LIFE, agent=agent[:200]
    )
    return key


def close_session(key: str) -> None:
    """End the session of that cookie, if there is one."""
    Session.objects.filter(key_hash=key_hash(key)).delete()


def make_sign_in_link(user: User) -> str:
    """The key of a link that signs `user` in once, within a day."""
    key = new_key()
    SignInLink.objects.create(key_hash=key_hash(key), user=user, expires_at=timezone.now() + LINK_LIFE)
    return key


@transaction.atomic
def use_sign_in_link(key: str) -> User | None:
    """The user that the link signs in, or None when it was used, is too old or never was."""
    found = (
        SignInLink.objects.select_for_update()
        .select_related("user")
        .filter(key_hash=key_hash(key), used_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if found is None or not found.user.is_active or found.user.deleted_at:
        return None
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    return found.user


def make_token(
    user: User, *, label: str, scopes: tuple[str, ...] = ("read", "write"), rate: int = 100, days: int | None = None
) -> str:
    """A new API token that speaks for `user`; answers the key, which is shown once. `rate` 0 means no limit."""
    key = new_key("trato_")
    ApiToken.objects.create(
        key_hash=key_hash(key),
        label=label,
        hint=key[:10],
        user=user,
        scopes=list(scopes),
        rate=rate,
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    return key


def revoke_token(*, user_id: UUID | None, token_id: UUID) -> bool:
    """End a token. Its owner may; an administrator passes `user_id=None`."""
    tokens = ApiToken.objects.filter(id=token_id, revoked_at=None)
    if user_id is not None:
        tokens = tokens.filter(user_id=user_id)
    return bool(tokens.update(revoked_at=timezone.now()))
