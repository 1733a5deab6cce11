"""The activity's verbs. Whether it was held is written here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from trato.kernel.actions.registry import action, prepares, settles
from trato.kernel.fields.select import SelectField
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute
from trato.wings.collaboration import planning
from trato.wings.collaboration.activity.model import CANCELLED, DONE, PLANNED, Activity
from trato.wings.collaboration.activity.spec import KINDS, NOTES, OUTCOME, STATUSES
from trato.wings.collaboration.following import reactions as following

_STATUS = SelectField(name="status", label=_("Status"), options=STATUSES, required=True)


@prepares("activity")
def complete_new(*, actor: Actor, record: Activity, given: frozenset[str]) -> None:
    """What is logged without a time was just now; what lies ahead is planned, what lies behind was held."""
    if not record._state.adding:
        return
    now = datetime.now(UTC)
    record.starts_at = record.starts_at or now
    record.name = record.name or str({each.key: each.label for each in KINDS}[record.kind])
    record.status = PLANNED if record.starts_at > now else DONE


@action("activity.move", label=_("Change status"), past=_("moved"), icon="move", inputs=(_STATUS,))
def move(*, actor: Actor, activity: Activity, status: str) -> None:
    activity.status = status


@action(
    "activity.complete",
    label=_("Mark as held"),
    past=_("held"),
    icon="check",
    key="d",
    tone="positive",
    inputs=(OUTCOME, NOTES, *planning.INPUTS),
    available=lambda activity: activity.is_planned,
)
def complete(
    *,
    actor: Actor,
    activity: Activity,
    outcome: str | None,
    notes: str | None,
    next_name: str | None,
    next_due: datetime | None,
) -> Mapping[str, Any] | None:
    """It took place, with that outcome; and what comes next is planned in the same breath."""
    activity.status = DONE
    activity.outcome = outcome or activity.outcome
    activity.notes = notes or activity.notes
    return planning.plan(actor, "activity", activity.pk, next_name, next_due)


@action(
    "activity.cancel",
    label=_("Cancel"),
    past=_("cancelled"),
    icon="block",
    tone="negative",
    available=lambda activity: activity.is_planned,
)
def cancel(*, actor: Actor, activity: Activity) -> None:
    """It will not take place."""
    activity.status = CANCELLED


@action(
    "activity.reopen",
    label=_("Plan again"),
    past=_("planned again"),
    icon="reopen",
    available=lambda activity: not activity.is_planned,
)
def reopen(*, actor: Actor, activity: Activity) -> None:
    activity.status = PLANNED


@settles("activity")
def settle(*, actor: Actor, entry: UUID) -> None:
    """What a file brings: named after its kind if it has no name, held if it lies behind."""
    execute(
        "UPDATE activity a SET starts_at = coalesce(a.starts_at, a.created_at),"
        " name = coalesce(a.name, initcap(a.kind)),"
        " status = CASE WHEN NOT w.created THEN a.status"
        "   WHEN a.status = 'planned' AND coalesce(a.starts_at, now()) <= now() THEN 'done' ELSE a.status END"
        " FROM written w WHERE a.id = w.record_id"
    )
    following.settled("activity")
