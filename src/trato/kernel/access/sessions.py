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
ATTEMPTS_OF_ADDRESS = 10
ATTEMPTS_OF_PLACE = 100
"""A place is often many people behind one address of the network."""


class TooManyAttempts(Exception):
    """Sign-in failed so often for this address or from this place that it is refused for a while."""


def check_password(*, email: str, password: str, place: str) -> User | None:
    """The user with that e-mail and password, or None. TooManyAttempts after ten failures for the address, or a hundred
    from the place, in a quarter of an hour.

    The attempt is written before it is judged, so that guesses made at once count too. An unknown e-mail costs as much
    time as a wrong password, so that it cannot be told apart.
    """
    address, origin = f"email:{email.casefold()}"[:320], f"place:{place}"
    SignInAttempt.objects.bulk_create([SignInAttempt(subject=address), SignInAttempt(subject=origin)])
    recent = SignInAttempt.objects.filter(at__gt=timezone.now() - ATTEMPT_WINDOW)
    if (
        recent.filter(subject=address).count() > ATTEMPTS_OF_ADDRESS
        or recent.filter(subject=origin).count() > ATTEMPTS_OF_PLACE
    ):
        raise TooManyAttempts
    user = User.objects.filter(email=email.casefold(), is_active=True, deleted_at=None, is_service=False).first()
    if user is None or not user.password:
        make_password(password)
    elif user.has_password(password):
        SignInAttempt.objects.filter(subject=address).delete()
        return user
    SignInAttempt.objects.filter(at__lt=timezone.now() - timedelta(hours=1)).delete()
    return None


def is_first() -> bool:
    """Whether nobody has ever signed in here."""
    return not Session.objects.exists()


def open_session(user: User, *, agent: str = "", by_link: bool = False) -> str:
    """A new session for `user`; answers the cookie's key, of which only the hash is kept."""
    key = new_key()
    Session.objects.create(
        key_hash=key_hash(key),
        user=user,
        expires_at=timezone.now() + SESSION_LIFE,
        agent=agent[:200],
        by_link=by_link,
    )
    return key


@transaction.atomic
def change_password(user: User, password: str, *, current: str, session: str) -> bool:
    """Give the user a new password; answers False when the current one was asked for and is wrong.

    It is not asked of those who have none, or who came by a one-time link: they may have forgotten it. Every other
    session and unused link of theirs ends.
    """
    here = Session.objects.filter(key_hash=key_hash(session), user=user)
    if user.password and not here.filter(by_link=True).exists() and not user.has_password(current):
        return False
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).exclude(key_hash=key_hash(session)).delete()
    SignInLink.objects.filter(user=user, used_at=None).delete()
    return True


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
