"""The one table of jobs."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from trato.lib.ids import uuid7


class Job(models.Model):
    """One piece of work: who asked for it, how far it is, what came of it.

    `done` and `total` count what the job counts (rows, records); `counts` is its own tally. `error` is words for
    people.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField()
    state = models.TextField(choices=State.choices, default=State.QUEUED)
    actor_id = models.UUIDField(null=True)
    scopes = models.JSONField(null=True)
    input = models.JSONField(default=dict)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    error = models.TextField(default="")
    attempts = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "job"
        indexes = [models.Index(fields=["actor_id", "-id"], name="job_of_actor")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}
