"""What went wrong, in words that say what was kept and what to do next; as a page, or as a toast for a fragment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trato.kernel.access.administration import NotAdministrator
from trato.kernel.access.policy import Denied
from trato.kernel.actions.runner import NotAvailable
from trato.kernel.filters.errors import FilterError
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.records.cursor import BadCursor
from trato.kernel.records.errors import Duplicate, Invalid, RecordMerged, RecordNotFound, StaleVersion
from trato.kernel.records.selection import UnknownField
from trato.kernel.ui import answers
from trato.kernel.ui.shell import PageRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Trouble:
    """An error as people meet it."""

    status: int
    glyph: str
    said: _StrOrPromise
    next_step: _StrOrPromise


MISSING = Trouble(
    404,
    "search",
    gettext_lazy("This page does not exist, or you may not see it."),
    gettext_lazy("It may have been deleted, or its address mistyped. Search for it with Ctrl K."),
)
DENIED = Trouble(
    403,
    "lock",
    gettext_lazy("You may not do this."),
    gettext_lazy("Nothing was changed. Ask an administrator if you need this right."),
)
EXPIRED = Trouble(
    403,
    "refresh",
    gettext_lazy("This page was open for too long."),
    gettext_lazy("Nothing was changed. Load it again and repeat what you did."),
)
BAD_ADDRESS = Trouble(
    400,
    "filter",
    gettext_lazy("This address asks for something that is not there."),
    gettext_lazy("A field or a filter in it means nothing here any more. Open the page without it."),
)
BROKEN = Trouble(
    500,
    "warning",
    gettext_lazy("Something went wrong on our side."),
    gettext_lazy("Nothing was changed. Try again in a moment; if it happens again, tell your administrator."),
)


def guarded(view: View) -> View:
    """A view whose kernel errors become answers."""

    @wraps(view)
    def answer(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except RecordMerged as error:
            return _merged(request, error, kwargs.get("plural", ""))
        except (RecordNotFound, UnknownObject):
            return told(request, MISSING)
        except (Denied, NotAdministrator):
            return told(request, DENIED)
        except (UnknownField, BadCursor, FilterError) as error:
            return told(request, BAD_ADDRESS, str(error) if isinstance(error, FilterError) else "")
        except (NotAvailable, StaleVersion, Duplicate, Invalid) as error:
            return answers.refusal(refused(error), 422 if isinstance(error, Invalid) else 409)

    return answer


def refused(error: Exception) -> str:
    """Why a change was not made, for those who have no form to show it beside."""
    if isinstance(error, Invalid):
        return " ".join(each.message for each in error.problems)
    if isinstance(error, Duplicate):
        return _("There is one with the same key already.")
    if isinstance(error, StaleVersion):
        return _("Somebody changed this meanwhile. Nothing was overwritten; look at it again.")
    return _("This cannot be done any more: the record has changed.")


def told(request: HttpRequest, trouble: Trouble, detail: str = "") -> HttpResponse:
    """The trouble as a toast where a fragment was asked for, else as a page."""
    if getattr(request, "htmx", None):
        return answers.refusal(detail or str(trouble.said), trouble.status)
    signed_in = hasattr(request, "actor") and trouble is not BROKEN
    home = trouble is not BAD_ADDRESS
    context = {
        "title": str(trouble.status),
        "glyph": trouble.glyph,
        "said": trouble.said,
        "next_step": detail or trouble.next_step,
        "back": "/" if home else request.path,
        "back_label": _("Go home") if home else _("Open without it"),
    }
    if signed_in:
        return answers.page(cast("PageRequest", request), "error", context, status=trouble.status)
    return render(request, "ui/error_alone.html", context, status=trouble.status)


def _merged(request: PageRequest, error: RecordMerged, plural: str) -> HttpResponse:
    address = f"/{plural}/{error.survivor}"
    if request.htmx:
        return answers.go(address)
    return HttpResponse(status=308, headers={"Location": address})


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return told(request, MISSING)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # as above
    return told(request, DENIED)


def broken(request: HttpRequest) -> HttpResponse:
    return told(request, BROKEN)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # as above
    """The token against forged requests did not match: most often a page from before signing in."""
    return told(request, EXPIRED)
