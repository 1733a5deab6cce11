"""The fields that every record has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.base import Field
from trato.kernel.fields.dates import DateTimeField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.text import TextField
from trato.kernel.objects.due_fields import SinceField, UpcomingField
from trato.kernel.objects.model import Followed

if TYPE_CHECKING:
    from trato.kernel.objects.spec import ObjectSpec

DELETED_AT = DateTimeField(name="deleted_at", label=_("Deleted"), readonly=True)
"""When a record came into the trash: read and sorted by, but no field of live records."""


_FOLLOWED: tuple[Field, ...] = (
    TextField(
        name="next_activity",
        label=_("Next activity"),
        readonly=True,
        help=_("The open task or planned meeting that is due first."),
        synonyms=("próxima actividad", "next task"),
    ),
    UpcomingField(name="next_activity_at", label=_("Next due"), readonly=True, indexed=True),
    SinceField(
        name="last_activity_at",
        label=_("Last activity"),
        readonly=True,
        indexed=True,
        help=_("When a note was last written, a task done, a call or meeting held."),
        synonyms=("última actividad", "last contacted", "last touch"),
    ),
)


def system_fields(spec: ObjectSpec) -> tuple[Field, ...]:
    """Owner and team (for owned objects), and who created and last changed it, when."""
    declared = {each.name for each in spec.fields}
    owned = (
        LinkField(
            name="owner",
            label=_("Owner"),
            to="user",
            synonyms=("propietario", "sales rep", "agent", "vendedor", "comercial"),
        ),
        LinkField(name="team", label=_("Team"), to="team", readonly=True, synonyms=("equipo", "office")),
    )
    always = (
        DateTimeField(name="created_at", label=_("Created"), readonly=True, indexed=True),
        LinkField(name="created_by", label=_("Created by"), to="user", readonly=True, indexed=False),
        DateTimeField(name="updated_at", label=_("Updated"), readonly=True, indexed=True),
        LinkField(name="updated_by", label=_("Updated by"), to="user", readonly=True, indexed=False),
    )
    followed = _FOLLOWED if issubclass(spec.model, Followed) else ()
    found = (*followed, *owned, *always) if spec.owned else (*followed, *always)
    return tuple(each for each in found if each.name not in declared)
