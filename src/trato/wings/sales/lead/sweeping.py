"""The set-based twins of the lead's verbs that give it another status: what `enter` makes of one, said of many."""

from __future__ import annotations

from collections.abc import Sequence

from trato.kernel.actions.registry import Sweep, sweeps
from trato.kernel.tenancy.actor import Actor
from trato.lib import sql
from trato.lib.sql import Sql
from trato.wings.sales.lead import rules

_NOW = Sql("statement_timestamp()")


@sweeps("lead.move")
def move(*, actor: Actor, status: str, disqualified_reason: str | None) -> Sweep:
    """Leads of other statuses; those that have it stay as they are."""
    allowed = [each for each in rules.STATUSES if rules.may_enter(each, status)]
    return _enter(status, allowed, disqualified_reason, same=Sql("a.status = %s", (status,)))


@sweeps("lead.qualify")
def qualify(*, actor: Actor) -> Sweep:
    """Leads at which only marketing has looked."""
    return _enter(rules.MQL, (rules.NEW, rules.WORKING))


@sweeps("lead.accept")
def accept(*, actor: Actor) -> Sweep:
    """Leads that sales has not taken on yet."""
    return _enter(rules.SQL, (rules.NEW, rules.WORKING, rules.MQL))


@sweeps("lead.disqualify")
def disqualify(*, actor: Actor, disqualified_reason: str) -> Sweep:
    """Leads of which something might have come."""
    return _enter(rules.DISQUALIFIED, rules.OPEN, disqualified_reason)


@sweeps("lead.reopen")
def reopen(*, actor: Actor) -> Sweep:
    """Disqualified leads."""
    return _enter(rules.WORKING, (rules.DISQUALIFIED,))


def _enter(status: str, allowed: Sequence[str], reason: str | None = None, *, same: Sql = sql.FALSE) -> Sweep:
    """Leads of the `allowed` statuses have that one now. A moved lead may have its reason already."""
    out = status == rules.DISQUALIFIED
    why = Sql("coalesce(%s::text, a.disqualified_reason)", (reason,)) if out else Sql("NULL::text")
    columns = {"status": Sql("%s", (status,)), "status_since": _NOW, "disqualified_reason": why}
    for each, moment in ((rules.MQL, "mql_at"), (rules.SQL, "sql_at")):
        if status == each:
            columns[moment] = f"coalesce(a.{moment}, " + _NOW + ")"
    only = [Sql("a.status = ANY(%s)", (list(allowed),)), *(["(" + why + ") IS NOT NULL"] if out else [])]
    return Sweep(columns=columns, only=sql.both(only), same=same)
