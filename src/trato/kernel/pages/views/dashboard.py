"""Dashboards, and what they fetch piece by piece."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from trato.kernel.insight import drawing, lens
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.pages.dashboard import Page
from trato.kernel.ui import answers
from trato.kernel.ui.shell import PageRequest


@require_GET
def show(request: PageRequest, name: str = "") -> HttpResponse:
    """The dashboard of that name, the first one without."""
    return answers.page(request, "dashboard", {"page": _page(request, name)})


@require_GET
def tile(request: PageRequest, name: str, tile: str) -> HttpResponse:
    """One tile anew: ranked by something else, of another lane."""
    page = _page(request, name)
    declared = next((each for each in page.dashboard.tiles if each.name == tile), None)
    if declared is None:
        raise UnknownObject(tile)
    context = page.card(drawing.draw_tile(declared, page.lens))
    return answers.html(answers.text(request, context["template"].removeprefix("ui/").removesuffix(".html"), context))


@require_GET
def offers(request: PageRequest, name: str, field: str) -> HttpResponse:
    """The inside of a slice's menu."""
    page = _page(request, name)
    if field not in {each.field for each in page.dashboard.slices}:
        raise UnknownObject(field)
    return answers.fragment(request, "dashboard_offers", {"offers": page.offers(field)})


def _page(request: PageRequest, name: str) -> Page:
    found = next((each for each in drawing.offered(request.actor) if name in {"", each.name}), None)
    if found is None:
        raise UnknownObject(name or "dashboard")
    return Page(found, lens.read(request.actor, found, request.GET))
