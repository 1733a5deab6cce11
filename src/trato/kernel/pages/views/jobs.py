"""Work under way: how far it is, and a way to stop it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trato.kernel.actions import undo_job
from trato.kernel.bulk import job as bulk_job
from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.ui import answers, shell, wording
from trato.kernel.ui.shell import PageRequest


@require_GET
def show(request: PageRequest, job_id: UUID) -> HttpResponse:
    return _drawn(request, _mine(request, job_id))


@require_POST
def cancel(request: PageRequest, job_id: UUID) -> HttpResponse:
    job = _mine(request, job_id)
    queue.cancel(job)
    return _drawn(request, job)


def _mine(request: PageRequest, job_id: UUID) -> Job:
    found = queue.find(request.actor, job_id)
    if found is None:
        raise RecordNotFound(str(job_id))
    return found


@require_POST
def resume(request: PageRequest, job_id: UUID) -> HttpResponse:
    """Go on where it was stopped."""
    job = _mine(request, job_id)
    queue.resume(job)
    return _drawn(request, job)


def _drawn(request: PageRequest, job: Job) -> HttpResponse:
    result = job.result or {} if job.state == Job.State.DONE else {}
    entry = result.get("entry")
    if job.kind == bulk_job.KIND and job.is_over and entry is None and job.done:
        entry = str(job.pk)  # stopped half-way: what was done until then can be taken back as well
    context = {
        "job": job,
        "entry": entry,
        "file": result.get("url"),
        "can_resume": queue.can_resume(job),
        "told": _told(job),
        "reasons": result.get("reasons") or (),
    }
    over = {"job": str(job.pk)} if job.is_over and (entry or result) else None
    return answers.fragment(request, "job", context, refresh=over)


def _told(job: Job) -> str:
    """What a bulk, or an undo, came to."""
    result = job.result or {}
    if job.kind == bulk_job.KIND and "done" in result:
        return wording.tally(result["done"], result.get("same", 0), result["skipped"])
    if job.kind == undo_job.KIND and result.get("conflicts"):
        words = ngettext(
            "{count} was changed or used since, and stays as it is",
            "{count} were changed or used since, and stay as they are",
            result["conflicts"],
        )
        return words.format(count=shell.said(result["conflicts"]))
    return ""
