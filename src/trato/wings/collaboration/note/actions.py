"""The note's verbs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from trato.kernel.actions.registry import action
from trato.kernel.tenancy.actor import Actor
from trato.wings.collaboration.note.model import Note


@action(
    "note.pin",
    label=_("Pin"),
    past=_("pinned"),
    icon="pin",
    key="p",
    available=lambda note: not note.is_pinned,
)
def pin(*, actor: Actor, note: Note) -> None:
    """Keep the note above the timeline of what it is about."""
    note.is_pinned = True


@action(
    "note.unpin",
    label=_("Unpin"),
    past=_("unpinned"),
    icon="pin-off",
    key="p",
    available=lambda note: note.is_pinned,
)
def unpin(*, actor: Actor, note: Note) -> None:
    note.is_pinned = False
