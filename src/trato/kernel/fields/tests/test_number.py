from decimal import Decimal
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from trato.kernel.fields.base import FieldError
from trato.kernel.fields.number import DecimalField, IntegerField, PercentField
from trato.kernel.fields.tests.refusing import refusal
from trato.kernel.fields.tests.samples import EN, ENGLISH_FILE, ES, SPANISH_FILE

WHOLE = IntegerField(name="employees", label="Employees", minimum=0)
DECIMAL = DecimalField(name="weight", label="Weight", places=2, maximum=10_000)
PERCENT = PercentField(name="chance", label="Chance", minimum=0, maximum=100)


@pytest.mark.parametrize(
    ("raw", "expected"), [(5, 5), ("5", 5), (5.0, 5), ("5.00", 5), ("1.234.567", 1234567), ("1 234", 1234), ("0", 0)]
)
def test_whole_numbers(raw: Any, expected: int) -> None:
    found = WHOLE.clean(raw, ES)
    assert found == expected
    assert type(found) is int


@pytest.mark.parametrize(
    ("raw", "code", "message"),
    [
        (5.5, "invalid", "Enter a whole number."),
        ("5.5", "invalid", "Enter a whole number."),
        (-1, "out_of_range", "Enter 0 or more."),
        (2**63, "out_of_range", "The number is too large."),
        (10**400, "out_of_range", "The number is too large."),
        (True, "invalid", "Enter a number."),
        ("1e5", "invalid", "Enter a number."),
        (float("nan"), "invalid", "Enter a number."),
        (float("inf"), "invalid", "Enter a number."),
        ("many", "invalid", "Enter a number."),
    ],
)
def test_whole_numbers_refused(raw: Any, code: str, message: str) -> None:
    assert refusal(WHOLE, raw) == (code, message, "")


@pytest.mark.parametrize(
    ("raw", "expected"), [("12.5", "12.5"), (12.5, "12.5"), ("12,5", "12.5"), ("1.234,56", "1234.56"), ("1e2", None)]
)
def test_decimals(raw: Any, expected: str | None) -> None:
    if expected is None:
        assert refusal(DECIMAL, raw)[0] == "invalid"
    else:
        assert DECIMAL.clean(raw, ES) == Decimal(expected)


def test_nothing_is_rounded_silently() -> None:
    assert refusal(DECIMAL, "1.234") == ("too_precise", "Use at most 2 decimals.", "")
    assert DECIMAL.clean("1.2300", ES) == Decimal("1.23")
    assert refusal(DECIMAL, "10000.01") == ("out_of_range", "Enter 10000 or less.", "")


def test_what_json_means_is_not_what_is_typed() -> None:
    typed = MultiValueDict({"weight": ["1.234"], "employees": ["1.234"], "chance": ["12,5 %"]})
    assert DECIMAL.from_form(typed, ES) == "1234"
    assert DECIMAL.from_form(typed, EN) == "1.234"
    assert WHOLE.from_form(typed, ES) == "1234"
    assert PERCENT.from_form(typed, ES) == "12.5"
    assert DECIMAL.from_form(MultiValueDict({"weight": ["heavy"]}), ES) == "heavy"
    assert DECIMAL.from_form(MultiValueDict({"weight": [" "]}), ES) is None


def test_files() -> None:
    assert DECIMAL.from_text(" 1.234 ", SPANISH_FILE) == Decimal(1234)
    assert WHOLE.from_text("10,005,534", ENGLISH_FILE) == 10005534
    assert PERCENT.from_text("63,15 %", SPANISH_FILE) == Decimal("63.15")
    with pytest.raises(FieldError) as caught:
        DECIMAL.from_text("n/a", SPANISH_FILE)
    assert caught.value.code == "invalid"


def test_any_number_may_be_compared_with() -> None:
    assert WHOLE.operand(-5.5, ES) == Decimal("-5.5")
    assert PERCENT.operand("250%", ES) == Decimal(250)


def test_json() -> None:
    assert DECIMAL.to_json(Decimal("12.50")) == "12.5"
    assert WHOLE.to_json(12) == 12
    assert PERCENT.to_json(Decimal("100.00")) == "100"


def test_faces() -> None:
    assert WHOLE.cell(10005534, ES) == "10.005.534"
    assert DECIMAL.text(Decimal("1234.50"), EN) == "1,234.5"
    assert PERCENT.text(Decimal("63.15"), ES) == "63,15\u00a0%"
    assert PERCENT.text(Decimal("63.15"), EN) == "63.15%"
    assert PERCENT.cell(Decimal("63.15"), ES) == '<span class="amount">63,15<span class="unit">%</span></span>'
    assert DECIMAL.input(Decimal("1234.50"), ES, element_id="f") == (
        '<input class="input" id="f" name="weight" value="1234,5" inputmode="decimal" autocomplete="off">'
    )
    assert PERCENT.input(None, ES, element_id="f") == (
        '<div class="input-group"><input id="f" name="chance" value="" inputmode="decimal" autocomplete="off">'
        '<span class="affix">%</span></div>'
    )


def test_sql() -> None:
    custom = DecimalField(name="x_weight", label="Weight", custom=True)
    assert custom.value_sql("a") == "JSON_VALUE(a.custom, '$.x_weight' RETURNING numeric)"
    assert (WHOLE.pg_type, WHOLE.summable, WHOLE.numeric, PERCENT.summable) == ("bigint", True, True, False)
