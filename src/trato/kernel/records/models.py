"""What hangs on records of every object."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Now

from trato.kernel.objects.model import Record, link
from trato.lib.ids import uuid7


class Link(models.Model):
    """One of many links between two records. `relation` is "object.field" of the side that declares it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    relation = models.TextField()
    source_id = models.UUIDField()
    target_id = models.UUIDField()
    role = models.TextField(null=True)
    is_primary = models.BooleanField(default=False)
    position = models.IntegerField(default=0)

    class Meta:
        db_table = "link"
        constraints = [
            models.UniqueConstraint(fields=["relation", "source_id", "target_id"], name="link_once"),
            models.UniqueConstraint(
                fields=["relation", "source_id"], condition=models.Q(is_primary=True), name="link_one_primary"
            ),
        ]
        indexes = [models.Index(fields=["relation", "target_id"], name="link_target")]


class ExternalId(models.Model):
    """A record's key in another system, unique for its object."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    object = models.TextField()
    source = models.TextField()
    key = models.TextField()
    record_id = models.UUIDField()

    class Meta:
        db_table = "external_id"
        constraints = [models.UniqueConstraint(fields=["object", "source", "key"], name="external_id_once")]
        indexes = [models.Index(fields=["object", "record_id"], name="external_id_record")]


class Merged(models.Model):
    """Where a merged record went, so that its id answers for ever."""

    id = models.UUIDField(primary_key=True)
    object = models.TextField()
    survivor_id = models.UUIDField()

    class Meta:
        db_table = "merged"


class Apart(models.Model):
    """Two records that look the same and of which somebody said that they are not."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    object = models.TextField()
    low_id = models.UUIDField()
    high_id = models.UUIDField()
    by_id = models.UUIDField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "apart"
        constraints = [models.UniqueConstraint(fields=["object", "low_id", "high_id"], name="apart_once")]


class Tag(models.Model):
    """A tag that is in use, or was: `key` is its label without accents and case. How often is counted when asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    object = models.TextField()
    field = models.TextField()
    key = models.TextField(db_collation="C")
    label = models.TextField()

    class Meta:
        db_table = "tag"
        constraints = [models.UniqueConstraint(fields=["object", "field", "label"], name="tag_once")]
        indexes = [models.Index(fields=["key"], name="tag_key")]


class Currency(Record):
    """A currency that the organization uses, by its ISO 4217 code."""

    code = models.TextField(unique=True)
    name = models.TextField()
    is_active = models.BooleanField(default=True, db_default=True)

    class Meta:
        db_table = "currency"
        constraints = [models.CheckConstraint(condition=models.Q(code__regex=r"^[A-Z]{3}$"), name="currency_code_iso")]

    def __str__(self) -> str:
        return self.code


class CurrencyRate(Record):
    """What one unit of a currency is worth in the base currency from a day on."""

    currency = link("kernel.Currency")
    starts_on = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    label = models.TextField(null=True)

    currency_id: Any

    class Meta:
        db_table = "currency_rate"
        constraints = [
            models.UniqueConstraint(fields=["currency", "starts_on"], name="currency_rate_once"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="currency_rate_positive"),
        ]
