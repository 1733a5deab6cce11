"""The tables of pipelines and stages."""

from __future__ import annotations

from typing import Any

from django.db import models

from trato.kernel.objects.model import Record, link


class Pipeline(Record):
    """A way of selling, as a row of stages."""

    name = models.TextField()
    is_default = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "pipeline"
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="pipeline_name_given"),
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="pipeline_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stage(Record):
    """A step of a pipeline. `required` names the deal fields that must be filled to enter it."""

    OPEN, WON, LOST = "open", "won", "lost"

    pipeline = link("sales.Pipeline")
    name = models.TextField()
    key = models.TextField(null=True)
    alias = models.TextField(null=True)
    position = models.IntegerField(default=0, db_default=0)
    kind = models.TextField(default=OPEN, db_default=OPEN)
    probability = models.DecimalField(max_digits=5, decimal_places=2, default=0, db_default=0)
    required = models.JSONField(null=True)

    pipeline_id: Any

    class Meta:
        db_table = "stage"
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="stage_name_given"),
            models.CheckConstraint(condition=models.Q(kind__in=["open", "won", "lost"]), name="stage_kind_known"),
            models.CheckConstraint(
                condition=models.Q(probability__gte=0, probability__lte=100), name="stage_probability_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.name
