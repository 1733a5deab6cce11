"""Since when an account or a contact is a customer.

The facts (won deals, paid orders) lie in the wings above, which say here what follows from them.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from trato.kernel.actions import runner
from trato.kernel.actions.entries import change_many
from trato.kernel.objects import registry
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.tenancy.actor import as_system
from trato.lib import sql
from trato.lib.sql import Sql

Customer = Literal["account", "contact"]

_WHY = "that somebody became a customer follows from facts, whoever may edit the record"


def set_customer_since(kind: Customer, record: UUID, since: date | None, entry: UUID | None) -> None:
    """The record is a customer since that day, because of that entry; None when it is none (any more)."""
    values = {"customer_since": since, "customer_entry": str(entry) if since and entry else None}
    try:
        runner.put(as_system(_WHY), kind, record, values)
    except RecordNotFound:
        return


def settle_customers(kind: Customer, facts: Sql, entry: UUID) -> int:
    """The set-based twin: `facts` gives (record_id, since) for every record to look at. Each that changes gets an
    entry of its own, caused by `entry`; answers how many did."""
    change = (
        Sql(
            f"UPDATE {sql.name(kind)} a SET customer_since = f.since, version = a.version + 1, updated_at = now(),"
            " customer_entry = CASE WHEN f.since IS NOT NULL THEN %s END FROM (",
            (str(entry),),
        )
        + facts
        + ") f WHERE a.id = f.record_id AND a.deleted_at IS NULL AND a.customer_since IS DISTINCT FROM f.since"
        " RETURNING a.id, new.version, a.name AS title, jsonb_build_object("
        "'customer_since', jsonb_build_array(old.customer_since, new.customer_since),"
        " 'customer_entry', jsonb_build_array(old.customer_entry, new.customer_entry)) AS diff"
    )
    return change_many(as_system(_WHY), registry.get(kind), change, cause=entry)
