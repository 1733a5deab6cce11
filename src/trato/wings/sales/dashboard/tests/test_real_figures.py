"""The dashboard over real deals, against figures that were computed independently (the data's own README)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from trato.kernel.exchange.tests.conftest import DATA, Bring, _own_files, bring
from trato.kernel.insight.drawing import Drawn, draw
from trato.kernel.insight.lens import Lens, read
from trato.kernel.insight.marks import Card
from trato.kernel.insight.ranking import Ranking
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.dashboard.spec import DASHBOARD
from trato.wings.sales.dashboard.tests.following import false_figures, kpi_url, records_of

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the sample data is not beside the project")
SALES = DATA / "crm-sales-opportunities"
__all__ = ["_own_files", "bring"]


@pytest.fixture
def real(administrator: Actor, bring: Bring) -> Actor:
    """Who looks at the real deals."""
    bring("product", SALES / "products.csv")
    bring("user", SALES / "sales_teams.csv")
    settled = {"values": {"sector": {"technolgy": "technology"}, "office_location": {"Philipines": "Philippines"}}}
    bring("account", SALES / "accounts.csv", edit=settled)
    bring("deal", SALES / "sales_pipeline.csv", edit={"values": {"product": {"GTXPro": "GTX Pro"}}})
    return administrator


def card(drawn: Drawn, name: str) -> Card:
    found = next(each for each in drawn.cards if each.tile.name == name)
    assert isinstance(found, Card)
    return found


def ranked(actor: Actor, by: str) -> Ranking:
    found = draw(DASHBOARD, read(actor, DASHBOARD, {"rank": by})).cards[-1]
    assert isinstance(found, Ranking)
    return found


def check_the_whole(real: Actor) -> None:
    with CaptureQueriesContext(connection) as statements:
        drawn = draw(DASHBOARD, Lens(real))
    assert len(statements) == 7
    assert [(each.label, each.figure.text, each.context) for each in drawn.kpis] == [
        ("Won amount", "$10,005,534", "4,238 won"),
        ("Win rate", "63.15%", "of 6,711 closed"),
        ("Sales cycle", "51.78\u00a0days", "the lost ones 41.48\u00a0days"),
        ("Open", "2,089", "$4,966,215 in all"),
        ("Forecast", "$1,664,290", "weighted by probability"),
    ]
    assert records_of(real, kpi_url(drawn, "Win rate")) == 6711
    months = card(drawn, "won_by_month")
    assert [(each.name, each.label, each.cells[1].text) for each in months.marks[:3]] == [
        ("Mar 2017", "1.13", "531"),
        ("Apr 2017", "0.72", "285"),
        ("May 2017", "1.03", "438"),
    ]
    assert (len(months.marks), months.marks[-1].name, months.note) == (10, "Dec 2017", "millions of $")
    assert months.marks[3].said == "Jun 2017: $1,338,466, 531 won"
    funnel = card(drawn, "funnel")
    assert [(each.name, each.label, each.cells[1].text, each.tone) for each in funnel.marks] == [
        ("Prospecting", "8,800", "100.0%", None),
        ("Negotiation", "5,827", "66.2%", None),
        ("Won", "4,238", "48.2%", "positive"),
    ]
    assert funnel.figures["flows"] == ["66.2% go on", "72.7% go on"]
    cycle = card(drawn, "cycle")
    assert [each.cells[0].text for each in cycle.marks[:6]] == ["392", "722", "443", "191", "42", "22"]
    assert (len(cycle.marks), cycle.figures["target"]["label"]) == (28, "mean 51.78\u00a0days")
    assert [each.part for each in cycle.marks].count("soft") == 17
    assert [each.name for each in card(drawn, "forecast").marks][-2:] == ["no date", "total"]
    assert false_figures(real, drawn) == []


def check_rankings(real: Actor) -> None:
    owners = ranked(real, "")
    assert (owners.label, owners.by_person, len(owners.lines)) == ("Owner", True, 10)
    first = owners.lines[0]
    assert (first.place, first.name, first.length) == ("1", "Darcel Schlecht", 100)
    assert [each.text for each in first.cells] == ["$1,153,214", "63.11%"]
    assert records_of(real, first.cells[1].url) == 553
    teams = ranked(real, "team")
    assert [(each.name, each.cells[0].text) for each in teams.lines] == [
        ("West", "$3,568,647"),
        ("Central", "$3,346,293"),
        ("East", "$3,090,594"),
    ]
    accounts = ranked(real, "account")
    assert [each.place for each in accounts.lines] == [*map(str, range(1, 11))]
    for by in ("owner", "team", "account"):
        drawn = draw(DASHBOARD, read(real, DASHBOARD, {"rank": by}))
        assert false_figures(real, drawn) == []


def check_a_period_and_a_team(real: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM team WHERE name = 'West'")
        [team] = cursor.fetchone()
    given = {"from": "2017-04-01", "to": "2017-06-30", "team": str(team)}
    drawn = draw(DASHBOARD, read(real, DASHBOARD, given))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(d.amount), count(*) FROM deal d JOIN stage s ON s.id = d.stage_id AND s.kind = 'won'"
            " WHERE d.closed_on BETWEEN '2017-04-01' AND '2017-06-30' AND d.team_id = %s",
            [team],
        )
        amount, count = cursor.fetchone()
    assert drawn.kpis[0].figure.text == f"${amount:,.0f}"
    assert drawn.kpis[0].context == f"{count:,} won"
    assert [each.name for each in card(drawn, "won_by_month").marks] == ["Apr 2017", "May 2017", "Jun 2017"]
    assert false_figures(real, drawn) == []


def check_spanish(real: Actor) -> None:
    with translation.override("es"):
        months = card(draw(DASHBOARD, Lens(_in_spanish(real))), "won_by_month")
    assert (months.marks[0].short, months.marks[0].label) == ("mar\n2017", "1,13")
    assert months.marks[0].cells[0].text == "1.134.672\u00a0US$"


def _in_spanish(actor: Actor) -> Actor:
    return Actor(id=actor.id, name=actor.name, language="es", is_administrator=True, grants=actor.grants)


def test_all_figures_are_those_of_the_data_and_lead_to_their_records(real: Actor) -> None:
    """One test, for the files are brought in once."""
    check_the_whole(real)
    check_rankings(real)
    check_a_period_and_a_team(real)
    check_spanish(real)
