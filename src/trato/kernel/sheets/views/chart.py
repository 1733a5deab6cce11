"""The chart of an object."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from trato.kernel.sheets import chart as drawing
from trato.kernel.sheets.chart import Chart
from trato.kernel.sheets.views.table import view_context
from trato.kernel.ui import answers, lists, shell
from trato.kernel.ui.shell import PageRequest


@require_GET
def show(request: PageRequest, plural: str) -> HttpResponse:
    """The page; its view alone when the filter or what is drawn changed."""
    asked = drawing.asked_for(lists.of(request, plural), request.GET)
    count, more = shell.of(request).count(asked.spec, asked.whole)
    context = {**view_context(request, asked, "chart", count, more=more), "chart": Chart(asked)}
    if not request.htmx:
        return answers.page(request, "table", context)
    response = answers.fragment(request, "view", context)
    if "by" in request.GET:
        response["HX-Push-Url"] = asked.address(f"/{plural}/chart")
    return response
