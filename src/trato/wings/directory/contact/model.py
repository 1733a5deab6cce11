"""The table of contacts."""

from __future__ import annotations

from typing import Any

from django.db import models

from trato.kernel.objects.model import Followed, Record, full_name, link


class Contact(Followed, Record):
    """A person. `customer_since` is the day of the first won deal they took part in."""

    name_given = models.TextField(null=True)
    name_family = models.TextField(null=True)
    name_family2 = models.TextField(null=True)
    name_prefix = models.TextField(null=True)
    name_suffix = models.TextField(null=True)
    name = full_name()
    job_title = models.TextField(null=True)
    department = models.TextField(null=True)
    seniority = models.TextField(null=True)
    emails = models.JSONField(null=True)
    phones = models.JSONField(null=True)
    reports_to = link("directory.Contact")
    address = models.JSONField(null=True)
    birthday = models.DateField(null=True)
    language = models.TextField(null=True)
    preferred_channel = models.TextField(null=True)
    do_not_contact_by = models.JSONField(null=True)
    social = models.JSONField(null=True)
    source = models.TextField(null=True)
    customer_since = models.DateField(null=True)
    customer_entry = models.TextField(null=True)
    description = models.TextField(null=True)
    tags = models.JSONField(null=True)

    reports_to_id: Any

    class Meta:
        db_table = "contact"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(name_given__isnull=False)
                | models.Q(name_family__isnull=False)
                | models.Q(name_family2__isnull=False),
                name="contact_name_given",
            ),
            models.CheckConstraint(condition=~models.Q(reports_to=models.F("id")), name="contact_not_own_manager"),
        ]

    def __str__(self) -> str:
        return str(self.name)
