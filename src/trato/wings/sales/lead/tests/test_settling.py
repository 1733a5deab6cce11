"""Leads that a file brings in: the set-based twin of their verbs."""

from __future__ import annotations

from typing import Any

from trato.kernel.actions import settling
from trato.kernel.actions.registry import settler
from trato.kernel.records.models import ExternalId
from trato.kernel.tenancy.actor import Actor
from trato.lib.ids import uuid7
from trato.lib.sql import Sql
from trato.wings.sales.lead.model import Lead


def write(actor: Actor, *rows: dict[str, Any]) -> list[Lead]:
    """Store leads as an import does, past every verb, and settle them."""
    leads = Lead.objects.bulk_create(Lead(**row) for row in rows)
    for place, each in enumerate(leads):
        ExternalId.objects.create(object="lead", source="leads.csv", key=f"L-{place}", record_id=each.pk)
    settle = settler("lead")
    assert settle is not None
    written = Sql("SELECT unnest(%s::uuid[]), TRUE, FALSE, NULL::uuid", ([each.pk for each in leads],))
    settling.settle(settle, actor, uuid7(), written)
    return [Lead.objects.get(pk=each.pk) for each in leads]


def test_a_file_may_say_converted_without_saying_into_what(administrator: Actor) -> None:
    converted, new = write(administrator, {"status": "converted"}, {"status": "new", "company": "Acme"})
    assert (converted.status, converted.converted_account_id) == ("converted", None)
    assert converted.converted_at is not None
    assert (new.converted_at, new.status_since is not None) == (None, True)


def test_leads_with_nothing_else_are_known_by_their_key(administrator: Actor) -> None:
    first, second = write(administrator, {}, {"company": "Acme"})
    assert (first.label, second.label, second.outside_key) == ("L-0", "Acme", "L-1")


def test_qualifications_are_dated_and_reasons_kept_where_they_belong(administrator: Actor) -> None:
    mql, sql, out, new = write(
        administrator,
        {"status": "mql"},
        {"status": "sql"},
        {"status": "disqualified", "disqualified_reason": "spam"},
        {"status": "new", "disqualified_reason": "spam"},
    )
    assert [each.mql_at is not None for each in (mql, sql, out, new)] == [True, False, False, False]
    assert [each.sql_at is not None for each in (mql, sql, out, new)] == [False, True, False, False]
    assert (out.disqualified_reason, new.disqualified_reason) == ("spam", None)
