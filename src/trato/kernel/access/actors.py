"""From a session cookie, a token or a user to an `Actor`, in one query.

The query also reads who reports to the user (at any depth), the team mates, the role's grants and the shape of
the organization's user-made fields, so that nothing of this is asked again during the request.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from trato.kernel.access.secrets import key_hash
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor, Grant, Reach
from trato.kernel.tenancy.database import execute, fetch_often

_WHO = """
WITH RECURSIVE me AS ({who}),
below AS (
    SELECT u.id, 1 AS depth FROM "user" u JOIN me ON u.manager_id = me.user_id
    UNION
    SELECT u.id, below.depth + 1 FROM "user" u JOIN below ON u.manager_id = below.id WHERE below.depth < 20
)
SELECT u.id, u.name, u.language, u.zone, u.team_id, coalesce(r.is_administrator, FALSE), coalesce(r.grants, '{{}}'),
    (SELECT array_agg(DISTINCT below.id) FROM below),
    (SELECT array_agg(t.id) FROM "user" t WHERE t.team_id = u.team_id),
    (SELECT max(changed_at) FROM custom_field)::text,
    u.theme, me.token_id, me.scopes, me.rate, me.stale
FROM me JOIN "user" u ON u.id = me.user_id AND u.is_active AND u.deleted_at IS NULL
LEFT JOIN role r ON r.id = u.role_id
"""
_NOT_A_PROGRAM = "NULL::uuid AS token_id, NULL::jsonb AS scopes, NULL::int AS rate, FALSE AS stale"
_STALE = "(used_at IS NULL OR used_at < now() - interval '1 hour')"
"""Whether a token's last use is worth writing down again."""
_BY_SESSION = f"SELECT user_id, {_NOT_A_PROGRAM} FROM session WHERE key_hash = %s AND expires_at > now()"
_BY_USER = f"SELECT %s::uuid AS user_id, {_NOT_A_PROGRAM}"
_BY_KEY = (
    f"SELECT user_id, id AS token_id, scopes, rate, {_STALE} AS stale FROM api_token WHERE key_hash = %s"
    " AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())"
)


class SignedIn(NamedTuple):
    """An actor and how it came in: `token` is (id, requests a second) for programs."""

    actor: Actor
    shape: str
    theme: str
    token: tuple[UUID, int] | None


def from_session(key: str) -> SignedIn | None:
    """Who the session cookie `key` belongs to, if it still holds."""
    return _resolve(_BY_SESSION, key_hash(key))


def from_token(key: str) -> SignedIn | None:
    """Who the API token `key` speaks for, if it still holds."""
    return _resolve(_BY_KEY, key_hash(key))


def of_user(user_id: UUID) -> Actor:
    """The actor that a user is now, for jobs and commands. LookupError when they may not act any more.

    Also brings the scope's user-made fields up to date.
    """
    found = _resolve(_BY_USER, user_id)
    if found is None:
        raise LookupError(f"user {user_id} cannot act: inactive or deleted")
    scope.reshape(found.shape)
    return found.actor


def _resolve(who: str, key: UUID | bytes) -> SignedIn | None:
    rows = fetch_often(_WHO.format(who=who), [key])
    if not rows:
        return None
    *known, token, scopes, rate, stale = rows[0]
    if stale:
        execute(f"UPDATE api_token SET used_at = now() WHERE id = %s AND {_STALE}", [token])
    user, name, language, zone, team, administrator, grants, below, mates, shape, theme = known
    organization = scope.organization()
    own = (user, *(each for each in below or () if each != user))
    actor = Actor(
        id=user,
        name=name,
        kind="user" if token is None else "token",
        language=language or organization.language,
        zone=zone or organization.zone,
        team_id=team,
        is_administrator=administrator,
        grants=parse_grants(_json(grants)),
        own=own,
        team=tuple(dict.fromkeys((*own, *(mates or ())))),
        scopes=None if token is None else frozenset(_json(scopes)),
    )
    return SignedIn(actor, shape or "none", theme or "", None if token is None else (token, rate))


def _json(raw: Any) -> Any:
    return orjson.loads(raw) if isinstance(raw, str | bytes) else raw


def parse_grants(raw: Mapping[str, Mapping[str, str]]) -> dict[str, Grant]:
    """A role's grants as stored ({"deal": {"read": "team"}}) as values."""
    return {
        name: Grant(**{right: Reach[reach.upper()] for right, reach in rights.items()}) for name, rights in raw.items()
    }
