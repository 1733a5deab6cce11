"""Real files, with figures that were computed independently of Trato (the data's own README)."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from trato.kernel.exchange.tests.conftest import DATA, Bring
from trato.kernel.objects.custom import CustomField

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the sample data is not beside the project")

SALES = DATA / "crm-sales-opportunities"
SETTLED = {"values": {"sector": {"technolgy": "technology"}, "office_location": {"Philipines": "Philippines"}}}


def ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.fixture
def people(bring: Bring) -> None:
    bring("product", SALES / "products.csv")
    bring("user", SALES / "sales_teams.csv")
    bring("account", SALES / "accounts.csv", edit=SETTLED)


def test_the_check_run_asks_about_what_is_misspelt(bring: Bring) -> None:
    found = bring("account", SALES / "accounts.csv", dry_run=True)
    asked = {each["text"]: (each["rows"], each["suggestions"][0]["name"]) for each in found.report["unmatched"][:2]}
    assert asked == {"technolgy": (12, "Technology"), "Philipines": (1, "Philippines")}
    assert ask("SELECT count(*) FROM account") == [(0,)]


def test_accounts_products_and_people(people: None) -> None:
    assert ask("SELECT count(*), count(parent_id), count(industry) FROM account") == [(85, 15, 85)]
    assert ask("SELECT count(*) FROM product") == [(7,)]
    agents = 'FROM "user" WHERE manager_id IS NOT NULL'
    assert ask(f"SELECT count(*), count(DISTINCT manager_id), count(DISTINCT team_id) {agents}") == [(35, 6, 3)]
    assert ask("SELECT count(*) FROM account WHERE billing_address->>'country' = 'US'") == [(71,)]


def test_the_check_run_offers_the_product_that_was_meant_and_writes_nothing(bring: Bring, people: None) -> None:
    before = ask("SELECT count(*) FROM entry")
    found = bring("deal", SALES / "sales_pipeline.csv", dry_run=True)
    assert found.counts == (7320, 0, 0, 1480)
    [asked] = found.report["unmatched"]
    assert (asked["column"], asked["text"], asked["rows"], asked["first"]) == ("product", "GTXPro", 1480, 2)
    assert [(each["name"], each["likeness"]) for each in asked["suggestions"][:2]] == [
        ("GTX Pro", 92),
        ("GTX Plus Pro", 67),
    ]
    assert (found.report["format"]["date_order"], found.report["applied"]) == ("MDY", False)
    assert ask("SELECT (SELECT count(*) FROM deal), (SELECT count(*) FROM deal_line)") == [(0, 0)]
    assert ask("SELECT count(*) FROM entry") == before


@pytest.fixture
def deals(bring: Bring, people: None) -> None:
    answer = {"values": {"product": {"GTXPro": "GTX Pro"}}}
    found = bring("deal", SALES / "sales_pipeline.csv", edit=answer)
    assert found.counts == (8800, 0, 0, 0)


def test_deals_are_as_the_file_says(deals: None) -> None:
    by_kind = (
        "SELECT s.key, count(*), sum(d.amount) FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE s.kind <> 'open' GROUP BY s.key ORDER BY s.key"
    )
    assert ask(by_kind) == [("lost", 2473, Decimal(0)), ("won", 4238, Decimal(10_005_534))]
    open_ones = "FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind = 'open' GROUP BY 1 ORDER BY 1"
    assert ask(f"SELECT s.key, count(*) {open_ones}") == [("negotiation", 1589), ("prospecting", 500)]
    assert ask("SELECT count(*) FROM deal WHERE account_id IS NULL") == [(1425,)]
    assert ask("SELECT count(DISTINCT owner_id) FROM deal") == [(30,)]
    won = "FROM deal d JOIN stage s ON s.id = d.stage_id AND s.kind = 'won'"
    assert ask(f"SELECT round(avg(d.closed_on - d.opened_on), 4) {won}") == [(Decimal("51.7820"),)]
    by_team = f"SELECT t.name, sum(d.amount) {won} JOIN team t ON t.id = d.team_id GROUP BY 1 ORDER BY 1"
    assert ask(by_team) == [
        ("Central", Decimal(3_346_293)),
        ("East", Decimal(3_090_594)),
        ("West", Decimal(3_568_647)),
    ]
    lines = "FROM deal_line l JOIN product p ON p.id = l.product_id GROUP BY p.name ORDER BY 1 DESC"
    assert [number for (number,) in ask(f"SELECT count(*) {lines}")] == [1866, 1651, 1480, 1412, 1383, 968, 40]


def test_bringing_the_same_deals_in_again_changes_nothing(bring: Bring, deals: None) -> None:
    before = ask("SELECT count(*), max(version) FROM deal"), ask("SELECT count(*) FROM deal_line")
    found = bring("deal", SALES / "sales_pipeline.csv", edit={"values": {"product": {"GTXPro": "GTX Pro"}}})
    assert found.counts == (0, 0, 8800, 0)
    assert (ask("SELECT count(*), max(version) FROM deal"), ask("SELECT count(*) FROM deal_line")) == before


def test_leads_with_columns_of_their_own(bring: Bring) -> None:
    named = {"LeadOrigin": "x_lead_origin", "LeadSource": "x_lead_source", "TotalVisits": "x_visits"}
    kinds = {"TotalVisits": "integer"}
    mapping = {
        "mode": "upsert",
        "key": ["external_ids.legacy"],
        "columns": {
            "ProspectID": {"to": "external_ids.legacy"},
            "Converted": {"to": "status"},
            **{
                column: {"to": to, "create": {"kind": kinds.get(column, "text"), "label": column}}
                for column, to in named.items()
            },
        },
        "values": {"Converted": {"1": "converted", "0": "new"}},
    }
    found = bring("lead", DATA / "lead-scoring" / "leads.csv", mapping)
    assert found.counts == (9240, 0, 0, 0)
    assert ask("SELECT status, count(*) FROM lead GROUP BY 1 ORDER BY 1") == [("converted", 3561), ("new", 5679)]
    assert list(CustomField.objects.order_by("name").values_list("name", "kind")) == [
        ("x_lead_origin", "text"),
        ("x_lead_source", "text"),
        ("x_visits", "integer"),
    ]
    google = "FROM lead WHERE custom->>'x_lead_source' = 'Google'"
    assert ask(f"SELECT count(*), count(*) FILTER (WHERE status = 'converted') {google}") == [(2869, 1147)]
