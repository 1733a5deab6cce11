"""The table of accounts."""

from __future__ import annotations

from typing import Any

from django.db import models

from trato.kernel.objects.model import Followed, Record, link


class Account(Followed, Record):
    """An organization. `customer_since` is the day of its first won deal, `customer_entry` the entry of that win."""

    name = models.TextField()
    legal_name = models.TextField(null=True)
    kinds = models.JSONField(null=True)
    customer_since = models.DateField(null=True)
    customer_entry = models.TextField(null=True)
    parent = link("directory.Account")
    industry = models.TextField(null=True)
    website = models.TextField(null=True)
    domains = models.JSONField(null=True)
    phones = models.JSONField(null=True)
    emails = models.JSONField(null=True)
    billing_address = models.JSONField(null=True)
    shipping_address = models.JSONField(null=True)
    employees = models.BigIntegerField(null=True)
    annual_revenue = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    annual_revenue_currency = models.TextField(null=True)
    annual_revenue_base = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    year_founded = models.BigIntegerField(null=True)
    tax_id = models.TextField(null=True)
    account_manager = link("kernel.User")
    success_manager = link("kernel.User")
    description = models.TextField(null=True)
    tags = models.JSONField(null=True)

    parent_id: Any

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="account_name_given"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="account_not_own_parent"),
            models.CheckConstraint(condition=models.Q(employees__gte=0), name="account_employees_not_negative"),
            models.CheckConstraint(
                condition=models.Q(annual_revenue__isnull=True, annual_revenue_currency__isnull=True)
                | models.Q(annual_revenue__isnull=False, annual_revenue_currency__isnull=False),
                name="account_revenue_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_customer(self) -> bool:
        return self.customer_since is not None
