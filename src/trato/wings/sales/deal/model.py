"""The tables of deals, their lines and their way through the stages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Round

from trato.kernel.objects.model import Followed, Record, link

_HUNDRED = Value(100, output_field=models.DecimalField())
_NOTHING = Value(0, output_field=models.DecimalField())


def _money() -> Any:
    return models.DecimalField(max_digits=18, decimal_places=2, null=True)


class Deal(Followed, Record):
    """A possible sale. `amount` is the typed one where `amount_own`, else the sum of the lines; `closed_on` is the day
    of a won or lost deal, and only theirs; `reached` is the stage it is in, for a lost one the open stage before."""

    name = models.TextField(null=True)
    account = link("directory.Account")
    pipeline = link("sales.Pipeline")
    stage = link("sales.Stage")
    reached = link("sales.Stage")
    stage_since = models.DateTimeField(null=True)
    amount = _money()
    amount_currency = models.TextField(null=True)
    amount_base = _money()
    amount_own = models.BooleanField(default=False, db_default=False)
    probability = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    weighted = models.GeneratedField(
        expression=Round(F("amount_base") * F("probability") / _HUNDRED, precision=2),
        output_field=models.DecimalField(max_digits=18, decimal_places=2, null=True),
        db_persist=True,
    )
    opened_on = models.DateField(null=True)
    expected_close = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    cycle_days = models.GeneratedField(
        expression=models.Func(F("closed_on"), F("opened_on"), template="(%(expressions)s)", arg_joiner=" - "),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    lost_reason = models.TextField(null=True)
    type = models.TextField(null=True)
    source = models.TextField(null=True)
    next_step = models.TextField(null=True)

    account_id: Any
    pipeline_id: Any
    stage_id: Any
    reached_id: Any

    class Meta:
        db_table = "deal"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(probability__isnull=True) | models.Q(probability__gte=0, probability__lte=100),
                name="deal_probability_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True, amount_currency__isnull=True)
                | models.Q(amount__isnull=False, amount_currency__isnull=False),
                name="deal_amount_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name or ""

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_closed(self) -> bool:
        return not self.is_open


class DealLine(Record):
    """A product on a deal: quantity, unit price, discount in percent."""

    deal = link("sales.Deal")
    product = link("commerce.Product")
    name = models.TextField(null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, default=1, db_default=1)
    price = _money()
    price_currency = models.TextField(null=True)
    price_base = _money()
    discount = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    total = models.GeneratedField(
        expression=Round(
            F("quantity") * F("price_base") * (_HUNDRED - Coalesce(F("discount"), _NOTHING)) / _HUNDRED, precision=2
        ),
        output_field=models.DecimalField(max_digits=18, decimal_places=2, null=True),
        db_persist=True,
    )

    deal_id: Any
    product_id: Any

    class Meta:
        db_table = "deal_line"
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="deal_line_quantity_positive"),
            models.CheckConstraint(
                condition=models.Q(discount__isnull=True) | models.Q(discount__gte=0, discount__lte=100),
                name="deal_line_discount_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.name or ""


class StageChange(models.Model):
    """A deal entered a stage. The time in a stage is the gap to the deal's next row."""

    id = models.BigAutoField(primary_key=True)
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="+", db_index=False)
    stage = models.ForeignKey("sales.Stage", on_delete=models.CASCADE, related_name="+", null=True, db_index=False)
    left = models.ForeignKey("sales.Stage", on_delete=models.CASCADE, related_name="+", null=True, db_index=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "stage_change"
        indexes = [
            models.Index(fields=["deal", "at"], name="stage_change_deal"),
            models.Index(fields=["stage", "at"], name="stage_change_stage"),
        ]
