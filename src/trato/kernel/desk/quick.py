"""Quick entry: one person after the other at a fair or from a heap of cards, by one hand, with the camera's help."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trato.kernel.actions import contents, runner
from trato.kernel.actions.doubles import OnDuplicate
from trato.kernel.actions.runner import Outcome
from trato.kernel.fields.base import Field, FieldError
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Duplicate, Invalid
from trato.kernel.records.variables import locale_of
from trato.kernel.ui import answers, forms, lists, wording
from trato.kernel.ui.shell import QUICK, PageRequest
from trato.lib import cards
from trato.lib.cards import Card

STAYS = ("source", "tags")
"""What one person after the other has in common."""


@require_http_methods(["GET", "POST"])
def show(request: PageRequest) -> HttpResponse:
    """The form; once it is sent, the next empty one, which keeps what stays."""
    spec = lists.writable(request.actor, registry.get(QUICK).plural, "create")
    fields = _fields(spec)
    if request.method == "GET":
        return answers.page(request, "quick", _form(spec, forms.blank(request.actor, fields, {})))
    values = forms.read(request.actor, fields, request.POST)
    choice = OnDuplicate.USUAL if request.POST.get("anyway") else OnDuplicate.REJECT
    try:
        with transaction.atomic():
            outcome = runner.create(request.actor, spec.name, values, on_duplicate=choice)
            with runner.because_of(outcome.entry or outcome.record.pk):
                for photo in request.FILES.getlist("photo")[:1]:
                    contents.shelves["file"].take(request.actor, photo, {"about": [_about(spec, outcome)]})
    except (Invalid, Duplicate) as error:
        errors = forms.errors_of(spec, error)
        context = _form(spec, forms.again(request.actor, fields, request.POST, errors))
        context |= {"problems": forms.beside(errors, fields), "likely": forms.likely_of(spec, error)}
        return answers.fragment(request, "quick_form", context, status=422)
    locale = locale_of(request.actor)
    kept = {name: spec.by_name[name].clean(values.get(name), locale) for name in STAYS if name in spec.by_name}
    told = answers.toast(wording.created(spec), undo=outcome.entry, href=f"/{spec.plural}/{outcome.record.pk}")
    return answers.fragment(request, "quick_form", _form(spec, forms.blank(request.actor, fields, kept)), toast=told)


@require_POST
def card(request: PageRequest) -> HttpResponse:
    """The form filled with what a code says; what was chosen for all stays."""
    spec = lists.writable(request.actor, registry.get(QUICK).plural, "create")
    fields = _fields(spec)
    try:
        found = cards.read(request.POST.get("card", ""))
    except ValueError:
        return answers.refusal(_("This code is no contact card."), 422)
    locale = locale_of(request.actor)
    values: dict[str, Any] = {}
    for field in fields:
        raw = _said(found).get(field.name) or (field.from_form(request.POST, locale) if field.name in STAYS else None)
        try:
            values[field.name] = field.clean(raw, locale)
        except FieldError:
            continue
    return answers.fragment(request, "quick_form", _form(spec, forms.blank(request.actor, fields, values)))


def _about(spec: ObjectSpec, outcome: Outcome) -> dict[str, str]:
    return {"object": spec.plural, "id": str(outcome.record.pk)}


def _said(found: Card) -> dict[str, Any]:
    return {
        "name": found.name,
        "company": found.company,
        "job_title": found.job_title,
        "emails": list(found.emails),
        "phones": list(found.phones),
        "website": found.website,
    }


def _fields(spec: ObjectSpec) -> list[Field]:
    """What is asked: as the drawer does, with what a card says and what stays."""
    names = dict.fromkeys(("name", "company", "job_title", "emails", "phones", *spec.create, *STAYS))
    return [spec.by_name[each] for each in names if each in spec.by_name and each != "owner"]


def _form(spec: ObjectSpec, controls: list[forms.Control]) -> dict[str, Any]:
    return {"spec": spec, "controls": controls, "problems": [], "keeps_photos": "file" in contents.shelves}
