from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models.functions import Now

import trato.lib.ids


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("kernel", "0004_notifications")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Apart",
            fields=[
                (
                    "id",
                    models.UUIDField(default=trato.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("object", models.TextField()),
                ("low_id", models.UUIDField()),
                ("high_id", models.UUIDField()),
                ("by_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "db_table": "apart",
                "constraints": [models.UniqueConstraint(fields=("object", "low_id", "high_id"), name="apart_once")],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.UUIDField(default=trato.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("object", models.TextField()),
                ("field", models.TextField()),
                ("key", models.TextField(db_collation="C")),
                ("label", models.TextField()),
            ],
            options={
                "db_table": "tag",
                "indexes": [models.Index(fields=["key"], name="tag_key")],
                "constraints": [models.UniqueConstraint(fields=("object", "field", "label"), name="tag_once")],
            },
        ),
    ]
