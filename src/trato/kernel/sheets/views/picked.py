"""Hand-picked lists: their page, putting records on them, their order, notes and settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trato.kernel.access import policy
from trato.kernel.actions import runner
from trato.kernel.bulk import job as bulk_job
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.records.errors import Duplicate, Invalid, RecordNotFound
from trato.kernel.sheets.picked import PickedTable
from trato.kernel.sheets.table import Table
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import answers, forms, lists, shell, verbs
from trato.kernel.ui.shell import PageRequest, Place
from trato.kernel.ui.verbs import bulk_bar
from trato.kernel.views import favourites, picked
from trato.kernel.views.picked import Added
from trato.lib.ids import as_uuid


def places(_actor: Actor) -> list[Place]:
    """Where the lists are, for the sidebar."""
    return [Place("/lists", gettext_lazy("Lists"), "list", key="g l")]


def _drawn(request: PageRequest, whole: dict[str, Any]) -> PickedTable:
    """What draws the records of a list."""
    spec = lists.readable(request.actor, whole["object"])
    owner = whole["owner"]
    changeable = policy.may(request.actor, "update", registry.get("list"), owner.id if owner else None)
    return PickedTable(whole["id"], Table(lists.read(request, spec, QueryDict("view=all"))), changeable=changeable)


@require_GET
def row(request: PageRequest, entry: UUID) -> HttpResponse:
    """One entry anew."""
    known = listing.get(request.actor, registry.get("list_entry"), entry, ("list",))
    drawn = _drawn(request, picked.read(request.actor, known["list"].id))
    found = picked.page(request.actor, drawn.table.spec, known["list"].id, drawn.table.paths, only=entry)
    if not found.entries:
        raise RecordNotFound(str(entry))
    return answers.html(drawn.row(found.entries[0]))


@require_GET
def show(request: PageRequest, record_id: UUID) -> HttpResponse:
    """A list with its records; more of them when one scrolls."""
    whole = picked.read(request.actor, record_id)
    drawn = _drawn(request, whole)
    table, spec, changeable = drawn.table, drawn.table.spec, drawn.changeable
    found = picked.page(request.actor, spec, record_id, table.paths, after=request.GET.get("after", ""))
    if request.GET.get("after"):
        return answers.html(drawn.rows(found))
    count, hidden = picked.count(request.actor, spec, record_id)
    context: dict[str, Any] = {
        "whole": whole,
        "spec": spec,
        "list_spec": registry.get("list"),
        "changeable": changeable,
        "count": count,
        "hidden": hidden,
        "table": drawn,
        "rows": drawn.rows(found),
        **bulk_bar(request.actor, spec),
        "currency": table.locale.currency if table.summed else "",
        "own": f"/lists/{record_id}",
        "kept": table.asked.desk.keeps(f"/lists/{record_id}"),
    }
    if request.htmx:
        return answers.fragment(request, "list_view", context)
    return answers.page(request, "list", context)


@require_http_methods(["GET", "POST"])
def choose(request: PageRequest, plural: str) -> HttpResponse:
    """Onto which list some records go: the dialog, and their going."""
    actor, spec = request.actor, lists.readable(request.actor, plural)
    data = request.POST if request.method == "POST" else request.GET
    ids, raw = verbs.chosen(data)
    if raw is None and not ids:
        return answers.refusal(_("Choose some records first."), 422)
    wanted = lists.read_json(raw) if raw else None
    query = bulk_job.chosen(actor, spec, bulk_job.asked(spec, "list", {}, ids=ids, filter=wanted))
    count, more = listing.count(actor, spec, query)
    context: dict[str, Any] = {
        "spec": spec, "ids": ids, "all": raw is not None, "filter": raw or "", "counted": shell.said(count, more),
        "count": count, "lists": picked.offered(actor, spec), "problems": [], "chosen": data.get("list", ""),
        "name": data.get("name", ""),
    }  # fmt: skip
    if not data.get("confirmed"):
        return answers.fragment(request, "list_choose", context)
    try:
        target, name = _target(actor, spec, data)
        done = picked.add(actor, target, query, order=ids)
    except (Invalid, Duplicate) as error:
        problems = [(message, link) for message, link in forms.errors_of(spec, error).values()]
        return answers.fragment(request, "list_choose_form", {**context, "problems": problems}, status=422)
    return answers.nothing(toast=_told(done, name, target), refresh={"list": str(target)})


def _target(actor: Actor, spec: ObjectSpec, data: QueryDict) -> tuple[UUID, str]:
    """The list that was chosen, or a new one of the name that was typed."""
    chosen = as_uuid(data.get("list"))
    if chosen is not None:
        return chosen, picked.read(actor, chosen)["name"]
    made = runner.create(actor, "list", {"name": data.get("name", ""), "object": spec.plural})
    return made.record.pk, data.get("name", "")


def _told(done: Added, name: str, target: UUID) -> dict[str, object]:
    words = ngettext("{count} added to “{list}”", "{count} added to “{list}”", done.count)
    told = words.format(count=shell.said(done.count), list=name)
    if done.already:
        there = ngettext("{count} was there already", "{count} were there already", done.already)
        told += ", " + there.format(count=shell.said(done.already))
    return answers.toast(told, undo=done.entry, href=f"/lists/{target}", label=_("Open the list"))


@require_POST
def add(request: PageRequest, record_id: UUID) -> HttpResponse:
    """One record more, found by its name on the list's own page."""
    whole = picked.read(request.actor, record_id)
    spec = lists.readable(request.actor, whole["object"])
    ids = forms.uuids(request.POST.getlist("ids"))
    if not ids:
        return answers.refusal(_("Choose some records first."), 422)
    query = bulk_job.chosen(request.actor, spec, bulk_job.asked(spec, "list", {}, ids=ids))
    done = picked.add(request.actor, record_id, query)
    return answers.nothing(toast=_told(done, whole["name"], record_id), refresh={"list": str(record_id)})


@require_POST
def move(request: PageRequest, record_id: UUID) -> HttpResponse:
    """An entry was carried behind another."""
    entry = as_uuid(request.POST.get("id"))
    if entry is None:
        return answers.refusal(_("Choose some records first."), 422)
    picked.place(request.actor, record_id, entry, as_uuid(request.POST.get("after")))
    return answers.nothing()


@require_POST
def note(request: PageRequest, entry: UUID) -> HttpResponse:
    """What an entry is on the list for."""
    done = runner.update(request.actor, "list_entry", entry, {"note": request.POST.get("note", "")})
    return answers.nothing(toast=answers.toast(_("Note saved"), undo=done.entry) if done.entry else None)


@require_POST
def remove(request: PageRequest, entry: UUID) -> HttpResponse:
    """Off the list; the record itself stays what it is."""
    done = runner.delete(request.actor, "list_entry", entry)
    return answers.nothing(toast=answers.toast(_("Taken off the list"), undo=done.entry), refresh={"list": "1"})


@require_http_methods(["GET", "POST"])
def settings(request: PageRequest, record_id: UUID) -> HttpResponse:
    """What a list is called and for, and who sees it."""
    actor, spec = request.actor, registry.get("list")
    names = ("name", "description", "audience", *(["role"] if actor.administers else []), "folder")
    fields, address = [spec.by_name[each] for each in names], f"/lists/{record_id}/settings"
    whole = picked.read(actor, record_id)
    context: dict[str, Any] = {"address": address, "named": whole["name"], "is_list": True}
    if request.method == "GET":
        return answers.fragment(request, "view_dialog", {**context, "controls": forms.blank(actor, fields, whole)})
    given = forms.read(actor, fields, request.POST)
    try:
        done = runner.update(actor, "list", record_id, {each.name: given.get(each.name) for each in fields})
    except (Invalid, Duplicate) as error:
        errors = forms.errors_of(spec, error)
        made = forms.again(actor, fields, request.POST, errors)
        problems = forms.beside(errors, fields)
        return answers.fragment(request, "view_form", {**context, "controls": made, "problems": problems}, status=422)
    return answers.go(f"/lists/{record_id}", answers.toast(_("List saved"), undo=done.entry))


@require_POST
def favour(request: PageRequest, record_id: UUID) -> HttpResponse:
    """Into the sidebar, or out of it again."""
    whole = picked.read(request.actor, record_id)
    kept = favourites.toggle(request.actor, "list", whole["object"], str(record_id))
    words = _("“{name}” is in your sidebar now") if kept else _("“{name}” is not in your sidebar any more")
    return answers.go(f"/lists/{record_id}", answers.toast(words.format(name=whole["name"])))


@require_POST
def arrange(request: PageRequest) -> HttpResponse:
    """A favourite was carried behind another."""
    one, after = as_uuid(request.POST.get("id")), as_uuid(request.POST.get("after"))
    if one is None:
        return answers.refusal(_("Nothing was moved."), 422)
    favourites.move(request.actor, one, after)
    return answers.nothing()


def offer(spec: ObjectSpec, record_id: UUID) -> str:
    """The address of the dialog that puts one record on a list."""
    return f"/{spec.plural}/list?" + urlencode({"ids": str(record_id)})
