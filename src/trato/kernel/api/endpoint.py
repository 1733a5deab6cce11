"""What every request goes through: sign-in, rate, method, parameters, the view, and one form for what went wrong."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from trato.kernel.access import actors, policy
from trato.kernel.access.actors import SignedIn
from trato.kernel.access.policy import Denied
from trato.kernel.api import idempotency, params, problems
from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, Operation
from trato.kernel.api.problems import ApiProblem
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.records.errors import RecordMerged
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor, Reach
from trato.lib.rates import Limiter

Headers = Mapping[str, str]


class Endpoint:
    """The view of one address, for Django: runs the operation of the request's method.

    No cookie is read here, so there is nothing to forge: exempt from Django's CSRF check.
    """

    csrf_exempt = True

    def __init__(self, operations: Mapping[str, Operation]) -> None:
        self.operations = operations

    def __call__(self, request: HttpRequest, **path: object) -> HttpResponseBase:
        language = _asked_language(request)
        headers: Headers = {}
        with translation.override(language or scope.organization().language):
            try:
                signed_in = _sign_in(request)
                headers = _allowance(signed_in)
            except Exception as error:  # noqa: BLE001  # whatever fails is worded, and logged, by `problems`
                return _finish(problems.of(error).answer(), headers)
        actor = signed_in.actor
        with translation.override(language or actor.language), timezone.override(ZoneInfo(actor.zone)):
            try:
                answer = self._answer(request, signed_in, path)
            except Exception as error:  # noqa: BLE001  # as above
                answer = problems.of(error).answer()
            return _finish(answer, headers)

    def _answer(self, request: HttpRequest, signed_in: SignedIn, path: dict[str, object]) -> Answer:
        scope.reshape(signed_in.shape)
        if "\0" in request.path:
            raise ApiProblem("not_found")
        method = "GET" if request.method == "HEAD" else request.method or ""
        found = self.operations.get(method)
        if found is None:
            allowed = [*self.operations, *(["HEAD"] if "GET" in self.operations else [])]
            raise ApiProblem("method_not_allowed", headers={"Allow": ", ".join(allowed)})
        if "plural" in path:
            path["spec"] = readable(signed_in.actor, str(path.pop("plural")))
        if method != "POST" or "Idempotency-Key" not in request.headers or signed_in.token is None:
            return _run(found, request, signed_in.actor, path)

        def run() -> Answer:
            try:
                with transaction.atomic():
                    return _run(found, request, signed_in.actor, path)
            except Exception as error:  # noqa: BLE001  # a refusal is an answer too, and is remembered
                return problems.of(error).answer()

        return idempotency.once(signed_in.token[0], request, run)


def readable(actor: Actor, plural: str) -> ObjectSpec:
    """The object type called so in paths; Denied when the actor may read none of its records."""
    spec = registry.by_plural(plural)
    if policy.reach(actor, "read", spec) is Reach.NONE:
        raise Denied("read", spec)
    return spec


def _run(found: Operation, request: HttpRequest, actor: Actor, path: dict[str, object]) -> Answer:
    call = Call(request, actor, params.of_query(request, found.parameters))
    try:
        return found.run(call, **path)
    except RecordMerged as error:
        spec, record_id = path.get("spec"), path.get("record_id")
        if request.method not in {"GET", "HEAD"} or not isinstance(spec, ObjectSpec) or record_id is None:
            raise
        return _moved(call, spec, str(record_id), error.survivor)


def _moved(call: Call, spec: ObjectSpec, merged: str, survivor: UUID) -> Answer:
    """308 to the same of the record that another was merged into, for those who may see that."""
    seen = listing.get(call.actor, spec, survivor, ())
    target = call.request.path.replace(merged, str(seen["id"]))
    asked = call.request.META.get("QUERY_STRING", "")
    return Answer({"id": str(seen["id"])}, 308, {"Location": f"{target}?{asked}" if asked else target})


def _sign_in(request: HttpRequest) -> SignedIn:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        challenge = 'Bearer realm="Trato"'
        raise ApiProblem("unauthenticated", _("Send Authorization: Bearer and a token."), headers=_challenge(challenge))
    found = actors.from_token(token.strip())
    if found is None:
        challenge = 'Bearer realm="Trato", error="invalid_token"'
        raise ApiProblem(
            "unauthenticated", _("The token is not valid, or not any more."), headers=_challenge(challenge)
        )
    return found


def _challenge(text: str) -> Headers:
    return {"WWW-Authenticate": text}


@cache
def limiter() -> Limiter:
    """This machine's."""
    return Limiter(Path(settings.TRATO_HOME) / "rates")


def _allowance(signed_in: SignedIn) -> Headers:
    """The headers that tell what is left of the token's rate; 429 when nothing is. A rate of 0 is no limit."""
    if signed_in.token is None or not signed_in.token[1]:
        return {}
    allowance = limiter().take(*signed_in.token, time.time())
    if allowance.wait:
        raise ApiProblem("rate_limited", headers=allowance.headers)
    return allowance.headers


def _asked_language(request: HttpRequest) -> str:
    """The first of Accept-Language that we speak, '' when there is none."""
    spoken = {code for code, _name in settings.LANGUAGES}
    header = request.headers.get("Accept-Language", "")[:500]
    for wanted, _weight in parse_accept_lang_header(header.lower()):
        if wanted.partition("-")[0] in spoken:
            return wanted.partition("-")[0]
    return ""


def _finish(answer: Answer, headers: Headers) -> HttpResponseBase:
    response = answer.response()
    for name, value in headers.items():
        response.setdefault(name, value)
    response.setdefault("Cache-Control", "no-store")
    response["Content-Language"] = translation.get_language() or "en"
    response["Vary"] = "Accept-Language, Authorization"
    return response


def nowhere(request: HttpRequest) -> HttpResponseBase:
    """Addresses that lead nowhere, and the answer of those without a token."""
    return _NOWHERE(request)


def _not_found(_call: Call) -> Answer:
    raise ApiProblem("not_found")


_ANYTHING = Operation(_not_found, "Nothing is here.")
_NOWHERE = Endpoint(dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE"), _ANYTHING))
