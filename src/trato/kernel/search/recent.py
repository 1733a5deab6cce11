"""What a person used lately, kept by their own browser's word and bounded: records they opened, places, verbs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.search import reach
from trato.kernel.search.context import Hit
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch
from trato.lib import sql
from trato.lib.sql import Sql

MOST = 100
"""How much is remembered of each person."""
LONGEST_KEY = 200


def used(actor: Actor, key: str) -> None:
    """The person went there or did that just now."""
    _remember(actor, key[:LONGEST_KEY], "", None)


def opened(actor: Actor, spec: ObjectSpec, record_id: UUID) -> None:
    """The person opened that record just now."""
    _remember(actor, f"record:{record_id}", spec.name, record_id)


def _remember(actor: Actor, key: str, object_name: str, record_id: UUID | None) -> None:
    if actor.id is None:
        return
    execute(
        "INSERT INTO recent AS r (user_id, key, object, record_id, at) VALUES (%s, %s, %s, %s, clock_timestamp())"
        " ON CONFLICT (user_id, key) DO UPDATE SET at = excluded.at",
        [actor.id, key, object_name, record_id],
    )
    execute(
        "DELETE FROM recent WHERE user_id = %s AND at <"
        " (SELECT at FROM recent WHERE user_id = %s ORDER BY at DESC OFFSET %s LIMIT 1)",
        [actor.id, actor.id, MOST - 1],
    )


def keys(actor: Actor) -> list[str]:
    """What the person used, the latest first."""
    return [key for (key,) in fetch("SELECT key FROM recent WHERE user_id = %s ORDER BY at DESC", [actor.id])]


def records(actor: Actor, limit: int, objects: Sequence[str] = ()) -> list[Hit]:
    """The records they opened and may still see, the latest first."""
    specs = [each for each in registry.every() if not objects or each.name in objects]
    branches = [
        Sql(
            "(SELECT d.object, d.record_id, d.title, d.subtitle, r.at FROM recent r JOIN search_document d"
            " ON d.object = r.object AND d.record_id = r.record_id WHERE r.user_id = %s AND r.object = ANY(%s) AND ",
            (actor.id, [spec.name for spec in group.specs]),
        )
        + group.seen
        + f" ORDER BY r.at DESC LIMIT {limit})"
        for group in reach.groups(actor, specs)
    ]
    if not branches:
        return []
    rows = fetch("SELECT * FROM (" + sql.join(" UNION ALL ", branches) + f") r ORDER BY at DESC LIMIT {limit}")
    return [Hit(name, record_id, title, subtitle) for name, record_id, title, subtitle, _at in rows]
