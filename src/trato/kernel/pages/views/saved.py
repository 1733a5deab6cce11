"""Saved views: opening, saving, sharing and removing them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trato.kernel.actions import runner
from trato.kernel.fields.base import Field
from trato.kernel.fields.select import OptionsField
from trato.kernel.objects import registry
from trato.kernel.pages.views import record
from trato.kernel.records import listing
from trato.kernel.records.errors import Duplicate, Invalid
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import answers, forms, lists, shell, viewbar
from trato.kernel.ui.shell import PageRequest
from trato.kernel.views import favourites
from trato.lib.ids import as_uuid


@require_GET
def show(request: PageRequest, plural: str, key: str) -> HttpResponse:
    """A link to a view: opens it in its kind. Not found for those who may not see it."""
    spec = lists.readable(request.actor, plural)
    return HttpResponseRedirect(viewbar.opening(shell.of(request).desk(spec).find(key)))


@require_GET
def by_id(request: PageRequest, record_id: UUID) -> HttpResponse:
    """A view by its id alone, as search and the timeline name it."""
    found = listing.get(request.actor, registry.get("view"), record_id, ("object",))
    return HttpResponseRedirect(f"/{found['object']}/view/{record_id}")


@require_GET
def history(request: PageRequest, record_id: UUID) -> HttpResponse:
    """What happened to a view: its page as a record."""
    return record.show(request, "views", record_id)


@require_http_methods(["GET", "POST"])
def new(request: PageRequest, plural: str) -> HttpResponse:
    """What is shown now as a view of its own: the dialog that names it, and its making."""
    asked = lists.of(request, plural)
    fields = _fields(request.actor)
    address = request.get_full_path()
    if request.method == "GET":
        values = {"name": asked.view.name if asked.view else "", "folder": asked.view.folder if asked.view else ""}
        return _dialog(request, "view_dialog", address, forms.blank(request.actor, fields, values), None)
    shown = viewbar.values_of(asked, _kind(request))
    try:
        values = {**shown, **forms.read(request.actor, fields, request.POST), "object": asked.spec.plural}
        made = runner.create(request.actor, "view", values)
    except (Invalid, Duplicate) as error:
        return _again(request, address, fields, error, None)
    asked.desk.arrange(asked.layout_key, None)
    told = answers.toast(_("View “{name}” saved").format(name=values["name"]), undo=made.entry)
    return answers.go(f"/{plural}/view/{made.record.pk}", told)


@require_POST
def save(request: PageRequest, plural: str) -> HttpResponse:
    """What is shown now into the view that is open; what it lost is gone from it then."""
    asked = lists.of(request, plural)
    view = asked.desk.find(asked.key)
    done = runner.update(request.actor, "view", _id(view.key), viewbar.values_of(asked, _kind(request)))
    asked.desk.arrange(asked.layout_key, None)
    told = answers.toast(_("View “{name}” saved").format(name=view.name), undo=done.entry)
    return answers.go(f"/{plural}/view/{view.key}", told)


@require_POST
def discard(request: PageRequest, plural: str) -> HttpResponse:
    """Back to how the view was saved."""
    asked = lists.of(request, plural)
    asked.desk.arrange(asked.layout_key, None)
    return answers.go(viewbar.opening(asked.view) if asked.view else f"/{plural}" + _all(asked))


@require_http_methods(["GET", "POST"])
def settings(request: PageRequest, plural: str, key: str) -> HttpResponse:
    """What a view is called, who sees it, in which folder it lies."""
    actor = request.actor
    view = shell.of(request).desk(lists.readable(actor, plural)).find(key)
    fields, address = _fields(actor), f"/{plural}/view/{key}/settings"
    if request.method == "GET":
        row = listing.get(actor, registry.get("view"), _id(key), tuple(each.name for each in fields))
        return _dialog(request, "view_dialog", address, forms.blank(actor, fields, row), view.name)
    given = forms.read(actor, fields, request.POST)
    try:
        done = runner.update(actor, "view", _id(key), {each.name: given.get(each.name) for each in fields})
    except (Invalid, Duplicate) as error:
        return _again(request, address, fields, error, view.name)
    told = answers.toast(_("View “{name}” saved").format(name=given.get("name")), undo=done.entry)
    return answers.go(viewbar.opening(view), told)


@require_POST
def delete(request: PageRequest, plural: str, key: str) -> HttpResponse:
    """To the trash, from where it can be had back."""
    view = shell.of(request).desk(lists.readable(request.actor, plural)).find(key)
    done = runner.delete(request.actor, "view", _id(key))
    return answers.go(f"/{plural}", answers.toast(_("View “{name}” deleted").format(name=view.name), undo=done.entry))


@require_POST
def favour(request: PageRequest, plural: str, key: str) -> HttpResponse:
    """Into the sidebar, or out of it again."""
    spec = lists.readable(request.actor, plural)
    view = shell.of(request).desk(spec).find(key)
    kept = favourites.toggle(request.actor, "view", spec.plural, key)
    words = _("“{name}” is in your sidebar now") if kept else _("“{name}” is not in your sidebar any more")
    return answers.go(viewbar.opening(view), answers.toast(words.format(name=view.name)))


def _fields(actor: Actor) -> list[Field]:
    """What the dialog asks for. Only administrators say what opens first for a role."""
    known = registry.get("view").by_name
    audience = known["audience"]
    if not actor.administers and isinstance(audience, OptionsField):
        audience = replace(audience, options=tuple(each for each in audience.options if each.key != "role"))
    return [known["name"], audience, *([known["role"]] if actor.administers else []), known["folder"]]


def _dialog(
    request: PageRequest,
    template: str,
    address: str,
    controls: list[forms.Control],
    name: str | None,
    status: int = 200,
) -> HttpResponse:
    context = {"address": address, "controls": controls, "named": name}
    return answers.fragment(request, template, context, status=status)


def _again(
    request: PageRequest, address: str, fields: list[Field], error: Invalid | Duplicate, name: str | None
) -> HttpResponse:
    """The dialog once more, with what was wrong."""
    errors = forms.errors_of(registry.get("view"), error)
    made = forms.again(request.actor, fields, request.POST, errors)
    context = {"address": address, "controls": made, "named": name, "problems": forms.beside(errors, fields)}
    return answers.fragment(request, "view_form", context, status=422)


def _kind(request: PageRequest) -> str:
    return request.GET.get("kind") or "table"


def _all(asked: lists.Asked) -> str:
    return "?view=all" if asked.desk.default else ""


def _id(key: str) -> UUID:
    """The id of a view that can be changed. Views that come with an object cannot."""
    found = as_uuid(key)
    if found is None:
        raise runner.NotAvailable(key)
    return found
