"""Records into a file, as a job whose end is a link to it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trato.kernel.bulk import job as bulk_job
from trato.kernel.exchange import exporting, work
from trato.kernel.records import listing
from trato.kernel.ui import answers, lists, shell, verbs
from trato.kernel.ui.shell import PageRequest


@require_http_methods(["GET", "POST"])
def show(request: PageRequest, plural: str) -> HttpResponse:
    """What is exported and how: the chosen records, or all that the filter lets through."""
    data = request.POST if request.method == "POST" else request.GET
    asked = lists.of(request, plural)
    actor, spec = request.actor, asked.spec
    ids, raw = verbs.chosen(data)
    if raw is None and not ids:
        return answers.refusal(_("Choose some records first."), 422)
    wanted = lists.read_json(raw) if raw else None
    formats = exporting.formats_offered()
    if not data.get("confirmed"):
        query = bulk_job.chosen(actor, spec, bulk_job.asked(spec, "export", {}, ids=ids, filter=wanted))
        counted = shell.said(*listing.count(actor, spec, query))
        address = f"/{spec.plural}/export" + (f"?view={asked.key}" if asked.key else "")
        context = {
            "spec": spec,
            "address": address,
            "ids": ids,
            "all": raw is not None,
            "filter": raw or "",
            "counted": counted,
        }
        return answers.fragment(request, "export", {**context, "sort": data.get("sort", ""), "formats": formats})
    chosen = exporting.Asked(
        object=spec.name,
        format=next((key for key, _label in formats if key == data.get("format")), "csv"),
        paths=tuple(each.path for each in asked.columns) if data.get("which") == "shown" else (),
        filter=wanted,
        sort=data.get("sort", ""),
        ids=tuple(str(each) for each in ids),
    )
    return answers.fragment(request, "job_dialog", {"address": f"/jobs/{work.start_export(actor, chosen).pk}"})
