"""New records that a file brings in: settled before they are stored, so that each row is written once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from trato.kernel.actions import runner
from trato.kernel.exchange import files, importing
from trato.kernel.intake.mapping import parse
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.deal.model import Deal, DealLine, StageChange
from trato.wings.sales.lead.model import Lead

DEALS = "id,account,product,stage,closed\nD1,Acme,Bolt,Won,2026-03-01\nD2,Acme,Bolt,,\nD3,,Nut,,\n"


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def bring(actor: Actor, name: str, content: str, columns: dict[str, Any]) -> dict[str, int]:
    path, _size = files.store([content.encode()], "imports", ".csv")
    mapping = parse({"mode": "upsert", "key": ["external_ids.legacy"], "columns": columns})
    one = importing.take_in(actor, registry.get(name), path, "file.csv", mapping)
    found: dict[str, int] = importing.run(actor, one, dry_run=False)["counts"]
    return found


def bring_deals(actor: Actor, content: str) -> dict[str, int]:
    missing = {"missing": "create"}
    columns = {
        "id": {"to": "external_ids.legacy"},
        "account": {"to": "account", **missing},
        "product": {"to": "lines.product", **missing},
        "stage": {"to": "stage"},
        "closed": {"to": "closed_on"},
    }
    return bring(actor, "deal", content, columns)


def updates(table: str) -> int:
    """How many rows of the table this transaction has updated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_get_xact_tuples_updated(%s::regclass)", [table])
        return int(cursor.fetchone()[0])


def test_new_deals_are_right_without_an_update_of_theirs(administrator: Actor) -> None:
    runner.create(administrator, "product", {"name": "Bolt", "price": "12"})
    before = updates("deal"), updates("deal_line")
    assert bring_deals(administrator, DEALS)["create"] == 3
    assert (updates("deal"), updates("deal_line")) == before
    won, opened, nut = Deal.objects.order_by("id")
    assert [each.name for each in (won, opened, nut)] == ["Acme · Bolt", "Acme · Bolt", "Nut"]
    assert [(each.amount, each.amount_own) for each in (won, nut)] == [(12, False), (None, False)]
    assert (str(won.closed_on), won.probability, won.reached_id) == ("2026-03-01", 100, won.stage_id)
    assert opened.pipeline_id == won.pipeline_id
    assert opened.stage_since is not None
    assert StageChange.objects.count() == 3
    assert set(DealLine.objects.values_list("owner_id", "team_id")) == {(won.owner_id, won.team_id)}
    assert won.account.customer_since == won.closed_on


def test_deals_that_exist_are_settled_where_they_are(administrator: Actor) -> None:
    bring_deals(administrator, DEALS)
    again = bring_deals(administrator, "id,account,product,stage,closed\nD2,Acme,Bolt,Lost,2026-04-01\n")
    assert again == {"create": 0, "update": 1, "skip": 0, "reject": 0}
    lost = Deal.objects.order_by("id")[1]
    assert (str(lost.closed_on), lost.probability) == ("2026-04-01", 0)
    assert StageChange.objects.filter(deal=lost).count() == 2


def test_new_leads_are_right_without_an_update_of_theirs(administrator: Actor) -> None:
    columns = {"id": {"to": "external_ids.legacy"}, "status": {"to": "status"}}
    before = updates("lead")
    bring(administrator, "lead", "id,status\nL1,converted\nL2,new\n", columns)
    assert updates("lead") == before
    converted, new = Lead.objects.order_by("id")
    assert (converted.outside_key, converted.converted_at is not None) == ("L1", True)
    assert (new.outside_key, new.converted_at, new.status_since is not None) == ("L2", None, True)
