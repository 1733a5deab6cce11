"""The table of what forms were sent."""

from __future__ import annotations

from typing import Any

from django.db import models

from trato.kernel.objects.model import Record, link


class Submission(Record):
    """One answer to a form. `answers` maps labels to what was written; `consent` is the text that was agreed to."""

    form = link("marketing.Form")
    label = models.TextField()
    outcome = models.TextField()
    answers = models.JSONField(default=dict)
    consent = models.TextField(null=True)
    given_to = link("kernel.User")
    page = models.TextField(null=True)
    utm_source = models.TextField(null=True)
    utm_medium = models.TextField(null=True)
    utm_campaign = models.TextField(null=True)
    utm_term = models.TextField(null=True)
    utm_content = models.TextField(null=True)

    form_id: Any
    given_to_id: Any

    class Meta:
        db_table = "submission"
        indexes = [models.Index(fields=["form", "given_to", "-id"], name="submission_turns")]

    def __str__(self) -> str:
        return self.label
