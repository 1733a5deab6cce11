"""The calendar of an object, and what it fetches and changes piece by piece."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trato.kernel.actions import runner
from trato.kernel.records import listing
from trato.kernel.records.errors import Duplicate, Invalid
from trato.kernel.sheets import calendar as drawing
from trato.kernel.sheets.calendar import Calendar
from trato.kernel.sheets.views.table import view_context
from trato.kernel.ui import answers, forms, lists, shell
from trato.kernel.ui.shell import PageRequest


@require_GET
def show(request: PageRequest, plural: str) -> HttpResponse:
    """The page; its view alone when the filter or the date to go by changed."""
    calendar = Calendar(lists.of(request, plural))
    asked, spec = calendar.asked, calendar.spec
    count, more = shell.of(request).count(spec, asked.whole)
    page = f"/{spec.plural}/calendar"
    context = {
        **view_context(request, asked, "calendar", count, more=more),
        "calendar": calendar,
        "events_url": asked.address(f"{page}/events"),
        "dates": calendar.choices(page),
    }
    return answers.fragment(request, "view", context) if request.htmx else answers.page(request, "table", context)


@require_GET
def events(request: PageRequest, plural: str) -> HttpResponse:
    """What lies between two days."""
    calendar = Calendar(lists.of(request, plural))
    within = drawing.window(request.GET.get("start", ""), request.GET.get("end", ""))
    if within is None:
        return answers.refusal(_("Ask for a stretch of at most {days} days.").format(days=drawing.MOST_DAYS), 400)
    return JsonResponse(calendar.events(within), safe=False)


@require_POST
def move(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """Something was dropped on another day or hour."""
    calendar = Calendar(lists.of(request, plural))
    spec, field = calendar.spec, calendar.field
    row = listing.get(request.actor, spec, record_id, (field.name,))
    version = request.POST.get("version", "")
    try:
        value = drawing.moved(calendar, request.POST.get("to", ""), row[field.name] if calendar.is_timed else None)
    except ValueError:
        return answers.refusal(_("This is not a day."), 422)
    try:
        expect = int(version) if version.isdecimal() else None
        done = runner.update(request.actor, spec.name, record_id, {field.name: value}, expect=expect)
    except (Invalid, Duplicate) as error:
        return answers.refusal(next(iter(forms.errors_of(spec, error).values()))[0], 422)
    said = field.text(field.get(done.record), calendar.locale)
    words = _("{field}: {value}").format(field=str(field.label), value=said)
    told = answers.toast(words, undo=done.entry) if done.entry else None
    return answers.nothing(toast=told, changed=answers.changed(spec, done))
