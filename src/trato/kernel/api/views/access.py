"""Who is asking, and who may do what with a record."""

from __future__ import annotations

from uuid import UUID

from trato.kernel.access import actors, explaining
from trato.kernel.access.policy import Denied
from trato.kernel.api.answers import Answer
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.problems import ApiProblem
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.tenancy import scope


@operation("The user and token that ask, and their organization.", gives="Me")
def me(call: Call) -> Answer:
    actor, organization = call.actor, scope.organization()
    return Answer(
        {
            "id": str(actor.id),
            "name": actor.name,
            "language": actor.language,
            "zone": actor.zone,
            "team": None if actor.team_id is None else str(actor.team_id),
            "is_administrator": actor.is_administrator,
            "scopes": sorted(actor.scopes or ()),
            "organization": {
                "name": organization.name,
                "language": organization.language,
                "zone": organization.zone,
                "currency": organization.currency,
                "region": organization.region,
            },
        }
    )


@operation("May a user see or change the record, and the chain of rules that says so.", "user", gives="Access")
def explain(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    owner = listing.get(call.actor, spec, record_id, ("owner",) if spec.owned else (), trashed=True).get("owner")
    asked = call.params.uuid("user")
    who = call.actor
    if asked is not None and asked != call.actor.id:
        if not (call.actor.administers or asked in call.actor.own):
            raise Denied("read", spec)
        try:
            who = actors.of_user(asked)
        except LookupError:
            raise ApiProblem("not_found") from None
    verdicts = explaining.explain(who, spec, None if owner is None else owner.id, record_id)
    return Answer(
        {
            "user": {"id": str(who.id), "name": who.name},
            **{each.right: each.allowed for each in verdicts},
            "rules": [
                {"right": each.right, "rule": rule.name, "holds": rule.holds, "text": rule.text}
                for each in verdicts
                for rule in each.rules
            ],
        }
    )
