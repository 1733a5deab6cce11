"""The table of an object, and what it fetches piece by piece."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from trato.kernel.pages.table import Table, label_of
from trato.kernel.records import listing
from trato.kernel.ui import answers, filterbar, lists, shell
from trato.kernel.ui.lists import MAX_COLUMNS, Asked
from trato.kernel.ui.shell import PageRequest
from trato.kernel.ui.verbs import bulk_verbs

YEAR = 31_536_000


@require_GET
def show(request: PageRequest, plural: str) -> HttpResponse:
    """The page; its view alone when the filter, the order or the grouping changed; more rows when one scrolls."""
    asked = lists.of(request, plural)
    table = Table(asked)
    page = listing.page(request.actor, asked.spec, asked.query(table.paths, cursor=request.GET.get("cursor", "")))
    if request.GET.get("cursor"):
        return answers.html(table.rows(page, request.GET.get("after") or None))
    frame = shell.of(request)
    count, more = frame.count(asked.spec, asked.query(()))
    context = {
        **view_context(request, asked, count, more=more),
        "kind": "table",
        "table": table,
        "rows": table.rows(page),
        "foot": table.foot(table.totals(count, more=more)),
        "verbs": bulk_verbs(request.actor, asked.spec),
        "currency": table.locale.currency,
        "totals_url": asked.address(f"/{plural}/totals"),
    }
    if request.htmx:
        return answers.fragment(request, "view", context)
    return answers.page(request, "table", {**context, "shell": frame})


def view_context(request: PageRequest, asked: Asked, count: int, *, more: bool) -> dict[str, object]:
    """What the bars above a table and a board show."""
    actor, spec = request.actor, asked.spec
    return {
        "asked": asked,
        "spec": spec,
        "count": count,
        "counted": shell.said(count, more),
        "more": more,
        "creatable": spec.create and shell.may_create(actor, spec),
        "filter_bar": filterbar.draw(asked, request.path),
        "table_url": asked.address(),
        "board_url": asked.address(f"/{spec.plural}/board") if spec.board else "",
        "choices": Table(asked).group_choices(),
        "ungrouped_url": asked.address(group=""),
        "export_url": asked.address(f"/{spec.plural}/export", all="1"),
        "unfiltered_url": asked.address(filter=""),
    }


@require_GET
def foot(request: PageRequest, plural: str) -> HttpResponse:
    """The sums of a long list, fetched once its rows are there."""
    table = Table(lists.of(request, plural))
    return answers.html(table.foot(table.whole()))


@require_GET
def totals(request: PageRequest, plural: str) -> HttpResponse:
    """Foot and group heads anew, after a row changed."""
    asked = lists.of(request, plural)
    count, more = listing.count(request.actor, asked.spec, asked.query(()))
    return answers.html(Table(asked).settled(count, more=more))


@require_GET
def row(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """One row anew, with the columns that the table shows."""
    return answers.html(draw_row(request, plural, record_id))


def draw_row(request: PageRequest, plural: str, record_id: UUID, fields: str = "") -> str:
    asked = lists.of(request, plural, fields=fields)
    table = Table(asked)
    return table.row(listing.get(request.actor, asked.spec, record_id, table.paths))


@require_http_methods(["GET", "POST"])
def columns(request: PageRequest, plural: str) -> HttpResponse:
    """Which columns are shown: a dialog, and what it or the table's head decides. Kept in a cookie of this browser."""
    asked = lists.of(request, plural)
    if request.method == "GET":
        shown = {each.path: each for each in asked.columns}
        rest = [each for each in asked.spec.fields if each.name not in shown and not each.part_of]
        context = {
            "spec": asked.spec,
            "shown": [(path, label_of(asked.spec, each)) for path, each in shown.items() if path != asked.title],
            "rest": [(each.name, each.label) for each in rest],
        }
        return answers.fragment(request, "columns", context)
    arranged = _from_head(request) if request.content_type == "application/json" else request.POST.getlist("fields")
    response = answers.nothing(refresh={"columns": len(arranged)} if request.POST else None)
    if request.POST.get("reset"):
        response.delete_cookie(lists.layout_cookie(asked.spec))
    else:
        named = [each for each in arranged if all(part.isidentifier() for part in each.partition(":")[0].split("."))]
        value = "|".join(named[:MAX_COLUMNS])
        response.set_cookie(lists.layout_cookie(asked.spec), value, max_age=YEAR, samesite="Lax", httponly=True)
    return response


def _from_head(request: PageRequest) -> list[str]:
    """`{"columns": [{"field", "width"}]}`, as the table's head sends it, in the cookie's form."""
    try:
        given = json.loads(request.body).get("columns")
        pairs = [(str(each["field"]), each.get("width")) for each in given]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []
    return [f"{field}:{int(width)}" if isinstance(width, int | float) else field for field, width in pairs]
