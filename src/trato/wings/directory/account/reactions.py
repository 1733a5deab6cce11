"""What follows when an account changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.actions.registry import reaction
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.tenancy.actor import Actor
from trato.wings.directory.account import queries, rules
from trato.wings.directory.account.model import Account


@reaction("account", fields=("parent",))
def refuse_circles(*, actor: Actor, record: Account, entry: UUID, before: Mapping[str, Any]) -> None:
    """No account is, through others, its own parent."""
    if record.parent_id is not None and rules.is_circular(record.pk, queries.line_of(record.parent_id)):
        raise Invalid([Problem("parent", "invalid", _("An account cannot be a subsidiary of its own subsidiary."))])
