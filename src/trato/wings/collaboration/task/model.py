"""The table of tasks."""

from __future__ import annotations

from typing import Any

from django.db import models

from trato.kernel.objects.model import Record, link
from trato.wings.collaboration.task import rules


def _pending() -> Any:
    """When it is due as long as it is to be done: what falls overdue."""
    return models.GeneratedField(
        expression=models.Case(models.When(status=rules.OPEN, then="due_at"), output_field=models.DateTimeField()),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )


class Task(Record):
    """Something to do; its owner is who is to do it."""

    name = models.TextField()
    description = models.TextField(null=True)
    due_at = models.DateTimeField(null=True)
    pending_at = _pending()
    remind_at = models.DateTimeField(null=True)
    priority = models.TextField(null=True)
    status = models.TextField(default=rules.OPEN, db_default=rules.OPEN)
    completed_at = models.DateTimeField(null=True)
    recurrence = models.TextField(null=True)
    parent = link("collaboration.Task")

    parent_id: Any

    class Meta:
        db_table = "task"
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=rules.STATUSES), name="task_status_known"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="task_not_its_own_part"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.status == rules.OPEN
