"""The chart of a list: what is measured by what, and that every mark leads to its records."""

import json
import re
from html import unescape
from typing import Any

import pytest

from tests.visitors import Make, Shown, Visitor
from trato.kernel.actions import runner


def _figures(shown: Shown) -> dict[str, Any]:
    found = re.search(r'<t-chart.*?<script type="application/json">(.*?)</script>', shown.html, re.DOTALL)
    return json.loads(found[1].replace("\\u003C", "<").replace("\\u003E", ">").replace("\\u0026", "&"))


def _rows(shown: Shown) -> list[list[str]]:
    body = re.search(r"<tbody>(.*?)</tbody>", shown.html, re.DOTALL)[1]
    return [re.findall(r"<(?:th|a)[^>]*>([^<]*)</", row) for row in body.split("</tr>") if row.strip()]


def _links(shown: Shown) -> list[str]:
    body = re.search(r"<tbody>(.*?)</tbody>", shown.html, re.DOTALL)[1]
    return [unescape(each) for each in re.findall(r'href="([^"]*)"', body)]


@pytest.fixture
def deals(make: Make) -> None:
    for name, amount, source, day in (
        ("Alfa", "100", "fair", "2026-01-31"),
        ("Beta", "300", "referral", "2026-03-01"),
        ("Gama", "200", "fair", "2026-03-31"),
        ("Delta", "50", None, None),
    ):
        make("deal", name=name, amount=amount, source=source, expected_close=day)


def test_sums_by_an_option(alba: Visitor, deals: None) -> None:
    shown = alba.page("/deals/chart?measure=sum:amount&by=source&draw=pie")
    assert shown.status == 200
    rows = dict(_rows(shown))
    assert sorted(rows.values()) == ["$300", "$300", "$50"]
    assert rows["Without source"] == "$50"
    assert 'data-kind="pie"' in shown.html


def test_months_follow_each_other_without_gaps_and_lead_to_their_records(alba: Visitor, deals: None) -> None:
    shown = alba.page("/deals/chart?measure=count&by=expected_close:month")
    assert [row[0] for row in _rows(shown)] == ["Jan 2026", "Feb 2026", "Mar 2026", "Without expected close"]
    assert [row[1] for row in _rows(shown)] == ["1", "–", "2", "1"]
    assert _figures(shown)["series"][0]["values"] == [1, 0, 2, 1]
    march = alba.page(_links(shown)[2])
    assert "2 deals" in march.words
    for name in ("Beta", "Gama"):
        assert name in march.words


def test_it_is_split_and_keeps_the_filter(alba: Visitor, deals: None) -> None:
    asked = '/deals/chart?filter={"field":"amount","op":"gte","value":100}&measure=count&by=expected_close:month'
    shown = alba.page(asked + "&split=source&draw=line")
    figures = _figures(shown)
    assert figures["categories"] == ["Jan 2026", "Feb 2026", "Mar 2026"]
    assert sorted(sum(each["values"]) for each in figures["series"]) == [1, 2]
    assert 'class="legend"' in shown.html
    assert "Amount ≥ $100" in shown.words


@pytest.mark.parametrize(
    "asked", ["by=shoe", "by=amount", "measure=sum:name&by=source", "by=name:month", 'chart={"a":1}']
)
def test_what_cannot_be_drawn_is_said(alba: Visitor, deals: None, asked: str) -> None:
    shown = alba.page(f"/deals/chart?{asked}")
    assert shown.status == 400
    assert "cannot be drawn" in shown.words


def test_a_chart_is_saved_as_a_view_and_opens_as_one(alba: Visitor, deals: None) -> None:
    part = alba.part("/deals/chart?measure=sum:amount&by=source&draw=bar")
    address = part.response.headers["HX-Push-Url"]
    shown = alba.page(address)
    save = unescape(re.search(r'hx-get="(/deals/view-new[^"]*)"', shown.html)[1])
    opened = alba.page(alba.send(save, name="By source").goes_to).goes_to
    assert opened.startswith("/deals/chart?view=")
    again = alba.page(opened)
    assert _rows(again) == _rows(shown)
    assert "Changed" not in again.words


def test_each_sees_the_figures_of_what_they_may_see(rosa: Visitor, deals: None) -> None:
    runner.create(rosa.actor, "deal", {"name": "Mine", "amount": "7", "source": "fair"})
    assert _rows(rosa.page("/deals/chart?measure=sum:amount&by=source")) == [["Trade fair", "$7"]]


def test_every_object_has_a_chart(alba: Visitor, make: Make) -> None:
    make("account", name="Acme")
    make("product", name="Atlas", code="A1")
    for plural in ("accounts", "products", "users"):
        assert alba.page(f"/{plural}/chart").status == 200
