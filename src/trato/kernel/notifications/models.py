"""What people are told, what they follow, and what they do not want to hear."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from trato.lib.ids import uuid7


class Notification(models.Model):
    """That somebody was told something. While it is unread, more of the same `topic` adds to it.

    About one record, about `number` records of an object that one act concerned (`record_id` is empty), or about a job.
    `entry_id` is the latest timeline entry behind it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField()
    kind = models.TextField()
    topic = models.TextField()
    at = models.DateTimeField(db_default=Now())
    object = models.TextField(default="")
    record_id = models.UUIDField(null=True)
    title = models.TextField(default="")
    number = models.PositiveIntegerField(default=1)
    verb = models.TextField(default="")
    entry_id = models.UUIDField(null=True)
    job_id = models.UUIDField(null=True)
    actor_name = models.TextField(default="")
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "notification"
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "topic"],
                condition=models.Q(read_at__isnull=True, done_at__isnull=True),
                name="notification_open_once",
            )
        ]
        indexes = [models.Index(fields=["user_id", "-at", "-id"], name="notification_inbox")]


class Follow(models.Model):
    """That somebody wants to know what happens to a record."""

    pk = models.CompositePrimaryKey("record_id", "user_id")
    record_id = models.UUIDField()
    user_id = models.UUIDField()
    object = models.TextField()
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "follow"
        indexes = [models.Index(fields=["user_id"], name="follow_of_user")]


class Unwanted(models.Model):
    """A kind of notification that somebody does not want."""

    pk = models.CompositePrimaryKey("user_id", "kind")
    user_id = models.UUIDField()
    kind = models.TextField()

    class Meta:
        db_table = "notification_unwanted"
