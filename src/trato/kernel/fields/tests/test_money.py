from decimal import Decimal
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from trato.kernel.fields.base import Column, FieldError
from trato.kernel.fields.money import MoneyField
from trato.kernel.fields.tests.refusing import refusal
from trato.kernel.fields.tests.samples import EN, ENGLISH_FILE, ES, SPANISH_FILE
from trato.lib.money import Money

FIELD = MoneyField(name="amount", label="Amount", minimum=-1000)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (1250, Money(Decimal("1250.00"), "EUR")),
        (12.5, Money(Decimal("12.50"), "EUR")),
        ("1250.00", Money(Decimal("1250.00"), "EUR")),
        ("1.250,5 €", Money(Decimal("1250.50"), "EUR")),
        ("US$ 12", Money(Decimal("12.00"), "USD")),
        ({"amount": "1250.00", "currency": "usd"}, Money(Decimal("1250.00"), "USD")),
        ({"amount": 5}, Money(Decimal("5.00"), "EUR")),
        ({"amount": None, "currency": "USD"}, None),
        ({"amount": "5", "currency": "EUR", "base": "7.00"}, Money(Decimal("5.00"), "EUR")),
    ],
)
def test_money(raw: Any, expected: Money | None) -> None:
    assert FIELD.clean(raw, ES) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("lots", ("invalid", "Enter an amount of money.", "")),
        ([1], ("invalid", "Enter a number.", "")),
        (True, ("invalid", "Enter a number.", "")),
        ({"amount": "x"}, ("invalid", "Enter a number.", "/amount")),
        ({"amount": 1, "currency": "XXX"}, ("not_an_option", "“XXX” is not a currency.", "/currency")),
        ({"amount": 1, "currency": 7}, ("not_an_option", "“7” is not a currency.", "/currency")),
        ("1.005", ("too_precise", "Use at most 2 decimals.", "")),
        (10**16, ("out_of_range", "The amount is too large.", "")),
        (-1001, ("out_of_range", "Enter -1000 or more.", "")),
    ],
)
def test_money_refused(raw: Any, expected: tuple[str, str, str]) -> None:
    assert refusal(FIELD, raw) == expected


def test_storage() -> None:
    assert FIELD.columns == (
        Column("amount", "numeric(18,2)"),
        Column("amount_currency", "text"),
        Column("amount_base", "numeric(18,2)"),
    )
    value = Money(Decimal("10.00"), "USD", Decimal("9.00"))
    assert FIELD.dump(value) == (Decimal("10.00"), "USD", Decimal("9.00"))
    assert FIELD.value_sql("a") == 'a."amount_base"'
    assert FIELD.amount_sql("a") == 'a."amount"'
    assert FIELD.to_json(value) == {"amount": "10.00", "currency": "USD", "base": "9.00"}


def test_comparisons_are_in_the_base_currency() -> None:
    assert FIELD.operand(10000, ES) == Decimal(10000)
    assert FIELD.operand({"amount": 5, "currency": "EUR"}, ES) == Decimal(5)
    assert FIELD.operand({"amount": 5, "currency": "USD", "base": "4.50"}, ES) == Decimal("4.50")
    with pytest.raises(FieldError) as caught:
        FIELD.operand({"amount": 5, "currency": "USD"}, ES)
    assert (caught.value.code, caught.value.message) == ("invalid", "Give the amount in EUR.")


def test_files_and_forms() -> None:
    assert FIELD.from_text("1.234", SPANISH_FILE) == Money(Decimal("1234.00"), "EUR")
    assert FIELD.from_text("$1,234.50", ENGLISH_FILE) == Money(Decimal("1234.50"), "USD")
    assert FIELD.from_text(" ", ENGLISH_FILE) is None
    typed = MultiValueDict({"amount": ["1.234"], "amount-currency": ["USD"]})
    assert FIELD.from_form(typed, ES) == {"amount": "1234", "currency": "USD"}
    assert FIELD.from_form(MultiValueDict({"amount": ["5 €"], "amount-currency": ["USD"]}), ES) == {
        "amount": "5",
        "currency": "EUR",
    }
    assert FIELD.from_form(MultiValueDict({"amount": ["lots"]}), ES) == "lots"


def test_faces() -> None:
    value = Money(Decimal("1234.50"), "USD")
    assert FIELD.text(value, ES) == "1.234,50\u00a0US$"
    assert FIELD.text(value, EN) == "$1,234.50"
    assert FIELD.cell(value, ES) == '<span class="amount">1.234,50<span class="unit">US$</span></span>'
    assert FIELD.cell(Money(Decimal("227807.00"), "USD"), EN) == '<span class="amount">$227,807</span>'
    assert FIELD.input(value, ES, element_id="f") == (
        '<div class="input-group"><input id="f" name="amount" value="1234,5" inputmode="decimal" autocomplete="off">'
        '<input type="hidden" name="amount-currency" value="USD"><span class="affix">US$</span></div>'
    )
