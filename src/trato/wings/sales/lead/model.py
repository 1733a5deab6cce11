"""The table of leads."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from trato.kernel.objects.model import Followed, Record, full_name, link
from trato.wings.sales.lead import rules


def _label() -> Any:
    """What a lead is known by: its name, else company, else first e-mail address, else its key outside."""
    parts = ("name_prefix", "name_given", "name_family", "name_family2", "name_suffix")
    name = models.Func(*parts, function="public.full_name", output_field=models.TextField())
    email = models.Func("emails", template="(%(expressions)s -> 0 ->> 'value')", output_field=models.TextField())
    return models.GeneratedField(
        expression=Coalesce(name, "company", email, "outside_key", output_field=models.TextField()),
        output_field=models.TextField(null=True),
        db_persist=True,
    )


def _priority() -> Any:
    """`rules.priority`, kept by the database so that no road can leave it behind the score."""
    return models.GeneratedField(
        expression=models.Case(
            models.When(score__gte=rules.HIGH_FROM, then=models.Value("high")),
            models.When(score__gte=rules.MEDIUM_FROM, then=models.Value("medium")),
            models.When(score__isnull=False, then=models.Value("low")),
            default=None,
            output_field=models.TextField(),
        ),
        output_field=models.TextField(null=True),
        db_persist=True,
    )


class Lead(Followed, Record):
    """A person or company that may become a customer. `outside_key` is the first of its outside keys, for `label`."""

    name_given = models.TextField(null=True)
    name_family = models.TextField(null=True)
    name_family2 = models.TextField(null=True)
    name_prefix = models.TextField(null=True)
    name_suffix = models.TextField(null=True)
    name = full_name()
    company = models.TextField(null=True)
    outside_key = models.TextField(null=True)
    emails = models.JSONField(null=True)
    label = _label()
    phones = models.JSONField(null=True)
    job_title = models.TextField(null=True)
    industry = models.TextField(null=True)
    website = models.TextField(null=True)
    address = models.JSONField(null=True)
    source = models.TextField(null=True)
    status = models.TextField(default=rules.NEW, db_default=rules.NEW)
    status_since = models.DateTimeField(null=True)
    disqualified_reason = models.TextField(null=True)
    score = models.BigIntegerField(null=True)
    priority = _priority()
    interest = models.TextField(null=True)
    mql_at = models.DateTimeField(null=True)
    sql_at = models.DateTimeField(null=True)
    converted_at = models.DateTimeField(null=True)
    converted_account = link("directory.Account")
    converted_contact = link("directory.Contact")
    converted_deal = link("sales.Deal")
    description = models.TextField(null=True)
    tags = models.JSONField(null=True)

    converted_account_id: Any
    converted_contact_id: Any
    converted_deal_id: Any

    class Meta:
        db_table = "lead"
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=rules.STATUSES), name="lead_status_known"),
            models.CheckConstraint(
                condition=models.Q(status=rules.CONVERTED)
                | models.Q(converted_account=None, converted_contact=None, converted_deal=None),
                name="lead_converted_into_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def is_open(self) -> bool:
        return self.status in rules.OPEN
