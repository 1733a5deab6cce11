"""What follows when a task changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from trato.kernel.actions import runner
from trato.kernel.actions.registry import reaction, settles
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute
from trato.wings.collaboration import planning
from trato.wings.collaboration.following import reactions as following
from trato.wings.collaboration.task.actions import successor
from trato.wings.collaboration.task.model import Task


@reaction("task", verbs=("complete", "move"))
def repeat(*, actor: Actor, record: Task, entry: UUID, before: Mapping[str, Any]) -> None:
    """A repeated task that is done comes again."""
    if before.get("status") != "open" or record.status != "done":
        return
    values = successor(record, actor.zone)
    if values is not None:
        runner.create(actor, "task", {**values, "about": planning.about_of("task", record.pk)})


@settles("task")
def settle(*, actor: Actor, entry: UUID) -> None:
    """A file may bring tasks that are done already: they were when it says, else now."""
    execute(
        "UPDATE task t SET completed_at = CASE WHEN t.status = 'done' THEN coalesce(t.completed_at, now()) END"
        " FROM written w WHERE t.id = w.record_id"
    )
    following.settled("task")
