"""Measures of a part of each group, and groups by steps of a number."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from trato.kernel.fields.links import Ref
from trato.kernel.filters import grouping
from trato.kernel.filters.aggregate import parse_aggregate
from trato.kernel.filters.errors import FilterError
from trato.kernel.filters.paths import Place
from trato.kernel.filters.tests import strategies
from trato.kernel.filters.tests.world import COMPANY, LOCALE, SPECS, VARIABLES, World
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.lib.money import Money

IN_RETAIL = {"field": "sector", "op": "is", "value": "retail"}


def _ask(raw: dict[str, Any], world: World, spec: ObjectSpec = COMPANY) -> list[dict[str, Any]]:
    query = parse_aggregate(raw, spec, LOCALE)
    statement = grouping.compile(query, spec, VARIABLES, visible=world.visible)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)  # as records.listing does
        return grouping.rows(query, spec, cursor.fetchall())[0]


@pytest.fixture
def world(tables: None) -> World:
    sizes = [(1, "retail", 4), (2, "retail", 5), (3, "food", 12), (4, "software", None)]
    companies = [{"id": UUID(int=n), "name": f"C{n}", "sector": sector, "employees": e} for n, sector, e in sizes]
    trade = {"id": UUID(int=9), "amount": Money(10, "EUR", 10), "company": Ref(UUID(int=3), "C3")}  # as stored
    found = World({"company": companies, "trade": [trade]})
    found.store()
    return found


def test_a_measure_looks_at_its_own_part_of_a_group(world: World) -> None:
    traded = {"field": "trades", "op": "related"}
    measures = [
        {"op": "count"},
        {"op": "count", "where": IN_RETAIL, "as": "shops"},
        {"op": "sum", "field": "employees", "where": IN_RETAIL, "as": "shop_staff"},
        {"op": "avg", "field": "employees", "where": IN_RETAIL, "as": "usual_staff"},
        {"op": "count_distinct", "field": "sector", "where": traded, "as": "sectors"},
    ]
    assert _ask({"measures": measures}, world) == [
        {"count": 4, "shops": 2, "shop_staff": 9, "usual_staff": "4.5", "sectors": 1}
    ]


def test_numbers_are_grouped_by_steps_and_those_without_come_last(world: World) -> None:
    found = _ask({"group_by": [{"field": "employees", "by": 5, "as": "size"}]}, world)
    assert found == [
        {"size": 0, "count": 1},
        {"size": 5, "count": 1},
        {"size": 10, "count": 1},
        {"size": None, "count": 1},
    ]


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_a_part_is_what_a_filter_lets_through(tables: None, data: st.DataObject) -> None:
    """Whichever way the links of its conditions are followed."""
    world = data.draw(strategies.worlds())
    world.store()
    for _round in range(6):
        spec = registry.get(data.draw(st.sampled_from([each.name for each in SPECS])))
        raw = data.draw(strategies.filters(Place(spec)))
        [part] = _ask({"measures": [{"op": "count", "where": raw}]}, world, spec)
        [whole] = _ask({"filter": raw}, world, spec)
        assert part == whole


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        ({"measures": [{"op": "count", "where": {"field": "shoe", "op": "empty"}}]}, "/measures/0/where/field"),
        ({"group_by": [{"field": "name", "by": 5}]}, "/group_by/0/by"),
        ({"group_by": [{"field": "employees", "by": 0}]}, "/group_by/0/by"),
        ({"group_by": [{"field": "employees", "by": True}]}, "/group_by/0/by"),
        ({"group_by": [{"field": "employees", "by": "month"}]}, "/group_by/0/by"),
    ],
)
def test_what_means_nothing_is_refused_at_its_place(tables: None, raw: dict[str, Any], pointer: str) -> None:
    with pytest.raises(FilterError) as refused:
        parse_aggregate(raw, COMPANY, LOCALE)
    assert refused.value.pointer == pointer
