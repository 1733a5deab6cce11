"""What an actor may see and do. Every read and every verb asks here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
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


def hanging(actor: Actor, spec: ObjectSpec, alias: str, right: Right = "read") -> Sql:
    """`visible` of what is about other records. Two steps are taken along them: a comment on a note on a deal."""
    own = _reached(actor, spec, alias, right)
    if spec.about is None or reach(actor, right, spec) is Reach.NONE:
        return own
    ways = [own]
    if right == "read" and own != TRUE:
        ways += [_there(way, "h_l", f"{alias}.id") for way in _steps(actor, [spec], "h_l")]
        between = _between(actor, spec)
        further = [_there(way, "h_m", "h_l.target_id") for way in _steps(actor, between, "h_m")]
        if further:
            way = _links("h_l", _relations([spec], between)) + _open(actor, between) + " AND " + sql.either(further)
            ways.append(_there(way, "h_l", f"{alias}.id"))
    return sql.both([sql.either(each for each in ways if each != FALSE), open_to(actor, spec, alias)])


def branches(actor: Actor, spec: ObjectSpec) -> list[Sql]:
    """`hanging`, to read, from the other side: statements for the ids of the rows, each from an index, of those that
    `open_to` leaves to be asked. Nothing where what one sees does not hang on other records."""
    own = _reached(actor, spec, "a", "read")
    if spec.about is None or own in (TRUE, FALSE):
        return []
    between = _between(actor, spec)
    ways = [f"SELECT a.id FROM {sql.name(spec.table)} a WHERE " + own, *_steps(actor, [spec], "h_l")]
    if further := _steps(actor, between, "h_m"):
        middle = "SELECT h_l.source_id FROM (" + sql.join(" UNION ALL ", further) + ") h_m JOIN link h_l"
        within = f" ON h_l.target_id = h_m.source_id WHERE h_l.relation IN ({_relations([spec], between)})"
        ways.append(middle + within + _open(actor, between))
    return ways


def open_to(actor: Actor, spec: ObjectSpec, alias: str) -> Sql:
    """The condition that a row is not private to somebody else."""
    if spec.about is None or not spec.about.private or actor.administers:
        return TRUE
    return Sql(f"(NOT {alias}.{sql.name(spec.about.private)} OR {alias}.owner_id = %s)", (actor.id,))


def nearest(actor: Actor, spec: ObjectSpec) -> list[Sql]:
    """Statements for the ids of the actor's own records that a record of `spec` may be about."""
    about = spec.about.pieces if spec.about else ()
    targets = [registry.get(part.to) for part in about]
    owned = [(target, _reached(actor, target, "h_t", "read")) for target in targets]
    return [
        f"SELECT h_t.id FROM {sql.name(target.table)} h_t WHERE " + own
        for target, own in owned
        if own not in (TRUE, FALSE)
    ]


def _steps(actor: Actor, specs: Sequence[ObjectSpec], link: str) -> list[Sql]:
    """Statements for the links of rows of `specs` to the actor, who is named, or to records within reach."""
    targets: dict[str, list[str]] = {}
    people = []
    for spec in specs:
        for part in spec.about.pieces if spec.about else ():
            targets.setdefault(part.to, []).append(sql.literal(part.relation))
        people += [sql.literal(f"{spec.name}.{name}") for name in (spec.about.named if spec.about else ())]
    found = []
    if people and actor.id:
        found.append(_links(link, ", ".join(people)) + Sql(f" AND {link}.target_id = %s", (actor.id,)))
    for name, relations in targets.items():
        target = registry.get(name)
        seen = sql.both([_reached(actor, target, "h_t", "read"), open_to(actor, target, "h_t")])
        if seen != FALSE:
            joined = f" JOIN {sql.name(target.table)} h_t ON h_t.id = {link}.target_id"
            found.append(_links(link, ", ".join(relations), joined) + " AND " + seen)
    return found


def _between(actor: Actor, spec: ObjectSpec) -> list[ObjectSpec]:
    """What a record of `spec` may be about and is seen through others itself."""
    targets = [registry.get(part.to) for part in (spec.about.pieces if spec.about else ())]
    return [
        each
        for each in targets
        if each.about and reach(actor, "read", each) is not Reach.NONE and _reached(actor, each, "h_t", "read") != TRUE
    ]


def _relations(specs: Sequence[ObjectSpec], targets: Sequence[ObjectSpec]) -> str:
    names = {each.name for each in targets}
    parts = [part for spec in specs for part in (spec.about.pieces if spec.about else ()) if part.to in names]
    return ", ".join(sql.literal(part.relation) for part in parts)


def _links(link: str, relations: str, joined: str = "") -> Sql:
    return Sql(f"SELECT {link}.source_id FROM link {link}{joined} WHERE {link}.relation IN ({relations})")


def _there(way: Sql, link: str, row: str) -> Sql:
    return "EXISTS (" + way + f" AND {link}.source_id = {row})"


def _open(actor: Actor, between: Sequence[ObjectSpec]) -> Sql:
    """That the record to which a link `h_l` leads is not private to somebody else."""
    found = Sql("")
    for spec in between:
        if (seen := open_to(actor, spec, "h_p")) != TRUE:
            there = f"SELECT 1 FROM {sql.name(spec.table)} h_p WHERE h_p.id = h_l.target_id"
            found += f" AND NOT EXISTS ({there} AND " + seen + " IS NOT TRUE)"
    return found


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
    return sql.either([Sql(f"{of} = ANY(%s::text[])", (whole,)), *ways])


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
