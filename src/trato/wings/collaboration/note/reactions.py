"""What follows when a note is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from trato.kernel.actions.registry import reaction, settles
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.wings.collaboration import mentions
from trato.wings.collaboration.following import reactions as following
from trato.wings.collaboration.note.model import Note
from trato.wings.collaboration.note.spec import MENTIONS


@reaction("note", fields=("body",))
def keep_mentions(*, actor: Actor, record: Note, entry: UUID, before: Mapping[str, Any]) -> None:
    mentions.keep(MENTIONS, "body", [record.pk])


@settles("note")
def settle(*, actor: Actor, entry: UUID) -> None:
    mentions.keep(MENTIONS, "body", [each for (each,) in fetch("SELECT record_id FROM written")])
    following.settled("note")
