"""Saved views in the pages: opening, changing, saving, sharing, and what becomes of one whose field is gone."""

import json
import re
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.visitors import Make, Shown, Visitor
from trato.kernel.actions import custom_fields, runner
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor

BIG = {"field": "amount", "op": "gte", "value": 200}


def _names(shown: Shown) -> list[str]:
    return re.findall(r'<th class="first" scope="row".*?<a href="[^"]*">(.*?)</a>', shown.html)


def _tabs(shown: Shown) -> list[str]:
    found = re.search(r'<nav class="tabs".*?</nav>', shown.html, re.DOTALL)
    return re.findall(r"</svg>([^<]*)</a>", found[0])


def _current(shown: Shown) -> str:
    return re.search(r'<nav class="tabs".*?aria-current="page"><svg.*?</svg>([^<]*)</a>', shown.html, re.DOTALL)[1]


@pytest.fixture
def deals(make: Make) -> None:
    for name, amount in (("Beta", "300"), ("Alfa", "100"), ("Gama", "200")):
        make("deal", name=name, amount=amount)


def _save(actor: Actor, **values: object) -> UUID:
    given = {"name": "Big ones", "object": "deals", "filter": BIG, "sort": "amount", **values}
    return runner.create(actor, "view", given).record.pk


def test_a_link_opens_the_view_and_its_tab_is_the_current_one(alba: Visitor, deals: None) -> None:
    view = _save(alba.actor)
    assert alba.page(f"/deals/view/{view}").goes_to == f"/deals?view={view}"
    shown = alba.page(f"/deals?view={view}")
    assert _names(shown) == ["Gama", "Beta"]
    assert _current(shown) == "Big ones"
    assert {"All", "My open deals", "Big ones"} <= set(_tabs(shown))
    assert "Deals where Amount ≥ $200" in shown.words
    assert "Changed" not in shown.words


def test_a_view_without_right_to_it_is_a_clear_page(alba: Visitor, rosa: Visitor) -> None:
    view = _save(alba.actor)
    for path in (f"/deals/view/{view}", f"/deals?view={view}", "/deals/view/shoe", f"/deals/view/{UUID(int=1)}"):
        shown = rosa.page(path)
        assert shown.status == 404
        assert "does not exist, or you may not see it" in shown.words


def test_save_as_makes_a_view_of_what_is_shown(alba: Visitor, deals: None) -> None:
    asked = urlencode({"filter": json.dumps(BIG), "sort": "-amount", "group": "stage", "kind": "table"})
    assert "Save as a view" in alba.part(f"/deals/view-new?{asked}").words
    empty = alba.send(f"/deals/view-new?{asked}", name="")
    assert (empty.status, "Enter a value." in empty.words) == (422, True)
    answer = alba.send(f"/deals/view-new?{asked}", name="Large", audience="everyone", folder="Weekly")
    assert answer.status == 204
    shown = alba.page(alba.page(answer.goes_to).goes_to)
    assert _current(shown) == "Large"
    assert _names(shown) == ["Beta", "Gama"]
    assert 'class="group"' in shown.html
    assert "Weekly" in shown.words


def test_changes_are_told_saved_and_discarded(alba: Visitor, deals: None) -> None:
    view = _save(alba.actor)
    changed = alba.page(f"/deals?view={view}&sort=-amount")
    assert _names(changed) == ["Beta", "Gama"]
    for words in ("Changed", "Save", "Save as…", "Discard"):
        assert words in changed.words
    everything = alba.page(f"/deals?view={view}&filter={{}}")
    assert _names(everything) == ["Alfa", "Gama", "Beta"]
    assert alba.send(f"/deals/view-save?view={view}&sort=-amount&kind=table").goes_to == f"/deals/view/{view}"
    assert _names(alba.page(f"/deals?view={view}")) == ["Beta", "Gama"]
    alba.send(f"/deals/columns?view={view}", fields=["source"])
    assert "Changed" in alba.page(f"/deals?view={view}").words
    assert alba.send(f"/deals/view-discard?view={view}").goes_to == f"/deals?view={view}"
    assert "Changed" not in alba.page(f"/deals?view={view}").words


def test_columns_are_each_persons_own_until_saved(alba: Visitor, rosa: Visitor, deals: None) -> None:
    view = _save(alba.actor, audience="everyone", columns=["name", "amount"])
    heads = r'<th scope="col" data-type="\w+" data-field="(\w+)"'
    alba.send(f"/deals/columns?view={view}", fields=["stage", "source"])
    assert re.findall(heads, alba.page(f"/deals?view={view}").html) == ["stage", "source"]
    runner.create(rosa.actor, "deal", {"name": "Of Rosa", "amount": "500"})
    assert re.findall(heads, rosa.page(f"/deals?view={view}").html) == ["amount"]
    assert "source" not in re.findall(heads, alba.page("/deals?view=all").html)
    alba.send(f"/deals/view-save?view={view}&kind=table")
    assert re.findall(heads, rosa.page(f"/deals?view={view}").html) == ["stage", "source"]


def test_only_those_who_may_are_offered_to_save(alba: Visitor, rosa: Visitor) -> None:
    view = _save(alba.actor, audience="everyone")
    runner.create(rosa.actor, "deal", {"name": "Of Rosa", "amount": "500"})
    shown = rosa.page(f"/deals?view={view}&sort=-amount")
    assert "Save as…" in shown.words
    assert "view-save" not in shown.html
    assert "Delete the view" not in shown.words
    assert rosa.send(f"/deals/view-save?view={view}&sort=-amount").status == 403
    assert rosa.send(f"/deals/view/{view}/delete").status == 403
    assert alba.page(f"/deals?view={view}").status == 200


def test_what_opens_first_for_a_role(alba: Visitor, rosa: Visitor) -> None:
    role = registry.get("role").model._default_manager.get(key="representative")
    view = _save(alba.actor, name="Ours", audience="role", role=str(role.pk))
    runner.create(rosa.actor, "deal", {"name": "Small", "amount": "1"})
    runner.create(rosa.actor, "deal", {"name": "Large", "amount": "900"})
    assert _names(rosa.page("/deals")) == ["Large"]
    assert _current(rosa.page("/deals")) == "Ours"
    assert sorted(_names(rosa.page("/deals?view=all"))) == ["Large", "Small"]
    assert _current(alba.page("/deals")) == "All"
    assert f"/deals?view={view}" in rosa.page("/deals?view=all").html


def test_a_view_over_a_field_that_is_gone_opens_without_it_and_is_mended(alba: Visitor, deals: None) -> None:
    spec = registry.get("deal")
    custom_fields.make(alba.actor, spec, {"kind": "text", "label": "Tier"})
    gone = {"field": "x_tier", "op": "is", "value": "gold"}
    view = _save(
        alba.actor, filter={"all": [BIG, gone]}, sort="x_tier,amount", columns=["x_tier", "stage"], group_by=["x_tier"]
    )
    assert "x_tier" in alba.page(f"/deals?view={view}").html
    custom_fields.remove(alba.actor, registry.get("deal"), "x_tier")
    shown = alba.page(f"/deals?view={view}")
    assert shown.status == 200
    assert "A part of this view is no more It is shown without: x_tier." in shown.words
    assert _names(shown) == ["Gama", "Beta"]
    assert alba.send(f"/deals/view-save?view={view}&kind=table").status == 204
    mended = alba.page(f"/deals?view={view}")
    assert "no more" not in mended.words
    assert _names(mended) == ["Gama", "Beta"]


def test_deleting_is_undone(alba: Visitor) -> None:
    view = _save(alba.actor)
    answer = alba.send(f"/deals/view/{view}/delete")
    assert answer.goes_to == "/deals"
    assert alba.page(f"/deals/view/{view}").status == 404
    runner.restore(alba.actor, "view", view)
    assert alba.page(f"/deals/view/{view}").status == 302


def test_a_saved_view_costs_one_statement_more(alba: Visitor, deals: None) -> None:
    view = _save(alba.actor)
    for path, most in (("/deals", 5), (f"/deals?view={view}", 6), ("/deals?view=my-open", 6)):
        with CaptureQueriesContext(connection) as statements:
            assert alba.page(path).status == 200
        assert len(statements) <= most, (path, [each["sql"][:120] for each in statements])


def test_search_words_of_a_view_narrow_it_and_can_be_taken_out(alba: Visitor, deals: None) -> None:
    view = _save(alba.actor, filter=None, q="gama")
    shown = alba.page(f"/deals?view={view}")
    assert _names(shown) == ["Gama"]
    assert "with the words gama" in shown.words
    away = re.search(r'<a class="remove" href="([^"]*)"', shown.html)[1].replace("&amp;", "&")
    assert sorted(_names(alba.page(away))) == ["Alfa", "Beta", "Gama"]
    assert "1 deal" in shown.words


def test_pulling_a_column_tells_that_the_view_changed(alba: Visitor, deals: None) -> None:
    body = json.dumps({"columns": [{"field": "name", "width": 300}, {"field": "stage", "width": None}]})
    given = {"content_type": "application/json", "headers": {"HX-Request": "true"}}
    told = Shown(alba.client.post("/deals/columns?view=my-open", body, **given))
    assert "Changed" in told.words
    assert "Save as…" in told.words


def test_the_record_page_and_the_palette_offer_lists(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Alfa")
    assert f"/deals/list?ids={deal}" in alba.page(f"/deals/{deal}").html
    assert f"/deals/list?ids={deal}" in alba.part(f"/palette?q=add+to&object=deals&id={deal}").html
    assert "Add 1 to a list" in alba.part(f"/deals/list?ids={deal}").words


def test_an_export_has_the_columns_of_its_view(alba: Visitor, deals: None) -> None:
    view = _save(alba.actor, columns=["name", "source"])
    shown = alba.page(f"/deals?view={view}")
    assert f"/deals/export?view={view}" in shown.html
    asked = alba.send(f"/deals/export?view={view}", all="1", filter="")
    assert f'hx-post="/deals/export?view={view}"' in asked.html
    assert "data-bulk-all" in shown.html
    assert "data-bulk-all" not in alba.page("/deals?q=alfa").html


def test_a_view_that_was_stored_wrong_opens_all_the_same(alba: Visitor, deals: None) -> None:
    view = _save(alba.actor)
    wrong = {"filter": ["x"], "columns": {"a": 1}, "group_by": "stage", "kind": "moon", "chart": {"group_by": 7}}
    registry.get("view").model._default_manager.filter(pk=view).update(**wrong)
    assert alba.page(f"/deals/view/{view}").goes_to == f"/deals?view={view}"
    assert len(_names(alba.page(f"/deals?view={view}"))) == 3
    assert alba.page("/deals").status == 200
