"""People made by a file: the set-based twin of what a new person is given (actions.people)."""

from __future__ import annotations

from uuid import UUID

from trato.kernel.actions.administrators import refuse_leaving
from trato.kernel.actions.people import USUAL_ROLE
from trato.kernel.actions.registry import settles
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch

LEADING_ROLE = "manager"

_ROLES = """
UPDATE "user" u SET role_id = r.id FROM written w, role r
WHERE u.id = w.record_id AND w.created AND u.role_id IS NULL AND r.deleted_at IS NULL AND r.key = CASE WHEN EXISTS (
    SELECT 1 FROM "user" led WHERE led.manager_id = u.id AND led.deleted_at IS NULL) THEN %s ELSE %s END
"""
_TEAMS = """
UPDATE "user" u SET team_id = led.team_id FROM written w, (
    SELECT manager_id, (array_agg(team_id))[1] AS team_id FROM "user" WHERE deleted_at IS NULL
    GROUP BY manager_id HAVING count(DISTINCT team_id) = 1) led
WHERE u.id = w.record_id AND w.created AND u.team_id IS NULL AND led.manager_id = u.id AND led.team_id IS NOT NULL
"""
_GONE = """
SELECT u.id FROM written w JOIN "user" u ON u.id = w.record_id
WHERE u.id = %s AND NOT (u.is_active AND u.deleted_at IS NULL)
"""


@settles("user")
def settle(*, actor: Actor, entry: UUID) -> None:
    """Who leads others is a manager, of their team when they all have the same; everybody else is a representative."""
    execute(_ROLES, [LEADING_ROLE, USUAL_ROLE])
    execute(_TEAMS)
    refuse_leaving(actor, [one for (one,) in fetch(_GONE, [actor.id])])
