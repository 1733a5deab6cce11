"""Deleting a record for good: its row, its links, its outside keys, and what others keep of it. The entry that says
so stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

Forget = Callable[[Sequence[UUID]], None]
_forgetting: dict[str, list[Forget]] = {}
_ANY = ""


def purges(object_name: str = _ANY) -> Callable[[Forget], Forget]:
    """Declare `function(ids)` to run before records of that object, or of any, are gone, for what lies outside their
    tables: bytes, and what else is called as they are."""

    def declare(function: Forget) -> Forget:
        _forgetting.setdefault(object_name, []).append(function)
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
            _forget(spec, [record_id])
            writing.remove(draft)
            _clear(spec, [record_id])
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise StillReferred(str(record_id)) from error
    return draft.id


def purge_with(spec: ObjectSpec, ids: Sequence[UUID]) -> None:
    """Delete records for good that mean nothing without the one that is being purged. No entry says so."""
    _forget(spec, ids)
    spec.model._default_manager.filter(pk__in=ids).delete()
    _clear(spec, ids)


def _forget(spec: ObjectSpec, ids: Sequence[UUID]) -> None:
    for function in (*_forgetting.get(_ANY, ()), *_forgetting.get(spec.name, ())):
        function(ids)


def _clear(spec: ObjectSpec, ids: Sequence[UUID]) -> None:
    """What is kept about the records and means nothing without them: rows whose model says that they go with them,
    links, outside keys, and what the tails keep."""
    for relation in spec.model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.on_delete is CASCADE:
            relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": ids}).delete()
    Link.objects.filter(Q(source_id__in=ids) | Q(target_id__in=ids)).delete()
    ExternalId.objects.filter(object=spec.name, record_id__in=ids).delete()
    for tail in runner.tails:
        tail(spec, ids, frozenset({"deleted_at"}))


def _lock(actor: Actor, spec: ObjectSpec, record_id: UUID, expect: int | None) -> None:
    try:
        runner.lock(actor, spec, record_id, "delete", expect=expect)
    except RecordNotFound:
        runner.lock(actor, spec, record_id, "delete", expect=expect, trashed=True)
