"""The whole document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from trato.kernel.actions import registry as actions
from trato.kernel.api.answers import JSON
from trato.kernel.api.operations import Operation, Route
from trato.kernel.api.problems import CODES, CONTENT_TYPE
from trato.kernel.fields.base import Json
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.openapi import values
from trato.kernel.openapi.shared import ID, SCHEMAS, Schema, items, parameter, thing, to
from trato.kernel.records import parts

_ALWAYS = ("unauthenticated", "denied", "not_found", "unknown_parameter", "rate_limited")
_WITH_BODY = ("malformed", "too_large", "unsupported_media_type", "invalid")
MULTIPART, FORMS = "multipart/form-data", frozenset({"ImportRequest", "FileUpload"})
_METHODS = {"POST": ("in_progress", "key_reused")}


def describe(specs: Sequence[ObjectSpec], fixed: Sequence[Route], of_objects: Sequence[Route]) -> dict[str, Json]:
    """The document for these objects: the `fixed` routes, and for each object the routes `of_objects`."""
    paths: dict[str, Schema] = {}
    for route in fixed:
        paths[f"/{route.path}"] = _path(route, None)
    for spec in specs:
        for route in of_objects:
            paths["/" + route.path.replace("{objects}", spec.plural)] = _path(route, spec)
    schemas = dict(SCHEMAS)
    for spec in specs:
        schemas.update(_schemas(spec))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Trato", "version": "1", "description": _ABOUT},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "tags": [{"name": spec.plural, "description": str(spec.label_plural)} for spec in specs],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {code: _problem(code) for code in CODES},
        },
    }


_ABOUT = "The records, verbs and metadata of this organization, as the token's user may see and change them."


def component(spec: ObjectSpec) -> str:
    """What an object's schemas are called."""
    return "".join(part.capitalize() for part in spec.name.split("_"))


def _path(route: Route, spec: ObjectSpec | None) -> Schema:
    names = [name for name in re.findall(r"\{(\w+)\}", route.path) if spec is None or name != "objects"]
    found: Schema = {"parameters": [_path_parameter(name) for name in names]} if names else {}
    for method, operation in route.operations.items():
        found[method.lower()] = _operation(method, operation, route, spec)
    return found


def _path_parameter(name: str) -> Schema:
    schema = ID if name in {"id", "entry", "job_id", "other", "view_id"} else {"type": "string"}
    return {"name": name, "in": "path", "required": True, "schema": dict(schema)}


def _operation(method: str, operation: Operation, route: Route, spec: ObjectSpec | None) -> Schema:
    words = re.sub(
        r"\W+", "_", f"{method.lower()}_{route.path.replace('{objects}', spec.plural if spec else 'objects')}"
    )
    found: Schema = {"operationId": words.strip("_"), "summary": operation.summary}
    if spec is not None:
        found["tags"] = [spec.plural]
    found["parameters"] = [parameter(name) for name in operation.parameters] + list(_headers(method, operation))
    if operation.takes:
        form = MULTIPART if operation.takes in FORMS else JSON
        found["requestBody"] = {"content": {form: {"schema": _named(operation.takes, spec)}}}
    found["responses"] = _responses(method, operation, spec)
    return found


def _headers(method: str, operation: Operation) -> Iterator[Schema]:
    if operation.conditional:
        yield {
            "name": "If-Match",
            "in": "header",
            "description": "Only if the record still has this version (its ETag).",
            "schema": {"type": "string"},
        }
    if method == "POST":
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "The same key and body, the same answer and one effect, for 24 hours.",
            "schema": {"type": "string", "maxLength": 255},
        }


def _responses(method: str, operation: Operation, spec: ObjectSpec | None) -> Schema:
    done: Schema = {"description": "Done."}
    if operation.gives:
        done["content"] = {JSON: {"schema": _named(operation.gives, spec)}}
    found: Schema = {str(operation.status): done}
    codes = [*_ALWAYS, *(_WITH_BODY if operation.takes else ()), *_METHODS.get(method, ()), *operation.problems]
    if operation.conditional:
        codes.append("stale_version")
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(CODES[code].status, []).append(code)
    for status, several in sorted(by_status.items()):
        words = " · ".join(f"`{code}`" for code in several)
        found[str(status)] = {"$ref": f"#/components/responses/{several[0]}"} if len(several) == 1 else _problem(words)
    return found


def _problem(code: str) -> Schema:
    words = CODES[code].title if code in CODES else code
    return {"description": str(words), "content": {CONTENT_TYPE: {"schema": to("Problem")}}}


def _named(name: str, spec: ObjectSpec | None) -> Schema:
    return to(name.replace("{O}", component(spec)) if spec else name)


def _schemas(spec: ObjectSpec) -> dict[str, Schema]:
    name = component(spec)
    external = {"type": "array", "items": to("ExternalId")}
    shown = {each.name: values.read(each) for each in spec.fields if not each.part_of}
    asked = {name: items({"type": "object"}) for name in parts.of(spec)}
    writable = {each.name: values.written(each) for each in spec.fields if not each.readonly} | {
        "external_ids": external
    }
    needed = [each.name for each in spec.fields if each.required and not each.readonly and each.default is None]
    record = thing(
        "id", "version", id=ID, version={"type": "integer"}, external_ids=external,
        warnings=items(to("Warning")), deleted_at={"type": "string", "format": "date-time"}, **shown, **asked,
    )  # fmt: skip
    page = thing(
        "items", "next", "prev",
        items=items(to(name)), next={"type": ["string", "null"]}, prev={"type": ["string", "null"]},
        count={"type": ["integer", "null"]}, count_is_estimate={"type": ["boolean", "null"]},
    )  # fmt: skip
    related = thing("items", "next", "prev", **{**page["properties"], "items": items({"type": "object"})})
    key = thing(source={"type": "string"}, key={"type": "string"}, match={"type": "object"})
    item = thing(
        "op", op={"enum": ["create", "update", "upsert", "delete"]}, id=ID, key=key, version={"type": "integer"},
        data=to(f"{name}Changes"),
    )  # fmt: skip
    return {
        name: {**record, "title": str(spec.label)},
        f"{name}Page": page,
        f"{name}RelatedPage": related,
        f"{name}Values": {**thing(*needed, **writable), "additionalProperties": False},
        f"{name}Changes": {**thing(**writable), "additionalProperties": False},
        f"{name}Batch": thing("items", atomic={"type": "boolean"}, items={**items(item), "maxItems": 1000}),
        f"{name}Inputs": _inputs(spec),
        f"{name}Outcome": thing(
            "entry", "data", "record", entry={"type": ["string", "null"]}, data={"type": "object"}, record=to(name)
        ),
    }


def _inputs(spec: ObjectSpec) -> Schema:
    """The inputs of the object's verbs, one alternative for each verb."""
    choices: list[dict[str, Any]] = []
    for action in actions.of(spec.name):
        inputs = {each.name: values.written(each) for each in action.inputs}
        needed = [each.name for each in action.inputs if each.required and each.default is None]
        choices.append({**thing(*needed, **inputs), "title": action.verb})
    return {"anyOf": choices} if choices else {"type": "object"}
