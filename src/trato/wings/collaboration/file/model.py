"""The tables of files and their versions."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Now

from trato.kernel.objects.model import Record
from trato.lib.ids import uuid7


class File(Record):
    """A file as it is now: `content` names its bytes in the storage."""

    name = models.TextField()
    size = models.BigIntegerField()
    type = models.TextField()
    content = models.TextField()
    url = models.GeneratedField(
        expression=models.Func(
            "id", template="'/api/v1/files/' || %(expressions)s::text || '/content'", output_field=models.TextField()
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "file"
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="file_name_given")]

    def __str__(self) -> str:
        return self.name


class FileVersion(models.Model):
    """What a file held once; the last one is what it holds now. Never changed, so that an undo finds it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey("collaboration.File", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.TextField()
    size = models.BigIntegerField()
    type = models.TextField()
    content = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    created_by_id = models.UUIDField(null=True)

    file_id: Any

    class Meta:
        db_table = "file_version"
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="file_version_once")]
