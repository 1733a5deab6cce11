"""The table of comments."""

from __future__ import annotations

from typing import Any

from django.db import models

from trato.kernel.objects.model import Record, link
from trato.wings.collaboration.prose import first_words


class Comment(Record):
    """An answer. `parent` is the comment that it answers, which answers none itself."""

    body = models.TextField()
    label = first_words("body")
    parent = link("collaboration.Comment")

    parent_id: Any

    class Meta:
        db_table = "comment"

    def __str__(self) -> str:
        return str(self.label or "")
