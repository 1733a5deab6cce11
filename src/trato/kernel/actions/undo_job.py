"""An undo that outlives its request: `queue.start(actor, undo_job.KIND, {"entry": …})`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.access.policy import Denied
from trato.kernel.actions import undo
from trato.kernel.jobs.registry import job
from trato.kernel.jobs.running import JobFailed, Running
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.timeline.models import Entry

KIND = "actions.undo"
MANY = 300
"""An entry that caused more changes than these is taken back by a job."""


@job(KIND, in_parts=True)
def work(running: Running) -> Mapping[str, Any]:
    """Take the entry back; the result says how many changes were, and what others had changed since."""
    entry = UUID(running.input["entry"])
    if running.job.total is None:
        running.report(0, Entry.objects.filter(cause_id=entry).count(), force=True)
    try:
        done = undo.in_parts(running.actor, entry, running.goes_on)
    except undo.AlreadyUndone as error:
        raise JobFailed(_("This was undone already.")) from error
    except undo.CannotUndo as error:
        raise JobFailed(_("There is nothing of this that can be taken back.")) from error
    except (Denied, RecordNotFound) as error:
        raise JobFailed(_("Some of these records are not yours to change.")) from error
    running.report(running.job.total or 0, undone=len(done.entries), force=True)
    return {"undone": str(entry), "conflicts": len(done.conflicts)}
