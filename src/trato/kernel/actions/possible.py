"""Which verbs make sense for a record now, for the person who asks."""

from __future__ import annotations

from uuid import UUID

from trato.kernel.access import policy
from trato.kernel.actions import registry
from trato.kernel.actions.registry import Action
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import RecordMerged, RecordNotFound
from trato.kernel.records.models import Merged
from trato.kernel.tenancy.actor import Actor


def verbs(actor: Actor, spec: ObjectSpec, record_id: UUID) -> list[Action]:
    """The verbs that the actor may run on the record as it is, in the order they were declared."""
    record = spec.model._default_manager.filter(pk=record_id, deleted_at=None).first()
    if record is None or not policy.sees(actor, spec, record_id, record.owner_id):
        merged = Merged.objects.filter(id=record_id, object=spec.name).first()
        raise RecordMerged(merged.survivor_id) if merged else RecordNotFound(str(record_id))
    return [
        each
        for each in registry.of(spec.name)
        if policy.may(actor, each.right, spec, record.owner_id) and each.available(record)
    ]
