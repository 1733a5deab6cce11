"""Coming in and going out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from trato.kernel.access import sessions
from trato.kernel.access.middleware import SESSION_COOKIE
from trato.kernel.access.models import User
from trato.kernel.access.places import place_of
from trato.kernel.actions import credentials
from trato.kernel.tenancy import organizations, scope

MAX_PASSWORD = 1024


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password."""
    if request.method == "GET":
        return _form(request, next=_inside(request.GET.get("next")))
    email, password = request.POST.get("email", "").strip(), request.POST.get("password", "")
    following = _inside(request.POST.get("next"))
    try:
        user = _check(email, password, place_of(request))
    except sessions.TooManyAttempts:
        return _form(
            request, _("Too many attempts. Try again in a quarter of an hour."), 429, email=email, next=following
        )
    if user is None:
        return _form(request, _("E-mail and password do not match."), 422, email=email, next=following)
    return _let_in(request, user, following)


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, key: str) -> HttpResponse:
    """A link that signs in once. Opening it shows a button: mail scanners open links, but press nothing."""
    used = False
    if request.method == "POST":
        user = credentials.use_sign_in_link(key)
        if user is not None:
            if sessions.is_first():
                organizations.speak(scope.organization(), get_language_from_request(request)[:2])
            return _let_in(request, user, "/", by_link=True)
        used = True
    context = {"organization": scope.organization().name, "used": used}
    return _quiet(render(request, "ui/sign_in_link.html", context, status=410 if used else 200))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    key = request.COOKIES.get(SESSION_COOKIE)
    if key:
        sessions.close_session(key)
    response = HttpResponseRedirect("/sign-in")
    response.delete_cookie(SESSION_COOKIE)
    return response


def _check(email: str, password: str, place: str) -> User | None:
    if len(email) > 254 or len(password) > MAX_PASSWORD or "\0" in email:
        return None
    return sessions.check_password(email=email, password=password, place=place)


def _let_in(request: HttpRequest, user: User, following: str, *, by_link: bool = False) -> HttpResponse:
    key = sessions.open_session(user, agent=request.headers.get("User-Agent", ""), by_link=by_link)
    response = HttpResponseRedirect(following)
    response.set_cookie(
        SESSION_COOKIE,
        key,
        max_age=int(sessions.SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.TRATO_URL.startswith("https://"),
    )
    return response


def _form(request: HttpRequest, error: str = "", status: int = 200, **values: str) -> HttpResponse:
    context = {"organization": scope.organization().name, "error": error, **values}
    return _quiet(render(request, "ui/sign_in.html", context, status=status))


def _quiet(response: HttpResponse) -> HttpResponse:
    """Sign-in pages stay out of caches."""
    response["Cache-Control"] = "no-store"
    return response


def _inside(address: str | None) -> str:
    """Where to go afterwards: only within this site."""
    if address and address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return "/"
