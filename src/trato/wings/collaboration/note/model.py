"""The table of notes."""

from __future__ import annotations

from django.db import models

from trato.kernel.objects.model import Record
from trato.wings.collaboration.prose import first_words


class Note(Record):
    """What somebody wrote down. `label` are its first words."""

    body = models.TextField()
    label = first_words("body")
    is_pinned = models.BooleanField(default=False, db_default=False)
    is_private = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "note"

    def __str__(self) -> str:
        return str(self.label or "")
