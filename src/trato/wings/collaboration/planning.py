"""Planning what comes next: a task about the same records as what has just been done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from trato.kernel.actions import runner
from trato.kernel.fields.base import Field
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.due_fields import DueField
from trato.kernel.records import links
from trato.kernel.tenancy.actor import Actor

INPUTS: tuple[Field, ...] = (
    TextField(name="next_name", label=_("Next task"), help=_("Leave it empty to plan nothing.")),
    DueField(name="next_due", label=_("Due")),
)


def plan(
    actor: Actor, object_name: str, record_id: UUID, name: str | None, due: datetime | None
) -> Mapping[str, Any] | None:
    """Make the next task, if it was given a name, about what the record is about."""
    if not name:
        return None
    made = runner.create(actor, "task", {"name": name, "due_at": due, "about": about_of(object_name, record_id)})
    return {"next": str(made.record.pk)}


def about_of(object_name: str, record_id: UUID) -> list[dict[str, str]]:
    """What a record is about, as it is written."""
    about = registry.get(object_name).about
    if about is None:
        return []
    return [
        {"object": plural, "id": str(links.target(each))}
        for plural, part in about.links.items()
        for each in links.read(part, record_id)
    ]
