"""The page of one record, and the parts of it that are fetched alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_GET

from trato.kernel.actions import possible
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.pages import reach, record
from trato.kernel.pages.views import composing
from trato.kernel.pages.views.trash import trashed
from trato.kernel.records import lanes
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.variables import locale_of
from trato.kernel.timeline import feed
from trato.kernel.ui import answers, faces, lists, story
from trato.kernel.ui.shell import PageRequest
from trato.kernel.ui.verbs import may_merge

SHOWN_VERBS = 4


@require_GET
def show(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """Head, fields, story and what is related, in one answer."""
    spec = lists.readable(request.actor, plural)
    try:
        context = whole(request, spec, record_id)
    except RecordNotFound:
        return trashed(request, spec, record_id)
    return answers.page(request, "record", context)


def whole(request: PageRequest, spec: ObjectSpec, record_id: UUID) -> dict[str, Any]:
    """All that the page of a record is drawn from."""
    row = record.read(request.actor, spec, record_id)
    came_from = _came_from(request, spec)
    return {
        **_around(request, spec, row),
        **composing.context(request.actor, spec),
        "sections": record.field_sections(request.actor, spec, row),
        "list_url": came_from or f"/{spec.plural}",
        "neighbours_url": f"/{spec.plural}/{record_id}/neighbours?" + urlencode({"in": came_from}),
    }


def _around(request: PageRequest, spec: ObjectSpec, row: dict[str, Any]) -> dict[str, Any]:
    """All but the fields: what may be different after any change of the record."""
    actor, locale = request.actor, locale_of(request.actor)
    verbs = possible.verbs(actor, spec, row["id"])
    panels = record.panels(actor, spec, row)
    primary = next((each for each in verbs if each.tone == "positive"), None)
    name = record.title(spec, row, locale)
    return {
        "spec": spec,
        "id": row["id"],
        "row": row,
        "url": f"/{spec.plural}/{row['id']}",
        "name": name,
        "mark": faces.avatar(name, "xl", "" if _is_person(spec) else "square"),
        "under": record.under(spec, row, locale),
        "verbs": verbs[:SHOWN_VERBS],
        "more_verbs": verbs[SHOWN_VERBS:],
        "primary": primary,
        "next_step": record.next_step(spec, row, locale),
        "reach": reach.of(spec, row),
        "may_merge": may_merge(actor, spec),
        "may_delete": record.may_edit(actor, spec, row, "delete"),
        "highlights": record.highlights(spec, row, locale),
        "pinned": story.on_top(actor, spec, row["id"]),
        "entries": _story(request, spec, row["id"]),
        "panels": panels,
        "passage": record.passage(spec, row, locale),
        "offers": None if primary else next((each for each in panels if each.spec.board and each.add_url), None),
    }


@require_GET
def around(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """Head, story and related anew, out of band; the fields are told that they are old."""
    spec = lists.readable(request.actor, plural)
    row = record.read(request.actor, spec, record_id)
    seen = {"object": spec.plural, "id": str(row["id"]), "version": row["version"]}
    context = {**_around(request, spec, row), "again": True}
    return answers.fragment(request, "record_around", context, changed=seen)


@require_GET
def fields(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """The rows of the panel of fields anew."""
    spec = lists.readable(request.actor, plural)
    return answers.html(record.field_rows(request.actor, spec, record.read(request.actor, spec, record_id)))


@require_GET
def timeline(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """Older entries."""
    spec = lists.readable(request.actor, plural)
    record.read(request.actor, spec, record_id)
    return answers.html(_story(request, spec, record_id))


def _story(request: PageRequest, spec: ObjectSpec, record_id: UUID) -> str:
    before = _uuid(request.GET.get("before"))
    happened = feed.of_record(request.actor, spec, record_id, before=before, limit=story.PAGE)
    more = f"/{spec.plural}/{record_id}/timeline?before={happened[-1].id}" if len(happened) == story.PAGE else ""
    return story.entries(request.actor, happened, about=record_id, day=request.GET.get("day", ""), more=more)


@require_GET
def neighbours(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """The buttons to the records before and after this one, in the list it was opened from."""
    spec = lists.readable(request.actor, plural)
    came_from = _came_from(request, spec)
    asked = QueryDict(urlsplit(came_from).query)
    query = ListQuery(
        filter=lists.read_filter(request.actor, spec, asked.get("filter")),
        sort=asked.get("sort") or spec.sort,
        paths=(),
    )
    before, after = lanes.beside(request.actor, spec, query, record_id)
    carried = f"?{urlencode({'in': came_from})}" if came_from else ""
    context = {
        "before": f"/{plural}/{before}{carried}" if before else "",
        "after": f"/{plural}/{after}{carried}" if after else "",
    }
    return answers.fragment(request, "neighbours", context)


@require_GET
def by_object(request: PageRequest, name: str, record_id: UUID) -> HttpResponse:
    """Where links lead, which know an object's name but not its path."""
    spec = lists.readable(request.actor, registry.get(name).plural)
    return HttpResponseRedirect(f"/{spec.plural}/{record_id}")


def _came_from(request: PageRequest, spec: ObjectSpec) -> str:
    """The list that the record was opened from, as the address carries it; '' for the plain one."""
    given = urlsplit(request.GET.get("in", ""))
    own = not given.scheme and not given.netloc and given.path in {f"/{spec.plural}", f"/{spec.plural}/board"}
    return given.geturl() if own else ""


def _is_person(spec: ObjectSpec) -> bool:
    known = spec.by_name.get(spec.title)
    return spec.name == "user" or (known is not None and known.kind == "person_name")


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
