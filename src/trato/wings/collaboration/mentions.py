"""Who is mentioned in a text: links to people that the editor puts there, kept as links of the record.

They are data for whoever tells people of it (notifications); the text itself stays what was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from trato.kernel.fields.links import ManyLinksField
from trato.kernel.objects import registry
from trato.kernel.tenancy.database import execute
from trato.lib import sql

_LINK = 'href="/r/user/([0-9a-f-]{36})"'


def keep(field: ManyLinksField, column: str, ids: Sequence[UUID]) -> None:
    """Make the people named in `column` of these records (of the object that `field` is of) its links."""
    table, relation = sql.name(registry.get(field.of).table), sql.literal(field.relation)
    named = (
        f"SELECT DISTINCT a.id AS source_id, u.id AS target_id FROM {table} a,"
        f" LATERAL regexp_matches(a.{sql.name(column)}, {sql.literal(_LINK)}, 'g') found"
        ' JOIN "user" u ON u.id::text = found[1] AND u.deleted_at IS NULL WHERE a.id = ANY(%s::uuid[])'
    )
    chosen = list(ids)
    execute(
        f"DELETE FROM link l WHERE l.relation = {relation} AND l.source_id = ANY(%s::uuid[])"
        f" AND NOT EXISTS (SELECT 1 FROM ({named}) n WHERE n.source_id = l.source_id AND n.target_id = l.target_id)",
        [chosen, chosen],
    )
    execute(
        "INSERT INTO link (id, relation, source_id, target_id, is_primary, position)"
        f" SELECT uuidv7(), {relation}, source_id, target_id, FALSE, 0 FROM ({named}) n ON CONFLICT DO NOTHING",
        [chosen],
    )
