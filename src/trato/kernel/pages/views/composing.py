"""What is written on a record's page: notes, tasks, calls."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trato.kernel.actions import contents
from trato.kernel.actions.contents import TooLarge
from trato.kernel.api.views.contents import served
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.records.errors import Duplicate, Invalid, RecordNotFound
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import answers, composing, forms, lists, wording
from trato.kernel.ui.shell import PageRequest


def context(actor: Actor, spec: ObjectSpec) -> dict[str, Any]:
    """What composer.html prints on the page of a record; nothing where there is nothing to write."""
    return {
        "panes": composing.panes(actor, spec),
        "planner": composing.planner(actor, spec),
        "attaches": composing.attaches(actor, spec),
    }


@require_POST
def write(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """Keep what was written, and what is planned next."""
    actor = request.actor
    spec = lists.readable(actor, plural)
    listing.get(actor, spec, record_id, ())
    here = {"spec": spec, "id": record_id, "url": f"/{spec.plural}/{record_id}"}
    try:
        made, done = composing.write(actor, spec, record_id, request.POST, request.FILES.getlist("file"))
    except TooLarge:
        return answers.refusal(_("The file is too large."), 413)
    except (Invalid, Duplicate) as error:
        tab = composing.tab_of(request.POST)
        errors = forms.errors_of(tab.spec, error)
        panes = composing.panes(actor, spec, chosen=tab.name, data=request.POST, errors=errors)
        shown = {**context(actor, spec), **here, "panes": panes, "faults": composing.problems(panes)}
        return answers.fragment(request, "composer", shown, status=422)
    told = answers.toast(wording.created(made), undo=done.entry)
    again = {**context(actor, spec), **here}
    return answers.fragment(request, "composer", again, toast=told, record={"id": str(record_id)})


@require_GET
def content(request: PageRequest, plural: str, record_id: UUID) -> HttpResponseBase:
    """A file, to be saved; with `?inline` shown where it is a picture or a PDF."""
    spec = lists.readable(request.actor, plural)
    shelf = contents.shelves.get(spec.name)
    if shelf is None:
        raise RecordNotFound(str(record_id))
    number = request.GET.get("version", "")
    found = shelf.read(request.actor, record_id, int(number) if number.isdigit() else None)
    return served(found, inline="inline" in request.GET)
