"""What of sales stands on the first page: deals that close soon or stand still, and new leads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from trato.kernel.desk import day
from trato.kernel.desk.day import Agenda
from trato.kernel.fields.base import Json
from trato.kernel.objects.due_fields import IDLE_DAYS

_MINE: Json = {"field": "owner", "op": "is", "value": {"var": "me"}}
_OPEN: Json = {"field": "stage.kind", "op": "is", "value": "open"}


def _closing(days: int) -> Json:
    """Mine that should have closed, or should within so many days."""
    soon = {"field": "expected_close", "op": "within", "value": {"next": days, "unit": "day"}}
    late = {"field": "expected_close", "op": "before", "value": {"var": "today"}}
    return {"all": [_MINE, _OPEN, {"any": [late, soon]}]}


def _lately(field: str) -> Json:
    return {"field": field, "op": "within", "value": {"last": IDLE_DAYS, "unit": "day"}}


_STALE: Json = {
    "all": [
        _MINE,
        _OPEN,
        {"field": "next_activity", "op": "empty"},
        {"none": [_lately("last_activity_at"), _lately("created_at")]},
    ]
}
_NEW: Json = {"all": [_MINE, {"field": "status", "op": "is", "value": "new"}]}

day.agendas += [
    Agenda(
        name="closing",
        label=_("Closing soon"),
        object="deal",
        day=_closing(7),
        week=_closing(30),
        sort="expected_close",
        note=("account",),
        end=("amount", "expected_close"),
        empty=_("No deal of yours is expected to close soon."),
        counted=lambda count: ngettext("{count} deal closing", "{count} deals closing", count).format(count=count),
    ),
    Agenda(
        name="stale",
        label=_("Standing still"),
        object="deal",
        day=_STALE,
        week=_STALE,
        sort="last_activity_at",
        note=("account",),
        end=("last_activity_at",),
        plans=True,
        empty=_("Every open deal of yours moves, or has a next step."),
    ),
    Agenda(
        name="leads",
        label=_("New leads"),
        object="lead",
        day=_NEW,
        week=_NEW,
        sort="-created_at",
        note=("company", "source"),
        end=("priority", "created_at"),
        column=2,
        empty=_("No new lead waits for you."),
        counted=lambda count: ngettext("{count} new lead", "{count} new leads", count).format(count=count),
    ),
]
