"""The published schema says what the parser does."""

from trato.kernel.filters import schema
from trato.kernel.filters.language import COMPARISONS


def test_every_reference_leads_somewhere() -> None:
    found = schema.components("#/x/")

    def references(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {node["$ref"].removeprefix("#/x/")} if "$ref" in node else set()
            return own.union(*(references(each) for each in node.values()))
        return set().union(*(references(each) for each in node)) if isinstance(node, list) else set()

    assert references(found) == set(found) - {"AggregateQuery"}


def test_a_condition_is_a_field_an_operator_and_a_value() -> None:
    condition = schema.components()["FilterCondition"]
    assert condition["required"] == ["field", "op"]
    assert condition["additionalProperties"] is False
    assert set(condition["properties"]) == {"field", "op", "value"}
    assert {"is", "contains", "within", "has_all", "not_empty"} <= set(condition["properties"]["op"]["enum"])


def test_a_measure_has_exactly_one_comparison() -> None:
    measure = schema.components()["FilterMeasure"]
    assert measure["oneOf"] == [{"required": [each]} for each in COMPARISONS]
