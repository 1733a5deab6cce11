"""Tags: those in use while one types, and the settings page where they are renamed, merged and removed everywhere."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trato.kernel.access.administration import NotAdministrator
from trato.kernel.bulk import retagging
from trato.kernel.fields.tags import TagsField, hue_of
from trato.kernel.objects import registry
from trato.kernel.records import tags
from trato.kernel.records.tags import Used
from trato.kernel.settings import places as settings
from trato.kernel.ui import answers, shell
from trato.kernel.ui.shell import PageRequest
from trato.lib.text import norm

OFFERED = 8
LISTED = 200
MAX_QUERY = 60


@require_GET
def options(request: PageRequest) -> HttpResponse:
    """What was typed, as a tag of its own, then tags in use that it begins."""
    typed = " ".join(request.GET.get("q", "")[:MAX_QUERY].split())
    found = tags.used(request.actor, registry.every(), typed, limit=OFFERED, counted=1)
    rows = [] if not typed or any(each.key == norm(typed) for each in found) else [_option(typed, _("new"))]
    return answers.html("".join([*rows, *(_option(each.label) for each in found)]))


def _option(label: str, note: str = "") -> str:
    shown = escape(label)
    beside = f'<span class="end muted">{escape(note)}</span>' if note else ""
    return (
        f'<li role="option" data-value="{shown}" data-label="{shown}"><span class="tag" data-hue="{hue_of(label)}">'
        f"{shown}</span>{beside}</li>"
    )


@require_GET
def page(request: PageRequest) -> HttpResponse:
    """All tags with how often they are used; those that begin with `q`."""
    _administrator(request)
    typed = request.GET.get("q", "")[:MAX_QUERY]
    found = tags.used(request.actor, registry.every(), typed, limit=LISTED)
    context = {
        "headings": settings.headings(request.actor),
        "here": "/settings/tags",
        "title": _("Tags"),
        "intro": _("The words that people mark records with. What is changed here is changed on all records at once."),
        "rows": [_row(each) for each in found],
        "typed": typed,
        "whole": len(found) == LISTED,
    }
    if request.htmx:
        return answers.fragment(request, "settings_tags_rows", context)
    return answers.page(request, "settings_tags", context)


def _row(each: Used) -> dict[str, object]:
    places = []
    for name, count in each.counts.items():
        spec = registry.get(name)
        own = [{"field": one.name, "op": "any_of", "value": each.labels} for one in tags.fields(spec)]
        shown = shell.said(min(count, tags.COUNTED), count > tags.COUNTED)
        href = f"/{spec.plural}?view=all&filter={quote(json.dumps({'any': own}))}"
        places.append((spec.label_plural, shown, href))
    return {"label": each.label, "hue": hue_of(each.label), "places": places, "labels": each.labels}


@require_http_methods(["GET", "POST"])
def change(request: PageRequest) -> HttpResponse:
    """The dialog that gives a tag another name, and its doing: with the name of another tag the two become one."""
    _administrator(request)
    data = request.POST if request.method == "POST" else request.GET
    old = [each for each in data.getlist("old") if each][:LISTED]
    if request.method == "GET" or not old:
        return answers.fragment(request, "settings_tag", {"old": old, "error": ""})
    new = TagsField(name="new", label="").one(request.POST.get("new", "")) or ""
    if not new and not request.POST.get("remove"):
        context = {"old": old, "error": _("Enter a value.")}
        return answers.fragment(request, "settings_tag_form", context, status=422)
    job = retagging.start(request.actor, old, new)
    return answers.fragment(request, "job_dialog", {"address": f"/jobs/{job.pk}"})


def _administrator(request: PageRequest) -> None:
    if not request.actor.administers:
        raise NotAdministrator
