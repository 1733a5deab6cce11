"""One verb over many records: its dialog, what it would do in counts, and its doing; a job where they are very many."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trato.kernel.bulk import job as bulk_job
from trato.kernel.bulk import rehearsing
from trato.kernel.bulk import running as bulk
from trato.kernel.bulk.running import BulkResult
from trato.kernel.fields.base import Json
from trato.kernel.jobs import queue
from trato.kernel.records import listing
from trato.kernel.records.errors import Invalid
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.selection import UnknownField
from trato.kernel.sheets.table import can_edit
from trato.kernel.ui import answers, forms, lists, shell, verbs, wording
from trato.kernel.ui.shell import PageRequest
from trato.kernel.ui.verbs import BulkVerb


class _Asked:
    """What a request says of a bulk: the verb, and of which records."""

    def __init__(self, request: PageRequest, plural: str, verb: str) -> None:
        self.actor = request.actor
        self.spec = lists.readable(self.actor, plural)
        self.verb: BulkVerb = verbs.bulk_verb(self.actor, self.spec, verb)
        self.ids, self.raw = verbs.chosen(request.POST)
        self.wanted: Json = lists.read_json(self.raw) if self.raw is not None else None

    @property
    def is_empty(self) -> bool:
        return self.raw is None and not self.ids

    def job(self, values: dict[str, Json]) -> dict[str, Any]:
        return bulk_job.asked(self.spec, self.verb.runs, values, ids=self.ids, filter=self.wanted)

    @property
    def query(self) -> ListQuery:
        return bulk_job.chosen(self.actor, self.spec, self.job({}))


@require_POST
def many(request: PageRequest, plural: str, verb: str) -> HttpResponse:
    """First its dialog, then its doing."""
    asked = _Asked(request, plural, verb)
    if asked.is_empty:
        return answers.refusal(_("Choose some records first."), 422)
    count, more = listing.count(asked.actor, asked.spec, asked.query)
    dialog = {"spec": asked.spec, "verb": asked.verb, "ids": asked.ids, "all": asked.raw is not None}
    dialog |= {"filter": asked.raw or "", "count": count, "counted": shell.said(count, more), "problems": []}
    if not request.POST.get("confirmed"):
        shown = () if asked.verb.name == "edit" else asked.verb.fields
        return answers.fragment(request, "bulk", {**dialog, "controls": forms.blank(asked.actor, shown, {})})
    try:
        values = verbs.bulk_values(asked.actor, asked.verb, request.POST)
        if count > verbs.MANY:
            job = queue.start(asked.actor, bulk_job.KIND, asked.job(values))
            return answers.fragment(request, "job_dialog", {"address": f"/jobs/{job.pk}"})
        done = bulk.run(asked.actor, asked.spec.name, asked.verb.runs, values, asked.query)
    except Invalid as error:
        errors = forms.errors_of(asked.spec, error)
        fields = verbs.edited(asked.verb, request.POST) if asked.verb.name == "edit" else asked.verb.fields
        again = forms.again(asked.actor, fields, request.POST, errors)
        context = {**dialog, "controls": again, "problems": forms.beside(errors, fields)}
        return answers.fragment(request, "bulk_form", context, status=422)
    return answers.nothing(toast=_told(done), refresh={"done": done.done})


def _told(done: BulkResult) -> dict[str, object]:
    """What a bulk did, with the reasons for what it left alone."""
    words = wording.tally(done.done, done.same, done.skipped)
    if done.reasons:
        words += ": " + "; ".join(f"{reason} ({shell.said(count)})" for reason, count in done.reasons.most_common(3))
    return answers.toast(words, undo=done.entry if done.done else None, tone="warning" if done.skipped else "")


@require_POST
def preview(request: PageRequest, plural: str, verb: str) -> HttpResponse:
    """What the dialog, as it is filled in now, would do."""
    asked = _Asked(request, plural, verb)
    found = None
    if not asked.is_empty and not (asked.verb.name == "edit" and not verbs.edited(asked.verb, request.POST)):
        try:
            values = verbs.bulk_values(asked.actor, asked.verb, request.POST)
            found = rehearsing.rehearse(asked.actor, asked.spec, asked.verb.runs, values, asked.query)
        except Invalid:
            found = None
    return answers.fragment(request, "bulk_preview", {"found": found, "spec": asked.spec})


@require_GET
def control(request: PageRequest, plural: str) -> HttpResponse:
    """The control of one more field to edit."""
    spec = lists.writable(request.actor, plural, "update")
    field = spec.by_name.get(request.GET.get("add", ""))
    if field is None or not can_edit(field):
        raise UnknownField(request.GET.get("add", ""))
    [made] = forms.blank(request.actor, [replace(field, required=False, default=None)], {})
    return answers.fragment(request, "bulk_row", {"control": made, "may_be_empty": not field.required})
