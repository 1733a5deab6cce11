"""The menus of the filter, and the lists that pickers choose from."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from trato.kernel.objects import registry
from trato.kernel.records import listing, naming
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.variables import locale_of
from trato.kernel.search import finding
from trato.kernel.ui import answers, faces, filtermenus, lists
from trato.kernel.ui.lists import title_path
from trato.kernel.ui.shell import PageRequest

OPTIONS = 12
MAX_QUERY = 200


@require_GET
def fields(request: PageRequest, plural: str) -> HttpResponse:
    spec = lists.readable(request.actor, plural)
    query, through = request.GET.get("q", "")[:MAX_QUERY], request.GET.get("through", "")
    return answers.html(filtermenus.fields_menu(spec, query, through))


@require_GET
def value(request: PageRequest, plural: str) -> HttpResponse:
    """The verbs of a field, or the form of a value for one of them."""
    spec = lists.readable(request.actor, plural)
    path, op = request.GET.get("field", ""), request.GET.get("op", "")
    if request.GET.get("part") == "op":
        return answers.html(filtermenus.ops_menu(spec, path, op))
    raw = lists.read_json(request.GET.get("value"))
    return answers.html(filtermenus.value_form(request.actor, spec, path, op, raw))


@require_GET
def options(request: PageRequest, name: str) -> HttpResponse:
    """Records of one object whose title has what was typed, for a picker."""
    spec = lists.readable(request.actor, registry.get(name).plural)
    known, typed = title_path(spec), request.GET.get("q", "")[:MAX_QUERY].strip()
    field = spec.by_name[known]
    beside = tuple(each for each in spec.search.subtitle if each in spec.by_name)[:1]
    sort = known if field.sortable else spec.sort
    query = ListQuery(sort=sort, paths=(known, *beside), limit=OPTIONS, narrow=naming.called(spec, typed))
    locale = locale_of(request.actor)
    rows = []
    for row in listing.page(request.actor, spec, query).rows:
        label = escape(field.text(row[known], locale) or _("Untitled"))
        note = "".join(escape(spec.by_name[each].text(row[each], locale)) for each in beside)
        mark = faces.avatar(label) if name == "user" else ""
        rows.append(
            f'<li role="option" data-value="{row["id"]}" data-label="{label}">{mark}<span>{label}</span>'
            f'<span class="end muted">{note}</span></li>'
        )
    return answers.html("".join(rows))


@require_GET
def anything(request: PageRequest) -> HttpResponse:
    """Records of any object that others can be about, for the picker of what something is about."""
    known = {each.name: each for each in registry.every()}
    targets = {part.to for each in known.values() if each.about for part in each.about.pieces}
    hits = finding.find(request.actor, request.GET.get("q", ""), limit=OPTIONS, objects=tuple(sorted(targets)))
    return answers.html(
        "".join(
            f'<li role="option" data-value="{known[each.object].plural}:{each.id}" data-label="{escape(each.title)}">'
            f"{faces.tile(known[each.object])}<span>{escape(each.title)}</span>"
            f'<span class="end muted">{escape(each.subtitle)}</span></li>'
            for each in hits
        )
    )
