"""Each field type's JSON, as it is read and as it may be written (API.md §2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trato.kernel.fields.about import AboutField
from trato.kernel.fields.address import AddressField
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.many import ContactPointsField
from trato.kernel.fields.personname import PersonNameField
from trato.kernel.fields.select import MultiSelectField, SelectField

Schema = dict[str, Json]

REFERENCE: Schema = {
    "type": "object",
    "properties": {"id": {"type": "string", "format": "uuid"}, "name": {"type": "string"}},
    "required": ["id", "name"],
}
_TARGET: Schema = {
    "description": "An id, {“id”}, or a value of the other record to find it by.",
    "anyOf": [
        {"type": "string"},
        {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}, "required": ["id"]},
        {"type": "object", "properties": {"match": {"type": "object"}}, "required": ["match"]},
    ],
}
_MONEY: Schema = {
    "type": "object",
    "properties": {
        "amount": {"type": "string"},
        "currency": {"type": "string", "description": "ISO 4217"},
        "base": {"type": ["string", "null"], "description": "Its worth in the base currency."},
    },
    "required": ["amount", "currency"],
}
PLAIN: Mapping[str, Schema] = {
    "text": {"type": "string"},
    "long_text": {"type": "string"},
    "rich_text": {"type": "string", "description": "HTML, cleaned when it is written."},
    "tax_id": {"type": "string"},
    "email": {"type": "string", "format": "email"},
    "phone": {"type": "string", "description": "E.164"},
    "url": {"type": "string", "format": "uri"},
    "integer": {"type": "integer"},
    "decimal": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "percent": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "checkbox": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "duration": {"type": "string", "format": "duration"},
    "money": _MONEY,
    "tags": {"type": "array", "items": {"type": "string"}},
    "json": {"description": "Any JSON."},
    "record_id": {"type": "string", "format": "uuid"},
}
_WRITTEN: Mapping[str, Schema] = {
    "decimal": {"type": ["string", "number"]},
    "percent": {"type": ["string", "number"]},
    "money": {"anyOf": [_MONEY, {"type": ["string", "number"]}]},
}


def read(field: Field) -> Schema:
    """The field's value as answers have it; null where it may be empty."""
    found = _shape(field)
    return _with(found if field.family in {"links", "values", "choices"} else _nullable(found), field)


def written(field: Field) -> Schema:
    """What may be sent for the field."""
    if isinstance(field, LinkField):
        return _with({"anyOf": [*_TARGET["anyOf"], {"type": "null"}], "description": _TARGET["description"]}, field)
    if isinstance(field, ManyLinksField | AboutField):
        return _with(_many_links(), field)
    if isinstance(field, ContactPointsField | PersonNameField):
        return _with({"anyOf": [_shape(field), {"type": ["string", "null"]}]}, field)
    return _with(_nullable(_WRITTEN.get(field.kind) or _shape(field)), field)


def _shape(field: Field) -> Schema:
    for kind, make in _MADE:
        if isinstance(field, kind):
            return make(field)
    return dict(PLAIN[field.kind])


def _points(field: Any) -> Schema:
    properties: Schema = {
        "value": {"type": "string"},
        "type": {"enum": [*(key for key, _label in field.types), None]},
        "primary": {"type": "boolean"},
        "extension": {"type": "string"},
    }
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": ["value"]}}


def _parts(names: Any) -> Schema:
    return {"type": "object", "properties": {name: {"type": ["string", "null"]} for name in names}}


def _linked(_field: ManyLinksField) -> Schema:
    properties = {
        **REFERENCE["properties"],
        "role": {"type": ["string", "null"]},
        "primary": {"type": "boolean"},
    }
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": ["id", "name"]}}


def _about(field: AboutField) -> Schema:
    properties = {"object": {"enum": list(field.links)}, **REFERENCE["properties"]}
    return {
        "type": "array",
        "items": {"type": "object", "properties": properties, "required": ["object", "id", "name"]},
    }


def _many_links() -> Schema:
    change = {
        "type": "object",
        "properties": {"add": {"type": "array"}, "remove": {"type": "array", "items": {"type": "string"}}},
    }
    return {
        "description": "A list replaces; add and remove change.",
        "anyOf": [{"type": "array"}, change, {"type": "null"}],
    }


_MADE: tuple[tuple[type[Field], Callable[[Any], Schema]], ...] = (
    (MultiSelectField, lambda field: {"type": "array", "items": {"enum": [each.key for each in field.options]}}),
    (SelectField, lambda field: {"enum": [each.key for each in field.options]}),
    (ContactPointsField, _points),
    (PersonNameField, lambda field: _parts(field.parts)),
    (AddressField, lambda field: _parts(field.parts)),
    (LinkField, lambda _field: dict(REFERENCE)),
    (ManyLinksField, _linked),
    (AboutField, _about),
)


def _nullable(schema: Schema) -> Schema:
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    return schema


def _with(schema: Schema, field: Field) -> Schema:
    found: Schema = {"title": str(field.label), **schema}
    if field.help:
        found["description"] = str(field.help)
    if field.readonly:
        found["readOnly"] = True
    return found
