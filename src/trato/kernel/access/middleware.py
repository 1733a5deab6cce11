"""Each request knows its actor, language and time zone; pages without one lead to the sign-in page."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.http import urlencode

from trato.kernel.access import actors
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor

SESSION_COOKIE = "trato_session"
OPEN = ("/sign-in", "/f/", "/manifest.webmanifest", "/sw.js", "/offline", "/static/", "/healthz", "/readyz", "/api/")


class SignedInRequest(HttpRequest):
    """What a view gets: a request whose actor is known."""

    actor: Actor
    theme: str


class SignInMiddleware:
    """Resolves the session cookie to an actor with one query. The API signs in by token, in its own room."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/api/"):
            return self.get_response(request)
        key = request.COOKIES.get(SESSION_COOKIE)
        found = actors.from_session(key) if key else None
        if found is None:
            if not request.path.startswith(OPEN):
                return _to_sign_in(request)
            language = translation.get_language_from_request(request)
            with translation.override(language):
                return self.get_response(request)
        signed_in = cast("SignedInRequest", request)
        signed_in.actor, signed_in.theme = found.actor, found.theme
        scope.reshape(found.shape)
        with translation.override(found.actor.language), timezone.override(ZoneInfo(found.actor.zone)):
            return self.get_response(request)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A redirect for pages; htmx follows `HX-Redirect` instead, or it would swap the sign-in page into a cell."""
    address = "/sign-in?" + urlencode({"next": request.get_full_path()})
    response = HttpResponseRedirect(address)
    if request.headers.get("HX-Request"):
        response.status_code = 401
        response["HX-Redirect"] = address
    return response
