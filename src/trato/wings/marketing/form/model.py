"""The table of web forms."""

from __future__ import annotations

from typing import Any

from django.db import models

from trato.kernel.objects.model import Record, link


class Form(Record):
    """A form that anybody may fill in, at an address of its own. `held` counts what looked like a robot's."""

    name = models.TextField()
    slug = models.TextField(unique=True)
    makes = models.TextField(default="lead", db_default="lead")
    asks = models.JSONField(null=True)
    requires = models.JSONField(null=True)
    intro = models.TextField(null=True)
    consent = models.TextField(null=True)
    button = models.TextField(null=True)
    thanks = models.TextField(null=True)
    redirect = models.TextField(null=True)
    language = models.TextField(null=True)
    is_open = models.BooleanField(default=True, db_default=True)
    given_to = link("kernel.User")
    given_team = link("kernel.Team")
    sites = models.JSONField(null=True)
    held = models.IntegerField(default=0, db_default=0)

    given_to_id: Any
    given_team_id: Any

    class Meta:
        db_table = "form"
        constraints = [
            models.CheckConstraint(condition=models.Q(slug__regex=r"^[a-z0-9][a-z0-9-]{1,79}$"), name="form_slug_plain")
        ]

    def __str__(self) -> str:
        return self.name
