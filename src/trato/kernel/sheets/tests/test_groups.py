"""Groups of a table to three levels: heads with counts and sums, what is open at first, and what opening fetches."""

import json
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.visitors import Make, Shown, Visitor
from trato.kernel.actions import runner
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import lists


def _lines(shown: Shown) -> list[str]:
    """The table as it reads: heads as "1 Acme 2 $150", rows by their titles, "more" where more is fetched."""
    found = []
    for row in re.findall(r"<tr (.*?)</tr>", shown.html, re.DOTALL):
        words = " ".join(re.sub("<[^>]*>", " ", "<tr " + row).split())
        if 'class="group"' in row:
            level = re.search(r'data-level="(\d)"', row)[1]
            closed = "" if 'aria-expanded="true"' in row else " …"
            found.append(f"{level} {words}{closed}")
        elif 'class="more"' in row:
            found.append("more")
        elif "data-id" in row:
            found.append(re.search(r'<a href="[^"]*">(.*?)</a>', row)[1])
    return found


def _urls(shown: Shown, kind: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf'data-{kind}="([^"]*)"', shown.html)]


@pytest.fixture
def deals(make: Make) -> None:
    acme, zeta = make("account", name="Acme"), make("account", name="Zeta")
    for name, amount, account, source, kind in (
        ("A", "100", acme, "fair", "renewal"),
        ("B", "50", acme, "fair", "expansion"),
        ("C", "7", acme, "phone", "renewal"),
        ("D", "20", zeta, "fair", None),
        ("E", "1", None, None, None),
    ):
        account_id = str(account) if account else None
        make("deal", name=name, amount=amount, account=account_id, source=source, type=kind)


def test_three_levels_with_totals(alba: Visitor, deals: None) -> None:
    columns = urlencode({"fields": "amount"})
    shown = alba.page(f"/deals?group=account,source,type&sort=name&{columns}")
    assert _lines(shown) == [
        "1 Acme 3 $157",
        "2 Trade fair 2 $150",
        "3 Expansion 1 $50", "B",
        "3 Renewal 1 $100", "A",
        "2 Phone 1 $7",
        "3 Renewal 1 $7", "C",
        "1 Zeta 1 $20",
        "2 Trade fair 1 $20",
        "3 Without type 1 $20", "D",
        "1 Without account 1 $1",
        "2 Without source 1 $1",
        "3 Without type 1 $1", "E",
    ]  # fmt: skip
    assert "Grouped by account, source, type" in shown.words
    assert "$178" in shown.words


def test_what_is_past_a_page_is_closed_and_opened_by_its_address(
    alba: Visitor, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    for source in ("fair", "phone"):
        for number in range(5):
            make("deal", name=f"{source} {number}", source=source, amount="10")
    shown = alba.page("/deals?group=source,type&sort=name&fields=amount")
    assert _lines(shown) == [
        "1 Trade fair 5 $50", "2 Without type 5 $50", "fair 0", "fair 1", "more", "1 Phone 5 $50 …",
    ]  # fmt: skip
    found = []
    [following] = _urls(shown, "next-url")
    while following:
        part = alba.part(following)
        found += _lines(part)
        following = next(iter(_urls(part, "next-url")), "")
    assert [each for each in found if each != "more"] == ["fair 2", "fair 3", "fair 4"]
    [url] = re.findall(r'data-toggle="group" data-url="([^"]*)"', shown.html)
    assert _lines(alba.part(unescape(url))) == ["2 Without type 5 $50", "phone 0", "phone 1", "more"]


def test_rows_of_a_group_keep_filter_and_order(alba: Visitor, deals: None) -> None:
    asked = {"filter": json.dumps({"field": "amount", "op": "gte", "value": 20}), "group": "source", "sort": "-amount"}
    shown = alba.page("/deals?" + urlencode({**asked, "fields": "amount"}))
    assert _lines(shown) == ["1 Trade fair 3 $170", "A", "B", "D"]


def test_a_level_costs_one_statement_however_many_groups(alba: Visitor, make: Make) -> None:
    for number in range(15):
        account = make("account", name=f"Account {number:02}")
        make("deal", name=f"Deal {number}", amount="10", account=str(account), source="fair", type="renewal")
    counts = []
    for group in ("account", "account,source", "account,source,type"):
        with CaptureQueriesContext(connection) as statements:
            assert len(_lines(alba.page(f"/deals?group={group}"))) >= 30
        counts.append(len(statements))
    assert counts == [5, 6, 7]


def test_totals_follow_at_every_level(alba: Visitor, deals: None) -> None:
    part = alba.part("/deals/totals?group=account,source")
    heads = re.findall(r'<tr class="group" data-group="([^"]*)" data-level="(\d)"', part.html)
    assert [level for _name, level in heads] == ["1"] * 3 + ["2"] * 4
    assert len(set(heads)) == 7


@pytest.mark.parametrize("at", ["", "{}", "[]", '["x"]', '["fair","renewal"]', "[1]"])
def test_a_group_that_is_none_is_said(alba: Visitor, deals: None, at: str) -> None:
    group = "account" if at == '["x"]' else "source"
    assert alba.part("/deals/group?" + urlencode({"group": group, "at": at})).status == 400


def test_people_count_their_own(rosa: Visitor, deals: None, representative: Actor) -> None:
    runner.create(representative, "deal", {"name": "Mine", "source": "fair", "amount": "3"})
    assert _lines(rosa.page("/deals?group=source&fields=amount")) == ["1 Trade fair 1 $3", "Mine"]


def test_the_menu_adds_a_level_and_takes_one_away(alba: Visitor, deals: None) -> None:
    shown = alba.page("/deals?group=stage")
    links = dict(re.findall(r'aria-checked="(?:true|false)" href="([^"]*)">([^<]*)', shown.html))
    by_name = {name: unescape(url) for url, name in links.items()}
    assert "group=stage%2Cowner" in by_name["Owner"]
    assert "group" not in by_name["Stage"]
    full = alba.page("/deals?group=stage,owner,source")
    assert "Team" not in re.findall(r'href="[^"]*">([^<]*)', full.html)
