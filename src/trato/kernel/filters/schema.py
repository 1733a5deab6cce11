"""The filter language and the aggregate query as JSON Schema (2020-12), for the OpenAPI document."""

from __future__ import annotations

from trato.kernel.fields.base import COMMON_OPERATORS, DATE_OPERATORS, MANY_OPERATORS, TEXT_OPERATORS, Json
from trato.kernel.filters import aggregate
from trato.kernel.filters.language import COMPARISONS, KINDS, MAX_CONDITIONS, MEASURES
from trato.kernel.filters.operands import DIRECTIONS, MAX_PERIODS, MAX_VALUES, UNITS
from trato.kernel.filters.operator_words import VARIABLES

Schema = dict[str, Json]

OPERATORS = COMMON_OPERATORS | TEXT_OPERATORS | DATE_OPERATORS | MANY_OPERATORS


_FIELD: Schema = {
    "type": "string",
    "maxLength": 300,
    "description": "A field, or a path to one: `account.industry`, `address.city`, `external_ids.legacy`.",
}
_NAME: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_.]{0,99}$"}


def components(base: str = "#/components/schemas/") -> dict[str, Schema]:
    """The schemas by name; they refer to one another below `base`."""
    return {
        "Filter": {
            "description": f"Which records: {MAX_CONDITIONS} conditions at most, 10 groups deep. `{{}}` means all.",
            "oneOf": [_closed({}), *_nodes(base)],
        },
        "FilterGroup": {
            "description": "`all` of the items hold, `any` of them, or `none`.",
            "oneOf": [
                _closed({kind: {"type": "array", "items": {"oneOf": _nodes(base)}}}, required=[kind]) for kind in KINDS
            ],
        },
        "FilterCondition": _condition(base),
        "FilterRelated": _closed(
            {"field": _FIELD, "op": {"enum": ["related", "not_related"]}, "where": _ref(base, "Filter")},
            required=["field", "op"],
        ),
        "FilterMeasure": _measure(base),
        "FilterValue": _value(),
        "FilterPeriod": {
            "description": "Days reach to today; longer units are whole ones, without the current one.",
            "oneOf": [
                _closed(
                    {word: _number(1 if word == "this" else MAX_PERIODS), "unit": {"enum": list(UNITS)}}, [word, "unit"]
                )
                for word in DIRECTIONS
            ],
        },
        "AggregateQuery": _aggregate(base),
    }


def _ref(base: str, name: str) -> Schema:
    return {"$ref": base + name}


def _closed(properties: Schema, required: list[str] | None = None) -> Schema:
    """An object of these properties and no other."""
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": required} if required else {**found, "maxProperties": len(properties)}


def _nodes(base: str) -> list[Schema]:
    return [_ref(base, name) for name in ("FilterGroup", "FilterCondition", "FilterRelated", "FilterMeasure")]


def _number(most: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most}


def _condition(base: str) -> Schema:
    properties: Schema = {
        "field": _FIELD,
        "op": {"enum": sorted(OPERATORS)},
        "value": {
            "description": "One value; a list for in, not_in, between and has_…; a period for within; none for empty.",
            "anyOf": [
                _ref(base, "FilterValue"),
                {"type": "array", "items": _ref(base, "FilterValue"), "minItems": 1, "maxItems": MAX_VALUES},
                _ref(base, "FilterPeriod"),
                {"type": "null"},
            ],
        },
    }
    return _closed(properties, required=["field", "op"])


def _measure(base: str) -> Schema:
    comparisons: Schema = {
        each: {"anyOf": [_ref(base, "FilterValue"), {"type": "array"}, _ref(base, "FilterPeriod")]}
        for each in COMPARISONS
    }
    properties = {
        "field": _FIELD,
        "op": {"enum": sorted(MEASURES)},
        "of": {**_FIELD, "description": "The field of the related records that is measured; none for count."},
        "where": _ref(base, "Filter"),
        **comparisons,
    }
    whole = _closed(properties, required=["field", "op"])
    return {**whole, "oneOf": [{"required": [each]} for each in COMPARISONS]}


def _value() -> Schema:
    return {
        "description": "A value as the field has it in JSON, or a variable.",
        "anyOf": [
            {"type": ["string", "number", "boolean"]},
            _closed({"var": {"enum": sorted(VARIABLES)}}, required=["var"]),
            {"type": "object", "description": "Money, as in records.", "required": ["amount"]},
        ],
    }


def _aggregate(base: str) -> Schema:
    by: Schema = {
        "description": "A unit of time for dates, a step for numbers.",
        "oneOf": [{"enum": list(UNITS)}, _number(aggregate.MAX_STEP)],
    }
    dimension = _closed({"field": _FIELD, "by": by, "as": _NAME}, required=["field"])
    figure = _closed(
        {"op": {"enum": list(aggregate.OPS)}, "field": _FIELD, "as": _NAME, "where": _ref(base, "Filter")},
        required=["op"],
    )
    return _closed(
        {
            "filter": _ref(base, "Filter"),
            "group_by": {
                "type": "array",
                "maxItems": aggregate.MAX_DIMENSIONS,
                "items": {"oneOf": [_FIELD, dimension]},
            },
            "measures": {"type": "array", "maxItems": aggregate.MAX_MEASURES, "items": figure},
            "order": {
                "type": "string",
                "description": "Names of columns, `-` before those that descend: `-count,stage`.",
            },
            "limit": _number(aggregate.MAX_GROUPS),
        }
    )
