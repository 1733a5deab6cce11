"""The public pages of forms: filled in by anybody, without signing in and without cookies, here or on another site."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from trato.kernel.access.places import place_of
from trato.kernel.fields.base import Field
from trato.kernel.fields.select import SelectField
from trato.kernel.records.errors import Invalid
from trato.kernel.tenancy import scope
from trato.lib.rates import Limiter
from trato.wings.marketing.form import queries, receiving, rules
from trato.wings.marketing.form.address import address_of
from trato.wings.marketing.form.model import Form
from trato.wings.marketing.form.receiving import Sent
from trato.wings.marketing.submission.spec import UTM

SALT = "trato.form"
TRAP = "website_url"
"""A field that people do not see and robots fill in."""
BY_PLACE, BY_FORM = 6, 120
"""So many answers a minute are taken from one place, and of one form."""
TYPES = {
    "emails": "email", "email_address": "email", "phones": "tel", "phone": "tel", "url": "url", "urls": "url",
    "integer": "number", "decimal": "text", "date": "date",
}  # fmt: skip
COMPLETES = {"person_name": "name", "emails": "email", "phones": "tel", "company": "organization"}


@dataclass(frozen=True)
class Question:
    """One field of the page."""

    field: Field
    needed: bool
    value: str = ""
    error: str = ""

    @property
    def type(self) -> str:
        return TYPES.get(self.field.kind, "text")

    @property
    def completes(self) -> str:
        return COMPLETES.get(self.field.kind) or COMPLETES.get(self.field.name, "off")

    @property
    def options(self) -> list[tuple[str, str]]:
        return (
            [(each.key, str(each.label)) for each in self.field.options] if isinstance(self.field, SelectField) else []
        )


@csrf_exempt
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and what becomes of it. There is nothing to forge: it knows no session."""
    form = queries.open_form(slug)
    with translation.override((form.language if form else None) or _language(request)):
        if form is None or not form.is_open:
            return _page(request, form, "closed", status=404 if form is None else 410)
        if request.method == "GET":
            return _asked(request, form)
        return _taken(request, form)


@require_GET
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The script that another site's page holds: it puts the form in its own place, as high as it is."""
    found = render(
        request, "marketing/embed.js", {"address": address_of(slug)}, content_type="text/javascript; charset=utf-8"
    )
    found["Cache-Control"] = "public, max-age=300"
    found["Cross-Origin-Resource-Policy"] = "cross-origin"
    return found


def _asked(request: HttpRequest, form: Form) -> HttpResponse:
    """The empty form; what the address says already stands in it."""
    known = {each.name: request.GET.get(each.name, "")[:200] for each, _needed in receiving.questions(form)}
    traces = {name: request.GET.get(name, "")[: receiving.MAX_TRACE] for name in ("page", *UTM)}
    traces["page"] = traces["page"] or request.headers.get("Referer", "")[: receiving.MAX_TRACE]
    return _shown(request, form, Sent(known, agreed=False, traces=traces), _stamp(form))


def _taken(request: HttpRequest, form: Form) -> HttpResponse:
    data, stamp = request.POST, request.POST.get("stamp", "")[:500]
    values = {each.name: data.get(each.name, "") for each, _needed in receiving.questions(form)}
    traces = {name: data.get(name, "") for name in ("page", *UTM)}
    sent = Sent(values, agreed=data.get("consent") == "yes", traces=traces)
    if not _within_rate(request, form):
        said = _("Many answers came from here. Wait a minute and send it again.")
        return _shown(request, form, sent, stamp, {"": said}, 429)
    if not rules.is_human(data.get(TRAP, ""), _seconds(form, stamp)):
        queries.count_held(form)
        return _page(request, form, "thanks")
    try:
        receiving.receive(form, sent, language=translation.get_language() or "en")
    except Invalid as error:
        return _shown(request, form, sent, stamp, {each.field: each.message for each in error.problems}, 422)
    return _page(request, form, "thanks", goes_to=form.redirect or "")


def _shown(
    request: HttpRequest, form: Form, sent: Sent, stamp: str, errors: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """The form with what is written in it, and what is wrong beside it."""
    wrong = errors or {}
    asking = [
        Question(each, needed, sent.values[each.name], wrong.get(each.name, ""))
        for each, needed in receiving.questions(form)
    ]
    beside = {each.field.name for each in asking} | {"consent"}
    context = {
        "questions": asking,
        "sent": sent,
        "stamp": stamp,
        "consent_error": wrong.get("consent", ""),
        "other": [words for name, words in wrong.items() if name not in beside],
        "trap": TRAP,
    }
    return _page(request, form, "form", status=status, **context)


def _page(request: HttpRequest, form: Form | None, part: str, *, status: int = 200, **context: Any) -> HttpResponse:
    around = {"form": form, "part": part, "organization": scope.organization().name, "embedded": "embed" in request.GET}
    response = render(request, "marketing/form.html", {**around, **context}, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = _policy(request, form)
    return response


def _policy(request: HttpRequest, form: Form | None) -> str:
    """As of all pages, but that chosen sites may show it in theirs."""
    sites = [each for each in (form.sites if form else None) or () if _is_site(each)]
    nonce = getattr(request, "csp_nonce", "")
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self';"
        f" form-action 'self'; base-uri 'none'; frame-ancestors {' '.join(sites) or '*'}"
    )


def _is_site(text: str) -> bool:
    found = urlsplit(text)
    plain = f"{found.scheme}://{found.netloc}"
    return found.scheme in {"http", "https"} and text.rstrip("/") == plain and not set(text) & set(" ;,'\"")


def _language(request: HttpRequest) -> str:
    return translation.get_language_from_request(request) or scope.organization().language


def _stamp(form: Form) -> str:
    """When the form was shown, in words that only we can write."""
    return signing.dumps([form.slug, time.time()], salt=SALT)


def _seconds(form: Form, stamp: str) -> float | None:
    """For how long the form was open; None when the stamp is not ours."""
    try:
        slug, shown = signing.loads(stamp[:500], salt=SALT)
    except signing.BadSignature:
        return None
    return time.time() - float(shown) if slug == form.slug else None


@cache
def _limiter() -> Limiter:
    return Limiter(Path(settings.TRATO_HOME) / "form-rates")


def _within_rate(request: HttpRequest, form: Form) -> bool:
    """Whether this place and this form have not sent too much within the minute."""
    now = time.time() / 60
    place = UUID(hashlib.sha256(f"{form.pk} {place_of(request)}".encode()).hexdigest()[:32])
    return not _limiter().take(place, BY_PLACE, now).wait and not _limiter().take(form.pk, BY_FORM, now).wait
