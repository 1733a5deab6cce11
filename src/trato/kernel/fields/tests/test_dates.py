from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from trato.kernel.fields.base import FieldError, Locale, TextFormat
from trato.kernel.fields.dates import DateField, DateTimeField
from trato.kernel.fields.duration import DurationField
from trato.kernel.fields.tests.refusing import refusal
from trato.kernel.fields.tests.samples import EN, ES

DAY = DateField(name="closes_on", label="Closes on")
MOMENT = DateTimeField(name="starts_at", label="Starts at")
LENGTH = DurationField(name="length", label="Length")
MEXICO = Locale(language="es", zone="America/Mexico_City", region="MX")


@pytest.mark.parametrize(
    ("raw", "locale", "expected"),
    [
        ("2018-01-05", ES, date(2018, 1, 5)),
        ("3/4/2018", ES, date(2018, 4, 3)),
        ("3/4/2018", EN, date(2018, 3, 4)),
        (datetime(2018, 1, 5, 10, tzinfo=UTC), ES, date(2018, 1, 5)),
    ],
)
def test_days(raw: Any, locale: Locale, expected: date) -> None:
    assert DAY.clean(raw, locale) == expected


@pytest.mark.parametrize("raw", ["soon", "2018-02-30", 20180105, "2018-01-05T10:24", "0000-01-01", ["2018-01-05"]])
def test_days_refused(raw: Any) -> None:
    assert refusal(DAY, raw) == ("invalid", "Enter a date, for example 2026-03-31.", "")


def test_years_before_a_thousand_are_typing_errors() -> None:
    assert refusal(DAY, "0201-01-05") == ("out_of_range", "The year is not right.", "")
    assert refusal(MOMENT, "0201-01-05T10:00Z") == ("out_of_range", "The year is not right.", "")


def test_days_in_files() -> None:
    assert DAY.from_text("03/04/2018", TextFormat(date_order="MDY")) == date(2018, 3, 4)
    assert DAY.from_text("2018-03-04 00:00:00", TextFormat()) == date(2018, 3, 4)
    with pytest.raises(FieldError) as caught:
        DAY.from_text("13/13/2018", TextFormat())
    assert caught.value.code == "invalid"


def test_days_shown() -> None:
    assert DAY.to_json(date(2018, 1, 5)) == "2018-01-05"
    assert DAY.text(date(2018, 1, 5), ES) == "5 ene 2018"
    assert DAY.text(date(2018, 1, 5), EN) == "Jan 5, 2018"
    assert DAY.cell(date(2018, 1, 5), ES) == '<time datetime="2018-01-05">5 ene 2018</time>'
    assert DAY.input(date(2018, 1, 5), ES, element_id="f") == (
        '<input class="input" id="f" name="closes_on" value="2018-01-05" type="date">'
    )


@pytest.mark.parametrize(
    ("raw", "locale", "expected"),
    [
        ("2018-01-05T10:24:00+01:00", ES, datetime(2018, 1, 5, 9, 24, tzinfo=UTC)),
        ("2018-01-05T10:24", ES, datetime(2018, 1, 5, 9, 24, tzinfo=UTC)),
        ("2018-01-05T10:24", MEXICO, datetime(2018, 1, 5, 16, 24, tzinfo=UTC)),
        (datetime(2018, 1, 5, 10, 24), ES, datetime(2018, 1, 5, 9, 24, tzinfo=UTC)),  # noqa: DTZ001  # as it comes
        ("2018-01-05", ES, datetime(2018, 1, 4, 23, 0, tzinfo=UTC)),
    ],
)
def test_moments(raw: Any, locale: Locale, expected: datetime) -> None:
    found = MOMENT.clean(raw, locale)
    assert found == expected
    assert found.tzinfo is UTC


@pytest.mark.parametrize("raw", ["noon", 1515147840, "2018-01-05T25:00Z", "9999-12-31T23:59-10:00", date(2018, 1, 5)])
def test_moments_refused(raw: Any) -> None:
    assert refusal(MOMENT, raw) == ("invalid", "Enter a date and time, for example 2026-03-31T09:30.", "")


def test_moments_shown() -> None:
    value = datetime(2018, 7, 5, 22, 24, tzinfo=UTC)
    assert MOMENT.to_json(value) == "2018-07-05T22:24:00Z"
    assert MOMENT.text(value, ES) == "6 jul 2018, 00:24"
    assert MOMENT.cell(value, EN) == '<time datetime="2018-07-05T22:24:00Z">Jul 5, 2018, 22:24</time>'
    assert 'value="2018-07-06T00:24" type="datetime-local"' in MOMENT.input(value, ES, element_id="f")
    assert 'value="2018-07-06T00:24:07"' in MOMENT.input(value + timedelta(seconds=7), ES, element_id="f")


def test_lengths() -> None:
    assert LENGTH.clean("1 h 30 min", ES) == timedelta(minutes=90)
    assert LENGTH.clean("PT1H30M", ES) == timedelta(minutes=90)
    assert LENGTH.to_json(timedelta(minutes=90)) == "PT1H30M"
    assert LENGTH.cell(timedelta(days=2, hours=4), ES) == "2 d 4 h"
    assert refusal(LENGTH, "long") == ("invalid", "Enter a duration, for example 1 h 30 min.", "")
    assert refusal(LENGTH, 90) == ("invalid", "Enter a duration, for example 1 h 30 min.", "")
    assert refusal(LENGTH, "-1:30") == ("out_of_range", "A duration is not negative.", "")
