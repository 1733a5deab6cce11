"""Figures as people read them."""

from datetime import date
from decimal import Decimal

import pytest

from trato.kernel.fields.base import Locale
from trato.kernel.insight import saying
from trato.kernel.insight.lens import both
from trato.kernel.insight.spec import Measure, Records, Share, Tile, Unit

EN, ES = Locale("en", currency="USD"), Locale("es", currency="USD")
SHARE = Share(name="rate", label="Rate", part="a", whole="b")


def _of(unit: Unit) -> Measure:
    return Measure(name="m", label="M", unit=unit)


@pytest.mark.parametrize(
    ("value", "of", "english", "spanish"),
    [
        ("10005534", _of("money"), "$10,005,534", "10.005.534\u00a0US$"),
        ("999.5", _of("money"), "$999.50", "999,50\u00a0US$"),
        ("1000.5", _of("money"), "$1,001", "1.001\u00a0US$"),
        ("-1250", _of("money"), "-$1,250", "-1.250\u00a0US$"),
        ("51.782", _of("days"), "51.78\u00a0days", "51,78\u00a0"),
        ("8800", _of("number"), "8,800", "8.800"),
        ("63.149", SHARE, "63.15%", "63,15\u00a0%"),
        (None, SHARE, "–", "–"),
    ],
)
def test_with_their_unit(value: str | None, of: Measure | Share, english: str, spanish: str) -> None:
    number = None if value is None else Decimal(value)
    assert saying.figure(number, of, EN).text == english
    assert saying.figure(number, of, ES).text.startswith(spanish)


@pytest.mark.parametrize(
    ("largest", "unit", "value", "short", "said"),
    [
        ("1338466", "money", "1134672", "1.13", "millions of $"),
        ("886470", "money", "228574", "229", "thousands of $"),
        ("722", "number", "392", "392", ""),
        ("99.5", "money", "12.5", "12.50", "$"),
        ("0", "number", "0", "0", ""),
    ],
)
def test_shortened_on_marks(largest: str, unit: Unit, value: str, short: str, said: str) -> None:
    scale = saying.scale(Decimal(largest), unit, EN)
    assert (scale.short(Decimal(value), EN), scale.unit) == (short, said)


def test_units_of_time() -> None:
    assert [saying.span(date(2017, 4, 1), each, EN) for each in ("month", "quarter", "year")] == [
        "Apr 2017",
        "Q2 2017",
        "2017",
    ]
    assert saying.span(date(2017, 4, 1), "month", ES, year=False) == "abr"


def test_filters_are_put_together_flat_where_that_says_the_same() -> None:
    one, other = {"field": "a", "op": "empty"}, {"field": "b", "op": "empty"}
    either = {"any": [one, other]}
    assert both(None, {}) is None
    assert both({"all": [one]}, None, other, either) == {"all": [one, other, either]}


def test_a_tile_that_cannot_be_drawn_is_refused() -> None:
    mean = Measure(name="days", label="Days", op="avg", field="cycle_days")
    with pytest.raises(ValueError, match="only counts and sums add up"):
        Tile(name="t", label="T", chart="bars", object="deal", records=Records(), group_by=("x",), measures=(mean,))
    count = Measure(name="n", label="N")
    with pytest.raises(ValueError, match="has steps"):
        Tile(name="t", label="T", chart="funnel", object="deal", group_by=("x",), measures=(count,))
