"""Where a request comes from, for limits."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def place_of(request: HttpRequest) -> str:
    """The address of the caller; behind a proxy of ours, what that says of the nearest stranger."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.TRATO_BEHIND_PROXY else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR") or "")
