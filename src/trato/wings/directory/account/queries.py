"""Reads over several accounts."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

MAX_DEPTH = 100

_ANCESTORS = """
WITH RECURSIVE up AS (
  SELECT id, parent_id, 1 AS depth FROM account WHERE id = %s
  UNION ALL
  SELECT a.id, a.parent_id, up.depth + 1 FROM account a JOIN up ON a.id = up.parent_id WHERE up.depth < %s
)
SELECT id FROM up ORDER BY depth
"""


def line_of(account: UUID) -> list[UUID]:
    """The account and its ancestors, nearest first. For rules, not for display: it asks nobody's rights."""
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, [account, MAX_DEPTH])
        return [row[0] for row in cursor.fetchall()]
