"""The forms that an answer takes: a page, a fragment, nothing but signals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from trato.kernel.actions.runner import Outcome
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.ui import shell
from trato.kernel.ui.shell import PageRequest

Context = Mapping[str, Any]
SIGNALS = {"toast": "toast", "settled": "conflict:settled"}
TOAST_COOKIE = "trato_toast"
"""What the next page is to say, after a redirect."""


def page(request: PageRequest, template: str, context: Context, *, status: int = 200) -> HttpResponse:
    """A whole page in the shell. Another answer is due when the same address is asked for a fragment."""
    said = request.COOKIES.get(TOAST_COOKIE)
    whole = {"shell": shell.of(request), "toasts": _waiting(said), **context}
    response = _private(render(request, f"ui/{template}.html", whole, status=status))
    if said:
        response.delete_cookie(TOAST_COOKIE)
    return response


def alone(request: PageRequest, template: str, context: Context, *, status: int = 200) -> HttpResponse:
    """A whole page without the shell."""
    return _private(render(request, f"ui/{template}.html", dict(context), status=status))


def fragment(
    request: PageRequest, template: str, context: Context, *, status: int = 200, **signals: Any
) -> HttpResponse:
    """A piece of a page."""
    found = render(request, f"ui/{template}.html", dict(context), status=status)
    return signal(_private(found), **signals)


def text(request: PageRequest, template: str, context: Context) -> str:
    """A template's HTML."""
    return render_to_string(f"ui/{template}.html", dict(context), request)


def html(text: str, *, status: int = 200, **signals: Any) -> HttpResponse:
    """A piece of a page that Python has put together, escaped."""
    return signal(_private(HttpResponse(text, status=status)), **signals)


def nothing(**signals: Any) -> HttpResponse:
    """Done; nothing to show but what the signals tell. Closes the dialog it answers."""
    return signal(HttpResponse(status=204), **signals)


def signal(response: HttpResponse, **signals: Any) -> HttpResponse:
    """Tell the page: a `toast`, a conflict is `settled`, a record `changed`, the page's own `record` did, `refresh`."""
    named = {SIGNALS.get(name, f"trato:{name}"): detail for name, detail in signals.items() if detail}
    if named:
        response["HX-Trigger"] = json.dumps(named)
    return response


def go(address: str, toast: Mapping[str, object] | None = None) -> HttpResponse:
    """Lead a fragment's page elsewhere; the next page says the toast."""
    response = HttpResponse(status=204, headers={"HX-Redirect": address})
    if toast:
        response.set_cookie(TOAST_COOKIE, quote(json.dumps(toast)), max_age=60, samesite="Lax", httponly=True)
    return response


def refusal(detail: str, status: int) -> HttpResponse:
    """What an element tells in a toast when it is refused."""
    return JsonResponse({"detail": detail}, status=status)


def toast(message: object, *, undo: UUID | None = None, **more: object) -> dict[str, object]:
    """What a toast says; `undo` is the entry to take back."""
    found = {"message": str(message), **{name: value for name, value in more.items() if value}}
    return found if undo is None else {**found, "undo_url": f"/timeline/{undo}/undo"}


def changed(spec: ObjectSpec, outcome: Outcome) -> dict[str, object]:
    """What tells the page's elements that a record changed."""
    return {"object": spec.plural, "id": str(outcome.record.pk), "version": outcome.version}


def _waiting(said: str | None) -> list[object]:
    try:
        return [json.loads(unquote(said))] if said else []
    except ValueError:
        return []


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "HX-Request, Cookie"
    return response
