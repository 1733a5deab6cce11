"""What stages make of deals, on plain values."""

from datetime import date
from decimal import Decimal

from trato.wings.sales.deal.rules import Entering, entering, missing, name_for

TODAY = date(2026, 3, 10)
TEN, FORTY, SIXTY, HUNDRED = Decimal(10), Decimal(40), Decimal(60), Decimal(100)


def test_an_open_stage_gives_its_probability_and_opens_the_deal() -> None:
    found = entering("open", FORTY, closed_on=date(2026, 1, 1), today=TODAY, current=TEN, left=TEN)
    assert found == Entering(FORTY, None, keeps_lost_reason=False)


def test_a_probability_typed_by_hand_lives_on_in_open_stages() -> None:
    assert entering("open", FORTY, closed_on=None, today=TODAY, current=SIXTY, left=TEN).probability == SIXTY
    assert entering("won", HUNDRED, closed_on=None, today=TODAY, current=SIXTY, left=TEN).probability == HUNDRED


def test_a_new_deal_has_the_probability_of_its_first_stage() -> None:
    assert entering("open", TEN, closed_on=None, today=TODAY).probability == TEN


def test_a_closed_stage_closes_on_the_day_given_else_today() -> None:
    assert entering("won", HUNDRED, closed_on=date(2026, 1, 1), today=TODAY).closed_on == date(2026, 1, 1)
    assert entering("won", HUNDRED, closed_on=None, today=TODAY).closed_on == TODAY


def test_only_a_lost_deal_keeps_its_reason() -> None:
    assert entering("lost", Decimal(0), closed_on=None, today=TODAY).keeps_lost_reason
    assert not entering("won", HUNDRED, closed_on=None, today=TODAY).keeps_lost_reason


def test_missing_fields_come_in_the_stages_order() -> None:
    assert missing(["next_step", "amount", "account"], ["amount"]) == ["next_step", "account"]
    assert missing([], ["amount"]) == []


def test_an_unnamed_deal_is_called_after_account_and_first_product() -> None:
    assert name_for("Acme", ["GTX Pro", "MG Special"]) == "Acme · GTX Pro"
    assert name_for(None, ["GTX Pro"]) == "GTX Pro"
    assert name_for("Acme", []) == "Acme"
    assert name_for(None, []) is None
