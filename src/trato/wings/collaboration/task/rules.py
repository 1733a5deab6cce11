"""Pure calculation about tasks: their statuses, and when a repeated one is due next."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from trato.kernel.objects.due_fields import moment

OPEN, DONE, CANCELLED = "open", "done", "cancelled"
STATUSES = (OPEN, DONE, CANCELLED)
MAX_RULE = 200
_COUNT = re.compile(r";?COUNT=(\d+)")
_ALLOWED = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*")
_REFUSED = re.compile(r"BY(HOUR|MINUTE|SECOND)")


def checked(rule: str) -> str:
    """The rule (RFC 5545, days and longer) in upper case. ValueError when it is none."""
    found = rule.strip().upper().removeprefix("RRULE:")
    if len(found) > MAX_RULE or not _ALLOWED.fullmatch(found) or _REFUSED.search(found):
        raise ValueError(rule)
    rrulestr(found.replace("Z", ""), dtstart=datetime(2000, 1, 1))  # noqa: DTZ001  # clocks, not moments
    return found


def next_due(rule: str, due: datetime | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The first time after `due` and after `now` that the rule names, by the clocks of `zone`: the hour stays the same
    over a change of the clocks, and where they skip it, it moves forward. None when the rule has come to its end."""
    counted = _COUNT.search(rule)
    if counted and int(counted[1]) <= 1:
        return None
    start = (due or now).astimezone(zone).replace(tzinfo=None)
    after = max(due or now, now).astimezone(zone).replace(tzinfo=None)
    found = rrulestr(_COUNT.sub("", rule).replace("Z", ""), dtstart=start).after(after)
    return None if found is None else moment(found.date(), found.time(), zone).astimezone(UTC)


def remaining(rule: str) -> str:
    """The rule for the next one: one fewer where it counts."""
    return _COUNT.sub(lambda found: found[0].replace(found[1], str(int(found[1]) - 1)), rule)
