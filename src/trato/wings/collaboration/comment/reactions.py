"""What follows when a comment is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from trato.kernel.actions.registry import prepares, reaction, settles
from trato.kernel.objects import registry
from trato.kernel.records import links
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch
from trato.wings.collaboration import mentions
from trato.wings.collaboration.comment.model import Comment
from trato.wings.collaboration.comment.spec import MENTIONS


@prepares("comment")
def complete(*, actor: Actor, record: Comment, given: frozenset[str]) -> Mapping[str, Any]:
    """Threads are one level deep: who answers an answer answers what that one did, about the same unless they say."""
    if "parent" not in given or record.parent_id is None:
        return {}
    above = Comment.objects.filter(pk=record.parent_id).values_list("parent_id", flat=True).first()
    record.parent_id = above or record.parent_id
    if not record._state.adding or any(name.startswith("about") for name in given):
        return {}
    about = registry.get("comment").about
    return {part.name: links.read(part, record.parent_id) for part in about.pieces} if about else {}


@reaction("comment", fields=("body",))
def keep_mentions(*, actor: Actor, record: Comment, entry: UUID, before: Mapping[str, Any]) -> None:
    mentions.keep(MENTIONS, "body", [record.pk])


@settles("comment")
def settle(*, actor: Actor, entry: UUID) -> None:
    execute(
        "UPDATE comment c SET parent_id = p.parent_id FROM written w, comment p"
        " WHERE c.id = w.record_id AND p.id = c.parent_id AND p.parent_id IS NOT NULL"
    )
    mentions.keep(MENTIONS, "body", [each for (each,) in fetch("SELECT record_id FROM written")])
