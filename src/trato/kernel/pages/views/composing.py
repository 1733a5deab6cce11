"""What is written on a record's page: notes, tasks, calls."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.records.errors import Duplicate, Invalid
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import answers, composing, forms, lists, wording
from trato.kernel.ui.shell import PageRequest


def context(actor: Actor, spec: ObjectSpec) -> dict[str, Any]:
    """What composer.html prints on the page of a record; nothing where there is nothing to write."""
    return {"panes": composing.panes(actor, spec), "planner": composing.planner(actor, spec)}


@require_POST
def write(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """Keep what was written, and what is planned next."""
    actor = request.actor
    spec = lists.readable(actor, plural)
    listing.get(actor, spec, record_id, ())
    here = {"spec": spec, "id": record_id, "url": f"/{spec.plural}/{record_id}"}
    try:
        tab, done = composing.write(actor, spec, record_id, request.POST)
    except (Invalid, Duplicate) as error:
        tab = composing.tab_of(request.POST)
        errors = forms.errors_of(tab.spec, error)
        panes = composing.panes(actor, spec, chosen=tab.name, data=request.POST, errors=errors)
        shown = {**context(actor, spec), **here, "panes": panes, "faults": composing.problems(panes)}
        return answers.fragment(request, "composer", shown, status=422)
    told = answers.toast(wording.created(tab.spec), undo=done.entry)
    again = {**context(actor, spec), **here}
    return answers.fragment(request, "composer", again, toast=told, record={"id": str(record_id)})
