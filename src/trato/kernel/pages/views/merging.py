"""Records that are the same: groups of them, saying that they are not, and making one of several."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trato.kernel.actions import merging as merges
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.pages import merging, record
from trato.kernel.records import apart, duplicates
from trato.kernel.records.duplicates import SURE, DuplicateGroup
from trato.kernel.records.errors import Duplicate, Invalid, RecordNotFound
from trato.kernel.records.variables import locale_of
from trato.kernel.ui import answers, forms, lists, shell, verbs
from trato.kernel.ui.shell import PageRequest

SHOWN = 50


@require_GET
def page(request: PageRequest, plural: str) -> HttpResponse:
    """The page of an object's duplicates, or of one record's (`of`); the groups come when it is there."""
    spec = _spec(request, plural)
    of = forms.uuids([request.GET.get("of", "")])
    name = ""
    if of:
        row = record.read(request.actor, spec, of[0])
        name = record.title(spec, row, locale_of(request.actor))
    context = {"spec": spec, "of": of[0] if of else None, "name": name}
    return answers.page(request, "duplicates", context)


@require_GET
def groups(request: PageRequest, plural: str) -> HttpResponse:
    """The groups themselves, the surest first."""
    actor, spec = request.actor, _spec(request, plural)
    of = forms.uuids([request.GET.get("of", "")])
    if of:
        row = record.read(actor, spec, of[0])
        own = (of[0], record.title(spec, row, locale_of(actor)))
        found = [
            DuplicateGroup(each.reasons, (own, (each.id, each.name))) for each in duplicates.like(actor, spec, of[0])
        ]
    else:
        found = duplicates.groups(actor, spec, limit=SHOWN)
    drawn = [_drawn(spec, each) for each in found]
    return answers.fragment(request, "duplicate_groups", {"spec": spec, "groups": drawn, "whole": len(drawn) == SHOWN})


def _drawn(spec: ObjectSpec, group: DuplicateGroup) -> dict[str, object]:
    ids = [("ids", str(one)) for one, _name in group.records[: merging.MOST]]
    return {
        "records": group.records,
        "reasons": [str(each.label) for each in group.reasons],
        "sure": any(each.score == SURE for each in group.reasons),
        "ids": [one for one, _name in group.records],
        "merge": f"/{spec.plural}/merge?{urlencode(ids)}",
        "beyond": max(0, len(group.records) - merging.MOST),
    }


@require_POST
def apart_from(request: PageRequest, plural: str) -> HttpResponse:
    """They are not the same: they are shown together no more. The same address takes it back (`together`)."""
    actor, spec = request.actor, _spec(request, plural)
    ids = forms.uuids(request.POST.getlist("ids") or request.GET.getlist("ids"))
    if len(merging.read(actor, spec, ids[: merging.MOST])) != len(ids[: merging.MOST]) or len(ids) < 2:
        raise RecordNotFound(str(ids))
    if request.GET.get("together"):
        apart.forget(spec, ids)
        return answers.nothing(toast=answers.toast(_("Undone")), refresh={"duplicates": 1})
    apart.tell(actor, spec, ids)
    back = urlencode([("together", "1"), *(("ids", str(each)) for each in ids)])
    told = {
        **answers.toast(_("They are told apart from now on")),
        "undo_url": f"/{spec.plural}/duplicates/apart?{back}",
    }
    return answers.nothing(toast=told, refresh={"duplicates": 1})


@require_POST
def chosen(request: PageRequest, plural: str) -> HttpResponse:
    """From the selection of a list to the page that merges it."""
    spec = _spec(request, plural)
    ids = forms.uuids(request.POST.getlist("ids"))
    if not 2 <= len(ids) <= merging.MOST:
        return answers.refusal(_("Choose 2 to {most} records to merge.").format(most=merging.MOST), 422)
    return answers.go(f"/{spec.plural}/merge?{urlencode([('ids', str(each)) for each in ids])}")


@require_http_methods(["GET", "POST"])
def merge(request: PageRequest, plural: str) -> HttpResponse:
    """Side by side, field by field; and their becoming one."""
    actor, spec = request.actor, _spec(request, plural)
    data = request.POST if request.method == "POST" else request.GET
    ids, keep, choose = merging.asked(data)
    rows = merging.read(actor, spec, ids)
    if len(rows) < 2:
        raise RecordNotFound(str(ids))
    kept = keep if keep is not None and keep in {row["id"] for row in rows} else merging.fullest(rows)
    if request.method == "POST":
        return _merged(request, spec, kept, [row["id"] for row in rows], choose)
    locale = locale_of(actor)
    context = {
        "spec": spec,
        "records": merging.candidates(spec, rows, kept, locale),
        "lines": merging.lines(spec, rows, kept, locale),
    }
    return answers.page(request, "merge", context)


def _merged(
    request: PageRequest, spec: ObjectSpec, keep: UUID, ids: list[UUID], choose: dict[str, UUID]
) -> HttpResponse:
    try:
        done = merges.merge(request.actor, spec.name, keep, [each for each in ids if each != keep], choose)
    except (Invalid, Duplicate) as error:
        words = "; ".join(message for message, _link in forms.errors_of(spec, error).values())
        return answers.refusal(words, 422)
    words = ngettext("{count} record merged into this one", "{count} records merged into this one", len(ids) - 1)
    told = answers.toast(words.format(count=shell.said(len(ids) - 1)), undo=done.entry)
    return answers.go(f"/{spec.plural}/{keep}", told)


@require_POST
def preview(request: PageRequest, plural: str) -> HttpResponse:
    """What would come of it as it is chosen now."""
    actor, spec = request.actor, _spec(request, plural)
    ids, keep, choose = merging.asked(request.POST)
    rows = merging.read(actor, spec, ids)
    if keep is None or len(rows) < 2:
        raise RecordNotFound(str(ids))
    try:
        shown = merging.outcome(actor, spec, keep, [row["id"] for row in rows], choose)
    except (Invalid, Duplicate) as error:
        problems = [message for message, _link in forms.errors_of(spec, error).values()]
        return answers.fragment(request, "merge_preview", {"problems": problems})
    return answers.fragment(request, "merge_preview", {"shown": shown})


def _spec(request: PageRequest, plural: str) -> ObjectSpec:
    """The object, for who may merge its records."""
    spec = lists.writable(request.actor, plural, "update")
    if not verbs.may_merge(request.actor, spec):
        raise RecordNotFound(plural)
    return spec
