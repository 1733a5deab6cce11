from __future__ import annotations

from typing import ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("kernel", "0002_views")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Recent",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "user_id", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("user_id", models.UUIDField()),
                ("key", models.TextField()),
                ("object", models.TextField(default="")),
                ("record_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "recent",
                "indexes": [
                    models.Index(fields=["user_id", "-at"], name="recent_of_user"),
                    models.Index(fields=["user_id", "record_id"], name="recent_record"),
                ],
            },
        ),
    ]
