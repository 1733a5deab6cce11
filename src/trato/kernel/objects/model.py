"""The base of every object's table."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL

from trato.lib.ids import uuid7


def link(to: str) -> Any:
    """A foreign key whose index the platform makes itself (objects.storage)."""
    return models.ForeignKey(to, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")


class Record(models.Model):
    """One record: identity, owner, dates, version, user-made values and the trash marker.

    Every empty value is NULL. `version` counts writes and is the record's ETag. `team` is the owner's team when
    the record was last given an owner.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, db_default=RawSQL("uuidv7()", ()), editable=False)
    owner = link("kernel.User")
    team = link("kernel.Team")
    created_at = models.DateTimeField(db_default=models.functions.Now())
    created_by = link("kernel.User")
    updated_at = models.DateTimeField(db_default=models.functions.Now())
    updated_by = link("kernel.User")
    version = models.PositiveIntegerField(default=1, db_default=1)
    custom = models.JSONField(default=dict, db_default=RawSQL("'{}'::jsonb", ()))
    deleted_at = models.DateTimeField(null=True)

    owner_id: Any
    team_id: Any

    class Meta:
        abstract = True

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


class Followed(models.Model):
    """What the work on a record leaves on it: when something was last done, and what comes next. Kept by the wing that
    has tasks and activities; derived, so that writing it is no change of the record."""

    last_activity_at = models.DateTimeField(null=True)
    next_activity_at = models.DateTimeField(null=True)
    next_activity = models.TextField(null=True)

    class Meta:
        abstract = True


def full_name() -> Any:
    """A column that the database writes itself from `name_prefix` … `name_suffix` (see fields.personname)."""
    parts = ("name_prefix", "name_given", "name_family", "name_family2", "name_suffix")
    return models.GeneratedField(
        expression=models.Func(*parts, function="public.full_name", output_field=models.TextField()),
        output_field=models.TextField(null=True),
        db_persist=True,
    )
