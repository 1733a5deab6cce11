"""The set-based twin of the lead's verbs and reactions: the same rules for all rows of `written`, in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from trato.kernel.actions.registry import settles, settles_image
from trato.kernel.tenancy.actor import Actor

_SETTLE = """
UPDATE {leads} l SET
    outside_key = k.key,
    status_since = coalesce(l.status_since, now()),
    mql_at = coalesce(l.mql_at, CASE WHEN l.status = 'mql' THEN now() END),
    sql_at = coalesce(l.sql_at, CASE WHEN l.status = 'sql' THEN now() END),
    converted_at = CASE WHEN l.status = 'converted' THEN coalesce(l.converted_at, now()) END,
    disqualified_reason = CASE WHEN l.status = 'disqualified' THEN l.disqualified_reason END
FROM {written} w
LEFT JOIN LATERAL (
    SELECT e.key FROM {keys} e WHERE e.record_id = w.record_id
    ORDER BY e.source, e.key LIMIT 1
) k ON TRUE
WHERE l.id = w.record_id
"""


@settles_image("lead")
def settle_image(*, actor: Actor, images: Mapping[str, str], keys: str) -> None:
    """The same of new leads, before they are stored."""
    image = images["lead"]
    with connection.cursor() as cursor:
        written = f"(SELECT id AS record_id FROM {image} WHERE _created)"
        cursor.execute(_SETTLE.format(leads=image, written=written, keys=keys))


@settles("lead")
def settle(*, actor: Actor, entry: UUID) -> None:
    """What `complete`, `move` and the reactions make true of one lead, made true of all written ones.

    A file may say that a lead was converted without saying into what: they keep their status without targets.
    """
    with connection.cursor() as cursor:
        keys = "(SELECT * FROM external_id WHERE object = 'lead')"
        written = "(SELECT * FROM written WHERE NOT imaged)"
        cursor.execute(_SETTLE.format(leads="lead", written=written, keys=keys))
