"""The table: what it shows, to whom, in what order, and at what price."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.fixtures import MakeActor
from tests.visitors import Make, Visitor
from trato.kernel.records import listing
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import lists


def _names(html: str) -> list[str]:
    """The titles of the rows, in order."""
    return re.findall(r'<th class="first" scope="row".*?<a href="[^"]*">(.*?)</a>', html)


def _filtered(path: str, condition: object, **more: str) -> str:
    return f"{path}?" + urlencode({"filter": json.dumps(condition), **more})


@pytest.fixture
def deals(make: Make) -> None:
    for name, amount in (("Beta", "300"), ("Alfa", "100"), ("Gama", "200")):
        make("deal", name=name, amount=amount)


def test_rows_columns_and_sums(alba: Visitor, deals: None) -> None:
    shown = alba.page("/deals?sort=name")
    assert _names(shown.html) == ["Alfa", "Beta", "Gama"]
    for words in ("Deal", "Stage", "Amount", "3 deals", "$600"):
        assert words in shown.words
    assert 'aria-sort="ascending"' in shown.html


@pytest.mark.parametrize(
    ("sort", "order"),
    [("name", ["Alfa", "Beta", "Gama"]), ("-amount", ["Beta", "Gama", "Alfa"]), ("amount", ["Alfa", "Gama", "Beta"])],
)
def test_order(alba: Visitor, deals: None, sort: str, order: list[str]) -> None:
    assert _names(alba.part(f"/deals?sort={sort}").html) == order


def test_a_fragment_is_the_view_alone(alba: Visitor, deals: None) -> None:
    shown = alba.part("/deals")
    assert shown.html.startswith('<div id="view"')
    assert "<html" not in shown.html
    assert "HX-Request" in shown.response.headers["Vary"]


def test_a_filter_reads_as_a_sentence(alba: Visitor, deals: None) -> None:
    shown = alba.page(_filtered("/deals", {"field": "amount", "op": "gte", "value": 200}))
    assert sorted(_names(shown.html)) == ["Beta", "Gama"]
    assert "Deals where Amount ≥ $200" in shown.words
    assert "2 deals" in shown.words


@pytest.mark.parametrize(
    "bad",
    [
        "?filter={",
        "?filter=[]",
        '?filter={"field":"shoe","op":"is","value":1}',
        "?sort=shoe",
        "?sort=contacts",
        "?group=shoe",
    ],
)
def test_an_address_that_means_nothing_says_so(alba: Visitor, bad: str) -> None:
    whole, part = alba.page(f"/deals{bad}"), alba.part(f"/deals{bad}")
    assert (whole.status, part.status) == (400, 400)
    assert "Open without it" in whole.words
    assert json.loads(part.html)["detail"]


def test_rows_go_on_where_they_ended(alba: Visitor, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    for number in range(5):
        make("product", name=f"Atlas {number}", code=f"A{number}")
    html, found = alba.page("/products?sort=name").html, []
    while True:
        found += _names(html)
        following = re.search(r'data-next-url="([^"]*)"', html)
        if not following:
            break
        html = alba.part(following[1].replace("&amp;", "&")).html
        assert html.startswith("<tr ")
    assert found == [f"Atlas {number}" for number in range(5)]


def test_groups_have_heads_with_count_and_sum(alba: Visitor, make: Make) -> None:
    first, second = make("account", name="Acme"), make("account", name="Zeta")
    for name, amount, account in (("A", "100", first), ("B", "50", first), ("C", "7", second), ("D", "1", None)):
        make("deal", name=name, amount=amount, account=str(account) if account else None)
    shown = alba.page("/deals?group=account&sort=name")
    assert _names(shown.html) == ["A", "B", "C", "D"]
    heads = [
        " ".join(re.sub("<[^>]*>", " ", head).split()) for head in re.findall(r'<tr class="group".*?</tr>', shown.html)
    ]
    assert [head.split(" $")[0] for head in heads] == ["Acme 2", "Zeta 1", "Without account 1"]
    assert [head.split(" $")[1].split()[0] for head in heads] == ["150", "7", "1"]


def test_people_see_their_own(alba: Visitor, rosa: Visitor, make: Make, representative: Actor) -> None:
    make("deal", name="Of Alba")
    make("deal", name="Of Rosa", by=representative)
    assert sorted(_names(alba.page("/deals").html)) == ["Of Alba", "Of Rosa"]
    assert _names(rosa.page("/deals").html) == ["Of Rosa"]
    assert "1 deal" in rosa.page("/deals").words


def test_only_what_one_may_change_can_be_edited(make_actor: MakeActor, alba: Visitor, make: Make) -> None:
    make("deal", name="Alfa")
    reader = Visitor(make_actor("read-only", name="Leo"))
    assert "data-editable" in alba.page("/deals").html
    shown = reader.page("/deals")
    assert _names(shown.html) == ["Alfa"]
    assert "data-editable" not in shown.html
    for word in ("New deal", "Import", "Assign", "Edit"):
        assert word not in shown.words


def test_an_empty_page_teaches(alba: Visitor, make_actor: MakeActor, deals: None) -> None:
    words = alba.page("/products").words
    assert "No products yet" in words
    assert "New product" in words
    assert "Import a file" in words
    nothing = alba.page(_filtered("/deals", {"field": "name", "op": "is", "value": "Nobody"})).words
    assert "Nothing matches this filter" in nothing
    assert "Remove the filter" in nothing


@pytest.mark.parametrize("path", ["/nothing", "/nothing/board", "/../deals", "/deals/board/shoe", "/entries"])
def test_unknown_objects_are_not_found(alba: Visitor, path: str) -> None:
    assert alba.page(path).status == 404


@pytest.mark.parametrize("role", ["administrator", "representative"])
def test_five_statements_a_page_at_most(
    visit: Callable[[Actor | None], Visitor], make_actor: MakeActor, make: Make, role: str
) -> None:
    """Once a minute there is one more, to know whether somebody sees few or many of what hangs on other records."""
    visitor = visit(make_actor(role, name="Eva"))
    account = make("account", by=visitor.actor, name="Acme")
    for number in range(30):
        make("deal", by=visitor.actor, name=f"Deal {number}", amount="10", account=str(account))
        make("note", by=visitor.actor, body=f"Note {number}", about=[{"object": "accounts", "id": str(account)}])
    for path in (
        "/deals",
        "/deals?sort=amount",
        "/deals?sort=-amount",
        "/deals/board",
        "/accounts",
        "/users",
        "/deals?group=stage",
        "/notes",
        "/notes?sort=label",
        "/comments",
        "/files",
    ):
        visitor.page(path)
        with CaptureQueriesContext(connection) as statements:
            assert visitor.page(path).status == 200
        assert len(statements) <= 5, (path, [each["sql"][:120] for each in statements])


def test_long_lists_are_summed_afterwards(alba: Visitor, deals: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNT_LIMIT", 2)
    monkeypatch.setattr("trato.kernel.records.figures.COUNT_LIMIT", 2)
    shown = alba.page("/deals")
    assert "2+" in shown.words
    assert "$600" not in shown.words
    assert "$600" in alba.part("/deals/foot").words


def test_totals_follow(alba: Visitor, deals: None) -> None:
    shown = alba.part("/deals/totals")
    assert shown.html.startswith("<table><tfoot>")
    assert "3 deals" in shown.words
    assert 'class="group"' in alba.part("/deals/totals?group=stage").html


def test_columns_are_remembered(alba: Visitor, deals: None) -> None:
    assert "Columns" in alba.part("/deals/columns").words
    answer = alba.send("/deals/columns", fields=["amount", "source"])
    assert answer.status == 204
    head = re.search(r"<thead>.*?</thead>", alba.page("/deals").html, re.DOTALL)
    assert head
    assert re.findall(r'data-field="(\w+)"', head[0]) == ["name", "amount", "source"]
    body = json.dumps(
        {"columns": [{"field": "name", "width": 300}, {"field": "stage", "width": None}, {"field": '"<x', "width": 1}]}
    )
    alba.client.post("/deals/columns", body, content_type="application/json", headers={"HX-Request": "true"})
    html = alba.page("/deals").html
    assert 'data-field="name" data-width="300"' in html
    assert re.findall(r'<th scope="col" data-type="\w+" data-field="(\w+)"', html) == ["stage"]
    alba.send("/deals/columns", reset="1")
    assert 'data-field="amount"' in alba.page("/deals").html
