"""When a repeated task is due next: by the clocks of its place, over changes of the clocks, to the end of the rule."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from trato.kernel.objects.due_fields import end_of, is_day, moment
from trato.wings.collaboration.task import rules

MADRID = ZoneInfo("Europe/Madrid")


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return moment(date(year, month, day), time(hour, minute), MADRID)


@pytest.mark.parametrize(
    ("rule", "due", "now", "expected"),
    [
        ("FREQ=DAILY", at(2026, 5, 4), at(2026, 5, 4, 8), at(2026, 5, 5)),
        ("FREQ=WEEKLY", at(2026, 5, 4), at(2026, 5, 6), at(2026, 5, 11)),
        ("FREQ=DAILY", at(2026, 5, 4), at(2026, 5, 20, 12), at(2026, 5, 21)),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", at(2026, 5, 8), at(2026, 5, 8, 10), at(2026, 5, 11)),
        ("FREQ=MONTHLY", at(2026, 1, 31), at(2026, 1, 31, 10), at(2026, 3, 31)),
        ("FREQ=WEEKLY", at(2026, 3, 27), at(2026, 3, 27, 10), at(2026, 4, 3)),
        ("FREQ=DAILY;COUNT=2", at(2026, 5, 4), at(2026, 5, 4), at(2026, 5, 5)),
        ("FREQ=DAILY;COUNT=1", at(2026, 5, 4), at(2026, 5, 4), None),
        ("FREQ=DAILY;UNTIL=20260504T235959Z", at(2026, 5, 4), at(2026, 5, 4), None),
    ],
)
def test_the_next_one(rule: str, due: datetime, now: datetime, expected: datetime | None) -> None:
    assert rules.next_due(rule, due, now, MADRID) == expected


def test_an_hour_that_the_clocks_skip_moves_forward() -> None:
    due = at(2026, 3, 28, 2, 30)
    found = rules.next_due("FREQ=DAILY", due, due, MADRID)
    assert found is not None
    assert found == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert found.astimezone(MADRID).strftime("%H:%M") == "03:30"


def test_a_day_stays_a_day() -> None:
    due = end_of(date(2026, 3, 28), MADRID)
    found = rules.next_due("FREQ=DAILY", due, due, MADRID)
    assert found is not None
    assert (found.astimezone(MADRID).date(), is_day(found, MADRID)) == (date(2026, 3, 29), True)


def test_a_rule_that_counts_has_one_fewer() -> None:
    assert rules.remaining("FREQ=DAILY;COUNT=10;INTERVAL=2") == "FREQ=DAILY;COUNT=9;INTERVAL=2"
    assert rules.remaining("FREQ=DAILY") == "FREQ=DAILY"


@pytest.mark.parametrize(
    "wrong", ["", "daily", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=1", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;" + "A" * 300]
)
def test_what_is_no_rule_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        rules.checked(wrong)


def test_rules_are_read_as_people_paste_them() -> None:
    assert rules.checked("RRULE:freq=weekly;byday=mo") == "FREQ=WEEKLY;BYDAY=MO"
