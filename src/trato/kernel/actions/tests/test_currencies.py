"""Currencies and rates as administrators enter them."""

import pytest

from trato.kernel.actions import runner
from trato.kernel.records.errors import Invalid
from trato.kernel.records.models import Currency, CurrencyRate
from trato.kernel.tenancy.actor import Actor


def test_a_code_is_a_known_one_in_capitals(administrator: Actor) -> None:
    made = runner.create(administrator, "currency", {"code": "eur", "name": "Euro"}).record
    assert Currency.objects.get(pk=made.pk).code == "EUR"
    with pytest.raises(Invalid) as refused:
        runner.create(administrator, "currency", {"code": "EEE", "name": "?"})
    assert [(each.field, each.code) for each in refused.value.problems] == [("code", "not_an_option")]


def test_a_rate_is_named_and_belongs_to_another_currency(administrator: Actor) -> None:
    euro = runner.create(administrator, "currency", {"code": "EUR", "name": "Euro"}).record
    given = {"currency": str(euro.pk), "starts_on": "2026-01-01", "rate": "1.08"}
    made = runner.create(administrator, "currency_rate", given).record
    assert CurrencyRate.objects.get(pk=made.pk).label == "EUR 2026-01-01"
    with pytest.raises(Invalid):
        runner.create(administrator, "currency_rate", {**given, "starts_on": "2026-02-01", "rate": "0"})
    base, _made = Currency.objects.get_or_create(code="USD", defaults={"name": "USD"})
    with pytest.raises(Invalid) as refused:
        runner.create(administrator, "currency_rate", {**given, "currency": str(base.pk)})
    assert refused.value.problems[0].field == "currency"
