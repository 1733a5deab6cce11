"""What is in the trash is deleted for good by administrators, who are told what goes."""

from __future__ import annotations

from tests.visitors import Make, Visitor
from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor


def _there(name: str, record_id: object) -> bool:
    return bool(registry.get(name).model._default_manager.filter(pk=record_id).exists())


def test_an_administrator_deletes_for_good_what_is_in_the_trash(
    alba: Visitor, administrator: Actor, make: Make
) -> None:
    first, second = make("deal", name="Acme <b>"), make("deal", name="GTX Pro")
    for each in (first, second):
        runner.delete(administrator, "deal", each)
    page = alba.page("/trash/deals").html
    assert f'hx-post="/deals/{first}/delete" hx-vals=\'{{"purge": "1"}}\'' in page
    assert "“Acme &lt;b&gt;” is deleted for good" in page
    assert "“GTX Pro” is deleted for good" in alba.page(f"/deals/{second}").html
    done = alba.send(f"/deals/{first}/delete", purge="1")
    assert (done.status, done.goes_to) == (204, "/trash/deals")
    assert "was deleted for good" in alba.page("/trash/deals").html
    assert (_there("deal", first), _there("deal", second)) == (False, True)
    assert alba.page(f"/deals/{first}").status == 404


def test_what_is_not_in_the_trash_is_not_purged(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="GTX Pro")
    assert alba.send(f"/deals/{deal}/delete", purge="1").status == 404
    assert _there("deal", deal)


def test_others_are_neither_offered_it_nor_obeyed(rosa: Visitor, representative: Actor, make: Make) -> None:
    deal = make("deal", name="GTX Pro", by=representative)
    runner.delete(representative, "deal", deal)
    assert "for good" not in rosa.page("/trash/deals").words
    assert "for good" not in rosa.page(f"/deals/{deal}").words
    assert rosa.send(f"/deals/{deal}/delete", purge="1").status == 403
    assert _there("deal", deal)


def test_what_others_refer_to_stays_and_is_told_of(alba: Visitor, administrator: Actor, make: Make) -> None:
    currency = make("currency", code="EUR", name="Euro")
    make("currency_rate", currency=str(currency), starts_on="2026-01-01", rate="1.1")
    runner.delete(administrator, "currency", currency)
    refused = alba.send(f"/currencies/{currency}/delete", purge="1")
    assert refused.status == 409
    assert "Other records refer to EUR" in refused.words
    assert _there("currency", currency)
