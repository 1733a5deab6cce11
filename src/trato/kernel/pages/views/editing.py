"""One value changed in place: in a cell of the table, or in a row of the record page's fields."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trato.kernel.access import policy
from trato.kernel.actions import runner
from trato.kernel.actions.runner import Outcome
from trato.kernel.fields.base import Field, FieldError, Json
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.pages import record
from trato.kernel.records import listing
from trato.kernel.records.errors import Duplicate, Invalid
from trato.kernel.records.selection import UnknownField
from trato.kernel.records.targets import titles_in
from trato.kernel.records.variables import locale_of
from trato.kernel.sheets.table import can_edit
from trato.kernel.sheets.views.table import draw_row
from trato.kernel.ui import answers, faces, forms, lists
from trato.kernel.ui.shell import PageRequest


@require_http_methods(["GET", "POST"])
def cell(request: PageRequest, plural: str, record_id: UUID, name: str) -> HttpResponse:
    return _edit(request, plural, record_id, name, in_cell=True)


@require_http_methods(["GET", "POST"])
def field(request: PageRequest, plural: str, record_id: UUID, name: str) -> HttpResponse:
    return _edit(request, plural, record_id, name, in_cell=False)


def _edit(request: PageRequest, plural: str, record_id: UUID, name: str, *, in_cell: bool) -> HttpResponse:
    spec = lists.readable(request.actor, plural)
    edited = spec.by_name.get(name)
    if edited is None or not can_edit(edited):
        raise UnknownField(name)
    row = listing.get(request.actor, spec, record_id, (name, "owner") if spec.owned else (name,))
    owner = row.get("owner")
    policy.require(request.actor, "update", spec, owner.id if owner else None)
    if request.method == "GET":
        locale = locale_of(request.actor)
        value = edited.to_json(row[name])
        return answers.html(_dressed(forms.editor(edited, row[name], locale, before=value), in_cell=in_cell))
    return _save(request, spec, row, edited, in_cell=in_cell)


def _save(request: PageRequest, spec: ObjectSpec, row: dict[str, Any], edited: Field, *, in_cell: bool) -> HttpResponse:
    actor, data = request.actor, request.POST
    raw = _sent(edited, request)
    now = forms.remembered(edited.to_json(row[edited.name]))
    known = data.get("before", now)
    if data.get("choose") == "theirs":
        return answers.nothing(settled={"choose": "theirs"}, changed=_signal(spec, row), record={"id": str(row["id"])})
    if known != now and _cleaned(edited, raw, request) != now:
        return answers.html(_conflict(request, spec, row, edited, in_cell=in_cell), status=409)
    try:
        outcome = runner.update(actor, spec.name, row["id"], {edited.name: raw}, expect=row["version"])
    except (Invalid, Duplicate) as error:
        errors = forms.errors_of(spec, error)
        first = errors.get(edited.name) or next(iter(errors.values()))
        [made] = forms.again(actor, [edited], data, {edited.name: first}, lambda each: titles_in(row[each.name]))
        typed = forms.redraw(made, edited, known)
        return answers.html(_dressed(typed, in_cell=in_cell), status=422)
    return _saved(request, spec, edited, outcome, in_cell=in_cell)


def _saved(request: PageRequest, spec: ObjectSpec, edited: Field, outcome: Outcome, *, in_cell: bool) -> HttpResponse:
    told = None
    if outcome.entry:
        told = answers.toast(_("{field} saved").format(field=str(edited.label)), undo=outcome.entry)
    around = {"id": str(outcome.record.pk)} if outcome.entry else None
    if request.POST.get("choose"):
        settled = {"choose": request.POST["choose"]}
        return answers.nothing(toast=told, settled=settled, changed=answers.changed(spec, outcome), record=around)
    if in_cell:
        fields = request.POST.get("fields", "")
        return answers.html(draw_row(request, spec.plural, outcome.record.pk, fields), toast=told)
    rows = record.field_rows(request.actor, spec, record.read(request.actor, spec, outcome.record.pk))
    return answers.html(rows, toast=told, record=around)


def _sent(edited: Field, request: PageRequest) -> Json:
    """The value that was typed, or in a conflict the one that was there before."""
    if request.POST.get("choose") == "base":
        try:
            return json.loads(request.POST.get("base") or "null")
        except ValueError:
            return None
    return edited.from_form(request.POST, locale_of(request.actor))


def _cleaned(edited: Field, raw: Json, request: PageRequest) -> str:
    """The typed value as it would be remembered; '' when it cannot be read."""
    try:
        value = edited.clean(raw, locale_of(request.actor))
        return forms.remembered(edited.to_json(value))
    except (FieldError, AttributeError):
        return ""


def _conflict(request: PageRequest, spec: ObjectSpec, row: dict[str, Any], edited: Field, *, in_cell: bool) -> str:
    """Somebody changed the same field meanwhile: three values to choose from, and nothing is lost."""
    locale, data = locale_of(request.actor), request.POST
    own = {"before", "version", "fields", "choose", "base"}
    sent = [(name, value) for name in data if name not in own for value in data.getlist(name)]
    before = json.loads(data.get("before") or "null")
    try:
        mine = edited.text(edited.clean(_sent(edited, request), locale), locale)
    except (FieldError, AttributeError):
        mine = data.get(edited.name, "")
    context = {
        "spec": spec,
        "field": edited,
        "address": f"/{spec.plural}/{row['id']}/{'cell' if in_cell else 'field'}/{edited.name}",
        "sent": sent,
        "now": forms.remembered(edited.to_json(row[edited.name])),
        "base": data.get("before", ""),
        "mine": mine,
        "theirs": edited.text(row[edited.name], locale),
        "was": faces.in_words(edited, before, locale),
    }
    return answers.text(request, "conflict", context)


def _signal(spec: ObjectSpec, row: dict[str, Any]) -> dict[str, object]:
    return {"object": spec.plural, "id": str(row["id"])}


def _dressed(editor: str, *, in_cell: bool) -> str:
    """The editor with the keys that end it."""
    keys = [("↵", _("Save")), *([("Tab", _("Next"))] if in_cell else []), ("Esc", _("Discard"))]
    hint = " ".join(f"<kbd>{key}</kbd>{escape(word)}" for key, word in keys)
    if in_cell:
        return faces.joined(
            (f'<div class="cell-editor">{editor}</div>', f'<span class="tooltip cell-hint">{hint}</span>')
        )
    return f'{editor}<span class="tooltip keys">{hint}</span>'
