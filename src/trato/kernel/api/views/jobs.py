"""Work under way: one's own jobs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.problems import ApiProblem
from trato.kernel.fields.base import Json
from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job


@operation("One's own jobs, newest first.", "limit", gives="Jobs")
def mine(call: Call) -> Answer:
    found = queue.of(call.actor, limit=call.params.limit(most=100))
    return Answer({"items": [as_json(each) for each in found]})


@operation("A job: its state, progress and result.", gives="Job")
def read(call: Call, job_id: UUID) -> Answer:
    return Answer(as_json(_find(call, job_id)))


@operation("Ask a job to stop.", gives="Job")
def cancel(call: Call, job_id: UUID) -> Answer:
    found = _find(call, job_id)
    queue.cancel(found)
    return Answer(as_json(found))


@operation("Take a job up again where it was stopped, or failed; one that cannot be stays as it is.", gives="Job")
def resume(call: Call, job_id: UUID) -> Answer:
    found = _find(call, job_id)
    queue.resume(found)
    return Answer(as_json(found))


def _find(call: Call, job_id: UUID) -> Job:
    found = queue.find(call.actor, job_id)
    if found is None:
        raise ApiProblem("not_found")
    return found


def started(job: Job) -> Answer:
    """202: the work is under way, and where to look."""
    return Answer(as_json(job), 202, {"Location": f"/api/v1/jobs/{job.pk}"})


def as_json(job: Job) -> dict[str, Json]:
    return {
        "id": str(job.pk),
        "kind": job.kind,
        "state": str(job.state),
        "done": job.done,
        "total": job.total,
        "counts": job.counts,
        "result": None if job.result is None else {key: job.result[key] for key in job.result if key != "path"},
        "error": job.error or None,
        "created_at": moment(job.created_at),
        "started_at": moment(job.started_at),
        "finished_at": moment(job.finished_at),
    }


def moment(value: datetime | None) -> str | None:
    """A moment as the API writes it."""
    return None if value is None or not isinstance(value, datetime) else value.isoformat().replace("+00:00", "Z")
