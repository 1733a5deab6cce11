"""User-made fields: rows that describe them, and the `Field` each row makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection, models
from django.db.models.functions import Now

from trato.kernel.fields.base import Field
from trato.kernel.fields.select import Option
from trato.kernel.objects.kinds import USER_MADE
from trato.kernel.tenancy import scope
from trato.lib.ids import uuid7


class CustomField(models.Model):
    """A field that an organization made for one of its objects. Its name begins with `x_` for ever."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    object = models.TextField()
    name = models.TextField()
    kind = models.TextField()
    label = models.TextField()
    help = models.TextField(default="")
    required = models.BooleanField(default=False)
    options = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "custom_field"
        constraints = [models.UniqueConstraint(fields=["object", "name"], name="custom_field_name")]

    def __str__(self) -> str:
        return f"{self.object}.{self.name}"


def as_field(row: CustomField) -> Field:
    """The field that a row describes."""
    settings: dict[str, Any] = {"options": tuple(Option(**each) for each in row.options)} if row.options else {}
    make: Callable[..., Field] = USER_MADE[row.kind]
    return make(
        name=row.name, label=row.label, help=row.help, required=row.required, custom=True, indexed=False, **settings
    )


def refresh_shape() -> None:
    """Take notice of the organization's user-made fields, for work that no user was resolved for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(changed_at)::text FROM custom_field")
        row = cursor.fetchone()
    scope.reshape((row and row[0]) or "none")


def custom_fields() -> Mapping[str, tuple[Field, ...]]:
    """The current organization's user-made fields, by object, in their order."""
    found: dict[str, tuple[Field, ...]] = {}
    for row in CustomField.objects.filter(deleted_at=None).order_by("object", "position", "name"):
        found[row.object] = (*found.get(row.object, ()), as_field(row))
    return found
