"""Periods: what an address asks for, which days that is, and how it is filtered and said."""

from datetime import date

import pytest

from trato.kernel.insight.periods import Period, read

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("given", "days", "said"),
    [
        ({}, (None, None), "All time"),
        ({"period": "this_month"}, (date(2026, 5, 1), date(2026, 5, 31)), "This month"),
        ({"period": "last_quarter"}, (date(2026, 1, 1), date(2026, 3, 31)), "Last quarter"),
        ({"period": "last_year"}, (date(2025, 1, 1), date(2025, 12, 31)), "Last year"),
        ({"from": "2026-01-02"}, (date(2026, 1, 2), None), "since Jan 2, 2026"),
        ({"to": "2026-01-02"}, (None, date(2026, 1, 2)), "until Jan 2, 2026"),
        ({"from": "2026-03-01", "to": "2026-01-02"}, (date(2026, 1, 2), date(2026, 3, 1)), "Jan 2, 2026 – Mar 1, 2026"),
        ({"period": "next_century", "from": "soon"}, (None, None), "All time"),
    ],
)
def test_an_address_names_a_period(given: dict[str, str], days: tuple[date | None, date | None], said: str) -> None:
    found = read(given)
    assert found.days(TODAY, 1) == days
    assert found.label("en") == said
    assert bool(found) == (days != (None, None))
    assert read(found.parameters) == found


def test_quarters_and_years_follow_the_fiscal_year() -> None:
    assert Period("this_year").days(TODAY, 4) == (date(2026, 4, 1), date(2027, 3, 31))
    assert Period("this_year").condition("closed_on", 4) == {
        "field": "closed_on",
        "op": "within",
        "value": {"this": 1, "unit": "fiscal_year"},
    }
    assert Period("this_month").condition("closed_on", 4)["value"] == {"this": 1, "unit": "month"}


@pytest.mark.parametrize(
    ("period", "condition"),
    [
        (Period(), None),
        (Period("last_month"), {"op": "within", "value": {"last": 1, "unit": "month"}}),
        (Period("", date(2026, 1, 2)), {"op": "gte", "value": "2026-01-02"}),
        (Period("", None, date(2026, 1, 2)), {"op": "lte", "value": "2026-01-02"}),
        (Period("", date(2026, 1, 2), date(2026, 1, 3)), {"op": "between", "value": ["2026-01-02", "2026-01-03"]}),
    ],
)
def test_a_period_is_a_condition_on_a_date(period: Period, condition: dict[str, object] | None) -> None:
    found = period.condition("day", 1)
    assert found == (None if condition is None else {"field": "day", **condition})
