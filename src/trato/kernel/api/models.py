"""What the API keeps: the answers that a repeated request is given again."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from trato.lib.ids import uuid7


class Idempotency(models.Model):
    """The answer to a POST that came with an `Idempotency-Key`, kept for a day for the token that sent it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token_id = models.UUIDField()
    key = models.TextField()
    fingerprint = models.BinaryField()
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    content_type = models.TextField()
    body = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        db_table = "idempotency"
        constraints = [models.UniqueConstraint(fields=["token_id", "key"], name="idempotency_once")]
