"""Many changes in one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from trato.kernel.actions import runner
from trato.kernel.api import problems, saving
from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.params import only
from trato.kernel.api.problems import ApiProblem, invalid
from trato.kernel.fields.base import FieldError, Json
from trato.kernel.fields.links import Match
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import outside_keys, targets
from trato.kernel.tenancy.actor import Actor
from trato.lib.ids import as_uuid

MAX_ITEMS = 1_000
OPERATIONS = ("create", "update", "upsert", "delete")
NOT_APPLIED = 424


@dataclass
class _Result:
    """What became of one item."""

    status: int
    id: UUID | None = None
    version: int | None = None
    problem: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Json]:
        found: dict[str, Json] = {"status": self.status, "id": None if self.id is None else str(self.id)}
        if self.version is not None:
            found["version"] = self.version
        found["errors"] = self.problem.get("errors", [])
        return found | {
            key: self.problem[key] for key in ("code", "detail", "matches", "hidden") if key in self.problem
        }


class _TakenBack(Exception):
    """Takes everything back: the batch was all or nothing."""


@operation(
    "Create, change and delete up to 1,000 records, all or nothing when `atomic`.",
    "on_duplicate",
    takes="{O}Batch",
    gives="BatchResults",
)
def batch(call: Call, spec: ObjectSpec) -> Answer:
    only(call.object, "atomic", "items")
    atomic, items = call.object.get("atomic", False), call.object.get("items")
    if not isinstance(atomic, bool):
        raise invalid("atomic", "invalid", _("Give true or false."))
    if not isinstance(items, list) or len(items) > MAX_ITEMS:
        raise invalid("items", "too_many", _("Give at most {limit} values.").format(limit=MAX_ITEMS))
    on_duplicate = call.params.choice("on_duplicate", "")
    results: list[_Result] = []
    try:
        with transaction.atomic():
            for item in items:
                results.append(_attempt(call.actor, spec, item, on_duplicate))
                if atomic and results[-1].status >= 400:
                    raise _TakenBack
    except _TakenBack:
        results = _taken_back(results, len(items))
        return Answer({"applied": False, "results": [each.json() for each in results]})
    return Answer({"applied": True, "results": [each.json() for each in results]})


def _taken_back(results: list[_Result], count: int) -> list[_Result]:
    """The one that failed keeps its reason; the others were not applied because of it."""
    others = _Result(NOT_APPLIED, problem={"code": "not_applied", "detail": _("Another item failed.")})
    return [*([others] * (len(results) - 1)), results[-1], *([others] * (count - len(results)))]


def _attempt(actor: Actor, spec: ObjectSpec, item: Json, on_duplicate: str) -> _Result:
    try:
        with transaction.atomic():
            return _apply(actor, spec, item, on_duplicate)
    except Exception as error:  # noqa: BLE001  # whatever fails is this item's problem, worded and logged by `problems`
        problem = problems.of(error)
    answer = problem.answer()
    return _Result(answer.status, as_uuid(item.get("id")) if isinstance(item, dict) else None, None, answer.body)


def _apply(actor: Actor, spec: ObjectSpec, item: Json, on_duplicate: str) -> _Result:
    if not isinstance(item, dict):
        raise invalid("", "invalid", _("Send an object."))
    only(item, "op", "id", "key", "version", "data")
    op, data, version = item.get("op"), item.get("data", {}), item.get("version")
    if op not in OPERATIONS:
        raise invalid("op", "not_an_option", _("Give one of: {options}.").format(options=", ".join(OPERATIONS)))
    if not isinstance(data, dict):
        raise invalid("data", "invalid", _("Send an object."))
    if version is not None and type(version) is not int:
        raise invalid("version", "invalid", _("Give a whole number."))
    if op == "create":
        saved = saving.create(actor, spec, data, on_duplicate)
        return _Result(saved.status, saved.id, saved.version, {"detail": "", **_warned(saved.warnings)})
    found = _target(actor, spec, item)
    if op == "upsert":
        return _upsert(actor, spec, item, found, data, version, on_duplicate)
    if found is None:
        raise ApiProblem("not_found")
    if op == "delete":
        runner.delete(actor, spec.name, found, expect=version)
        return _Result(204, found)
    return _Result(200, found, runner.update(actor, spec.name, found, data, expect=version).version)


def _warned(warnings: list[dict[str, Json]]) -> dict[str, Json]:
    return {"matches": warnings[0]["matches"], "hidden": warnings[0]["hidden"]} if warnings else {}


def _upsert(
    actor: Actor,
    spec: ObjectSpec,
    item: Mapping[str, Json],
    found: UUID | None,
    data: dict[str, Json],
    version: int | None,
    on_duplicate: str,
) -> _Result:
    key = item.get("key")
    if isinstance(key, dict) and "source" in key:
        saved = saving.put(actor, spec, key["source"], key["key"], data, expect=version)
        return _Result(saved.status, saved.id, saved.version)
    if found is not None:
        return _Result(200, found, runner.update(actor, spec.name, found, data, expect=version).version)
    saved = saving.create(actor, spec, {**_matched(key), **data}, on_duplicate)
    return _Result(saved.status, saved.id, saved.version, {"detail": "", **_warned(saved.warnings)})


def _matched(key: Json) -> dict[str, Json]:
    """The values that an item's key asks for: a new record has them too."""
    return dict(key["match"]) if isinstance(key, dict) else {}


def _target(actor: Actor, spec: ObjectSpec, item: Mapping[str, Json]) -> UUID | None:
    """The record that an item means by its `id`, by an outside key or by values; None when there is none yet."""
    if "id" in item:
        found = as_uuid(item["id"])
        if found is None:
            raise invalid("id", "invalid", _("Give the id of a record."))
        return found
    key = item.get("key")
    if not isinstance(key, dict):
        raise invalid("key", "required", _("Give an id, or a key."))
    if key.keys() == {"match"} and isinstance(key["match"], dict) and key["match"]:
        return _matching(actor, spec, key["match"])
    if key.keys() != {"source", "key"} or not all(isinstance(part, str) for part in key.values()):
        raise invalid("key", "invalid", _("Give a key as source and key, or as match."))
    return outside_keys.find(spec.name, key["source"], key["key"])


def _matching(actor: Actor, spec: ObjectSpec, values: Mapping[str, Json]) -> UUID | None:
    try:
        return targets.match(actor, spec, Match(dict(values))).id
    except FieldError as error:
        if error.code == "not_found":
            return None
        raise invalid("key", error.code, error.message, error.pointer) from None
