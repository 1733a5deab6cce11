"""What of this wing stands on the first page: tasks to do, meetings to hold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from trato.kernel.desk import day
from trato.kernel.desk.day import Agenda
from trato.kernel.fields.base import Json

ME: Json = {"var": "me"}
_MINE: Json = {"field": "owner", "op": "is", "value": ME}
_INVITED: Json = {"op": "related", "field": "people", "where": {"field": "id", "op": "is", "value": ME}}
_BY_TODAY: Json = {"field": "pending_at", "op": "lte", "value": {"var": "today"}}
_BY_WEEK: Json = {"field": "pending_at", "op": "within", "value": {"this": 1, "unit": "week"}}


def _held(unit: str) -> Json:
    return {
        "all": [
            {"any": [_MINE, _INVITED]},
            {"field": "status", "op": "is_not", "value": "cancelled"},
            {"field": "kind", "op": "in", "value": ["meeting", "call"]},
            {"field": "starts_at", "op": "within", "value": {"this": 1, "unit": unit}},
        ]
    }


day.agendas += [
    Agenda(
        name="tasks",
        label=_("Tasks"),
        object="task",
        day={"all": [_MINE, _BY_TODAY]},
        week={"all": [_MINE, {"any": [_BY_TODAY, _BY_WEEK]}]},
        sort="pending_at",
        note=("about",),
        end=("pending_at",),
        tick="complete",
        empty=_("Nothing to do is due. Plan the next step of a deal, and it will stand here on its day."),
        counted=lambda count: ngettext("{count} task", "{count} tasks", count).format(count=count),
    ),
    Agenda(
        name="meetings",
        label=_("Meetings and calls"),
        object="activity",
        day=_held("day"),
        week=_held("week"),
        sort="starts_at",
        note=("about", "place"),
        at="starts_at",
        length="duration",
        column=2,
        empty=_("No meeting and no call is planned."),
        counted=lambda count: ngettext("{count} meeting or call", "{count} meetings and calls", count).format(
            count=count
        ),
    ),
]
