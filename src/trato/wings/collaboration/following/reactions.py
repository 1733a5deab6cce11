"""When records are followed anew: when what is about them changes, and when they change places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from trato.kernel.actions.registry import reaction
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.objects import registry
from trato.kernel.records.links import target
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.wings.collaboration.following import queries

_FIELDS = {
    "note": ("about", "is_private"),
    "task": ("about", "name", "status", "due_at", "completed_at"),
    "activity": ("about", "name", "status", "starts_at"),
}


def _work(*, actor: Actor, record: Any, entry: UUID, before: Mapping[str, Any]) -> None:
    """A note, a task or an activity: what it is about now, and was before."""
    spec = registry.get(record._meta.db_table)
    found = queries.targets_of(spec, [record.pk])
    for part in spec.about.pieces if spec.about else ():
        for each in before.get(part.name) or ():
            found.setdefault(part.to, set()).add(target(each))
    queries.renew(found)


for _name, _fields in _FIELDS.items():
    reaction(_name, verbs=("create", "delete", "restore"), fields=_fields)(_work)


def follow(object_name: str, *links: str) -> None:
    """Follow records of an object anew when they were merged, and those whose timelines they come to or leave."""

    @reaction(object_name, verbs=("merge",), fields=links)
    def renew(*, actor: Actor, record: Any, entry: UUID, before: Mapping[str, Any]) -> None:
        found: queries.Targets = {object_name: {record.pk}}
        spec = registry.get(object_name)
        for name in links:
            field, value = spec.field(name), before.get(name)
            if isinstance(field, LinkField) and value is not None:
                found.setdefault(field.to, set()).add(value.id)
            elif isinstance(field, ManyLinksField):
                found.setdefault(field.to, set()).update(target(each) for each in value or ())
        queries.renew(found)


def settled(object_name: str) -> None:
    """The set-based twin for imports: the targets of all written notes, tasks or activities."""
    ids = [each for (each,) in fetch("SELECT record_id FROM written")]
    queries.renew(queries.targets_of(registry.get(object_name), ids))


follow("account")
follow("contact", "accounts")
