"""What each person used lately."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Recent(models.Model):
    """That a person opened a record, went somewhere or ran a verb: `key` says what ("record:<id>", "go:/deals",
    "do:deal.win"), `record_id` which record."""

    pk = models.CompositePrimaryKey("user_id", "key")
    user_id = models.UUIDField()
    key = models.TextField()
    object = models.TextField(default="")
    record_id = models.UUIDField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "recent"
        indexes = [
            models.Index(fields=["user_id", "-at"], name="recent_of_user"),
            models.Index(fields=["user_id", "record_id"], name="recent_record"),
        ]
