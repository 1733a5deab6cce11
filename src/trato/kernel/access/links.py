"""Addresses that are printed or sent: always built from TRATO_URL, never from a request."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from trato.kernel.access import sessions
from trato.kernel.access.models import User
from trato.kernel.tenancy.models import Organization


def address(organization: Organization) -> str:
    """Where people reach it: TRATO_URL, with the organization's own host name where it has one."""
    parts = urlsplit(settings.TRATO_URL)
    domain = organization.domains.filter(is_primary=True).first()
    if domain is None:
        return str(settings.TRATO_URL)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{domain.domain}{port}"


def sign_in_link(organization: Organization, user: User) -> str:
    """An address that signs `user` in once, within a day."""
    return f"{address(organization)}/sign-in/link/{sessions.make_sign_in_link(user)}"
