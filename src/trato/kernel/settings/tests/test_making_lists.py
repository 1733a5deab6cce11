"""What an organization works with is made on its pages: teams, pipelines, stages, currencies, rates, roles."""

from __future__ import annotations

import pytest

from tests.visitors import Visitor
from trato.kernel.access.models import Role
from trato.kernel.records.models import Currency

LISTS = ["teams", "roles", "pipelines", "stages", "currencies", "currency_rates"]


@pytest.mark.parametrize("plural", LISTS)
def test_each_list_offers_a_new_one_to_administrators_only(alba: Visitor, rosa: Visitor, plural: str) -> None:
    assert f'hx-get="/{plural}/new' in alba.page(f"/{plural}").html
    assert f'hx-get="/{plural}/new' not in rosa.page(f"/{plural}").html
    drawer = alba.part(f"/{plural}/new")
    assert drawer.status == 200
    assert "<form" in drawer.html


def test_a_currency_and_its_rate_are_entered(alba: Visitor) -> None:
    assert alba.send("/currencies/new", code="eur", name="Euro").status == 204
    euro = Currency.objects.get(code="EUR")
    sent = alba.send("/currency_rates/new", currency=str(euro.pk), starts_on="2026-01-01", rate="1.08")
    assert sent.status == 204
    page = alba.page(sent.goes_to).words
    assert "1.08" in page
    assert "is worth in the base currency" in alba.part("/currency_rates/new").words


def test_a_role_is_made_like_the_one_that_is_shown(alba: Visitor, rosa: Visitor) -> None:
    manager = Role.objects.get(key="manager")
    assert 'name="new"' in alba.page(f"/settings/roles/{manager.pk}").html
    sent = alba.send(f"/settings/roles/{manager.pk}", new="Partner")
    made = Role.objects.get(name="Partner")
    assert sent.goes_to == f"/settings/roles/{made.pk}"
    assert (made.grants, made.is_administrator, made.key) == (manager.grants, False, None)
    assert alba.send(f"/settings/roles/{manager.pk}", new="Partner").status == 422
    assert rosa.send(f"/settings/roles/{manager.pk}", new="Mine").status == 403


@pytest.mark.usefixtures("organization")
def test_a_role_made_from_the_list_lets_its_people_see_something(alba: Visitor) -> None:
    assert alba.send("/roles/new", name="Partner").status == 204
    assert Role.objects.get(name="Partner").grants == Role.objects.get(key="representative").grants
