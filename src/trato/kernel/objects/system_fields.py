"""The fields that every record has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.base import Field
from trato.kernel.fields.dates import DateTimeField
from trato.kernel.fields.links import LinkField

if TYPE_CHECKING:
    from trato.kernel.objects.spec import ObjectSpec

DELETED_AT = DateTimeField(name="deleted_at", label=_("Deleted"), readonly=True)
"""When a record came into the trash: read and sorted by, but no field of live records."""


def system_fields(spec: ObjectSpec) -> tuple[Field, ...]:
    """Owner and team (for owned objects), and who created and last changed it, when."""
    declared = {each.name for each in spec.fields}
    owned = (
        LinkField(
            name="owner", label=_("Owner"), to="user", synonyms=("propietario", "sales rep", "agent", "vendedor")
        ),
        LinkField(name="team", label=_("Team"), to="team", readonly=True, synonyms=("equipo", "office")),
    )
    always = (
        DateTimeField(name="created_at", label=_("Created"), readonly=True, indexed=True),
        LinkField(name="created_by", label=_("Created by"), to="user", readonly=True, indexed=False),
        DateTimeField(name="updated_at", label=_("Updated"), readonly=True, indexed=True),
        LinkField(name="updated_by", label=_("Updated by"), to="user", readonly=True, indexed=False),
    )
    return tuple(each for each in ((*owned, *always) if spec.owned else always) if each.name not in declared)
