"""Following records: who wants to know what happens to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch

MAX_FOLLOWERS = 200


def follow(actor: Actor, spec: ObjectSpec, record_id: UUID) -> None:
    """Let the actor know from now on what happens to a record. RecordNotFound when it is not theirs to see."""
    listing.get(actor, spec, record_id, ())
    if actor.id is not None:
        execute(
            "INSERT INTO follow (record_id, user_id, object) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [record_id, actor.id, spec.name],
        )


def unfollow(actor: Actor, record_id: UUID) -> None:
    """Let the actor not be told of a record any more."""
    execute("DELETE FROM follow WHERE record_id = %s AND user_id = %s", [record_id, actor.id])


def follows(actor: Actor, record_id: UUID) -> bool:
    """Whether the actor follows a record."""
    return bool(fetch("SELECT 1 FROM follow WHERE record_id = %s AND user_id = %s", [record_id, actor.id]))


def followers(actor: Actor, spec: ObjectSpec, record_id: UUID) -> list[tuple[UUID, str]]:
    """Ids and names of those who follow a record, first ones first. RecordNotFound when the actor may not see it."""
    listing.get(actor, spec, record_id, ())
    return [
        (one, name)
        for one, name in fetch(
            'SELECT u.id, u.name FROM follow f JOIN "user" u ON u.id = f.user_id WHERE f.record_id = %s'
            f" AND u.deleted_at IS NULL ORDER BY f.since, u.id LIMIT {MAX_FOLLOWERS}",
            [record_id],
        )
    ]


class Followed(Protocol):
    """Who is to follow which record of which object, if it is one record."""

    @property
    def user(self) -> UUID: ...
    @property
    def object(self) -> str: ...
    @property
    def record(self) -> UUID | None: ...


def begin(follows: Iterable[Followed]) -> None:
    """Let people follow records because they chose to, were made their owner or named in them. One statement."""
    rows = [(each.record, each.user, each.object) for each in follows if each.record is not None]
    if rows:
        execute(
            "INSERT INTO follow (record_id, user_id, object)"
            " SELECT DISTINCT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) ON CONFLICT DO NOTHING",
            [list(column) for column in zip(*rows, strict=True)],
        )
