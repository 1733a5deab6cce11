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
from trato.kernel.tenancy.database import fetch
from trato.lib import sql
from trato.lib.sql import Sql

Customer = Literal["account", "contact"]

_WHY = "that somebody became a customer follows from facts, whoever may edit the record"


def set_customer_since(kind: Customer, record: UUID, since: date | None, entry: UUID | None) -> None:
    """The record is a customer since that day, because of that entry; None when it is none (any more)."""
    head = f"SELECT 1 FROM {sql.name(kind)} WHERE id = %s AND customer_since IS NOT DISTINCT FROM %s"
    if fetch(head, [record, since]):
        return
    values = {"customer_since": since, "customer_entry": str(entry) if since and entry else None}
    try:
        runner.put(as_system(_WHY), kind, record, values)
    except RecordNotFound:
        return


def settle_customers(kind: Customer, facts: Sql, entry: UUID) -> int:
    """The set-based twin: `facts` gives (record_id, since, entry) for every record to look at, `entry` the one of the
    deal where it has its own already, else it is the whole's. Each that changes gets an entry of its own, caused by
    that; answers how many did."""
    change = (
        Sql(
            f"UPDATE {sql.name(kind)} a SET customer_since = f.since,"
            " customer_entry = CASE WHEN f.since IS NOT NULL THEN coalesce(f.entry, %s) END,"
            " version = a.version + 1, updated_at = now(), updated_by_id = NULL FROM (",
            (entry,),
        )
        + facts
        + ") f WHERE a.id = f.record_id AND a.deleted_at IS NULL AND a.customer_since IS DISTINCT FROM f.since"
        " RETURNING a.id, new.version, a.name AS title, f.entry AS cause, jsonb_build_object("
        "'customer_since', jsonb_build_array(old.customer_since, new.customer_since),"
        " 'customer_entry', jsonb_build_array(old.customer_entry, new.customer_entry)) AS diff"
    )
    cause = Sql("coalesce(c.cause, %s)", (entry,))
    return change_many(as_system(_WHY), registry.get(kind), change, cause=cause)
