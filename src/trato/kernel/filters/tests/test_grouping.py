"""Groups and measures, against the same figures made by hand."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from trato.kernel.fields.address import Address
from trato.kernel.fields.links import Ref
from trato.kernel.filters import grouping
from trato.kernel.filters.aggregate import parse_aggregate
from trato.kernel.filters.errors import FilterError
from trato.kernel.filters.tests.world import LOCALE, VARIABLES, World
from trato.kernel.objects import registry
from trato.lib.money import Money
from trato.lib.sql import Sql

ACME, BETA = UUID(int=1), UUID(int=2)
DAY = date(2026, 3, 30)


def deal(number: int, company: UUID | None, base: str | None, **more: Any) -> dict[str, Any]:
    money = None if base is None else Money(Decimal(99), "USD", Decimal(base))
    return {
        "id": UUID(int=100 + number),
        "name": f"D{number}",
        "amount": money,
        "company": None if company is None else Ref(company),
        **more,
    }


@pytest.fixture
def world(tables: None) -> World:
    companies = [
        {"id": ACME, "name": "Ñandú", "sector": "software", "address": Address(city="León")},
        {"id": BETA, "name": "Beta", "sector": "retail"},
    ]
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    deals = [
        deal(1, ACME, "10.50", closes=DAY, tags=("hot", "new"), effort=timedelta(hours=1), seen=late),
        deal(2, ACME, "4.00", closes=date(2026, 4, 1), tags=("hot",), effort=timedelta(hours=2)),
        deal(3, BETA, None, closes=date(2025, 12, 31)),
        deal(4, None, "1.00"),
        deal(5, BETA, "1000.00", deleted_at=late),
    ]
    found = World({"company": companies, "trade": deals})
    found.store()
    return found


def ask(world: World, raw: dict[str, Any], within: Sql | None = None) -> tuple[list[dict[str, Any]], bool]:
    spec = registry.get("trade")
    query = parse_aggregate(raw, spec, LOCALE)
    found = grouping.compile(query, spec, VARIABLES, within=within or Sql("TRUE"), visible=world.visible)
    with connection.cursor() as cursor:
        cursor.execute(found.text, found.params)
        return grouping.rows(query, spec, cursor.fetchall())


def test_without_dimensions_there_is_one_row_and_the_trash_is_left_out(world: World) -> None:
    measures = [{"op": "count"}, {"op": "sum", "field": "amount"}, {"op": "avg", "field": "amount", "as": "usual"}]
    assert ask(world, {"measures": measures}) == ([{"count": 4, "sum_amount": "15.50", "usual": "5.166667"}], False)


def test_nothing_at_all_has_no_sum(world: World) -> None:
    raw = {"filter": {"field": "name", "op": "is", "value": "none"}, "measures": [{"op": "sum", "field": "amount"}]}
    assert ask(world, raw) == ([{"sum_amount": None}], False)


def test_links_are_shown_with_their_names_and_come_by_them(world: World) -> None:
    found, more = ask(world, {"group_by": ["company"], "order": "company"})
    assert found == [
        {"company": {"id": str(BETA), "name": "Beta"}, "count": 1},
        {"company": {"id": str(ACME), "name": "Ñandú"}, "count": 2},
        {"company": None, "count": 1},
    ]
    assert not more


def test_options_come_in_their_own_order(world: World) -> None:
    found, _more = ask(world, {"group_by": ["company.sector"]})
    assert [row["company.sector"] for row in found] == ["retail", "software", None]


def test_groups_are_ordered_by_figures_and_cut_at_the_limit(world: World) -> None:
    raw = {
        "group_by": [{"field": "company.name", "as": "who"}],
        "measures": [{"op": "sum", "field": "amount"}],
        "order": "-sum_amount",
        "limit": 2,
    }
    assert ask(world, raw) == ([{"who": "Ñandú", "sum_amount": "14.50"}, {"who": None, "sum_amount": "1.00"}], True)


def test_what_the_actor_does_not_see_is_an_empty_value(world: World) -> None:
    seen = World(world.rows, hidden=frozenset({ACME}))
    found, _more = ask(seen, {"group_by": ["company.address.city"]}, Sql("a.name <> %s", ("D4",)))
    assert found == [{"company.address.city": None, "count": 3}]


def test_a_record_counts_in_the_group_of_each_of_its_tags(world: World) -> None:
    found, _more = ask(world, {"group_by": ["tags"], "order": "-count,tags"})
    counts = {row["tags"]: row["count"] for row in found}
    assert counts == {"hot": 2, "new": 1, None: 2}


@pytest.mark.parametrize(
    ("by", "starts"),
    [
        ("day", ["2025-12-31", "2026-03-30", "2026-04-01"]),
        ("week", ["2025-12-29", "2026-03-30"]),
        ("month", ["2025-12-01", "2026-03-01", "2026-04-01"]),
        ("quarter", ["2025-10-01", "2026-01-01", "2026-04-01"]),
        ("year", ["2025-01-01", "2026-01-01"]),
        ("fiscal_quarter", ["2025-10-01", "2026-01-01", "2026-04-01"]),
        ("fiscal_year", ["2025-04-01", "2026-04-01"]),
    ],
)
def test_units_of_time_are_named_by_their_first_day(world: World, by: str, starts: list[str]) -> None:
    found, _more = ask(world, {"group_by": [{"field": "closes", "by": by}]})
    assert [row["closes"] for row in found] == [*starts, None]


def test_moments_belong_to_the_day_of_the_zone(world: World) -> None:
    found, _more = ask(world, {"group_by": [{"field": "seen", "by": "month"}]})
    assert found == [{"seen": "2026-02-01", "count": 1}, {"seen": None, "count": 3}]


def test_durations_and_days_are_measured_in_their_own_form(world: World) -> None:
    fields = [("sum", "effort"), ("avg", "effort"), ("max", "closes"), ("count_distinct", "company")]
    found, _more = ask(world, {"measures": [{"op": op, "field": field} for op, field in fields]})
    assert found == [
        {"sum_effort": "PT3H", "avg_effort": "PT1H30M", "max_closes": "2026-04-01", "count_distinct_company": 2}
    ]


@pytest.mark.parametrize(
    ("raw", "code", "pointer"),
    [
        ([], "invalid", ""),
        ({"by": 1}, "unknown_key", "/by"),
        ({"filter": {"field": "nome", "op": "empty"}}, "unknown_field", "/filter/field"),
        ({"group_by": "company"}, "invalid", "/group_by"),
        ({"group_by": ["company"] * 5}, "too_many", "/group_by"),
        ({"group_by": ["company", "company"]}, "invalid", ""),
        ({"group_by": ["amount"]}, "bad_operator", "/group_by/0/field"),
        ({"group_by": ["people"]}, "bad_operator", "/group_by/0/field"),
        ({"group_by": ["nome"]}, "unknown_field", "/group_by/0/field"),
        ({"group_by": [{"field": "name", "by": "month"}]}, "bad_operator", "/group_by/0/by"),
        ({"group_by": [{"field": "closes", "by": "moon"}]}, "invalid", "/group_by/0/by"),
        ({"group_by": [{"field": "name", "as": "A; DROP"}]}, "invalid", "/group_by/0/as"),
        ({"measures": [{"op": "median", "field": "amount"}]}, "bad_operator", "/measures/0/op"),
        ({"measures": [{"op": "sum", "field": "name"}]}, "bad_operator", "/measures/0/field"),
        ({"measures": [{"op": "sum"}]}, "required", "/measures/0/field"),
        ({"order": "-shoe"}, "unknown_field", "/order"),
        ({"limit": 1001}, "invalid", "/limit"),
        ({"limit": True}, "invalid", "/limit"),
    ],
)
def test_what_means_nothing_is_refused_at_its_place(tables: None, raw: Any, code: str, pointer: str) -> None:
    with pytest.raises(FilterError) as refused:
        parse_aggregate(raw, registry.get("trade"), LOCALE)
    assert (refused.value.code, refused.value.pointer) == (code, pointer)
