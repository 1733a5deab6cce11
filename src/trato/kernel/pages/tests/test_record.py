"""The page of one record: who it is, what happened, what belongs to it, and what may be done."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.fixtures import MakeActor
from tests.visitors import Make, Visitor
from trato.kernel.objects import registry
from trato.kernel.records.models import Merged
from trato.kernel.tenancy.actor import Actor


def test_head_fields_story_and_related(alba: Visitor, make: Make) -> None:
    account = make("account", name="Acme", employees=2822)
    make("deal", name="GTX Pro", amount="4821", account=str(account))
    words = alba.page(f"/accounts/{account}").words
    for each in (
        "Acme",
        "Employees",
        "2,822",
        "Owner: Alba",
        "Alba created this account",
        "Deals 1",
        "GTX Pro",
        "$4,821",
    ):
        assert each in words, each


def test_the_story_is_told_in_sentences(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="GTX Pro", next_step="Call")
    alba.send(f"/deals/{deal}/field/next_step", next_step="Write")
    alba.send(f"/deals/{deal}/actions/lose", lost_reason="price")
    words = alba.page(f"/deals/{deal}").words
    for each in (
        "Alba lost this deal",
        "Alba changed a field of this deal",
        "Next step Call Write",
        "Lost reason empty Price",
    ):
        assert each in words, each


def test_what_happens_to_a_deal_is_on_its_accounts_story(alba: Visitor, make: Make) -> None:
    account = make("account", name="Acme")
    make("deal", name="GTX Pro", account=str(account))
    assert "Alba created GTX Pro" in alba.page(f"/accounts/{account}").words


def test_an_entry_can_be_taken_back_from_the_story(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="GTX Pro", next_step="Call")
    alba.send(f"/deals/{deal}/field/next_step", next_step="Write")
    undo = re.search(r'hx-post="(/timeline/[^"]*/undo)[?]ask=1"', alba.page(f"/deals/{deal}").html)
    assert undo
    done = alba.send(undo[1])
    assert (done.status, done.toast) == (204, "Undone")
    assert {"trato:record", "trato:refresh"} <= set(done.signals)
    assert "took a change of this deal back" in alba.page(f"/deals/{deal}").words
    again = alba.send(undo[1])
    assert again.status == 409
    assert "already" in again.words


def test_an_undo_leaves_later_changes_alone_and_says_so(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="GTX Pro", next_step="Call")
    first = alba.send(f"/deals/{deal}/field/next_step", next_step="Write").signals["toast"]["undo_url"]
    alba.send(f"/deals/{deal}/field/next_step", next_step="Wait")
    done = alba.send(first)
    assert done.toast == "Not undone: it was changed or used since"
    assert "Wait" in alba.part(f"/deals/{deal}/fields").words


def test_older_entries_are_fetched(alba: Visitor, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trato.kernel.ui.story.PAGE", 2)
    deal = make("deal", name="GTX Pro")
    for step in ("One", "Two", "Three"):
        alba.send(f"/deals/{deal}/field/next_step", next_step=step)
    html, steps = alba.page(f"/deals/{deal}").html, []
    while True:
        steps += re.findall(r"<ins>(\w+)</ins>", html)
        older = re.search(r'hx-get="([^"]*timeline[^"]*)"', html)
        if not older:
            break
        html = alba.part(older[1].replace("&amp;", "&")).html
    assert steps == ["Three", "Two", "One"]
    assert 'class="day"' not in html


def test_only_what_makes_sense_and_is_allowed_is_offered(alba: Visitor, make_actor: MakeActor, make: Make) -> None:
    deal = make("deal", name="GTX Pro")
    head = alba.page(f"/deals/{deal}").html
    assert f"/deals/{deal}/actions/win" in head
    assert f"/deals/{deal}/actions/reopen" not in head
    assert f"/deals/{deal}/delete" in head
    reader = Visitor(make_actor("read-only", name="Leo")).page(f"/deals/{deal}")
    assert reader.status == 200
    for each in ("actions/win", "actions/move", "/delete", "data-editable", "/new?"):
        assert each not in reader.html, each


def test_records_of_others_do_not_exist(rosa: Visitor, make: Make, representative: Actor) -> None:
    hidden, own = make("account", name="Hidden"), make("account", name="Own", by=representative)
    make("deal", name="Secret deal", account=str(own))
    for path in ("", "/around", "/fields", "/timeline", "/row", "/neighbours"):
        part = rosa.part(f"/accounts/{hidden}{path}")
        assert "Hidden" not in part.html
        assert part.status == (200 if path == "/neighbours" else 404), path
    shown = rosa.page(f"/accounts/{own}")
    assert shown.status == 200
    assert "Secret deal" not in shown.html
    assert rosa.page(f"/accounts/{uuid4()}").status == 404


def test_a_deleted_record_offers_its_way_back(alba: Visitor, rosa: Visitor, make: Make) -> None:
    deal = make("deal", name="GTX Pro")
    gone = alba.send(f"/deals/{deal}/delete")
    assert gone.goes_to == "/deals"
    assert "Deal moved to the trash" in alba.page("/deals").html
    assert "Deal moved to the trash" not in alba.page("/deals").html
    assert "GTX Pro is in the trash" in alba.page(f"/deals/{deal}").words
    assert rosa.page(f"/deals/{deal}").status == 404
    assert "GTX Pro" in alba.page("/trash").words
    assert "GTX Pro" not in rosa.page("/trash").words
    assert rosa.send(f"/deals/{deal}/restore").status == 404
    assert alba.send(f"/deals/{deal}/restore").goes_to == f"/deals/{deal}"
    assert alba.page(f"/deals/{deal}").status == 200


def test_beside_it_in_the_list_it_was_opened_from(alba: Visitor, make: Make) -> None:
    ids = {name: make("deal", name=name, amount=amount) for name, amount in (("A", "3"), ("B", "1"), ("C", "2"))}
    links = re.findall(
        r'href="(/deals[^"]*)"', alba.part(f"/deals/{ids['C']}/neighbours?in=%2Fdeals%3Fsort%3Damount").html
    )
    assert [link.split("?")[0] for link in links] == [f"/deals/{ids['B']}", f"/deals/{ids['A']}"]
    assert "in=%2Fdeals%3Fsort%3Damount" in links[0]
    page = alba.page(f"/deals/{ids['C']}?in=https://evil.example/deals").html
    assert "evil.example" not in page


def test_around_tells_the_fields_that_they_are_old(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="GTX Pro")
    answer = alba.part(f"/deals/{deal}/around")
    assert answer.signals["trato:changed"] == {"object": "deals", "id": str(deal), "version": 1}
    assert answer.html.count('hx-swap-oob="true"') == 5


def test_a_merged_address_leads_to_the_survivor(alba: Visitor, make: Make) -> None:
    kept, gone = make("account", name="Acme"), uuid4()
    Merged.objects.create(id=gone, object="account", survivor_id=kept)
    moved = alba.page(f"/accounts/{gone}")
    assert (moved.status, moved.goes_to) == (308, f"/accounts/{kept}")


@pytest.mark.parametrize(("role", "most"), [("administrator", 12), ("representative", 18)])
def test_statements_do_not_grow_with_what_is_shown(
    visit: Callable[[Actor | None], Visitor], make_actor: MakeActor, make: Make, role: str, most: int
) -> None:
    """Whoever sees only their own takes some more: what hangs on other records is asked of each object at hand."""
    visitor = visit(make_actor(role, name="Eva"))
    account = make("account", by=visitor.actor, name="Acme")
    counts = []
    for number in range(4):
        make("deal", by=visitor.actor, name=f"Deal {number}", account=str(account))
        name = {"given": "Ana", "family": f"Ruiz {number}"}
        make("contact", by=visitor.actor, name=name, accounts=[str(account)])
        with CaptureQueriesContext(connection) as statements:
            assert visitor.page(f"/accounts/{account}").status == 200
        counts.append(len(statements))
    _cold, *warm = counts
    assert len(set(warm)) == 1, counts
    assert max(counts) <= most, counts


def test_a_customer_is_one_because_somebody_won_a_deal(alba: Visitor, rosa: Visitor, make: Make) -> None:
    account = make("account", name="Acme")
    deal = make("deal", name="GTX Pro", account=str(account))
    alba.send(f"/deals/{deal}/actions/win")
    entry = registry.get("account").model._default_manager.values_list("customer_entry", flat=True).get(pk=account)
    for page in (alba.page(f"/accounts/{account}"), alba.page("/accounts?columns=name,customer_entry")):
        assert str(entry) not in page.words
    page = alba.page(f"/accounts/{account}")
    assert f'Alba</b> won <a href="/deals/{deal}">GTX Pro</a>' in page.html
    assert "Customer because Alba won GTX Pro" in page.words
    assert "Customer since" in page.words
    assert str(entry) not in alba.page("/").words
