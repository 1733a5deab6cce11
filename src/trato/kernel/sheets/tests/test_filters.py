"""The filter as a sentence, the menus that build it, and the lists that pickers choose from."""

import json
import re

import pytest

from tests.visitors import Make, Shown, Visitor
from trato.kernel.tenancy.actor import Actor


def _paths(shown: Shown) -> list[str]:
    return re.findall(r'class="chip" data-path="([\d.]+)"', shown.html)


def _filter(alba: Visitor, condition: object) -> Shown:
    return alba.part(f"/deals?filter={json.dumps(condition)}")


def test_chips_stand_where_their_conditions_do(alba: Visitor) -> None:
    shown = _filter(
        alba,
        {
            "all": [
                {"field": "amount", "op": "gte", "value": 1000},
                {"any": [{"field": "type", "op": "in", "value": ["renewal"]}, {"field": "next_step", "op": "empty"}]},
                {"field": "contacts", "op": "related", "where": {"field": "role", "op": "is", "value": "user"}},
            ]
        },
    )
    assert _paths(shown) == ["0", "1.0", "1.1", "2"]
    assert "Amount ≥ $1,000 and Type is Renewal or Next step has no value" in shown.words
    held = re.search(r'name="filter" value="([^"]*)"', shown.html)
    assert held
    assert "renewal" in held[1]


def test_records_in_chips_are_named_only_to_those_who_see_them(alba: Visitor, rosa: Visitor, make: Make) -> None:
    account = str(make("account", name="Hidden Corp"))
    asked = {"field": "account", "op": "in", "value": [account]}
    assert "Hidden Corp" in _filter(alba, asked).words
    shown = _filter(rosa, asked)
    assert shown.status == 200
    assert "Hidden Corp" not in shown.html


def test_fields_are_found_by_their_synonyms(alba: Visitor) -> None:
    assert 'data-field="amount"' in alba.part("/deals/filter/fields?q=importe").html
    assert 'data-field="stage"' not in alba.part("/deals/filter/fields?q=importe").html
    through = alba.part("/deals/filter/fields?through=account").html
    assert 'data-field="account.industry"' in through
    mine = re.search(r"data-condition=\"([^\"]*)\"", alba.part("/deals/filter/fields?q=owner").html)
    assert mine
    assert json.loads(mine[1].replace("&quot;", '"')) == {"field": "owner", "op": "is", "value": {"var": "me"}}


@pytest.mark.parametrize(
    ("field", "op", "shape", "holds"),
    [
        ("amount", "gte", "number", 'type="number"'),
        ("amount", "between", "between", 'name="from"'),
        ("type", "in", "list", 'value="renewal"'),
        ("stage", "in", "list", "Negotiation"),
        ("account", "in", "list", "/options/account"),
        ("account", "is", "text", "/options/account"),
        ("expected_close", "within", "json", "last 30 days"),
        ("expected_close", "gte", "text", 'type="date"'),
        ("next_step", "contains", "text", 'name="value"'),
        ("next_step", "empty", "none", "<form"),
        ("account.industry", "in", "list", "<form"),
        ("contacts", "not_empty", "none", "<form"),
        ("contacts", "empty", "none", "<form"),
        ("external_ids.erp", "is", "text", 'name="value"'),
        ("external_ids.erp", "starts", "text", 'name="value"'),
        ("external_ids", "in", "list", "data-free"),
        ("name", "in", "list", "data-free"),
    ],
)
def test_each_field_has_a_form_for_its_values(alba: Visitor, field: str, op: str, shape: str, holds: str) -> None:
    shown = alba.part(f"/deals/filter/value?part=value&field={field}&op={op}")
    assert shown.status == 200
    assert f'data-shape="{shape}"' in shown.html
    assert holds in shown.html


def test_a_value_that_was_chosen_is_shown_again(alba: Visitor, make: Make) -> None:
    account = str(make("account", name="Acme"))
    link = alba.part(f'/deals/filter/value?part=value&field=account&op=in&value=["{account}"]').html
    assert "Acme" in link
    assert f'value="{account}"' in link
    period = alba.part(
        '/deals/filter/value?part=value&field=expected_close&op=within&value={"next":45,"unit":"day"}'
    ).html
    assert "the next 45 days" in period


def test_keys_of_other_systems_are_offered_and_found(alba: Visitor, make: Make) -> None:
    for number in (1, 2):
        make("account", name=f"Acme {number}", external_ids=[{"source": 'e"rp', "key": f"A-{number}"}])
    menu = alba.part("/accounts/filter/fields?q=outside").html
    assert re.findall(r'data-field="([^"]*)"', menu) == ["external_ids", "external_ids.e&quot;rp"]
    assert 'data-field="account.external_ids"' in alba.part("/deals/filter/fields?through=account").html
    verbs = alba.part("/accounts/filter/value?part=op&field=external_ids&op=is").html
    assert re.findall(r'data-op="([^"]*)"', verbs) == ["is", "is_not", "starts", "not_empty", "empty"]
    condition = {"field": 'external_ids.e"rp', "op": "is", "value": "A-2"}
    shown = alba.part(f"/accounts?filter={json.dumps(condition)}")
    assert "Outside key (e&quot;rp) is A-2" in shown.words
    assert ("Acme 2" in shown.words, "Acme 1" in shown.words) == (True, False)


def test_a_list_of_words_is_shown_again(alba: Visitor) -> None:
    for field in ("name", "external_ids"):
        shown = alba.part(f'/accounts/filter/value?part=value&field={field}&op=in&value=["Acme","Other"]').html
        assert re.findall(r'name="value" value="([^"]*)"', shown) == ["Acme", "Other", ""]


def test_verbs_keep_a_value_that_fits(alba: Visitor) -> None:
    html = alba.part("/deals/filter/value?part=op&field=amount&op=gte").html
    assert re.search(r'data-op="lte" data-keep', html)
    assert not re.search(r'data-op="between" data-keep', html)
    assert not re.search(r'data-op="empty" data-keep', html)


@pytest.mark.parametrize(
    "query", ["part=value&field=shoe&op=is", "part=op&field=", "part=value&field=amount&op=gte&value={"]
)
def test_menus_of_nothing_are_refused(alba: Visitor, query: str) -> None:
    assert alba.part(f"/deals/filter/value?{query}").status == 400


def test_pickers_find_what_one_may_see(alba: Visitor, rosa: Visitor, make: Make, representative: Actor) -> None:
    make("account", name="Ácme Norte")
    make("account", name="Acme 100%", by=representative)
    make("account", name="Other")
    assert re.findall(r'data-label="([^"]*)"', alba.part("/options/account?q=acme").html) == ["Acme 100%", "Ácme Norte"]
    assert re.findall(r'data-label="([^"]*)"', alba.part("/options/account?q=%25").html) == ["Acme 100%"]
    assert re.findall(r'data-label="([^"]*)"', rosa.part("/options/account?q=acme").html) == ["Acme 100%"]
    assert alba.part("/options/shoe").status == 404
