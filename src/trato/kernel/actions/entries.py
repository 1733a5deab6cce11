"""Entries about many records at once: the cause that a bulk or an import gives to the entries of its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry, Outbox


def write_whole(actor: Actor, entry: UUID, verb: str, spec: ObjectSpec, data: Mapping[str, Any]) -> None:
    """Write the entry that others will name as their cause. It concerns no single record."""
    Entry.objects.create(
        id=entry,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_kind=actor.kind,
        verb=verb,
        object=spec.name,
        title=str(spec.label_plural),
        data=dict(data),
    )
    Outbox.objects.create(entry_id=entry)


def complete_whole(entry: UUID, data: Mapping[str, Any]) -> None:
    """Add what came of it, once it is known."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE entry SET data = data || %s WHERE id = %s", [Jsonb(dict(data)), entry])
