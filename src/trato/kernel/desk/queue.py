"""A queue at work: the record that is next, with the verbs that deal with it, and those that come after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.pages import record
from trato.kernel.pages.views.record import whole
from trato.kernel.records import figures, listing
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.selection import resolve
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import answers, faces, lists, shell
from trato.kernel.ui.shell import PageRequest, Place
from trato.kernel.views import queues
from trato.kernel.views.queues import Queue
from trato.lib.ids import as_uuid

SHOWN = 25


@require_GET
def show(request: PageRequest, name: str) -> HttpResponse:
    """The record `at` while it is in the queue, else the one that took its `place`; of another browser's work the
    queue is drawn anew each time."""
    queue = queues.find(request.actor, name)
    if queue is None:
        raise RecordNotFound(name)
    spec = registry.get(queue.object)
    known = lists.title_path(spec)
    paths = (known, *(each for each in queue.columns if each != known))
    rows = listing.page(request.actor, spec, queues.query(request.actor, queue, paths, SHOWN)).rows
    current = _current(rows, as_uuid(request.GET.get("at")), request.GET.get("place", ""))
    context: dict[str, Any] = {
        "queue": queue,
        "spec": spec,
        "rows": [_row(queue, spec, each, known, place, current, request.actor) for place, each in enumerate(rows)],
        "counters": _counters(request.actor, queue),
        "empty": current is None,
        "quick": spec.name == shell.QUICK and shell.may_create(request.actor, spec),
    }
    if current is not None:
        context |= _at_work(request, queue, spec, rows, current)
    if request.htmx:
        return answers.fragment(request, "queue_work", context)
    return answers.page(request, "queue", context)


def _current(rows: Sequence[dict[str, Any]], at: UUID | None, place: str) -> int | None:
    """Which row is worked on."""
    if not rows:
        return None
    found = next((index for index, each in enumerate(rows) if each["id"] == at), None)
    if found is not None:
        return found
    wanted = int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else 0
    return min(wanted, len(rows) - 1)


def _at_work(
    request: PageRequest, queue: Queue, spec: ObjectSpec, rows: Sequence[dict[str, Any]], current: int
) -> dict[str, Any]:
    """The page of the record, its verbs put where the queue wants them."""
    found = whole(request, spec, rows[current]["id"])
    possible = {each.verb: each for each in (*found["verbs"], *found["more_verbs"])}
    verdicts = [possible.pop(each) for each in queue.verbs if each in possible]
    following = rows[(current + 1) % len(rows)]["id"]
    return {
        **found,
        "verdicts": verdicts,
        "verbs": [],
        "more_verbs": list(possible.values()),
        "place": current,
        "next_url": f"/queues/{queue.name}?" + urlencode({"at": str(following)}),
        "again_url": f"/queues/{queue.name}?" + urlencode({"at": str(rows[current]["id"]), "place": current}),
    }


def _row(
    queue: Queue, spec: ObjectSpec, row: dict[str, Any], known: str, place: int, current: int | None, actor: Actor
) -> dict[str, Any]:
    locale = locale_of(actor)
    shown = [each for each in queue.columns if each != known and row[each] is not None]
    cells = [SafeString(faces.face(resolve(spec, each).field, locale)(row[each])) for each in shown]
    return {
        "url": f"/queues/{queue.name}?" + urlencode({"at": str(row["id"])}),
        "name": record.title(spec, row, locale),
        "cells": cells,
        "is_current": place == current,
    }


def _counters(actor: Actor, queue: Queue) -> list[tuple[object, str]]:
    spec = registry.get(queue.object)
    wanted = [(spec, queues.query(actor, queue, (), SHOWN))]
    wanted += [(spec, queues.counted(actor, each, queue)) for each in queue.counters]
    labels = [queue.label, *(each.label for each in queue.counters)]
    found = figures.counts(actor, wanted)
    return [(label, shell.said(*count)) for label, count in zip(labels, found, strict=True)]


def places(actor: Actor) -> list[Place]:
    """The queues, for the sidebar and the palette."""
    return [
        Place(f"/queues/{each.name}", each.label, each.icon, registry.get(each.object).hue) for each in queues.of(actor)
    ]
