"""What follows when a lead changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from trato.kernel.actions.registry import reaction
from trato.kernel.records import outside_keys
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.lead.model import Lead


@reaction("lead", fields=("external_ids",))
def keep_outside_key(*, actor: Actor, record: Lead, entry: UUID, before: Mapping[str, Any]) -> None:
    """A lead without name, company and e-mail is known by its first outside key."""
    keys = outside_keys.read("lead", [record.pk])[record.pk]
    record.outside_key = keys[0]["key"] if keys else None
    Lead.objects.filter(pk=record.pk).update(outside_key=record.outside_key)
