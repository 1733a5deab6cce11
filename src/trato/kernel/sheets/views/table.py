"""The table of an object, and what it fetches piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from trato.kernel.access import policy
from trato.kernel.fields.links import LinkField
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.selection import UnknownField, resolve
from trato.kernel.sheets import groups
from trato.kernel.sheets.groups import Groups
from trato.kernel.sheets.table import Table, label_of
from trato.kernel.ui import answers, filterbar, lists, shell, viewbar
from trato.kernel.ui.lists import Asked
from trato.kernel.ui.shell import PageRequest
from trato.kernel.ui.verbs import bulk_bar
from trato.kernel.ui.viewbar import Viewbar
from trato.kernel.views.shape import MAX_COLUMNS, WIDTHS


@require_GET
def show(request: PageRequest, plural: str) -> HttpResponse:
    """The page; its view alone when the filter, the order or the grouping changed; more rows when one scrolls."""
    asked = lists.of(request, plural)
    if asked.view and asked.view.key != request.GET.get("view") and asked.view.kind != "table":
        return HttpResponseRedirect(viewbar.opening(asked.view))
    table = Table(asked)
    if table.is_grouped:
        rows = Groups(table).drawn()
    else:
        page = listing.page(request.actor, asked.spec, asked.query(table.paths, cursor=request.GET.get("cursor", "")))
        rows = table.rows(page)
        if request.GET.get("cursor"):
            return answers.html(rows)
    count, more = shell.of(request).count(asked.spec, asked.whole)
    context = {
        **view_context(request, asked, "table", count, more=more),
        "table": table,
        "rows": rows,
        "foot": table.foot(table.totals(count, more=more)),
        **bulk_bar(request.actor, asked.spec),
        "currency": table.locale.currency,
        "totals_url": asked.address(f"/{plural}/totals"),
        "layout_url": asked.address(f"/{plural}/columns"),
        "choices": groups.choices(table),
        "grouped_by": Groups(table).labels,
        "ungrouped_url": asked.address(group=""),
    }
    return answers.fragment(request, "view", context) if request.htmx else answers.page(request, "table", context)


def view_context(request: PageRequest, asked: Asked, kind: str, count: int, *, more: bool) -> dict[str, object]:
    """What the bars above records show, in whichever kind."""
    actor, spec = request.actor, asked.spec
    return {
        "asked": asked,
        "spec": spec,
        "kind": kind,
        "bar": Viewbar(asked, kind),
        "origin": f"{request.scheme}://{request.get_host()}",
        "count": count,
        "counted": shell.said(count, more),
        "more": more,
        "creatable": spec.create and shell.may_create(actor, spec),
        "filter_bar": filterbar.draw(asked, request.path),
        "export_url": asked.address(f"/{spec.plural}/export", explicit=True, all="1"),
        "unfiltered_url": asked.address(request.path, filter=""),
    }


@require_GET
def group(request: PageRequest, plural: str) -> HttpResponse:
    """What lies in a group that was opened; more of its rows when one scrolls."""
    table = Table(lists.of(request, plural))
    at = groups.read_path(table, request.GET.get("at", ""))
    return answers.html(Groups(table).drawn(at, request.GET.get("cursor", "")))


@require_GET
def foot(request: PageRequest, plural: str) -> HttpResponse:
    """The sums of a long list, fetched once its rows are there."""
    table = Table(lists.of(request, plural))
    return answers.html(table.foot(table.whole()))


@require_GET
def totals(request: PageRequest, plural: str) -> HttpResponse:
    """Foot and group heads anew, after a row changed."""
    asked = lists.of(request, plural)
    count, more = listing.count(request.actor, asked.spec, asked.whole)
    table = Table(asked)
    heads = Groups(table).every_head() if table.is_grouped else ()
    return answers.html(table.settled(count, heads, more=more))


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
    """Which columns are shown: a dialog, and what it or the table's head decides. It is the person's own arrangement of
    the view until they save it."""
    asked = lists.of(request, plural)
    if request.method == "GET":
        shown = {each.path: each for each in asked.columns}
        rest = [each for each in asked.spec.fields if each.name not in shown and not each.part_of]
        context = {
            "spec": asked.spec,
            "address": request.get_full_path(),
            "shown": [(path, label_of(asked.spec, each)) for path, each in shown.items() if path != asked.title],
            "rest": [(each.name, each.label) for each in rest],
            "linked": list(_linked(asked)),
        }
        return answers.fragment(request, "columns", context)
    if request.POST.get("reset"):
        asked.desk.arrange(asked.layout_key, None)
    elif request.content_type == "application/json":
        asked.desk.arrange(asked.layout_key, _known(asked, _from_head(request)))
        return answers.fragment(request, "view_changed", {"bar": Viewbar(lists.of(request, plural), "table")})
    else:
        asked.desk.arrange(asked.layout_key, _known(asked, [(each, None) for each in request.POST.getlist("fields")]))
    return answers.nothing(refresh={"columns": 1} if request.POST else None)


def _linked(asked: Asked) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The columns of linked records that may be shown, by link."""
    for each in asked.spec.fields:
        if isinstance(each, LinkField) and not each.part_of and each.to != "user":
            target = registry.get(each.to)
            fields = [one for one in target.fields if not one.part_of and one.kind not in {"json", "about"}]
            if policy.reach(asked.actor, "read", target):
                yield str(each.label), [(f"{each.name}.{one.name}", str(one.label)) for one in fields]


def _known(asked: Asked, wanted: list[tuple[str, int | None]]) -> list[dict[str, str | int]]:
    """The columns among those named, with the widths that they were given, or have."""
    widths = dict(asked.chosen)
    found: dict[str, int | None] = {}
    for path, width in wanted:
        try:
            resolve(asked.spec, path)
        except UnknownField:
            continue
        found[path] = width if width in WIDTHS else widths.get(path)
    kept = list(found.items())[:MAX_COLUMNS]
    return [{"field": path, "width": width} if width else {"field": path} for path, width in kept]


def _from_head(request: PageRequest) -> list[tuple[str, int | None]]:
    """`{"columns": [{"field", "width"}]}`, as the table's head sends it."""
    try:
        given = json.loads(request.body).get("columns")
        return [(str(each["field"]), int(each["width"]) if each.get("width") else None) for each in given]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []
