"""The timeline's three tables."""

from __future__ import annotations

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from trato.lib.ids import uuid7


class Entry(models.Model):
    """Who did what to which record, when, with which differences, and because of which other entry.

    `diff` maps a field to [before, after] in JSON form, each a value that can be shown and put back.
    `data` is what the verb itself wants to remember (a reason, counts of a bulk).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, db_default=RawSQL("uuidv7()", ()), editable=False)
    at = models.DateTimeField(db_default=Now())
    actor_id = models.UUIDField(null=True)
    actor_name = models.TextField()
    actor_kind = models.TextField()
    verb = models.TextField()
    object = models.TextField()
    record_id = models.UUIDField(null=True)
    title = models.TextField(default="")
    version = models.PositiveIntegerField(null=True)
    diff = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    cause_id = models.UUIDField(null=True)
    undoes_id = models.UUIDField(null=True)

    class Meta:
        db_table = "entry"
        indexes = [
            models.Index(fields=["cause_id"], name="entry_cause", condition=models.Q(cause_id__isnull=False)),
            models.Index(fields=["undoes_id"], name="entry_undoes", condition=models.Q(undoes_id__isnull=False)),
        ]


class Subject(models.Model):
    """That an entry belongs on a record's timeline."""

    pk = models.CompositePrimaryKey("record_id", "entry_id")
    record_id = models.UUIDField()
    entry_id = models.UUIDField()
    object = models.TextField()

    class Meta:
        db_table = "subject"


class Outbox(models.Model):
    """An entry's place in the order of what came after what; given by the sequencer once the entry is committed."""

    entry_id = models.UUIDField(primary_key=True)
    pos = models.BigIntegerField(null=True, unique=True)

    class Meta:
        db_table = "outbox"
        indexes = [models.Index(fields=["entry_id"], name="outbox_waiting", condition=models.Q(pos__isnull=True))]


class Position(models.Model):
    """How far each consumer of the outbox has read."""

    consumer = models.TextField(primary_key=True)
    pos = models.BigIntegerField(default=0)

    class Meta:
        db_table = "position"
