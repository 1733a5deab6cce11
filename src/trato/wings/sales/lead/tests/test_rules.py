"""What scores and statuses mean, on plain values."""

from datetime import UTC, datetime

import pytest

from trato.wings.sales.lead.rules import Moments, contact_name, deal_name, may_enter, moments, priority

THEN, NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("score", "expected"),
    [(None, None), (-5, "low"), (0, "low"), (39, "low"), (40, "medium"), (69, "medium"), (70, "high"), (250, "high")],
)
def test_priority_follows_from_the_score(score: int | None, expected: str | None) -> None:
    assert priority(score) == expected


def test_each_qualification_is_dated_once() -> None:
    assert moments("mql", NOW, Moments(None, None)) == Moments(NOW, None)
    assert moments("mql", NOW, Moments(THEN, None)) == Moments(THEN, None)
    assert moments("sql", NOW, Moments(THEN, None)) == Moments(THEN, NOW)
    assert moments("working", NOW, Moments(THEN, THEN)) == Moments(THEN, THEN)


@pytest.mark.parametrize(
    ("now", "status", "allowed"),
    [
        ("new", "working", True),
        ("sql", "new", True),
        ("disqualified", "mql", True),
        ("new", "converted", False),
        ("converted", "working", False),
        ("new", "new", False),
    ],
)
def test_conversion_is_no_move_and_has_no_way_back(now: str, status: str, allowed: bool) -> None:
    assert may_enter(now, status) is allowed


def test_a_contact_is_called_as_the_lead_else_after_its_address() -> None:
    assert contact_name({"given": "Ana"}, "a.ruiz@acme.com") == {"given": "Ana"}
    assert contact_name(None, "a.ruiz@acme.com") == {"given": "a.ruiz"}
    assert contact_name(None, None) is None


def test_a_deal_is_called_as_wished_else_after_company_or_person() -> None:
    assert deal_name("Forklifts", "Acme", "Ana") == "Forklifts"
    assert deal_name(None, "Acme", "Ana") == "Acme"
    assert deal_name(None, None, "Ana") == "Ana"
