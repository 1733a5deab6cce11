"""Addresses that are printed or sent: always built from TRATO_URL, never from a request."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from django.conf import settings

from trato.kernel.access import sessions
from trato.kernel.access.models import User
from trato.kernel.tenancy.models import Organization

_known: dict[str, tuple[float, str]] = {}
KNOWN_SECONDS = 30.0


def address(organization: Organization) -> str:
    """Where people reach it: TRATO_URL, with the organization's own host name where it has one. Remembered for 30
    seconds: lists show it in each row."""
    remembered = _known.get(organization.schema_name)
    if remembered and remembered[0] > time.monotonic():
        return remembered[1]
    parts = urlsplit(settings.TRATO_URL)
    domain = organization.domains.filter(is_primary=True).first()
    port = f":{parts.port}" if parts.port else ""
    found = f"{parts.scheme}://{domain.domain}{port}" if domain else str(settings.TRATO_URL).rstrip("/")
    if len(_known) >= 10_000:
        _known.clear()
    _known[organization.schema_name] = (time.monotonic() + KNOWN_SECONDS, found)
    return found


def sign_in_link(organization: Organization, user: User) -> str:
    """An address that signs `user` in once, within a day."""
    return f"{address(organization)}/sign-in/link/{sessions.make_sign_in_link(user)}"
