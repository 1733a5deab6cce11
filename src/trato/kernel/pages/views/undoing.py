"""Taking a change back: at once from a toast; from the timeline after showing what comes of it."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trato.kernel.actions import foreseeing, undo, undo_job
from trato.kernel.actions.undo import AlreadyUndone, CannotUndo, Undoing
from trato.kernel.jobs import queue
from trato.kernel.pages import undoing
from trato.kernel.ui import answers, story
from trato.kernel.ui.shell import PageRequest


@require_POST
def take_back(request: PageRequest, entry: UUID) -> HttpResponse:
    """Undo what an entry did. What somebody changed since is left alone, and said; with `ask` it is said before, unless
    there is nothing to tell. Very much is taken back by a job."""
    actor = request.actor
    try:
        if request.GET.get("ask"):
            found = foreseeing.foresee(actor, entry)
            if not found.is_trivial:
                return answers.fragment(request, "undo", undoing.context(actor, found))
        if undo.size(entry) > undo_job.MANY:
            job = queue.start(actor, undo_job.KIND, {"entry": str(entry)})
            return answers.fragment(request, "job_dialog", {"address": f"/jobs/{job.pk}"})
        done = undo.undo(actor, entry)
    except AlreadyUndone:
        return answers.refusal(_("This was undone already."), 409)
    except CannotUndo:
        return answers.refusal(_("There is nothing of this that can be taken back."), 409)
    gone = _gone(request, entry)
    if gone:
        return answers.go(gone, _told(done))
    told = {"entry": str(entry)}
    return answers.nothing(toast=_told(done), refresh=told, record=told)


def _gone(request: PageRequest, entry: UUID) -> str:
    """Where to go from the page of a record that was there only because of the entry."""
    name, record_id = foreseeing.gone(entry) or ("", None)
    spec = story.spec_of(name)
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return f"/{spec.plural}" if spec and page == f"/{spec.plural}/{record_id}" else ""


def _told(done: Undoing) -> dict[str, object]:
    if not done.conflicts:
        return answers.toast(_("Undone"))
    count = len(done.conflicts)
    if not done.entries:
        words = ngettext(
            "Not undone: it was changed or used since",
            "Not undone: {count} things were changed or used since",
            count,
        )
    else:
        words = ngettext(
            "Undone, but one thing was changed or used since and stays as it is",
            "Undone, but {count} things were changed or used since and stay as they are",
            count,
        )
    return answers.toast(words.format(count=count), tone="warning")
