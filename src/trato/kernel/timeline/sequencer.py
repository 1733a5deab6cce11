"""Giving committed entries their place in the order of what came after what.

Transactions commit in another order than they take numbers, so a reader that asks for "numbers after the last I
saw" loses those that commit late. One sequencer at a time (advisory lock) numbers what it can see, in the order of
entry ids, which are taken under the record's lock: order per record is kept, nothing is lost, numbers may skip.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from trato.kernel.tenancy.database import fetch
from trato.lib import sql

CHANNEL = "trato_outbox"
BATCH = 10_000

_NUMBER = """
WITH waiting AS (SELECT entry_id FROM outbox WHERE pos IS NULL ORDER BY entry_id LIMIT %s),
numbered AS (SELECT entry_id, last.pos + row_number() OVER (ORDER BY entry_id) AS pos
    FROM waiting, (SELECT coalesce(max(pos), 0) AS pos FROM outbox) last)
UPDATE outbox o SET pos = numbered.pos FROM numbered WHERE o.entry_id = numbered.entry_id
"""


def waiting(schemas: Sequence[str]) -> list[str]:
    """Those of the schemas that have entries to number. One cheap statement, however many organizations there are."""
    if not schemas:
        return []
    each = "SELECT {0} WHERE EXISTS (SELECT 1 FROM {1}.outbox WHERE pos IS NULL)"
    statement = " UNION ALL ".join(each.format(sql.literal(schema), sql.name(schema)) for schema in schemas)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def sequence() -> int:
    """Number the current organization's waiting entries and wake the listeners; answers how many were numbered.

    0 also when another sequencer is at it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('trato-outbox ' || current_schema()))")
        row = cursor.fetchone()
        if not row or not row[0]:
            return 0
        cursor.execute(_NUMBER, [BATCH])
        numbered: int = cursor.rowcount
        if numbered:
            cursor.execute(f"SELECT pg_notify('{CHANNEL}', current_schema())")
    return numbered


def read(after: int, limit: int = 500) -> list[tuple[int, str]]:
    """Positions after `after` and the ids of their entries, in order."""
    asked = "SELECT pos, entry_id::text FROM outbox WHERE pos > %s ORDER BY pos LIMIT %s"
    return [(position, entry) for position, entry in fetch(asked, [after, min(limit, 1000)])]
