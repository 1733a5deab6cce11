"""The history of one field of a record: which values it had, from when until when, and who gave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from trato.kernel.fields.base import Json, from_jsonb
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.database import fetch

MAX_SPANS = 500
_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A value in JSON form, since when, until when (None: still), by whom."""

    value: Json
    since: datetime
    until: datetime | None
    by: str

    def lasted(self, now: datetime) -> timedelta:
        return (self.until or now) - self.since


def of_field(spec: ObjectSpec, record_id: UUID, name: str) -> list[Span]:
    """Spans of a field, oldest first, from the record's entries; the newest MAX_SPANS. The caller has checked that the
    record may be seen. What was passed through within a second, as in one transaction, is left out."""
    rows = fetch(
        "SELECT e.at, e.diff->%s->1, e.actor_name FROM subject s JOIN entry e ON e.id = s.entry_id"
        " WHERE s.record_id = %s AND e.object = %s AND e.record_id = s.record_id AND e.diff ? %s"
        f" ORDER BY s.entry_id DESC LIMIT {MAX_SPANS}",
        [name, record_id, spec.name, name],
    )
    found: list[Span] = []
    until: datetime | None = None
    for at, value, by in rows:
        if until is None or until - at >= _MOMENT:
            found.append(Span(from_jsonb(value), at, until, by))
            until = at
    return found[::-1]
