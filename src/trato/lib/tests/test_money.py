from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trato.lib import money
from trato.lib.money import Money


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1.234,56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("1,234.56", ".", "1234.56"),
        ("1,234.56", ",", "1234.56"),
        ("10,005,534", ".", "10005534"),
        ("10,005,534", ",", "10005534"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("12,5", ".", "12.5"),
        ("0.500", ",", "0.500"),
        ("1 234 567,8", ",", "1234567.8"),
        ("1\u202f234,5", ",", "1234.5"),
        ("1'234.50", ".", "1234.50"),
        ("(12.5)", ".", "-12.5"),
        ("12.5-", ".", "-12.5"),
        ("−7", ".", "-7"),
        ("+7", ".", "7"),
        (".5", ".", "0.5"),
        ("5.", ".", "5.0"),
        ("-0", ".", "0"),
    ],
)
def test_numbers_people_write(text: str, decimal: str, expected: str) -> None:
    assert money.parse_number(text, decimal) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "1,23,456", "12,34.5", "1..2", "1e5", "NaN", "--1", "١٢", "1" * 61, ".", "1.234,5,6"]
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        money.parse_number(text)


@pytest.mark.parametrize(
    ("text", "decimal", "home", "amount", "currency"),
    [
        ("1.234,50 €", ",", "USD", "1234.50", "EUR"),
        ("$1,234.50", ".", "USD", "1234.50", "USD"),
        ("$1,234.50", ".", "MXN", "1234.50", "MXN"),
        ("$5", ".", "EUR", "5", "USD"),
        ("227.807 US$", ",", "EUR", "227807", "USD"),
        ("EUR 10", ".", "USD", "10", "EUR"),
        ("10 eur", ".", "USD", "10", "EUR"),
        ("R$ 9,90", ",", "EUR", "9.90", "BRL"),
        ("-£3", ".", "EUR", "-3", "GBP"),
        ("£-3", ".", "EUR", "-3", "GBP"),
        ("(€3)", ".", "USD", "-3", "EUR"),
        ("3- €", ".", "USD", "-3", "EUR"),
        ("1100.04", ".", "USD", "1100.04", "USD"),
        ("S/. 8.50", ".", "EUR", "8.50", "PEN"),
    ],
)
def test_amounts_people_write(text: str, decimal: str, home: str, amount: str, currency: str) -> None:
    assert money.parse_amount(text, decimal, home) == Money(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["€", "12 apples", "€12€", "12 XXX", "", "1.2.3 €", "12 € 13", "--3 €-"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        money.parse_amount(text)


@pytest.mark.parametrize(
    ("amount", "currency", "spanish", "english"),
    [
        ("1234.50", "EUR", "1.234,50\u00a0€", "€1,234.50"),
        ("227807", "USD", "227.807\u00a0US$", "$227,807"),
        ("-4821.00", "USD", "-4.821\u00a0US$", "-$4,821"),
        ("12", "CHF", "12\u00a0CHF", "CHF\u00a012"),
        ("0", "EUR", "0\u00a0€", "€0"),
        ("0.05", "GBP", "0,05\u00a0£", "£0.05"),
    ],
)
def test_shown(amount: str, currency: str, spanish: str, english: str) -> None:
    value = Money(Decimal(amount), currency)
    assert money.shown(value, "es") == spanish
    assert money.shown(value, "en") == english


@pytest.mark.parametrize(
    ("number", "spanish", "english"),
    [
        (Decimal("1234.5"), "1.234,5", "1,234.5"),
        (Decimal("-0.50"), "-0,5", "-0.5"),
        (Decimal("-1234.50"), "-1.234,5", "-1,234.5"),
        (10005534, "10.005.534", "10,005,534"),
        (Decimal("1E+3"), "1.000", "1,000"),
        (0, "0", "0"),
    ],
)
def test_grouped(number: Decimal | int, spanish: str, english: str) -> None:
    assert money.grouped(number, "es") == spanish
    assert money.grouped(number, "en") == english


@pytest.mark.parametrize(
    ("number", "expected"), [("12.50", "12.5"), ("100", "100"), ("1E+2", "100"), ("-0.0", "0"), ("0.10", "0.1")]
)
def test_plain(number: str, expected: str) -> None:
    assert money.plain(Decimal(number)) == expected


amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(amounts, st.sampled_from(["es", "en"]), st.sampled_from(["EUR", "USD", "MXN", "CHF"]))
def test_what_is_shown_reads_back(amount: Decimal, language: str, currency: str) -> None:
    shown = money.shown(Money(amount, currency), language)
    assert money.parse_amount(shown, "," if language == "es" else ".", "EUR") == Money(amount, currency)
