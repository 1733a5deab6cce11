"""What must be right about a view, a list or an entry before it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions.registry import prepares
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.records.errors import Duplicate, Invalid, Problem, RecordMerged, RecordNotFound
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.views import shape
from trato.kernel.views.models import ListEntry, PickedList, Shared, View

MAX_ENTRIES = 5_000
STEP = 1024
"""What lies between the places of two entries that were added one after the other."""


@prepares("view")
def prepare_view(*, actor: Actor, record: View, given: frozenset[str]) -> None:
    """Only what is being written is checked: a view whose field is gone can still be renamed."""
    spec = _object(actor, record, given)
    written = shape.PARTS if record._state.adding else tuple(each for each in shape.PARTS if each in given)
    problems = list(shape.check(spec, {name: getattr(record, name) for name in written}, locale_of(actor)))
    problems += _audience(actor, record, given)
    if problems:
        raise Invalid(problems)


@prepares("list")
def prepare_list(*, actor: Actor, record: PickedList, given: frozenset[str]) -> None:
    _object(actor, record, given)
    if problems := list(_audience(actor, record, given)):
        raise Invalid(problems)


@prepares("list_entry")
def prepare_entry(*, actor: Actor, record: ListEntry, given: frozenset[str]) -> None:
    """A new entry stands at the end of its list, belongs to whom the list does, and is called as its record is."""
    if not record._state.adding:
        if moved := sorted(given & {"list", "record_id"}):
            raise Invalid([Problem(moved[0], "readonly", _("Add the record to the other list instead."))])
        return
    whole = PickedList.objects.get(pk=cast("UUID", record.list_id))
    spec = registry.by_plural(whole.object)
    try:
        listing.get(actor, spec, record.record_id, ())
    except (RecordNotFound, RecordMerged):
        raise Invalid([Problem("record_id", "not_found", _("There is no such record."))]) from None
    there = ListEntry.objects.filter(list_id=whole.pk, deleted_at=None)
    if same := there.filter(record_id=record.record_id).first():
        raise Duplicate("record_id", same.pk)
    if there.count() >= MAX_ENTRIES:
        raise Invalid(
            [Problem("list", "too_many", _("A list holds at most {limit} records.").format(limit=MAX_ENTRIES))]
        )
    record.object = whole.object
    record.owner_id, record.team_id = whole.owner_id, whole.team_id
    if "place" not in given:
        record.place = (there.aggregate(last=Max("place"))["last"] or 0) + STEP
    [(record.title,)] = fetch("SELECT " + registry.title_sql(spec.name, "%s::uuid"), [record.record_id])


def _object(actor: Actor, record: Shared, given: frozenset[str]) -> ObjectSpec:
    """The object it is of: one that the actor may read, and for ever the same."""
    if not record._state.adding and "object" in given:
        before = type(record)._default_manager.filter(pk=record.pk).values_list("object", flat=True).first()
        if before != record.object:
            raise Invalid([Problem("object", "readonly", _("The object stays what it is."))])
    try:
        spec = registry.by_plural(record.object)
    except UnknownObject:
        raise _no_object() from None
    if not policy.reach(actor, "read", spec):
        raise _no_object()
    return spec


def _no_object() -> Invalid:
    return Invalid([Problem("object", "not_found", _("There is no such object, or it is not yours to see."))])


def _audience(actor: Actor, record: Shared, given: frozenset[str]) -> Iterator[Problem]:
    if not (record._state.adding or given & {"audience", "role"}):
        return
    if record.audience == "role" and not actor.administers:
        yield Problem("audience", "not_an_option", _("Administrators decide what opens first for a role."))
    if record.audience == "role" and record.role_id is None:
        yield Problem("role", "required", _("Enter a value."))
