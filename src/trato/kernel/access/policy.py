"""What an actor may see and do. Every read and every verb asks here and nowhere else."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor, Reach
from trato.lib.sql import FALSE, TRUE, Sql

Right = Literal["create", "read", "update", "delete"]


class Denied(PermissionError):
    """The actor lacks a right. For one record say 'not found' instead: its existence is not theirs to know."""

    def __init__(self, right: Right, spec: ObjectSpec) -> None:
        super().__init__(f"{right} {spec.name}")
        self.right, self.spec = right, spec


def reach(actor: Actor, right: Right, spec: ObjectSpec) -> Reach:
    """How far a right reaches: the role's grant, narrowed by the scopes of a token.

    Lookups have no owner: any reading grant reads them all, and only an unlimited grant changes them.
    Guarded objects (users, roles…) are changed by administrators alone, whatever a role grants.
    """
    if not in_scope(actor, right, spec) or (spec.guarded and right != "read" and not actor.administers):
        return Reach.NONE
    found: Reach = getattr(actor.grant(spec.name), right)
    if spec.owned:
        return found
    return Reach.ALL if found is Reach.ALL or (right == "read" and found) else Reach.NONE


def visible(actor: Actor, spec: ObjectSpec, alias: str, right: Right = "read") -> Sql:
    """The condition on a row of `spec` (aliased) that the actor has `right` on it.

    Reach was resolved to owner ids when the actor was (access.actors), so it is one comparison, on an indexed
    column with good statistics; one id compiles to `=`, which the planner estimates best.
    """
    far = reach(actor, right, spec)
    if far is Reach.ALL:
        return TRUE
    owners = owners_within(actor, far)
    if not owners:
        return FALSE
    if len(owners) == 1:
        return Sql(f"{alias}.owner_id = %s", (owners[0],))
    return Sql(f"{alias}.owner_id = ANY(%s::uuid[])", (list(owners),))


def owners_within(actor: Actor, far: Reach) -> tuple[UUID, ...]:
    """The owners that a reach short of ALL covers."""
    if far is Reach.TEAM:
        return actor.team
    return actor.own if far is Reach.OWN else ()


def may(actor: Actor, right: Right, spec: ObjectSpec, owner: UUID | None = None) -> bool:
    """Whether the actor has `right` on a record with that owner."""
    far = reach(actor, right, spec)
    if far is Reach.ALL:
        return True
    return far is not Reach.NONE and owner is not None and owner in owners_within(actor, far)


def require(actor: Actor, right: Right, spec: ObjectSpec, owner: UUID | None = None) -> None:
    """Denied unless the actor has `right` on a record with that owner."""
    if not may(actor, right, spec, owner):
        raise Denied(right, spec)


def in_scope(actor: Actor, right: Right, spec: ObjectSpec) -> bool:
    if actor.scopes is None:
        return True
    wanted = "read" if right == "read" else "write"
    return not actor.scopes.isdisjoint({wanted, "admin", f"{spec.plural}:{wanted}", *_implied(wanted, spec)})


def _implied(wanted: str, spec: ObjectSpec) -> tuple[str, ...]:
    """Who may write may read."""
    return ("write", f"{spec.plural}:write") if wanted == "read" else ()
