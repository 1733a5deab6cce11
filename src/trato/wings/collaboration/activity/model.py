"""The table of activities."""

from __future__ import annotations

from django.db import models

from trato.kernel.objects.model import Record

PLANNED, DONE, CANCELLED = "planned", "done", "cancelled"
STATUSES = (PLANNED, DONE, CANCELLED)
KINDS = ("call", "meeting", "email")


class Activity(Record):
    """A call, a meeting or an e-mail: when, how long, about whom and what, and how it went."""

    kind = models.TextField()
    name = models.TextField(null=True)
    starts_at = models.DateTimeField(null=True)
    duration = models.DurationField(null=True)
    status = models.TextField(default=PLANNED, db_default=PLANNED)
    direction = models.TextField(null=True)
    outcome = models.TextField(null=True)
    place = models.TextField(null=True)
    notes = models.TextField(null=True)

    class Meta:
        db_table = "activity"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="activity_kind_known"),
            models.CheckConstraint(condition=models.Q(status__in=STATUSES), name="activity_status_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.kind

    @property
    def is_planned(self) -> bool:
        return self.status == PLANNED
