"""Work under way: how far it is, and a way to stop it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from trato.kernel.actions import undo
from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.ui import answers
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


def _drawn(request: PageRequest, job: Job) -> HttpResponse:
    result = job.result or {} if job.state == Job.State.DONE else {}
    entry = result.get("entry")
    too_large = entry is not None and undo.is_too_large(UUID(entry))
    context = {"job": job, "entry": entry, "too_large": too_large, "file": result.get("url")}
    over = {"job": str(job.pk)} if job.is_over and entry else None
    return answers.fragment(request, "job", context, refresh=over)
