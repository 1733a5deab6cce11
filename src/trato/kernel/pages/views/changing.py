"""Creating a record, and running its verbs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trato.kernel.actions import registry, runner
from trato.kernel.actions.doubles import OnDuplicate
from trato.kernel.actions.registry import Action
from trato.kernel.actions.runner import Outcome
from trato.kernel.fields.links import Ref
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.pages import record
from trato.kernel.records.errors import Duplicate, Invalid
from trato.kernel.sheets.views.board import draw_card
from trato.kernel.ui import answers, forms, lists, verbs, wording
from trato.kernel.ui.shell import PageRequest


@require_http_methods(["GET", "POST"])
def new(request: PageRequest, plural: str) -> HttpResponse:
    """The drawer that creates a record, filled with what the address names; and what it sends."""
    actor = request.actor
    spec = lists.writable(actor, plural, "create")
    fields = [spec.by_name[name] for name in (spec.create or (lists.title_path(spec),))]
    if request.method == "GET":
        if not request.htmx:
            return HttpResponseRedirect(f"/{spec.plural}")
        mine = {"owner": Ref(actor.id, actor.name)} if actor.id else {}
        values = {**mine, **forms.prefill(actor, spec, request.GET)}
        extra = [spec.by_name[name] for name in values if name not in {"owner", *(each.name for each in fields)}]
        context = _drawer(spec, forms.blank(actor, [*fields, *extra], values), stay=request.GET.get("stay", ""))
        return answers.fragment(request, "drawer", {**context, "draft": request.get_full_path()})
    named = [spec.by_name[name] for name in request.POST.getlist("shown") if name in spec.by_name]
    fields = [each for each in named if not each.readonly] or fields
    if request.GET.get("draft"):  # what somebody had begun in this browser, drawn as it was
        context = _drawer(spec, forms.again(actor, fields, request.POST, {}), stay=request.POST.get("stay", ""))
        return answers.fragment(request, "drawer_form", {**context, "draft": _key(request), "again": True})
    values = forms.read(actor, fields, request.POST)
    choice = OnDuplicate.USUAL if request.POST.get("anyway") else OnDuplicate.REJECT
    try:
        return _created(request, spec, runner.create(actor, spec.name, values, on_duplicate=choice))
    except (Invalid, Duplicate) as error:
        errors, likely = forms.errors_of(spec, error), forms.likely_of(spec, error)
    made = forms.again(actor, fields, request.POST, errors)
    context = _drawer(spec, made, forms.beside(errors, fields), stay=request.POST.get("stay", ""))
    again = {"likely": likely, "draft": _key(request), "again": True}
    return answers.fragment(request, "drawer_form", {**context, **again}, status=422)


def _key(request: PageRequest) -> str:
    """What the draft of the drawer is kept under, which its form sends back."""
    return request.POST.get("draft", "")[:500]


def _created(request: PageRequest, spec: ObjectSpec, outcome: Outcome) -> HttpResponse:
    """Go to the new record, or stay on the page of the one it belongs to."""
    address = f"/{spec.plural}/{outcome.record.pk}"
    told = answers.toast(wording.created(spec), undo=outcome.entry)
    if request.POST.get("stay"):
        return answers.nothing(toast={**told, "href": address}, record={"id": ""}, refresh={"created": 1})
    return answers.go(address, told)


def _drawer(
    spec: ObjectSpec, controls: list[forms.Control], problems: list[tuple[str, str]] | None = None, *, stay: str
) -> dict[str, object]:
    return {"spec": spec, "controls": controls, "problems": problems or [], "stay": stay}


@require_http_methods(["GET", "POST"])
def act(request: PageRequest, plural: str, record_id: UUID, verb: str) -> HttpResponse:
    """A verb: what it asks for, or its doing. A dropped card is answered with the card in its new lane."""
    actor = request.actor
    spec = lists.readable(actor, plural)
    action = verbs.action_of(spec, verb)
    door = _door(request, spec, action)
    action = door or action
    dialog: dict[str, object] = {
        "spec": spec,
        "title": action.label,
        "address": f"/{spec.plural}/{record_id}/actions/{action.verb}",
        "tone": action.tone,
        "problems": [],
    }
    if door or request.method == "GET":
        row = record.read(actor, spec, record_id)
        values = {each.name: row[each.name] for each in action.inputs if each.name in row and each.default is None}
        controls = forms.blank(actor, action.inputs, values)
        status = 422 if door else 200  # the card goes back to its lane until the verb has run
        return answers.fragment(request, "verb", {**dialog, "controls": controls}, status=status)
    try:
        outcome = runner.perform(actor, action.name, record_id, forms.read(actor, action.inputs, request.POST))
    except (Invalid, Duplicate) as error:
        errors = forms.errors_of(spec, error)
        again = forms.offering(request.POST, error, action.inputs)
        context = {**dialog, "controls": forms.again(actor, action.inputs, again, errors)}
        context["problems"] = forms.beside(errors, action.inputs)
        return answers.fragment(request, "verb_form" if request.POST.get("dialog") else "verb", context, status=422)
    secrets = [value for value in outcome.data.values() if isinstance(value, registry.Secret)]
    if secrets:
        return answers.fragment(request, "secret", {"title": action.label, "secrets": secrets})
    told = None
    if outcome.entry:
        told = answers.toast(_("{action}: done").format(action=str(action.label)), undo=outcome.entry)
    if "after" in request.POST:
        return answers.html(draw_card(request, spec, record_id), toast=told)
    return answers.nothing(toast=told, changed=answers.changed(spec, outcome), record={"id": str(record_id)})


def _door(request: PageRequest, spec: ObjectSpec, action: Action) -> Action | None:
    """The verb by which alone a card enters the lane where it was dropped, if there is one."""
    board = spec.board
    if board is None or action.verb != board.verb or "after" not in request.POST:
        return None
    name = board.doors.get(request.POST.get(board.by, ""))
    return verbs.action_of(spec, name) if name else None
