from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

import trato.lib.ids


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("kernel", "0001_initial")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="ViewLayout",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "user_id", "object", "view", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("user_id", models.UUIDField()),
                ("object", models.TextField()),
                ("view", models.TextField()),
                ("columns", models.JSONField()),
            ],
            options={
                "db_table": "view_layout",
            },
        ),
        migrations.CreateModel(
            name="Favourite",
            fields=[
                (
                    "id",
                    models.UUIDField(default=trato.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("user_id", models.UUIDField()),
                ("kind", models.TextField()),
                ("object", models.TextField()),
                ("key", models.TextField(default="")),
                ("target_id", models.UUIDField(null=True)),
                ("position", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "favourite",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user_id", "kind", "object", "key", "target_id"),
                        name="favourite_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PickedList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.db.models.expressions.RawSQL("uuidv7()", ()),
                        default=trato.lib.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "custom",
                    models.JSONField(db_default=django.db.models.expressions.RawSQL("'{}'::jsonb", ()), default=dict),
                ),
                ("deleted_at", models.DateTimeField(null=True)),
                ("name", models.TextField()),
                ("object", models.TextField()),
                ("folder", models.TextField(null=True)),
                ("audience", models.TextField(db_default="private", default="private")),
                ("position", models.IntegerField(null=True)),
                ("description", models.TextField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.user",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.user",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.role",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.team",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.user",
                    ),
                ),
            ],
            options={
                "db_table": "list",
            },
        ),
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.db.models.expressions.RawSQL("uuidv7()", ()),
                        default=trato.lib.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "custom",
                    models.JSONField(db_default=django.db.models.expressions.RawSQL("'{}'::jsonb", ()), default=dict),
                ),
                ("deleted_at", models.DateTimeField(null=True)),
                ("object", models.TextField(db_default="", default="")),
                ("record_id", models.UUIDField()),
                ("title", models.TextField(null=True)),
                ("note", models.TextField(null=True)),
                ("place", models.DecimalField(decimal_places=10, default=0, max_digits=24)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.user",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.user",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.team",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.user",
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.pickedlist",
                    ),
                ),
            ],
            options={
                "db_table": "list_entry",
                "indexes": [
                    models.Index(fields=["list", "place", "id"], name="list_entry_order"),
                    models.Index(fields=["record_id"], name="list_entry_record"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=("list", "record_id"),
                        name="list_entry_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="View",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.db.models.expressions.RawSQL("uuidv7()", ()),
                        default=trato.lib.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "custom",
                    models.JSONField(db_default=django.db.models.expressions.RawSQL("'{}'::jsonb", ()), default=dict),
                ),
                ("deleted_at", models.DateTimeField(null=True)),
                ("name", models.TextField()),
                ("object", models.TextField()),
                ("folder", models.TextField(null=True)),
                ("audience", models.TextField(db_default="private", default="private")),
                ("position", models.IntegerField(null=True)),
                ("kind", models.TextField(db_default="table", default="table")),
                ("filter", models.JSONField(null=True)),
                ("q", models.TextField(null=True)),
                ("sort", models.TextField(null=True)),
                ("columns", models.JSONField(null=True)),
                ("group_by", models.JSONField(null=True)),
                ("lanes", models.TextField(null=True)),
                ("dates", models.TextField(null=True)),
                ("chart", models.JSONField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.user",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.user",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.role",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.team",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.user",
                    ),
                ),
            ],
            options={
                "db_table": "view",
                "indexes": [models.Index(fields=["object"], name="view_of_object")],
            },
        ),
    ]
