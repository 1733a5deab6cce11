"""The dashboard as people see it."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.visitors import Make, Shown, Visitor
from trato.kernel.access import actors
from trato.kernel.access.models import Role, Team, User
from trato.kernel.actions import runner
from trato.kernel.tenancy.actor import Actor

MOST_STATEMENTS = 10


@pytest.fixture
def deals(administrator: Actor, make: Make) -> None:
    """One won, one lost, one open."""
    team = make("team", name="West")
    User.objects.filter(pk=administrator.id).update(team_id=team)
    someone = actors.of_user(User.objects.get(name="Alba").pk)
    for amount, verb, inputs in (
        ("1200", "win", {"closed_on": "2026-03-02"}),
        ("300", "lose", {"closed_on": "2026-03-05", "lost_reason": "price"}),
        ("4000", "", {}),
    ):
        deal = make("deal", by=someone, name="Forklifts", amount=amount, opened_on="2026-02-20")
        if verb:
            runner.perform(administrator, f"deal.{verb}", deal, inputs)


def links(shown: Shown) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="(/deals[^"]*)"', shown.html)]


def test_every_figure_leads_to_a_list_that_opens(alba: Visitor, deals: None) -> None:
    shown = alba.page("/dashboard")
    for words in ("Won amount $1,200 1 won", "Win rate 50.00% of 2 closed", "Open 1 $4,000 in all", "Forecast $400"):
        assert words in shown.words
    found = {each for each in links(shown) if "filter=" in each}
    assert len(found) > 15
    assert {alba.page(each).status for each in found} == {200}
    assert "1,200" in alba.page(links(shown)[-1]).words


def test_the_page_asks_little(alba: Visitor, deals: None) -> None:
    with CaptureQueriesContext(connection) as statements:
        assert alba.page("/dashboard").status == 200
    asked = [each["sql"] for each in statements if not each["sql"].startswith(("SET ", "SAVEPOINT", "RELEASE"))]
    assert len(asked) <= MOST_STATEMENTS, asked


def test_charts_come_as_data_and_as_tables(alba: Visitor, deals: None) -> None:
    shown = alba.page("/dashboard")
    charts = re.findall(r'<script type="application/json">(.*?)</script>', shown.html)
    figures = [json.loads(each) for each in charts if '"series"' in each]
    assert [each["categories"] for each in figures][:2] == [["Mar\n2026"], ["Prospecting", "Negotiation", "Won"]]
    assert "style=" not in shown.html
    assert shown.html.partition("<main")[2].count("<details") == 4


def test_period_and_team_narrow_the_page_and_its_links(alba: Visitor, deals: None) -> None:
    team = Team.objects.get(name="West").pk
    shown = alba.page(f"/dashboard?from=2025-01-01&to=2025-12-31&team={team}&rank=team")
    assert "Won amount $0 0 won" in shown.words
    narrowed = [each for each in links(shown) if "filter=" in each]
    assert len(narrowed) == 5
    assert all(str(team) in each for each in narrowed)
    menu = alba.part(f"/dashboard/sales/slice/team?period=this_year&team={team}")
    assert menu.words == "All teams West"
    assert f"period=this_year&amp;team={team}" in menu.html
    assert alba.page("/dashboard?period=never&team=nobody&lane=x&rank=shoe").status == 200


def test_a_ranking_is_fetched_by_itself(alba: Visitor, deals: None) -> None:
    part = alba.part("/dashboard/sales/tile/ranking?rank=team")
    assert part.html.startswith('<section class="card" id="tile-ranking"')
    assert "Team Won Win rate" in part.words
    assert [alba.part(f"/dashboard/{each}").status for each in ("sales/tile/x", "sales/slice/name", "x")] == [404] * 3


def test_an_empty_dashboard_says_how_to_fill_it(alba: Visitor) -> None:
    shown = alba.page("/dashboard")
    assert "No deals yet Won amounts, win rate, funnel, forecast and rankings stand here" in shown.words
    assert "/import?object=deal" in shown.html


def test_who_may_see_no_deals_sees_no_dashboard(
    make_actor: Callable[..., Actor], visit: Callable[[Actor], Visitor]
) -> None:
    Role.objects.create(key="clerk", name="Clerk", grants={"account": {"read": "all"}})
    clerk = visit(make_actor("clerk", name="Clara"))
    assert clerk.page("/dashboard").status == 404
    assert "/dashboard" not in clerk.page("/accounts").html
