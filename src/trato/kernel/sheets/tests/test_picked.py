"""Hand-picked lists: putting records on them, their order and notes, who sees them; and favourites."""

import re
from uuid import UUID

import pytest

from tests.fixtures import MakeActor
from tests.visitors import Make, Shown, Visitor
from trato.kernel.actions import merging, runner
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.views import picked


def _names(shown: Shown) -> list[str]:
    return re.findall(r'<th class="first" scope="row".*?<a href="[^"]*">(.*?)</a>', shown.html)


def _items(shown: Shown) -> list[str]:
    return re.findall(r'<tr data-item="([^"]*)"', shown.html)


@pytest.fixture
def deals(make: Make) -> list[UUID]:
    return [make("deal", name=name, amount="10") for name in ("Alfa", "Beta", "Gama")]


@pytest.fixture
def fair(alba: Visitor, deals: list[UUID]) -> UUID:
    """A list of Alba's with all three."""
    made = runner.create(alba.actor, "list", {"name": "Fair", "object": "deals"}).record.pk
    for deal in deals:
        runner.create(alba.actor, "list_entry", {"list": str(made), "record_id": str(deal)})
    return made


def test_from_a_selection_onto_a_new_list(alba: Visitor, deals: list[UUID]) -> None:
    asked = alba.send("/deals/list", ids=[str(each) for each in deals[:2]])
    assert "Add 2 to a list" in asked.words
    empty = alba.send("/deals/list", ids=[str(deals[0])], confirmed="1", list="", name="")
    assert (empty.status, "Enter a value." in empty.words) == (422, True)
    done = alba.send("/deals/list", ids=[str(each) for each in deals[:2]], confirmed="1", list="", name="Visit")
    assert done.toast == "2 added to “Visit”"
    address = done.signals["toast"]["href"]
    assert _names(alba.page(address)) == ["Alfa", "Beta"]
    again = alba.send("/deals/list", all="1", filter="", confirmed="1", list=address.rpartition("/")[2])
    assert again.toast == "1 added to “Visit”, 2 were there already"
    assert sorted(_names(alba.page(address))) == ["Alfa", "Beta", "Gama"]
    alba.send(again.signals["toast"]["undo_url"])
    assert sorted(_names(alba.page(address))) == ["Alfa", "Beta"]


def test_order_notes_and_taking_off(alba: Visitor, fair: UUID) -> None:
    shown = alba.page(f"/lists/{fair}")
    assert _names(shown) == ["Alfa", "Beta", "Gama"]
    first, _second, third = _items(shown)
    assert alba.send(f"/lists/{fair}/order", id=third, after="").status == 204
    assert _names(alba.page(f"/lists/{fair}")) == ["Gama", "Alfa", "Beta"]
    alba.send(f"/lists/{fair}/order", id=third, after=first)
    assert _names(alba.page(f"/lists/{fair}")) == ["Alfa", "Gama", "Beta"]
    assert alba.send(f"/lists/entries/{third}/note", note="Call <b>before</b> May").toast == "Note saved"
    assert "Call &lt;b&gt;before&lt;/b&gt; May" in alba.page(f"/lists/{fair}").html
    anew = alba.part(f"/lists/entries/{third}/row")
    assert (_names(anew), "Call &lt;b&gt;" in anew.html) == (["Gama"], True)
    away = alba.send(f"/lists/entries/{third}/remove")
    assert _names(alba.page(f"/lists/{fair}")) == ["Alfa", "Beta"]
    alba.send(away.signals["toast"]["undo_url"])
    assert _names(alba.page(f"/lists/{fair}")) == ["Alfa", "Gama", "Beta"]


def test_places_stay_apart_however_often_one_inserts(alba: Visitor, fair: UUID) -> None:
    for _turn in range(70):
        items = _items(alba.page(f"/lists/{fair}"))
        picked.place(alba.actor, fair, UUID(items[2]), UUID(items[0]))
    assert _names(alba.page(f"/lists/{fair}"))[0] == "Alfa"
    assert len(_names(alba.page(f"/lists/{fair}"))) == 3


def test_rows_go_on_where_they_ended(alba: Visitor, fair: UUID) -> None:
    found = picked.page(alba.actor, registry.get("deal"), fair, ("name",), limit=2)
    rest = picked.page(alba.actor, registry.get("deal"), fair, ("name",), after=found.following, limit=2)
    assert [each.row["name"] for each in (*found.entries, *rest.entries)] == ["Alfa", "Beta", "Gama"]
    assert rest.following == ""


def test_a_shared_list_shows_only_what_one_may_see(
    alba: Visitor, rosa: Visitor, fair: UUID, representative: Actor, make: Make
) -> None:
    assert rosa.page(f"/lists/{fair}").status == 404
    runner.update(alba.actor, "list", fair, {"audience": "everyone"})
    mine = make("deal", name="Of Rosa", by=representative)
    runner.create(alba.actor, "list_entry", {"list": str(fair), "record_id": str(mine)})
    shown = rosa.page(f"/lists/{fair}")
    assert _names(shown) == ["Of Rosa"]
    assert "3 more are on it that you may not see." in shown.words
    assert 'name="note"' not in shown.html
    [entry] = _items(shown)
    assert rosa.send(f"/lists/entries/{entry}/note", note="x").status == 403
    assert rosa.send(f"/lists/entries/{entry}/remove").status == 403
    assert rosa.send(f"/lists/{fair}/order", id=entry, after="").status == 403
    assert rosa.send(f"/lists/{fair}/add", ids=str(mine)).status == 403
    assert rosa.send("/deals/list", ids=str(mine), confirmed="1", list=str(fair)).status == 403
    assert _names(rosa.page(f"/lists/{fair}")) == ["Of Rosa"]


def test_a_record_that_is_gone_is_not_on_it(alba: Visitor, fair: UUID, deals: list[UUID]) -> None:
    runner.delete(alba.actor, "deal", deals[1])
    assert _names(alba.page(f"/lists/{fair}")) == ["Alfa", "Gama"]
    runner.restore(alba.actor, "deal", deals[1])
    assert _names(alba.page(f"/lists/{fair}")) == ["Alfa", "Beta", "Gama"]


def test_an_empty_list_teaches_and_takes_what_is_found(alba: Visitor, deals: list[UUID]) -> None:
    made = runner.create(alba.actor, "list", {"name": "Fair", "object": "deals"}).record.pk
    assert "Nothing is on this list yet" in alba.page(f"/lists/{made}").words
    assert alba.send(f"/lists/{made}/add", ids=str(deals[0])).toast == "1 added to “Fair”"
    assert _names(alba.page(f"/lists/{made}")) == ["Alfa"]
    assert "Fair" in alba.page("/lists").words


def test_favourites_stand_in_the_sidebar_in_their_own_order(alba: Visitor, rosa: Visitor, fair: UUID) -> None:
    view = runner.create(alba.actor, "view", {"name": "Big ones", "object": "deals"}).record.pk
    alba.send(f"/deals/view/{view}/favourite")
    alba.send("/deals/view/my-open/favourite")
    alba.send(f"/lists/{fair}/favourite")
    part = _favourites(alba.page("/"))
    assert [name for _id, name in part] == ["Big ones", "My open deals", "Fair"]
    assert alba.send("/favourites/move", id=part[2][0], after="").status == 204
    assert [name for _id, name in _favourites(alba.page("/deals"))] == ["Fair", "Big ones", "My open deals"]
    assert _favourites(rosa.page("/deals")) == []
    alba.send(f"/deals/view/{view}/favourite")
    assert [name for _id, name in _favourites(alba.page("/deals"))] == ["Fair", "My open deals"]
    runner.delete(alba.actor, "list", fair)
    assert [name for _id, name in _favourites(alba.page("/deals"))] == ["My open deals"]


def _favourites(shown: Shown) -> list[tuple[str, str]]:
    found = re.search(r'<t-order data-url="/favourites/move">.*?</t-order>', shown.html, re.DOTALL)
    return re.findall(r'data-item="([^"]*)".*?<span>(.*?)</span>', found[0], re.DOTALL) if found else []


def test_administrators_do_not_see_what_is_private(rosa: Visitor, make_actor: MakeActor) -> None:
    made = runner.create(rosa.actor, "list", {"name": "Mine", "object": "deals"}).record.pk
    assert Visitor(make_actor("administrator", name="Alba")).page(f"/lists/{made}").status == 404


def test_what_is_merged_stays_on_its_lists_once(alba: Visitor, fair: UUID, deals: list[UUID], make: Make) -> None:
    twin = make("deal", name="Alfa too", amount="10")
    other = runner.create(alba.actor, "list", {"name": "Other", "object": "deals"}).record.pk
    for whole in (fair, other):
        runner.create(alba.actor, "list_entry", {"list": str(whole), "record_id": str(twin)})
    merging.merge(alba.actor, "deal", deals[0], [twin])
    assert _names(alba.page(f"/lists/{fair}")) == ["Alfa", "Beta", "Gama"]
    assert _names(alba.page(f"/lists/{other}")) == ["Alfa"]
