"""Following records: who wants to know what happens to them."""

from __future__ import annotations

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
        begin(spec.name, record_id, actor.id)


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


def begin(object_name: str, record_id: UUID, user: UUID) -> None:
    """Let a person follow a record because they were made its owner or named in it."""
    execute(
        "INSERT INTO follow (record_id, user_id, object) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        [record_id, user, object_name],
    )
