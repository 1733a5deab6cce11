"""The table of products."""

from __future__ import annotations

from django.db import models

from trato.kernel.objects.model import Record


class Product(Record):
    """Something sold. `code` is the organization's own key of it."""

    name = models.TextField()
    code = models.TextField(null=True)
    series = models.TextField(null=True)
    price = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    price_currency = models.TextField(null=True)
    price_base = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    is_active = models.BooleanField(default=True, db_default=True)
    description = models.TextField(null=True)

    class Meta:
        db_table = "product"
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="product_name_given"),
            models.CheckConstraint(condition=models.Q(price__gte=0), name="product_price_not_negative"),
            models.CheckConstraint(
                condition=models.Q(price__isnull=True, price_currency__isnull=True)
                | models.Q(price__isnull=False, price_currency__isnull=False),
                name="product_price_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name
