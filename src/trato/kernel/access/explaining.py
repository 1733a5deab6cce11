"""Why somebody may, or may not, see or change a record: the rules in the order in which they were asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.access.models import User
from trato.kernel.access.policy import Right
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor, Reach

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, whether it lets the right through, and words for people."""

    name: str
    holds: bool
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the actor has a right on the record, and the rules that led there."""

    right: Right
    allowed: bool
    rules: tuple[Rule, ...]


def explain(actor: Actor, spec: ObjectSpec, owner: UUID | None, record_id: UUID) -> list[Verdict]:
    """What `actor` may do with a record of that owner: one verdict for each right but creating."""
    role = User.objects.filter(pk=actor.id or NOBODY).values_list("role__name", flat=True).first() or _("no role")
    owner_name = User.objects.filter(pk=owner).values_list("name", flat=True).first() if owner else None
    rights: list[Right] = [each for each in get_args(Right) if each != "create"]
    found = [_verdict(actor, spec, right, owner, (role, owner_name or "")) for right in rights]
    return [_hanging(actor, spec, each, owner, record_id) for each in found] if spec.about else found


def _hanging(actor: Actor, spec: ObjectSpec, verdict: Verdict, owner: UUID | None, record_id: UUID) -> Verdict:
    """The verdict on what is about other records: read through one of them, unless it is private."""
    allowed = policy.sees(actor, spec, record_id, owner)
    if verdict.right != "read":
        return replace(verdict, allowed=verdict.allowed and allowed)
    rules = verdict.rules
    if allowed and not verdict.allowed:
        rules += (
            Rule("about", True, _("It names {name}, or is about a record that they may see.").format(name=actor.name)),
        )
    if verdict.allowed and not allowed:
        rules += (Rule("private", False, _("It is private: only its owner and administrators see it.")),)
    return replace(verdict, allowed=allowed, rules=rules)


def _verdict(actor: Actor, spec: ObjectSpec, right: Right, owner: UUID | None, names: tuple[str, str]) -> Verdict:
    far = policy.reach(actor, right, spec)
    rules = [_role(actor, spec, right, names[0])]
    if spec.guarded and right != "read":
        text = _("{objects} are changed by administrators only.").format(objects=spec.label_plural)
        rules.append(Rule("guarded", actor.administers, text))
    if actor.scopes is not None:
        text = _("The token's scopes are: {scopes}.").format(scopes=", ".join(sorted(actor.scopes)))
        rules.append(Rule("scope", policy.in_scope(actor, right, spec), text))
    if not spec.owned:
        text = _("{objects} have no owner: they are read by all who may read any.").format(objects=spec.label_plural)
        rules.append(Rule("shared", far is not Reach.NONE, text))
    elif far in {Reach.OWN, Reach.TEAM}:
        rules.append(_owner(actor, far, owner, names[1]))
    return Verdict(right, policy.may(actor, right, spec, owner), tuple(rules))


def _role(actor: Actor, spec: ObjectSpec, right: Right, role: str) -> Rule:
    reach: Reach = getattr(actor.grant(spec.name), right)
    words = {
        Reach.NONE: _("The role {role} gives no right to {right} {objects}."),
        Reach.OWN: _("The role {role} lets {right} one's own {objects} and those of one's reports."),
        Reach.TEAM: _("The role {role} lets {right} the {objects} of one's team."),
        Reach.ALL: _("The role {role} lets {right} all {objects}."),
    }
    verbs = {"read": _("see"), "update": _("change"), "delete": _("delete")}
    text = words[reach].format(role=role, right=verbs[right], objects=spec.label_plural)
    return Rule("role", reach is not Reach.NONE, text)


def _owner(actor: Actor, far: Reach, owner: UUID | None, owner_name: str) -> Rule:
    if owner is None:
        return Rule("owner", False, _("The record has no owner."))
    name = owner_name or str(owner)
    if owner == actor.id:
        return Rule("owner", True, _("{name} owns the record.").format(name=name))
    if owner in actor.own:
        return Rule("reports", True, _("The owner, {name}, reports to {actor}.").format(name=name, actor=actor.name))
    if far is Reach.TEAM and owner in actor.team:
        return Rule("team", True, _("The owner, {name}, is in the same team.").format(name=name))
    return Rule("owner", False, _("The owner, {name}, is out of reach.").format(name=name))
