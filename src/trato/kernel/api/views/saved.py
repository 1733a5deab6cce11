"""Saved views as metadata: those that come with objects, and those that people made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.actions import runner
from trato.kernel.api import presenting
from trato.kernel.api.answers import Answer, no_content
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.problems import ApiProblem
from trato.kernel.fields.base import Json
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.listing import MAX_PAGE, ListQuery
from trato.kernel.records.listing import page as list_page
from trato.kernel.records.selection import Selection
from trato.kernel.tenancy.actor import Actor
from trato.kernel.views import desk
from trato.kernel.views.desk import Saved


@operation("The views that you may see: those that come with objects first.", "objects", gives="Views")
def every(call: Call) -> Answer:
    wanted = call.params.names("objects")
    specs = [each for each in registry.every() if policy.reach(call.actor, "read", each)]
    chosen = [each for each in specs if not wanted or each.plural in wanted]
    found = [shipped(each) for spec in chosen for each in desk.shipped(call.actor, spec)]
    return Answer({"items": [*found, *_made(call.actor, {each.plural for each in chosen})]})


@operation("Save a view.", takes="SavedView", gives="SavedView", status=201)
def make(call: Call) -> Answer:
    made = runner.create(call.actor, "view", call.object)
    answer = presenting.changed(call.actor, registry.get("view"), made.record.pk, made.version, status=201)
    answer.headers = {**answer.headers, "Location": f"/api/v1/meta/views/{made.record.pk}"}
    return answer


@operation("A view.", gives="SavedView")
def one(call: Call, view_id: UUID) -> Answer:
    found = presenting.record(call.actor, registry.get("view"), view_id)
    return Answer(found, headers={"ETag": presenting.etag(found["version"])})


@operation("Change a view.", takes="SavedView", gives="SavedView", conditional=True)
def change(call: Call, view_id: UUID) -> Answer:
    done = runner.update(call.actor, "view", view_id, call.object, expect=call.expect)
    return presenting.changed(call.actor, registry.get("view"), view_id, done.version)


@operation("Delete a view: it goes to the trash.", status=204, conditional=True)
def remove(call: Call, view_id: UUID) -> Answer:
    runner.delete(call.actor, "view", view_id, expect=call.expect)
    return no_content()


def of_object(actor: Actor, spec: ObjectSpec) -> list[dict[str, Json]]:
    """An object's views in short, as its description lists them."""
    found = desk.Desk(actor, spec).views
    return [
        {"id": each.key, "name": each.name, "kind": each.kind, "audience": each.audience, "shipped": each.is_shipped}
        for each in found
    ]


def shipped(view: Saved) -> dict[str, Any]:
    """A view that comes with its object, in the form of one that somebody made."""
    raw = {name: view.raw.get(name) or None for name in ("filter", "sort", "columns", "group_by", "dates", "chart")}
    known = {"id": view.key, "name": view.name, "object": view.spec.plural, "kind": view.kind}
    return {**known, **raw, "audience": "everyone", "shipped": True}


def _made(actor: Actor, plurals: set[str]) -> list[dict[str, Json]]:
    spec = registry.get("view")
    if not policy.reach(actor, "read", spec):
        raise ApiProblem("denied")
    found = list_page(actor, spec, ListQuery(sort="object,position,name", limit=MAX_PAGE))
    return [each for each in _written(found.rows, found.selection) if each["object"] in plurals]


def _written(rows: list[dict[str, Any]], selection: Selection) -> list[dict[str, Json]]:
    write = presenting.writer(selection)
    return [{**write(row), "shipped": False} for row in rows]
