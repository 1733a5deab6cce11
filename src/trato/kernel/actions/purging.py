"""Deleting a record for good: its row, its links and its outside keys. The entry that says so stays."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import CASCADE, ManyToOneRel, Q

from trato.kernel.access import policy
from trato.kernel.actions import administrators, runner, writing
from trato.kernel.objects import registry as objects
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.models import ExternalId, Link
from trato.kernel.tenancy.actor import Actor
from trato.lib.ids import uuid7

Forget = Callable[[UUID], None]
_forgetting: dict[str, Forget] = {}


def purges(object_name: str) -> Callable[[Forget], Forget]:
    """Declare `function(record_id)` to run before a record of that object is gone, for what lies outside its tables."""

    def declare(function: Forget) -> Forget:
        _forgetting[object_name] = function
        return function

    return declare


class StillReferred(Exception):
    """Other records point to it by a link that cannot be cut."""


def purge(actor: Actor, object_name: str, record_id: UUID, *, expect: int | None = None) -> UUID:
    """Delete a record, in the trash or not; answers the entry. Only administrators may, and it cannot be undone."""
    spec = objects.get(object_name)
    if not actor.administers:
        raise policy.Denied("delete", spec)
    administrators.refuse_leaving(actor, [record_id])
    try:
        with transaction.atomic():
            _lock(actor, spec, record_id, expect)
            draft = writing.EntryDraft(id=uuid7(), actor=actor, verb="purge", spec=spec, record_id=record_id)
            if spec.name in _forgetting:
                _forgetting[spec.name](record_id)
            writing.remove(draft)
            _remove_beside(spec, record_id)
            Link.objects.filter(Q(source_id=record_id) | Q(target_id=record_id)).delete()
            ExternalId.objects.filter(object=spec.name, record_id=record_id).delete()
            for tail in runner.tails:
                tail(spec, [record_id], frozenset({"deleted_at"}))
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise StillReferred(str(record_id)) from error
    return draft.id


def _remove_beside(spec: ObjectSpec, record_id: UUID) -> None:
    """What is kept about the record and means nothing without it: rows whose model says that they go with it."""
    for relation in spec.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.on_delete is CASCADE:
            relation.related_model._default_manager.filter(**{relation.field.name: record_id}).delete()


def _lock(actor: Actor, spec: ObjectSpec, record_id: UUID, expect: int | None) -> None:
    try:
        runner.lock(actor, spec, record_id, "delete", expect=expect)
    except RecordNotFound:
        runner.lock(actor, spec, record_id, "delete", expect=expect, trashed=True)
