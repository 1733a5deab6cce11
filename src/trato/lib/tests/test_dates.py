from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trato.lib import dates


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("03/04/2017", "DMY", date(2017, 4, 3)),
        ("03/04/2017", "MDY", date(2017, 3, 4)),
        ("2017-03-04", "DMY", date(2017, 3, 4)),
        ("2017/3/4", "MDY", date(2017, 3, 4)),
        ("17-03-04", "YMD", date(2017, 3, 4)),
        ("3.4.17", "DMY", date(2017, 4, 3)),
        ("1/1/69", "DMY", date(1969, 1, 1)),
        ("1/1/68", "DMY", date(2068, 1, 1)),
        ("20170304", "DMY", date(2017, 3, 4)),
        ("5 ene 2018", "MDY", date(2018, 1, 5)),
        ("5 de enero de 2018", "DMY", date(2018, 1, 5)),
        ("5 sept. 2018", "DMY", date(2018, 9, 5)),
        ("Jan 5, 2018", "DMY", date(2018, 1, 5)),
        ("January 5, 2018", "DMY", date(2018, 1, 5)),
        ("2018-01-05 00:00:00", "DMY", date(2018, 1, 5)),
        ("2018-01-05T00:00:00Z", "DMY", date(2018, 1, 5)),
        ("5/1/2018 12:00 a. m.", "DMY", date(2018, 1, 5)),
    ],
)
def test_dates_people_write(text: str, order: str, expected: date) -> None:
    assert dates.parse_date(text, order) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2017",
        "13/13/2017",
        "2017",
        "tomorrow",
        "5 foo 2018",
        "5 marbella 2018",
        "1/2/345",
        "2018-01-05 10:24",
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        dates.parse_date(text)


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2018-01-05T10:24:00Z", "Europe/Madrid", datetime(2018, 1, 5, 10, 24, tzinfo=UTC)),
        ("2018-01-05T10:24", "Europe/Madrid", datetime(2018, 1, 5, 9, 24, tzinfo=UTC)),
        ("2018-07-05 10:24:05.5", "Europe/Madrid", datetime(2018, 7, 5, 8, 24, 5, 500000, tzinfo=UTC)),
        ("2018-01-05T10:24:00+05:30", "UTC", datetime(2018, 1, 5, 4, 54, tzinfo=UTC)),
        ("2018-01-05T10:24:00-0300", "UTC", datetime(2018, 1, 5, 13, 24, tzinfo=UTC)),
        ("05/01/2018 10:24 PM", "UTC", datetime(2018, 1, 5, 22, 24, tzinfo=UTC)),
        ("05/01/2018, 12:05 am", "UTC", datetime(2018, 1, 5, 0, 5, tzinfo=UTC)),
        ("05/01/2018", "Europe/Madrid", datetime(2018, 1, 4, 23, 0, tzinfo=UTC)),
    ],
)
def test_moments_people_write(text: str, zone: str, expected: datetime) -> None:
    assert dates.parse_datetime(text, "DMY", zone) == expected


@pytest.mark.parametrize("text", ["2018-01-05T25:00", "2018-01-05T10:24+99:00", "10:24", "05/01/2018 13:00 PM", ""])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        dates.parse_datetime(text)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="not a time zone"):
        dates.zone_of("../etc/passwd")


@pytest.mark.parametrize(
    ("values", "prefer", "expected"),
    [
        (["01/02/2017", "13/02/2017"], "MDY", "DMY"),
        (["01/02/2017", "02/13/2017", ""], "DMY", "MDY"),
        (["01/02/2017"], "MDY", "MDY"),
        (["01/02/2017"], "DMY", "DMY"),
        (["2017-02-01"], "DMY", "DMY"),
        (["17-02-28", "17-03-31"], "YMD", "YMD"),
        (["13/02/2017", "02/13/2017"], "DMY", None),
        (["soon"], "DMY", None),
        (["10/20/2016 08:30"], "DMY", "MDY"),
    ],
)
def test_the_order_of_a_column(values: list[str], prefer: str, expected: str | None) -> None:
    assert dates.detect_order(values, prefer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT1H30M", timedelta(hours=1, minutes=30)),
        ("P1DT2H", timedelta(days=1, hours=2)),
        ("P2W", timedelta(weeks=2)),
        ("-PT5S", timedelta(seconds=-5)),
        ("PT0.5S", timedelta(milliseconds=500)),
        ("1:30", timedelta(hours=1, minutes=30)),
        ("0:00:09", timedelta(seconds=9)),
        ("1 h 30 min", timedelta(hours=1, minutes=30)),
        ("90 minutos", timedelta(minutes=90)),
        ("2 días 3 horas", timedelta(days=2, hours=3)),
    ],
)
def test_durations_people_write(text: str, expected: timedelta) -> None:
    assert dates.parse_duration(text) == expected


@pytest.mark.parametrize("text", ["", "P", "PT", "PT1", "1:75", "soon", "5", "P99999999999D"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a duration|longer than"):
        dates.parse_duration(text)


@given(st.timedeltas())
def test_durations_in_iso_read_back(length: timedelta) -> None:
    assert dates.parse_duration(dates.iso_duration(length)) == length


@pytest.mark.parametrize(
    ("length", "iso", "words"),
    [
        (timedelta(0), "PT0S", "0 min"),
        (timedelta(days=2, hours=4), "P2DT4H", "2 d 4 h"),
        (timedelta(minutes=90), "PT1H30M", "1 h 30 min"),
        (timedelta(seconds=-61), "-PT1M1S", "-1 min 1 s"),
    ],
)
def test_durations_written(length: timedelta, iso: str, words: str) -> None:
    assert dates.iso_duration(length) == iso
    assert dates.shown_duration(length) == words


def test_dates_written() -> None:
    moment = datetime(2018, 9, 5, 22, 24, tzinfo=UTC)
    assert dates.shown_date(date(2018, 9, 5), "es") == "5 sept 2018"
    assert dates.shown_date(date(2018, 9, 5), "en") == "Sep 5, 2018"
    assert dates.shown_datetime(moment, "es", "Europe/Madrid") == "6 sept 2018, 00:24"
    assert dates.shown_datetime(moment, "en", "UTC") == "Sep 5, 2018, 22:24"


TODAY = date(2018, 1, 3)  # a Wednesday


@pytest.mark.parametrize(
    ("direction", "count", "unit", "start", "end"),
    [
        ("this", 1, "day", date(2018, 1, 3), date(2018, 1, 4)),
        ("last", 30, "day", date(2017, 12, 4), date(2018, 1, 4)),
        ("next", 7, "day", date(2018, 1, 3), date(2018, 1, 11)),
        ("this", 1, "week", date(2018, 1, 1), date(2018, 1, 8)),
        ("last", 2, "week", date(2017, 12, 18), date(2018, 1, 1)),
        ("next", 1, "week", date(2018, 1, 8), date(2018, 1, 15)),
        ("this", 1, "month", date(2018, 1, 1), date(2018, 2, 1)),
        ("last", 1, "month", date(2017, 12, 1), date(2018, 1, 1)),
        ("next", 2, "month", date(2018, 2, 1), date(2018, 4, 1)),
        ("this", 1, "quarter", date(2018, 1, 1), date(2018, 4, 1)),
        ("last", 1, "quarter", date(2017, 10, 1), date(2018, 1, 1)),
        ("this", 1, "year", date(2018, 1, 1), date(2019, 1, 1)),
        ("last", 2, "year", date(2016, 1, 1), date(2018, 1, 1)),
        ("this", 1, "fiscal_quarter", date(2017, 11, 1), date(2018, 2, 1)),
        ("next", 1, "fiscal_quarter", date(2018, 2, 1), date(2018, 5, 1)),
        ("this", 1, "fiscal_year", date(2017, 2, 1), date(2018, 2, 1)),
        ("last", 1, "fiscal_year", date(2016, 2, 1), date(2017, 2, 1)),
        ("this", 2, "month", date(2018, 1, 1), date(2018, 3, 1)),
    ],
)
def test_periods(direction: str, count: int, unit: str, start: date, end: date) -> None:
    assert dates.period(direction, count, unit, TODAY, fiscal_year_start=2) == (start, end)


@pytest.mark.parametrize(
    ("direction", "count", "unit"),
    [("that", 1, "day"), ("last", 0, "day"), ("last", 1001, "day"), ("next", 1, "eon"), ("last", 1000, "fiscal_year")],
)
def test_what_is_no_period(direction: str, count: int, unit: str) -> None:
    day = date(900, 1, 1) if count == 1000 else TODAY
    with pytest.raises(ValueError, match=r"not a period|no such years"):
        dates.period(direction, count, unit, day)
