"""The task's verbs. Its status is written here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from trato.kernel.actions.registry import action
from trato.kernel.fields.select import SelectField
from trato.kernel.objects.due_fields import DueField, moment
from trato.kernel.tenancy.actor import Actor
from trato.lib.dates import zone_of
from trato.wings.collaboration import planning
from trato.wings.collaboration.task import rules
from trato.wings.collaboration.task.model import Task
from trato.wings.collaboration.task.spec import STATUSES

_STATUS = SelectField(name="status", label=_("Status"), options=STATUSES, required=True)
_UNTIL = DueField(name="until", label=_("Until"), help=_("Without a day: tomorrow at the same time."))


@action("task.move", label=_("Change status"), past=_("moved"), icon="move", inputs=(_STATUS,))
def move(*, actor: Actor, task: Task, status: str) -> None:
    _enter(task, status)


@action(
    "task.complete",
    label=_("Complete"),
    past=_("did"),
    icon="check",
    key="d",
    tone="positive",
    inputs=planning.INPUTS,
    available=lambda task: task.is_open,
)
def complete(*, actor: Actor, task: Task, next_name: str | None, next_due: datetime | None) -> Mapping[str, Any] | None:
    """It is done; and what comes next, about the same records, is planned in the same breath."""
    _enter(task, rules.DONE)
    return planning.plan(actor, "task", task.pk, next_name, next_due)


@action(
    "task.reopen",
    label=_("Reopen"),
    past=_("reopened"),
    icon="reopen",
    available=lambda task: not task.is_open,
)
def reopen(*, actor: Actor, task: Task) -> None:
    _enter(task, rules.OPEN)


@action(
    "task.cancel",
    label=_("Cancel"),
    past=_("cancelled"),
    icon="block",
    tone="negative",
    available=lambda task: task.is_open,
)
def cancel(*, actor: Actor, task: Task) -> None:
    """It will not be done."""
    _enter(task, rules.CANCELLED)


@action(
    "task.snooze",
    label=_("Snooze"),
    past=_("put off"),
    icon="time",
    key="z",
    inputs=(_UNTIL,),
    available=lambda task: task.is_open,
)
def snooze(*, actor: Actor, task: Task, until: datetime | None) -> None:
    """Put it off, its reminder by as much."""
    before = task.due_at
    task.due_at = until or _tomorrow(actor, before)
    if task.remind_at is not None and before is not None:
        task.remind_at += task.due_at - before


def _tomorrow(actor: Actor, due: datetime | None) -> datetime:
    """The day after today, at the clock time it was due; a day ago or a year, it is tomorrow now."""
    zone, now = zone_of(actor.zone), datetime.now(UTC)
    clock = (due or now).astimezone(zone).time()
    return moment(now.astimezone(zone).date() + timedelta(days=1), clock, zone)


def _enter(task: Task, status: str) -> None:
    task.status = status
    task.completed_at = datetime.now(UTC) if status == rules.DONE else None


def successor(task: Task, zone_name: str) -> dict[str, Any] | None:
    """The next of a repeated task that was done, as values of a new one; None when the rule has come to its end."""
    if not task.recurrence:
        return None
    zone, now = zone_of(zone_name), datetime.now(UTC)
    due = rules.next_due(task.recurrence, task.due_at, now, zone)
    if due is None:
        return None
    ahead = task.due_at - task.remind_at if task.due_at and task.remind_at else None
    owner: UUID | None = task.owner_id
    return {
        "name": task.name,
        "description": task.description,
        "due_at": due,
        "remind_at": due - ahead if ahead is not None else None,
        "priority": task.priority,
        "owner": str(owner) if owner else None,
        "recurrence": rules.remaining(task.recurrence),
    }
