"""Somebody can always administer the organization, and nobody locks themselves out, by whatever road changes come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.access.models import User
from trato.kernel.actions.registry import reaction
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch_holding
from trato.lib import sql
from trato.lib.sql import Sql

_DECIDING = {
    "user": {"role": "role", "is_active": "is_active", "email": "email", "deleted_at": "user"},
    "role": {"is_administrator": "is_administrator", "deleted_at": "role"},
}
"""What decides who administers, by object: the fields, and what a refusal names."""
_ADMINISTRATORS = (
    'EXISTS (SELECT 1 FROM "user" u JOIN role r ON r.id = u.role_id WHERE r.is_administrator'
    " AND u.is_active AND u.email IS NOT NULL AND u.deleted_at IS NULL AND r.deleted_at IS NULL)"
)


def keep_one(spec: ObjectSpec, ids: Sequence[UUID], changed: frozenset[str]) -> None:
    """A tail of the runner: refuses what would leave nobody to administer, two changes at once included. What is new
    takes nobody away."""
    deciding = _DECIDING.get(spec.name, {})
    named = [shown for name, shown in deciding.items() if name in changed]
    if not named:
        return
    new = f"(SELECT count(*) FROM {sql.name(spec.table)} WHERE id = ANY(%s::uuid[]) AND version = 1) = %s"
    statement = Sql(f"SELECT {_ADMINISTRATORS} OR {new}", (list(ids), len(ids)))
    [(is_well,)] = fetch_holding(["administrators"], statement)
    if not is_well:
        message = _("Somebody has to administer the organization: make another person an administrator first.")
        raise Invalid([Problem(named[0], "invalid", message)])


@reaction("user", verbs=("delete",), fields=("is_active",))
def stay(*, actor: Actor, record: User, entry: UUID, before: Mapping[str, Any]) -> None:
    """Nobody ends their own way in."""
    refuse_leaving(actor, [] if record.is_active and record.deleted_at is None else [record.pk])


def refuse_leaving(actor: Actor, gone: Sequence[UUID]) -> None:
    """Invalid when the actor is among those who may not come in any more."""
    if actor.id is not None and actor.id in gone:
        message = _("Nobody can deactivate or delete themselves; ask another administrator.")
        raise Invalid([Problem("is_active", "invalid", message)])
