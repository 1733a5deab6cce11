"""What an actor may see and do. Every read and every verb asks here and nowhere else."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from trato.kernel.fields.links import LinkField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor, Reach
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
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
    if spec.personal:
        return Reach.ALL if actor.kind == "system" or (right != "read" and actor.administers) else Reach.OWN
    found: Reach = getattr(actor.grant(spec.name), right)
    if spec.owned:
        return found
    return Reach.ALL if found is Reach.ALL or (right == "read" and found) else Reach.NONE


def visible(actor: Actor, spec: ObjectSpec, alias: str, right: Right = "read") -> Sql:
    """The condition on a row of `spec` (aliased) that the actor has `right` on it.

    Reach was resolved to owner ids when the actor was (access.actors), so it is one comparison, on an indexed
    column with good statistics; one id compiles to `=`, which the planner estimates best. What is about other records
    (notes, tasks, files) is read by whoever may read one of those, or is named by it, unless it is private (`hanging`).
    """
    if spec.personal:
        return shared(actor, spec, alias, right)
    return _reached(actor, spec, alias, right) if spec.about is None else hanging(actor, spec, alias, right)


def hanging(actor: Actor, spec: ObjectSpec, alias: str, right: Right = "read", *, depth: int = 2) -> Sql:
    """`visible` of what is about other records. `depth` steps are taken along them: a comment on a note on a deal."""
    about, own = spec.about, _reached(actor, spec, alias, right)
    if about is None or reach(actor, right, spec) is Reach.NONE:
        return own
    ways = [own]
    if right == "read" and own != TRUE and depth:
        for place, part in enumerate(about.pieces):
            target = registry.get(part.to)
            inner, link = f"{alias}_{place}", f"{alias}_{place}l"
            seen = hanging(actor, target, inner, depth=depth - 1)
            if seen != FALSE:
                ways.append(
                    f"EXISTS (SELECT 1 FROM link {link} JOIN {sql.name(target.table)} {inner}"
                    f" ON {inner}.id = {link}.target_id WHERE {link}.relation = {sql.literal(part.relation)}"
                    f" AND {link}.source_id = {alias}.id AND " + seen + ")"
                )
        for name in about.named if actor.id else ():
            relation = sql.literal(f"{spec.name}.{name}")
            told = f"SELECT 1 FROM link n WHERE n.relation = {relation} AND n.source_id = {alias}.id AND n.target_id"
            ways.append(Sql(f"EXISTS ({told} = %s)", (actor.id,)))
    found = sql.either(each for each in ways if each != FALSE)
    if not about.private or actor.administers:
        return found
    open_to_all = f"NOT {alias}.{sql.name(about.private)}"
    mine = Sql(f"({open_to_all} OR {alias}.owner_id = %s)", (actor.id,))
    return sql.both([found, mine])


def shared(actor: Actor, spec: ObjectSpec, alias: str, right: Right = "read") -> Sql:
    """`visible` of what belongs to people: their own, and to read what its audience shares with them. Administrators
    mend what is shared, and are not shown what is private. A part is as the whole is, and as what it stands for."""
    if actor.kind == "system":
        return TRUE
    link = spec.by_name.get(spec.part_of)
    if isinstance(link, LinkField):
        whole, outer = registry.get(link.to), f"{alias}w"
        within = (
            f"EXISTS (SELECT 1 FROM {sql.name(whole.table)} {outer} WHERE {outer}.id = {link.value_sql(alias)} AND "
        )
        return sql.both([within + shared(actor, whole, outer, right) + ")", _known(actor, spec, alias)])
    mine = Sql(f"{alias}.owner_id = %s", (actor.id,))
    if actor.administers:
        return sql.either([mine, Sql(f"{alias}.audience <> 'private'")])
    if right != "read":
        return mine
    role = '(SELECT u.role_id FROM "user" u WHERE u.id = %s)'
    return sql.either(
        [
            mine,
            Sql(f"{alias}.audience = 'everyone'"),
            Sql(f"({alias}.audience = 'team' AND {alias}.team_id = %s)", (actor.team_id,)),
            Sql(f"({alias}.audience = 'role' AND {alias}.role_id = {role})", (actor.id,)),
        ]
    )


def _known(actor: Actor, spec: ObjectSpec, alias: str) -> Sql:
    """The condition that the actor may read the record that a row stands for: to nobody else is told its name."""
    if not spec.stands_for:
        return TRUE
    of, record = (f"{alias}.{sql.name(each)}" for each in spec.stands_for)
    inner, whole, ways = f"{alias}_of", list[str](), list[Sql]()
    for each in registry.every():
        seen = FALSE if each.stands_for else visible(actor, each, inner)
        if seen == TRUE:
            whole.append(each.plural)
        elif seen != FALSE:
            there = f"SELECT 1 FROM {sql.name(each.table)} {inner} WHERE {inner}.id = {record} AND "
            ways.append(f"({of} = {sql.literal(each.plural)} AND EXISTS (" + there + seen + "))")
    return sql.either([Sql(f"{of} = ANY(%s)", (whole,)), *ways])


def visible_document(actor: Actor, spec: ObjectSpec, alias: str) -> Sql:
    """`visible` asked of a row (`object`, `record_id`, `owner_id`) that stands for the record elsewhere."""
    if spec.about is None and not spec.personal:
        return visible(actor, spec, alias)
    seen = visible(actor, spec, f"{alias}r")
    if seen in (TRUE, FALSE):
        return seen
    return (
        f"EXISTS (SELECT 1 FROM {sql.name(spec.table)} {alias}r WHERE {alias}r.id = {alias}.record_id AND " + seen + ")"
    )


def _reached(actor: Actor, spec: ObjectSpec, alias: str, right: Right) -> Sql:
    """The condition that the row's owner is within reach."""
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
    if spec.personal:
        return far is not Reach.NONE and owner is not None and owner == actor.id
    return far is not Reach.NONE and owner is not None and owner in owners_within(actor, far)


def sees(actor: Actor, spec: ObjectSpec, record_id: UUID, owner: UUID | None) -> bool:
    """Whether the actor may read that record; asks the database only of what is about other records, or shared."""
    if spec.about is None and not spec.personal:
        return may(actor, "read", spec, owner)
    head = Sql(f"SELECT 1 FROM {sql.name(spec.table)} a WHERE a.id = %s AND ", (record_id,))
    return bool(fetch(head + visible(actor, spec, "a")))


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
