"""The first page."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trato.kernel.desk import day
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.variables import locale_of
from trato.kernel.ui import answers, shell, welcome
from trato.kernel.ui.shell import PageRequest
from trato.lib import dates


@require_GET
def show(request: PageRequest) -> HttpResponse:
    """My day, or my week; in an organization without any records, three ways to begin."""
    frame = shell.of(request)
    if "blank" not in request.GET and not request.htmx and _is_empty(frame):
        context: dict[str, object] = {
            "organization": frame.organization.name,
            "demo": welcome.offered(request.actor),
            "theme": frame.theme,
        }
        return answers.alone(request, "first_run", context)
    span: day.Span = "week" if request.GET.get("span") == "week" else "day"
    found = day.of(request.actor, span)
    now = timezone.now().astimezone(dates.zone_of(request.actor.zone))
    context = {
        "shell": frame,
        "span": span,
        "greeting": _greeting(now.hour).format(name=request.actor.name.split()[0] if request.actor.name else ""),
        "today": dates.shown_date(now.date(), locale_of(request.actor).language),
        "summary": day.summary(found),
        "columns": [[each for each in found if each.agenda.column == place] for place in (1, 2)],
    }
    if request.htmx:
        return answers.fragment(request, "day", context)
    return answers.page(request, "home", context)


@require_GET
def counts(request: PageRequest) -> HttpResponse:
    """How many records of each object there are, by its address: for the sidebar of a page that stays open."""
    frame = shell.Shell(request)
    found = {f"/{plural}": shell.said(*count) for plural, count in frame.totals.items()}
    return JsonResponse(found, headers={"Cache-Control": "private, no-cache"})


def _is_empty(frame: shell.Shell) -> bool:
    """Whether there is nothing here yet, not even a task: looked for only where nothing else was found."""
    if any(count for count, _more in frame.totals.values()):
        return False
    return not any(frame.count(spec, ListQuery())[0] for spec in frame.specs if spec not in frame.counted)


def _greeting(hour: int) -> str:
    if hour < 6 or hour >= 20:
        return _("Good evening, {name}")
    return _("Good morning, {name}") if hour < 13 else _("Good afternoon, {name}")
