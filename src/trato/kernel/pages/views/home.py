"""The first page, and the palette."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trato.kernel.access.policy import Denied
from trato.kernel.records.variables import locale_of
from trato.kernel.timeline import feed
from trato.kernel.ui import answers, palette, shell, story, welcome
from trato.kernel.ui.shell import PageRequest
from trato.lib import dates

LATELY = 20
MAX_QUERY = 200


@require_GET
def show(request: PageRequest) -> HttpResponse:
    """What happened lately; in an organization without any records, three ways to begin."""
    frame = shell.of(request)
    empty = not any(count for count, _more in frame.totals)
    if empty and "blank" not in request.GET:
        context = {
            "organization": frame.organization.name,
            "demo": welcome.offered(request.actor),
            "theme": frame.theme,
        }
        return answers.alone(request, "first_run", context)
    locale = locale_of(request.actor)
    now = timezone.localtime()
    context = {
        "shell": frame,
        "greeting": _greeting(now.hour).format(name=request.actor.name.split()[0] if request.actor.name else ""),
        "today": dates.shown_date(now.date(), locale.language),
        "entries": story.entries(request.actor, feed.everything(request.actor, limit=LATELY)),
    }
    return answers.page(request, "home", context)


@require_POST
def demo(request: PageRequest) -> HttpResponse:
    """Fill the organization with the demo company."""
    if welcome.demo is None or not welcome.offered(request.actor):
        raise Denied("create", shell.listed(request.actor)[0])
    return answers.go(welcome.demo(request.actor))


@require_GET
def find(request: PageRequest) -> HttpResponse:
    """Results of the palette."""
    asked = request.GET
    typed = asked.get("q", "")[:MAX_QUERY]
    sections = palette.sections(request.actor, typed, asked.get("object", ""), asked.get("id", ""))
    return answers.fragment(request, "palette", {"sections": sections, "typed": typed})


def _greeting(hour: int) -> str:
    if hour < 6 or hour >= 20:
        return _("Good evening, {name}")
    return _("Good morning, {name}") if hour < 13 else _("Good afternoon, {name}")
