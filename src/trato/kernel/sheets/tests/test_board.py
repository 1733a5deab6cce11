"""The board: lanes with their figures, cards, and drops that run the verb."""

import re

import pytest

from tests.fixtures import MakeActor
from tests.visitors import Make, Shown, Visitor
from trato.kernel.sheets import board
from trato.kernel.tenancy.actor import Actor

Lanes = dict[str, str]


def _lanes(shown: Shown) -> Lanes:
    """Lane keys by name."""
    heads = re.findall(r'<h2 id="lane-([^"]*)">(.*?) <span', shown.html)
    return {re.sub("<[^>]*>", "", name): key for key, name in heads}


def _cards(shown: Shown, lane: str) -> list[str]:
    part = re.search(rf'<section class="lane" data-lane="{lane}".*?</section>', shown.html, re.DOTALL)
    assert part
    return re.findall(r'<h3><a href="[^"]*">(.*?)</a>', part[0])


@pytest.fixture
def deal(make: Make) -> str:
    return str(make("deal", name="GTX Pro", amount="1000"))


def test_lanes_say_count_sum_and_weighted_sum(alba: Visitor, make: Make, deal: str) -> None:
    make("deal", name="MG Special", amount="500")
    shown = alba.page("/deals/board")
    lanes = _lanes(shown)
    assert list(lanes) == ["Prospecting", "Negotiation", "Won", "Lost"]
    assert sorted(_cards(shown, lanes["Prospecting"])) == ["GTX Pro", "MG Special"]
    head = re.search(rf'<header data-lane="{lanes["Prospecting"]}".*?</header>', shown.html)
    assert head
    assert "Prospecting 2 Sum $1,500 Weighted 150" in Shown(shown.response).words
    assert "Lost 0 Sum $0" in shown.words


def test_a_drop_moves_and_answers_the_card(alba: Visitor, deal: str) -> None:
    lanes = _lanes(alba.page("/deals/board"))
    moved = alba.send(f"/deals/{deal}/actions/move", stage=lanes["Negotiation"], version="1", after="")
    assert moved.status == 200
    assert f'data-lane="{lanes["Negotiation"]}"' in moved.html
    assert moved.signals["toast"]["undo_url"]
    assert _cards(alba.page("/deals/board"), lanes["Negotiation"]) == ["GTX Pro"]
    heads = alba.part("/deals/board/totals").words
    assert "Negotiation 1 Sum $1,000" in heads


def test_a_drop_that_needs_more_asks_for_it(alba: Visitor, deal: str) -> None:
    lanes = _lanes(alba.page("/deals/board"))
    asked = alba.send(f"/deals/{deal}/actions/move", stage=lanes["Lost"], version="1", after="")
    assert asked.status == 422
    assert "<t-dialog>" in asked.html
    assert "Say why the deal was lost." in asked.words
    assert 'value="Lost"' in asked.html
    done = alba.send(f"/deals/{deal}/actions/move", stage=lanes["Lost"], lost_reason="price", dialog="1")
    assert done.status == 204
    assert done.signals["trato:changed"]["id"] == deal
    assert _cards(alba.page("/deals/board"), lanes["Lost"]) == ["GTX Pro"]


def test_lanes_go_on_where_they_end(alba: Visitor, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "LANE_CARDS", 2)
    for number in range(5):
        make("deal", name=f"Deal {number}", amount="1")
    shown = alba.page("/deals/board?sort=name")
    found = re.findall(r"<h3><a[^>]*>(Deal \d)</a>", shown.html)
    while following := re.search(r'class="more" data-next-url="([^"]*)"', shown.html):
        shown = alba.part(following[1].replace("&amp;", "&"))
        found += re.findall(r"<h3><a[^>]*>(Deal \d)</a>", shown.html)
    assert found == [f"Deal {number}" for number in range(5)]


def test_a_filter_narrows_lanes_and_figures(alba: Visitor, make: Make, deal: str) -> None:
    make("deal", name="MG Special", amount="500")
    shown = alba.page('/deals/board?filter={"field":"amount","op":"gt","value":600}')
    assert "GTX Pro" in shown.words
    assert "MG Special" not in shown.words
    assert "Prospecting 1 Sum $1,000" in shown.words


def test_people_see_and_move_their_own(
    rosa: Visitor, alba: Visitor, make_actor: MakeActor, make: Make, deal: str, representative: Actor
) -> None:
    make("deal", name="Of Rosa", by=representative)
    shown = rosa.page("/deals/board")
    assert "Of Rosa" in shown.words
    assert "GTX Pro" not in shown.words
    lanes = _lanes(shown)
    assert rosa.send(f"/deals/{deal}/actions/move", stage=lanes["Negotiation"], after="").status == 404
    reader = Visitor(make_actor("read-only", name="Leo"))
    assert "data-fixed" in reader.page("/deals/board").html
    assert reader.send(f"/deals/{deal}/actions/move", stage=lanes["Negotiation"], after="").status == 403
    assert "GTX Pro" in _cards(alba.page("/deals/board"), lanes["Prospecting"])


def test_objects_without_lanes_have_no_board(alba: Visitor) -> None:
    assert alba.page("/products/board").status == 404


def test_a_verb_that_makes_no_sense_now_is_refused(alba: Visitor, deal: str) -> None:
    refused = alba.send(f"/deals/{deal}/actions/reopen")
    assert refused.status == 409
    assert alba.send(f"/deals/{deal}/actions/shoe").status == 409


def test_a_board_goes_by_any_field_that_suits(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Alfa", source="fair", amount="10")
    make("deal", name="Beta", amount="5")
    shown = alba.page("/deals/board?lanes=source")
    assert {"Trade fair", "Phone", "Without source"} <= set(_lanes(shown))
    assert 'data-moves="lane"' in shown.html
    moved = alba.send(f"/deals/{deal}/lane?lanes=source", source="phone", after="")
    assert (moved.status, moved.toast) == (200, "Source saved")
    assert 'data-lane="phone"' in moved.html
    alba.send(f"/deals/{deal}/lane?lanes=source", source="")
    assert 'data-lane=""' in alba.part(f"/deals/{deal}/card?lanes=source").html
    assert alba.send(f"/deals/{deal}/lane?lanes=source", source="moon").status == 409
    assert "Owner" in shown.words


def test_objects_without_a_board_of_their_own_have_one_by_what_suits(alba: Visitor, make: Make) -> None:
    make("account", name="Acme", industry="retail")
    shown = alba.page("/accounts/board?lanes=industry")
    assert "Retail" in shown.words
    assert "Acme" in shown.words
    assert alba.page("/deals/board?lanes=account").status == 400
    assert alba.page("/deals/board?lanes=amount").status == 400


def test_a_lead_dropped_on_converted_is_asked_what_it_becomes(alba: Visitor, make: Make) -> None:
    lead = make("lead", name="Ana Ruiz", company="Acme")
    asked = alba.send(f"/leads/{lead}/actions/move", status="converted", after="")
    assert asked.status == 422
    assert f"/leads/{lead}/actions/convert" in asked.html
    assert 'name="with_deal"' in asked.html
    done = alba.send(f"/leads/{lead}/actions/convert", dialog="1", with_deal="true")
    assert (done.status, done.signals["trato:changed"]["id"]) == (204, str(lead))
    assert 'value="converted"' not in alba.part(f"/leads/{lead}/actions/move").html


def test_a_lead_dropped_elsewhere_just_moves(alba: Visitor, make: Make) -> None:
    lead = make("lead", name="Ana Ruiz")
    moved = alba.send(f"/leads/{lead}/actions/move", status="working", after="")
    assert moved.status == 200
    assert 'data-lane="working"' in moved.html
