from __future__ import annotations

from typing import ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

import trato.lib.ids


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("kernel", "0003_search")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Unwanted",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "user_id", "kind", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("user_id", models.UUIDField()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "notification_unwanted",
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "record_id", "user_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record_id", models.UUIDField()),
                ("user_id", models.UUIDField()),
                ("object", models.TextField()),
                ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "follow",
                "indexes": [models.Index(fields=["user_id"], name="follow_of_user")],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.UUIDField(default=trato.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("user_id", models.UUIDField()),
                ("kind", models.TextField()),
                ("topic", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("object", models.TextField(default="")),
                ("record_id", models.UUIDField(null=True)),
                ("title", models.TextField(default="")),
                ("number", models.PositiveIntegerField(default=1)),
                ("verb", models.TextField(default="")),
                ("entry_id", models.UUIDField(null=True)),
                ("job_id", models.UUIDField(null=True)),
                ("actor_name", models.TextField(default="")),
                ("read_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("snoozed_until", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "notification",
                "indexes": [models.Index(fields=["user_id", "-at", "-id"], name="notification_inbox")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True), ("read_at__isnull", True)),
                        fields=("user_id", "topic"),
                        name="notification_open_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "INSERT INTO position (consumer, pos) SELECT 'notifications', coalesce(max(pos), 0) FROM outbox"
            " ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        ),
    ]
