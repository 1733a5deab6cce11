"""Views, lists and what each person keeps beside them."""

from __future__ import annotations

from typing import Any

from django.db import models

from trato.kernel.objects.model import Record, link
from trato.lib.ids import uuid7


class Shared(Record):
    """What a person made and perhaps shares: `audience` is private, team, everyone or role (that of `role`)."""

    name = models.TextField()
    object = models.TextField()
    folder = models.TextField(null=True)
    audience = models.TextField(default="private", db_default="private")
    role = link("kernel.Role")
    position = models.IntegerField(null=True)

    role_id: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class View(Shared):
    """How to look at the records of `object` (its plural): see `shape.Shape`."""

    kind = models.TextField(default="table", db_default="table")
    filter = models.JSONField(null=True)
    q = models.TextField(null=True)
    sort = models.TextField(null=True)
    columns = models.JSONField(null=True)
    group_by = models.JSONField(null=True)
    lanes = models.TextField(null=True)
    dates = models.TextField(null=True)
    chart = models.JSONField(null=True)

    class Meta:
        db_table = "view"
        indexes = [models.Index(fields=["object"], name="view_of_object")]


class PickedList(Shared):
    """Records of `object` (its plural), picked by hand."""

    description = models.TextField(null=True)

    class Meta:
        db_table = "list"


class ListEntry(Record):
    """One record on a list, in its place, with a note of what it is there for."""

    list = link("kernel.PickedList")
    object = models.TextField(default="", db_default="")
    record_id = models.UUIDField()
    title = models.TextField(null=True)
    note = models.TextField(null=True)
    place = models.DecimalField(max_digits=24, decimal_places=10, default=0)

    list_id: Any

    class Meta:
        db_table = "list_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["list", "record_id"], condition=models.Q(deleted_at__isnull=True), name="list_entry_once"
            )
        ]
        indexes = [
            models.Index(fields=["list", "place", "id"], name="list_entry_order"),
            models.Index(fields=["record_id"], name="list_entry_record"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.record_id)


class ViewLayout(models.Model):
    """How one person arranged the columns of a view without saving it. `view` is its key, "" of all records."""

    pk = models.CompositePrimaryKey("user_id", "object", "view")
    user_id = models.UUIDField()
    object = models.TextField()
    view = models.TextField()
    columns = models.JSONField()

    class Meta:
        db_table = "view_layout"


class Favourite(models.Model):
    """A view or list that somebody keeps in the sidebar. `key` names a shipped view, `target_id` a view or list."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField()
    kind = models.TextField()
    object = models.TextField()
    key = models.TextField(default="")
    target_id = models.UUIDField(null=True)
    position = models.IntegerField(default=0)

    class Meta:
        db_table = "favourite"
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "kind", "object", "key", "target_id"], nulls_distinct=False, name="favourite_once"
            )
        ]
