"""The trash: what was deleted, by object, and the way back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trato.kernel.access import policy
from trato.kernel.actions import purging, runner
from trato.kernel.fields.base import Locale
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.objects.system_fields import DELETED_AT
from trato.kernel.pages import record
from trato.kernel.records import figures, listing
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.variables import locale_of
from trato.kernel.ui import answers, lists, shell, wording
from trato.kernel.ui.shell import PageRequest

PAGE = 100


@require_GET
def show(request: PageRequest, plural: str = "") -> HttpResponse:
    """Deleted records of one object, latest first; the first that has any when none is named."""
    actor, locale = request.actor, locale_of(request.actor)
    specs = [each for each in registry.every() if policy.reach(actor, "delete", each)]
    counts = figures.counts(actor, [(each, ListQuery(trash=True)) for each in specs])
    full = [(each, count) for each, count in zip(specs, counts, strict=True) if count[0]]
    spec = lists.writable(actor, plural, "delete") if plural else (full[0][0] if full else None)
    rows: list[dict[str, object]] = []
    if spec is not None:
        known = lists.title_path(spec)
        query = ListQuery(trash=True, sort="-deleted_at", paths=(known, "deleted_at"), limit=PAGE)
        rows = [
            {"id": row["id"], "name": record.title(spec, row, locale), "when": _when(row, locale)}
            for row in listing.page(actor, spec, query).rows
        ]
    tabs = [(each, shell.said(*count), each == spec) for each, count in full]
    context = {"spec": spec, "tabs": tabs, "rows": rows, "whole": len(rows) == PAGE, "may_purge": actor.administers}
    return answers.page(request, "trash", context)


def trashed(request: PageRequest, spec: ObjectSpec, record_id: UUID) -> HttpResponse:
    """The page of a record in the trash, for those who may bring it back. RecordNotFound for others."""
    known = lists.title_path(spec)
    row = listing.get(request.actor, spec, record_id, (known,), trashed=True)
    context = {
        "spec": spec,
        "id": record_id,
        "name": record.title(spec, row, locale_of(request.actor)),
        "when": _when(row, locale_of(request.actor)),
        "may_purge": request.actor.administers,
    }
    return answers.page(request, "trashed", context, status=410)


@require_POST
def restore(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """Bring a record back, and go to it."""
    spec = lists.writable(request.actor, plural, "delete")
    outcome = runner.restore(request.actor, spec.name, record_id)
    told = answers.toast(_("Restored"), undo=outcome.entry)
    return answers.go(f"/{spec.plural}/{record_id}", told)


@require_POST
def delete(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """Move a record to the trash, and go back to its list; or purge one that is there."""
    spec = lists.readable(request.actor, plural)
    if request.POST.get("purge"):
        return _purge(request, spec, record_id)
    outcome = runner.delete(request.actor, spec.name, record_id)
    told = answers.toast(wording.trashed(spec), undo=outcome.entry)
    return answers.go(f"/{spec.plural}", told)


def _purge(request: PageRequest, spec: ObjectSpec, record_id: UUID) -> HttpResponse:
    """Delete a record for good. Only from the trash: nobody purges what they have just looked at as it was."""
    known = lists.title_path(spec)
    row = listing.get(request.actor, spec, record_id, (known,), trashed=True)
    if row["deleted_at"] is None:
        raise RecordNotFound(str(record_id))
    name = record.title(spec, row, locale_of(request.actor))
    try:
        purging.purge(request.actor, spec.name, record_id)
    except purging.StillReferred:
        return answers.refusal(_("Other records refer to {name}; delete or change them first.").format(name=name), 409)
    return answers.go(f"/trash/{spec.plural}", answers.toast(_("{name} was deleted for good").format(name=name)))


def _when(row: dict[str, object], locale: Locale) -> str:
    """When a record came here."""
    return DELETED_AT.text(row["deleted_at"], locale)
