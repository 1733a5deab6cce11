"""Values changed in place: saved, refused with what was typed, never over somebody else's."""

import re
from typing import Any

import pytest

from tests.fixtures import MakeActor
from tests.visitors import Make, Visitor
from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.tenancy.actor import Actor, as_system


def _value(actor: Actor, deal: object, name: str) -> Any:
    return listing.get(actor, registry.get("deal"), deal, (name,))[name]


def _before(html: str) -> str:
    found = re.search(r'name="before" value="([^"]*)"', html)
    assert found
    return found[1].replace("&quot;", '"')


def test_a_cell_is_edited_and_its_row_comes_back(alba: Visitor, administrator: Actor, make: Make) -> None:
    deal = make("deal", name="Alfa", amount="100")
    editor = alba.part(f"/deals/{deal}/cell/amount")
    assert 'class="cell-editor"' in editor.html
    assert 'value="100"' in editor.html
    saved = alba.send(
        f"/deals/{deal}/cell/amount", amount="1,250.50", before=_before(editor.html), fields="name,amount"
    )
    assert saved.status == 200
    assert saved.html.startswith(f'<tr data-id="{deal}"')
    assert re.findall(r'data-field="(\w+)"', saved.html) == ["name", "amount"]
    assert "$1,250.50" in saved.words
    assert saved.toast == "Amount saved"
    assert saved.signals["toast"]["undo_url"].startswith("/timeline/")


def test_what_cannot_be_read_stays_beside_its_error(alba: Visitor, administrator: Actor, make: Make) -> None:
    deal = make("deal", name="Alfa", amount="100")
    refused = alba.send(f"/deals/{deal}/cell/amount", amount="lots")
    assert refused.status == 422
    assert 'value="lots"' in refused.html
    assert 'aria-invalid="true"' in refused.html
    assert "Enter an amount of money." in refused.words
    assert str(_value(administrator, deal, "amount").amount) == "100.00"


def test_nothing_changed_says_nothing(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Alfa", amount="100")
    answer = alba.send(f"/deals/{deal}/cell/amount", amount="100", fields="name")
    assert (answer.status, answer.toast) == (200, "")


def test_two_who_edit_the_same_field_choose(alba: Visitor, administrator: Actor, make: Make) -> None:
    deal = make("deal", name="Alfa", next_step="Call")
    before = _before(alba.part(f"/deals/{deal}/cell/next_step").html)
    alba.send(f"/deals/{deal}/field/next_step", next_step="Theirs")
    asked = alba.send(f"/deals/{deal}/cell/next_step", next_step="Mine", before=before, fields="name")
    assert asked.status == 409
    assert 'class="conflict"' in asked.html
    for word in ("Mine", "Theirs", "Call"):
        assert word in asked.words
    assert _value(administrator, deal, "next_step") == "Theirs"
    settled = alba.send(
        f"/deals/{deal}/cell/next_step", next_step="Mine", before=_before(asked.html), base=before, choose="mine"
    )
    assert settled.status == 204
    assert list(settled.signals)[:2] == ["toast", "conflict:settled"]
    assert _value(administrator, deal, "next_step") == "Mine"


@pytest.mark.parametrize(("choose", "value"), [("theirs", "Theirs"), ("base", "Call")])
def test_their_value_or_the_one_before(
    alba: Visitor, administrator: Actor, make: Make, choose: str, value: str
) -> None:
    deal = make("deal", name="Alfa", next_step="Theirs")
    answer = alba.send(
        f"/deals/{deal}/cell/next_step", next_step="Mine", before='"Theirs"', base='"Call"', choose=choose
    )
    assert answer.status == 204
    assert _value(administrator, deal, "next_step") == value


def test_another_field_changed_meanwhile_is_no_conflict(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Alfa", amount="100")
    before = _before(alba.part(f"/deals/{deal}/cell/amount").html)
    alba.send(f"/deals/{deal}/field/next_step", next_step="Call")
    assert alba.send(f"/deals/{deal}/cell/amount", amount="5", before=before, version="1").status == 200


def test_a_field_of_a_verb_runs_it(alba: Visitor, administrator: Actor, make: Make) -> None:
    deal = make("deal", name="Alfa")
    stages = alba.part("/options/stage?q=nego").html
    stage = re.search(r'data-value="([^"]*)"', stages)
    assert stage
    assert alba.send(f"/deals/{deal}/cell/stage", stage=stage[1], fields="name,stage").status == 200
    assert "moved" in alba.page(f"/deals/{deal}").words


def test_the_record_page_gets_all_its_rows_back(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Alfa")
    saved = alba.send(f"/deals/{deal}/field/next_step", next_step="Call <Ana>")
    assert saved.status == 200
    assert "Call &lt;Ana&gt;" in saved.html
    assert {"name", "stage", "next_step", "updated_at"} <= set(re.findall(r'data-field="(\w+)"', saved.html))
    assert saved.signals["trato:record"] == {"id": str(deal)}


@pytest.mark.parametrize("name", ["created_at", "weighted", "shoe", "id", "custom", "owner_id"])
def test_what_is_computed_or_unknown_is_not_edited(alba: Visitor, make: Make, name: str) -> None:
    deal = make("deal", name="Alfa")
    assert alba.part(f"/deals/{deal}/cell/{name}").status == 400
    assert alba.send(f"/deals/{deal}/cell/{name}", **{name: "x"}).status == 400


def test_rights_are_asked_for_each_value(
    alba: Visitor, rosa: Visitor, make_actor: MakeActor, administrator: Actor, make: Make
) -> None:
    deal = make("deal", name="Alfa", amount="1")
    reader = Visitor(make_actor("read-only", name="Leo"))
    for somebody, status in ((rosa, 404), (reader, 403)):
        for place in ("cell", "field"):
            assert somebody.part(f"/deals/{deal}/{place}/amount").status == status
            assert somebody.send(f"/deals/{deal}/{place}/amount", amount="2").status == status
    assert str(_value(administrator, deal, "amount").amount) == "1.00"


def test_links_out_of_sight_stay_when_others_are_added(rosa: Visitor, make: Make, representative: Actor) -> None:
    hidden, mine = make("contact", name="Eva Paz"), make("contact", name="Ana Gil", by=representative)
    deal = make("deal", name="Alfa", by=representative)
    runner.update(as_system("who may link to both"), "deal", deal, {"contacts": [str(hidden)]})
    editor = rosa.part(f"/deals/{deal}/field/contacts").html
    assert re.findall(r'name="contacts" value="([^"]+)"', editor) == [str(hidden)]
    saved = rosa.send(f"/deals/{deal}/field/contacts", contacts=[str(hidden), str(mine)], before=_before(editor))
    assert saved.status == 200
    assert [each.to.name for each in _value(representative, deal, "contacts")] == ["Eva Paz", "Ana Gil"]
    secret = make("contact", name="Secret One")
    refused = rosa.send(f"/deals/{deal}/field/contacts", contacts=[str(hidden), str(secret)])
    assert refused.status == 422
    assert ("Eva Paz" in refused.words, "Secret One" in refused.html) == (True, False)
    assert [each.to.name for each in _value(representative, deal, "contacts")] == ["Eva Paz", "Ana Gil"]


def test_a_form_that_comes_back_keeps_what_something_was_about(
    rosa: Visitor, make: Make, representative: Actor
) -> None:
    hidden, secret = make("deal", name="Theirs"), make("deal", name="Secret")
    note = make("note", body="x", by=representative)
    about = [{"object": "deals", "id": str(hidden)}]
    runner.update(as_system("who may link to both"), "note", note, {"about": about})
    refused = rosa.send(f"/notes/{note}/field/about", about=[f"deals:{hidden}", f"deals:{secret}"])
    assert refused.status == 422
    assert "Theirs" in refused.html
    assert "Secret" not in refused.html
