"""Files brought in, and what became of them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from trato.lib.ids import uuid7


class Import(models.Model):
    """One file that a user brings in: where it lies, how it is read and mapped, and the report of its last run.

    `path` and `rejected` are relative to the organization's folder. `entry_id` is set in the transaction that writes
    the records, so that a run repeated after a crash knows that there is nothing left to do.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    object = models.TextField()
    file_name = models.TextField()
    path = models.TextField()
    size = models.BigIntegerField()
    format = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    rejected = models.TextField(default="")
    job_id = models.UUIDField(null=True)
    entry_id = models.UUIDField(null=True)
    created_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "import"
        indexes = [
            models.Index(fields=["created_by_id", "-id"], name="import_of_user"),
            models.Index(fields=["job_id"], name="import_job"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} → {self.object}"

    @property
    def is_applied(self) -> bool:
        return self.entry_id is not None
