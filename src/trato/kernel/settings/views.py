"""The settings: the organization, roles and their rights, one's own account, keys of programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trato.kernel.access import administration
from trato.kernel.access.middleware import SESSION_COOKIE
from trato.kernel.access.people_fields import REACHES, RIGHTS, Grants, without_repeats
from trato.kernel.actions import credentials, runner
from trato.kernel.actions.values import clean_inputs
from trato.kernel.fields.base import Field, Json
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.errors import Duplicate, Invalid, RecordNotFound
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.variables import locale_of
from trato.kernel.settings import places as settings
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import as_system
from trato.kernel.timeline import feed
from trato.kernel.ui import answers, forms, story
from trato.kernel.ui.answers import Context
from trato.kernel.ui.forms import Errors
from trato.kernel.ui.shell import PageRequest
from trato.lib.dates import shown_date

MIN_PASSWORD = 10


def general(request: PageRequest) -> HttpResponse:
    """The organization's name, language, zone, country, fiscal year."""
    administration.require_administrator(request.actor)
    organization = scope.organization()
    fields = settings.organization_fields(organization)
    if request.method == "POST":
        try:
            values = clean_inputs(request.actor, fields, forms.read(request.actor, fields, request.POST))
        except Invalid as error:
            return _refused(request, fields, error)
        values["fiscal_year_start"] = int(values["fiscal_year_start"])
        chosen = {"currency_is_chosen": True} if "currency" in values else {}
        credentials.configure(request.actor, organization, **values, **chosen)
        return answers.go("/settings", answers.toast(_("Saved")))
    controls = forms.blank(request.actor, fields, settings.organization_values(organization))
    facts = [(_("Base currency"), organization.currency)] if organization.currency_is_chosen else []
    intro = _("What the whole organization shares. Each person can choose another language and time zone.")
    history = story.entries(request.actor, feed.of_settings())
    return _page(
        request, "/settings", _("General"), intro, controls=controls, facts=facts, save=_("Save"), history=history
    )


def own(request: PageRequest) -> HttpResponse:
    """One's own name, language and zone."""
    fields = settings.OWN_FIELDS
    user = listing.get(request.actor, registry.get("user"), _me(request), tuple(each.name for each in fields))
    if request.method == "POST":
        sent = {each.name: None for each in fields} | forms.read(request.actor, fields, request.POST)
        try:
            values = clean_inputs(request.actor, fields, sent)
        except Invalid as error:
            return _refused(request, fields, error)
        runner.put(as_system("people choose their own name, language and zone"), "user", _me(request), values)
        return answers.go("/settings/own", answers.toast(_("Saved")))
    controls = forms.blank(request.actor, fields, user)
    intro = _("How Trato speaks to you, and how you sign in.")
    return _page(request, "/settings/own", _("Your account"), intro, controls=controls, save=_("Save"), password=True)


@require_POST
def password(request: PageRequest) -> HttpResponse:
    """Choose one's own password."""
    chosen = request.POST.get("password", "")
    if not MIN_PASSWORD <= len(chosen) <= 200:
        message = _("Use at least {count} characters.").format(count=MIN_PASSWORD)
        return answers.fragment(request, "settings_password", {"error": message}, status=422)
    session = request.COOKIES.get(SESSION_COOKIE, "")
    current = request.POST.get("current", "")[:200]
    if not credentials.set_password(request.actor, chosen, current=current, session=session):
        return answers.fragment(request, "settings_password", {"wrong": _("This is not your password.")}, status=422)
    return answers.fragment(request, "settings_password", {}, toast=answers.toast(_("Your password was changed")))


def tokens(request: PageRequest) -> HttpResponse:
    """Keys of programs: those in force, and a new one, which is shown once."""
    fields, key = settings.TOKEN_FIELDS, ""
    if request.method == "POST":
        try:
            values = clean_inputs(request.actor, fields, forms.read(request.actor, fields, request.POST))
        except Invalid as error:
            return _refused(request, fields, error)
        scopes = {"read": ("read",), "write": ("read", "write"), "admin": ("read", "write", "admin")}[values["scope"]]
        key = credentials.make_own_token(request.actor, label=values["label"], scopes=scopes, days=values["days"])
        return answers.fragment(request, "settings_token", {"key": key})
    locale = locale_of(request.actor)
    rows = [
        {
            "row": each,
            "may": _scope(each.scopes),
            "created": shown_date(each.created_at.date(), locale.language),
            "used": shown_date(each.used_at.date(), locale.language) if each.used_at else "",
            "ends": shown_date(each.expires_at.date(), locale.language) if each.expires_at else "",
        }
        for each in administration.tokens(request.actor)
    ]
    controls = forms.blank(request.actor, fields, {})
    intro = _("A token lets a program work in your name, within your rights.")
    return _page(
        request, "/settings/tokens", _("API tokens"), intro, controls=controls, tokens=rows, save=_("Make a token")
    )


def _scope(scopes: Sequence[str]) -> str:
    """What a token may, in the words it was chosen by."""
    widest = next((each for each in ("admin", "write") if each in scopes), "read")
    return settings.SCOPE.label_of(widest)


@require_POST
def revoke(request: PageRequest, token_id: UUID) -> HttpResponse:
    """End a key at once."""
    if not credentials.revoke_token(request.actor, token_id):
        raise RecordNotFound(str(token_id))
    return answers.go("/settings/tokens", answers.toast(_("The token no longer works")))


def roles(request: PageRequest, role_id: UUID | None = None) -> HttpResponse:
    """What each role may do with each object, and with whose records."""
    administration.require_administrator(request.actor)
    spec = registry.get("role")
    every = listing.page(request.actor, spec, ListQuery(sort="name", limit=100)).rows
    role = next((each for each in every if role_id in (None, each["id"])), None)
    if role is None:
        raise RecordNotFound(str(role_id))
    if "new" in request.POST:
        return _new_role(request, role)
    if request.method == "POST":
        grants: Json = {**without_repeats(_sent_grants(request))}
        runner.update(request.actor, "role", role["id"], {"grants": grants})
        return answers.go(f"/settings/roles/{role['id']}", answers.toast(_("Saved")))
    intro = _("A role says what its people can do with each object, and with whose records.")
    happened = feed.of_record(request.actor, spec, role["id"], limit=30)
    return _page(
        request,
        "/settings/roles",
        _("Roles and rights"),
        intro,
        roles=every,
        role=role,
        rights=_rights(role["grants"] or {}),
        controls=forms.blank(request.actor, (settings.NEW_ROLE,), {}),
        save=_("Create the role"),
        history=story.entries(request.actor, happened, about=role["id"]),
    )


def _new_role(request: PageRequest, like: Mapping[str, Any]) -> HttpResponse:
    """A role with the rights of another, to be changed from there; administering is never passed on so."""
    try:
        name = clean_inputs(request.actor, (settings.NEW_ROLE,), {"new": request.POST["new"]})["new"]
        made = runner.create(request.actor, "role", {"name": name, "grants": like["grants"] or {}})
    except (Invalid, Duplicate) as error:
        said = next(iter(forms.errors_of(registry.get("role"), error).values()))
        again = forms.again(request.actor, (settings.NEW_ROLE,), request.POST, {"new": said})
        return answers.fragment(request, "settings_controls", {"controls": again}, status=422)
    return answers.go(f"/settings/roles/{made.record.pk}", answers.toast(_("Saved"), undo=made.entry))


def _rights(grants: dict[str, dict[str, str]]) -> list[dict[str, object]]:
    """The table of rights: a row an object, a choice a right. What a role does not name follows its `*` row."""
    everything = grants.get("*", {})
    rights = {"*": everything}
    rights |= {each.name: grants.get(each.name, everything) for each in registry.every() if each.group}
    return [
        {"name": name, "spec": None if name == "*" else registry.get(name), "cells": _cells(name, each)}
        for name, each in rights.items()
    ]


def _cells(name: str, rights: dict[str, str]) -> list[dict[str, Json]]:
    said = {"read": _("See"), "create": _("Create"), "update": _("Edit"), "delete": _("Delete")}
    chosen = {right: rights.get(right, "none") for right in RIGHTS}
    return [
        {"name": f"{name}.{right}", "label": said[right], "chosen": reach, "level": REACHES.index(reach)}
        for right, reach in chosen.items()
    ]


def _sent_grants(request: PageRequest) -> Grants:
    known = {"*", *(each.name for each in registry.every() if each.group)}
    sent = {name: {right: request.POST.get(f"{name}.{right}", "") for right in RIGHTS} for name in sorted(known)}
    found = {name: {right: reach for right, reach in rights.items() if reach} for name, rights in sent.items()}
    return {name: rights for name, rights in found.items() if rights}


def _me(request: PageRequest) -> UUID:
    if request.actor.id is None:
        raise RecordNotFound
    return request.actor.id


def _refused(request: PageRequest, fields: Sequence[Field], error: Invalid) -> HttpResponse:
    errors: Errors = {each.field: (each.message, "") for each in error.problems}
    controls = forms.again(request.actor, fields, request.POST, errors)
    return answers.fragment(request, "settings_controls", {"controls": controls}, status=422)


def _page(request: PageRequest, here: str, title: str, intro: str, **more: Json) -> HttpResponse:
    context: Context = {
        "headings": settings.headings(request.actor),
        "here": here,
        "title": title,
        "intro": intro,
        "reaches": [("none", _("None")), ("own", _("Own")), ("team", _("Team")), ("all", _("All"))],
        **more,
    }
    return answers.page(request, "settings", context)
