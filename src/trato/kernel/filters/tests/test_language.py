"""Reading filters: what is accepted, in which normal form, and how everything else is refused."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trato.kernel.filters.language import (
    EVERYTHING,
    MEASURES,
    Condition,
    FilterError,
    Group,
    Measure,
    Period,
    Related,
    Var,
    digest,
    parse,
    to_json,
)
from trato.kernel.filters.schema import OPERATORS
from trato.kernel.filters.tests.strategies import BONDS, PATHS
from trato.kernel.filters.tests.world import LOCALE
from trato.kernel.objects import registry

pytestmark = pytest.mark.usefixtures("world_known")


def read(raw: Any, name: str = "trade") -> Group:
    return parse(raw, registry.get(name), LOCALE)


def refused(raw: Any, name: str = "trade") -> tuple[str, str]:
    with pytest.raises(FilterError) as caught:
        read(raw, name)
    assert str(caught.value)
    return caught.value.code, caught.value.pointer


@pytest.mark.parametrize("raw", [None, {}, {"all": []}, {"none": []}])
def test_nothing_asked_lets_everything_through(raw: Any) -> None:
    assert read(raw) == EVERYTHING
    assert to_json(EVERYTHING) == {}


def test_a_condition_alone_becomes_a_group_of_one() -> None:
    found = read({"field": "name", "op": "contains", "value": "acme"})
    assert found == Group("all", (Condition(("name",), "contains", "acme"),))
    assert to_json(found) == {"all": [{"field": "name", "op": "contains", "value": "acme"}]}


def test_the_example_of_the_public_contract_reads_and_writes_back() -> None:
    decides = {"all": [{"field": "role", "op": "is", "value": "decides"}]}
    large = {"field": "amount", "op": "gte", "value": 10000}
    sector = {"field": "company.sector", "op": "in", "value": ["software", "retail"]}
    raw = {
        "all": [
            {"any": [large, sector]},
            {"field": "people", "op": "count", "where": decides, "gte": 1},
            {"field": "company.keeper", "op": "is", "value": {"var": "me"}},
            {"field": "closes", "op": "within", "value": {"next": 30, "unit": "day"}},
        ]
    }
    found = read(raw)
    assert to_json(found) == raw
    count, keeper, closes = found.items[1:]
    where = Group("all", (Condition(("role",), "is", "decides"),))
    assert count == Measure("count", ("people",), (), where, "gte", 1)
    assert keeper == Condition(("company", "keeper"), "is", Var("me"))
    assert closes == Condition(("closes",), "within", Period("next", 30, "day"))


@pytest.mark.parametrize(
    ("name", "raw", "normal"),
    [
        ("trade", {"field": "amount", "op": "is", "value": {"amount": "12.50", "currency": "EUR"}}, "12.50"),
        ("trade", {"field": "amount", "op": "is", "value": "12.00"}, 12),
        ("trade", {"field": "effort", "op": "gt", "value": "90 min"}, "PT1H30M"),
        ("trade", {"field": "seen", "op": "lt", "value": "2026-03-30"}, "2026-03-30"),
        ("trade", {"field": "seen", "op": "lt", "value": "2026-03-30T09:00"}, "2026-03-30T07:00:00+00:00"),
        ("person", {"field": "phones", "op": "is", "value": "600 111 222"}, "+34600111222"),
        ("person", {"field": "emails", "op": "is", "value": "ANA@acme.com"}, "ana@acme.com"),
        ("person", {"field": "subscribed", "op": "is", "value": "yes"}, True),
        ("company", {"field": "sector", "op": "is", "value": "Retail"}, "retail"),
        ("company", {"field": "markets", "op": "has_any", "value": "food"}, ["food"]),
        ("company", {"field": "sector", "op": "in", "value": ["food", "food"]}, ["food"]),
        ("company", {"field": "address.country", "op": "is", "value": "Spain"}, "ES"),
    ],
)
def test_values_are_kept_in_one_form(name: str, raw: dict[str, Any], normal: Any) -> None:
    assert to_json(read(raw, name).items[0])["value"] == normal


def test_null_means_empty() -> None:
    assert read({"field": "name", "op": "is", "value": None}).items == (Condition(("name",), "empty"),)
    assert read({"field": "name", "op": "is_not", "value": None}).items == (Condition(("name",), "not_empty"),)


def test_many_links_are_empty_when_none_is_related() -> None:
    assert read({"field": "people", "op": "empty"}).items == (Related(("people",), EVERYTHING, negated=True),)
    assert read({"field": "people", "op": "not_empty"}).items == (Related(("people",), EVERYTHING),)


def test_equal_filters_have_equal_digests() -> None:
    one = read({"all": [{"field": "amount", "op": "gt", "value": "10.0"}]})
    other = read({"op": "gt", "field": "amount", "value": 10})
    assert digest(one) == digest(other)
    assert digest(one) != digest(read({"field": "amount", "op": "gte", "value": 10}))


@pytest.mark.parametrize(
    ("raw", "code", "pointer"),
    [
        ([], "invalid", ""),
        ("x", "invalid", ""),
        ({"all": {}}, "invalid", "/all"),
        ({"any": []}, "required", "/any"),
        ({"all": [{"all": []}]}, "required", "/all/0/all"),
        ({"all": [], "any": []}, "unknown_key", "/any"),
        ({"all": [7]}, "invalid", "/all/0"),
        ({"op": "is", "value": 1}, "required", "/field"),
        ({"field": "name", "value": "x"}, "required", "/op"),
        ({"field": "name", "op": "is"}, "required", "/value"),
        ({"field": "name", "op": "is", "value": "x", "where": {}}, "unknown_key", "/where"),
        ({"field": "nome", "op": "is", "value": "x"}, "unknown_field", "/field"),
        ({"field": "name.given", "op": "is", "value": "x"}, "unknown_field", "/field"),
        ({"field": "company.", "op": "is", "value": "x"}, "unknown_field", "/field"),
        ({"field": "company.trades.name", "op": "is", "value": "x"}, "unknown_field", "/field"),
        ({"field": "x" * 301, "op": "is", "value": "x"}, "unknown_field", "/field"),
        ({"field": "company.parent.parent.parent.parent.name", "op": "empty"}, "unknown_field", "/field"),
        ({"field": "role", "op": "is", "value": "decides"}, "unknown_field", "/field"),
        ({"field": "people", "op": "is", "value": "x"}, "bad_operator", "/field"),
        ({"field": "amount", "op": "contains", "value": "x"}, "bad_operator", "/op"),
        ({"field": "company.address", "op": "is", "value": {"city": "x"}}, "bad_operator", "/op"),
        ({"field": "name", "op": "related"}, "bad_operator", "/field"),
        ({"field": "name", "op": "changed"}, "not_supported", "/op"),
        ({"field": "closes", "op": "anniversary", "value": {"this": 1, "unit": "day"}}, "not_supported", "/op"),
        ({"field": "name", "op": "is", "value": "a\x00b"}, "invalid", "/value"),
        ({"field": "name", "op": "contains", "value": "\ud800"}, "invalid", "/value"),
        ({"field": "name", "op": "contains", "value": ""}, "invalid", "/value"),
        ({"field": "name", "op": "contains", "value": "x" * 1001}, "invalid", "/value"),
        ({"field": "name", "op": "in", "value": []}, "required", "/value"),
        ({"field": "name", "op": "in", "value": ["x"] * 1001}, "too_many", "/value"),
        ({"field": "name", "op": "in", "value": ["x", None]}, "invalid", "/value/1"),
        ({"field": "amount", "op": "gt", "value": "x"}, "invalid", "/value"),
        ({"field": "amount", "op": "gt", "value": float("nan")}, "invalid", "/value"),
        ({"field": "amount", "op": "gt", "value": {"amount": 1, "currency": "USD"}}, "invalid", "/value"),
        ({"field": "amount", "op": "between", "value": [1]}, "invalid", "/value"),
        ({"field": "amount", "op": "between", "value": [1, "x"]}, "invalid", "/value/1"),
        ({"field": "company.sector", "op": "in", "value": ["food", "wood"]}, "not_an_option", "/value/1"),
        ({"field": "closes", "op": "within", "value": {"next": 0, "unit": "day"}}, "invalid", "/value/next"),
        ({"field": "closes", "op": "within", "value": {"this": 2, "unit": "day"}}, "invalid", "/value/this"),
        ({"field": "closes", "op": "within", "value": {"next": True, "unit": "day"}}, "invalid", "/value"),
        ({"field": "closes", "op": "within", "value": {"next": 1, "unit": "moon"}}, "invalid", "/value"),
        ({"field": "closes", "op": "is", "value": {"var": "me"}}, "invalid", "/value"),
        ({"field": "company.keeper", "op": "is", "value": {"var": "my_team"}}, "invalid", "/value"),
        ({"field": "company", "op": "is", "value": {"match": {"name": "Acme"}}}, "invalid", "/value"),
        ({"field": "external_ids.", "op": "is", "value": "x"}, "unknown_field", "/field"),
        ({"field": "external_ids.a\x00", "op": "is", "value": "x"}, "unknown_field", "/field"),
        ({"field": "external_ids.erp", "op": "contains", "value": "x"}, "bad_operator", "/op"),
        ({"field": "external_ids.erp", "op": "is", "value": 7}, "invalid", "/value"),
        ({"field": "external_ids.erp", "op": "in", "value": ["7", "x" * 201]}, "invalid", "/value/1"),
        ({"field": "people", "op": "count"}, "required", ""),
        ({"field": "people", "op": "count", "gte": 1, "lt": 3}, "required", ""),
        ({"field": "people", "op": "count", "gte": -1}, "invalid", "/gte"),
        ({"field": "people", "op": "count", "gte": 1.5}, "invalid", "/gte"),
        ({"field": "people", "op": "count", "before": "2026-01-01"}, "bad_operator", "/before"),
        ({"field": "people", "op": "count", "of": "title", "gte": 1}, "unknown_key", "/of"),
        ({"field": "people", "op": "sum", "gte": 1}, "required", "/of"),
        ({"field": "people", "op": "sum", "of": "title", "gte": 1}, "bad_operator", "/of"),
        ({"field": "company.trades", "op": "sum", "of": "closes", "gte": 1}, "bad_operator", "/of"),
        ({"field": "company.trades", "op": "max", "of": "closes", "gte": "x"}, "invalid", "/gte"),
        ({"field": "people", "op": "related", "where": {"field": "role", "op": "is", "value": "x"}},
         "not_an_option", "/where/value"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_at_its_place(raw: Any, code: str, pointer: str) -> None:
    assert refused(raw) == (code, pointer)


def test_patterns_of_phones_need_digits() -> None:
    assert refused({"field": "phones", "op": "contains", "value": "abc"}, "person") == ("invalid", "/value")


def test_groups_nest_ten_deep_and_no_deeper() -> None:
    raw: dict[str, Any] = {"field": "name", "op": "empty"}
    for _depth in range(10):
        raw = {"all": [raw]}
    read(raw)
    code, pointer = refused({"all": [raw]})
    assert (code, pointer) == ("too_deep", "/all/0" * 10)


def test_the_depth_of_where_counts() -> None:
    raw: dict[str, Any] = {}
    for field in ["company", "people"] * 5:
        raw = {"field": field, "op": "related", **({"where": raw} if raw else {})}
    assert read(to_json(read(raw, "company")), "company") == read(raw, "company")
    assert refused({"field": "company", "op": "related", "where": raw}, "person")[0] == "too_deep"


def test_two_hundred_conditions_and_no_more() -> None:
    condition = {"field": "name", "op": "empty"}
    read({"all": [condition] * 200})
    assert refused({"all": [{"any": [condition] * 199}, condition, condition]}) == ("too_many", "/all/2")


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_OPS: st.SearchStrategy[Any] = st.sampled_from([*OPERATORS, *MEASURES, "related", "not_related", "changed"])
_FIELDS: st.SearchStrategy[Any] = st.sampled_from(
    [*(each for all_ in (*PATHS.values(), *BONDS.values()) for each in all_), "role", "created_at"]
)
_VALUES: st.SearchStrategy[Any] = _JSON | st.fixed_dictionaries(
    {"var": st.sampled_from(["me", "today", "my_team"]) | _JSON}
)
_NODES: st.SearchStrategy[Any] = st.deferred(
    lambda: (
        st.fixed_dictionaries(
            {"field": _FIELDS | _JSON, "op": _OPS | _JSON},
            optional={"value": _VALUES, "where": _NODES, "of": _FIELDS | _JSON, "gte": _VALUES, "between": _VALUES},
        )
        | st.dictionaries(st.sampled_from(["all", "any", "none"]), st.lists(_NODES, max_size=3) | _JSON, max_size=2)
        | _JSON
    )
)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=_NODES, name=st.sampled_from(["company", "person", "trade"]))
def test_any_json_is_a_filter_or_an_error(raw: Any, name: str) -> None:
    try:
        found = read(raw, name)
    except FilterError as error:
        pointer: str | None = error.pointer
    else:
        pointer = None
        assert read(to_json(found), name) == found
    assert pointer is None or pointer == "" or pointer.startswith("/")
