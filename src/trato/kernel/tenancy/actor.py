"""Who acts: the one value that every query and every verb takes."""

from __future__ import annotations

import enum
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

log = logging.getLogger("trato.access")


class Reach(enum.IntEnum):
    """How far a right reaches, by the record's owner. A manager's `OWN` covers the people who report to them."""

    NONE = 0
    OWN = 1
    TEAM = 2
    ALL = 3


@dataclass(frozen=True, slots=True)
class Grant:
    """The four rights on one object."""

    create: Reach = Reach.NONE
    read: Reach = Reach.NONE
    update: Reach = Reach.NONE
    delete: Reach = Reach.NONE


NO_GRANT = Grant()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, a service account or the system, with the rights it has now.

    Resolved once a request (access.actors), so that no later check asks the database who reports to whom.
    `own` are the owner ids that `OWN` reaches (oneself and reports below), `team` those that `TEAM` reaches.
    `scopes` is None for a signed-in person and the token's scopes for a program.
    """

    id: UUID | None
    name: str
    kind: str = "user"
    language: str = "en"
    zone: str = "UTC"
    team_id: UUID | None = None
    is_administrator: bool = False
    grants: Mapping[str, Grant] = field(default_factory=lambda: MappingProxyType({}))
    own: tuple[UUID, ...] = ()
    team: tuple[UUID, ...] = ()
    scopes: frozenset[str] | None = None
    reason: str = ""

    @property
    def administers(self) -> bool:
        """Whether it may decide over rights and settings: an administrator, and for a program one that was told so."""
        return self.is_administrator and (self.scopes is None or "admin" in self.scopes)

    def grant(self, object_name: str) -> Grant:
        """The rights on one object; the role's `*` row speaks for objects it does not name."""
        if self.kind == "system":
            return Grant(Reach.ALL, Reach.ALL, Reach.ALL, Reach.ALL)
        return self.grants.get(object_name) or self.grants.get("*", NO_GRANT)


def as_system(reason: str, *, language: str = "en") -> Actor:
    """The system itself, which may do everything: the one way round permissions. Logged with its reason."""
    log.info("acting as the system: %s", reason)
    return Actor(id=None, name="Trato", kind="system", language=language, is_administrator=True, reason=reason)
