"""A verb over many deals at once leaves them as the verb over each of them does: indistinguishable, but for ids and
moments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from trato.kernel.actions import runner, undo
from trato.kernel.bulk import running
from trato.kernel.bulk.tests.twins import Twin, Twins, compare
from trato.kernel.records.models import Currency, CurrencyRate
from trato.kernel.tenancy.actor import Actor, Grant, Reach
from trato.kernel.timeline.models import Entry
from trato.wings.directory.models import Account
from trato.wings.sales.deal.model import Deal, StageChange
from trato.wings.sales.pipeline.model import Stage

Stages = dict[str, Stage]
_READS_ALL = Grant(create=Reach.ALL, read=Reach.ALL, update=Reach.OWN, delete=Reach.OWN)
VERBS: list[tuple[str, dict[str, str]]] = [
    ("move", {"stage": "negotiation"}),
    ("move", {"stage": "prospecting"}),
    ("move", {"stage": "won"}),
    ("move", {"stage": "won", "closed_on": "2021-05-05"}),
    ("move", {"stage": "lost"}),
    ("move", {"stage": "lost", "lost_reason": "competitor"}),
    ("win", {}),
    ("win", {"closed_on": "2021-05-05"}),
    ("lose", {"lost_reason": "competitor"}),
    ("lose", {"lost_reason": "competitor", "closed_on": "2025-05-05"}),
    ("reopen", {}),
]


def history(ids: list[UUID]) -> list[Any]:
    changes = StageChange.objects.filter(deal_id__in=ids).order_by("deal_id", "at", "id")
    return list(changes.values_list("deal_id", "left__key", "stage__key"))


@pytest.fixture
def twins(administrator: Actor, representative: Actor, stages: Stages) -> Twins:
    """Deals of every sort, those that a verb refuses among them, twice."""
    partners = runner.create(administrator, "pipeline", {"name": "Partners"}).record.pk
    elsewhere = Stage.objects.get(pipeline_id=partners, name="Prospecting")
    for code, begun, rate in (("EUR", 2020, "1.1"), ("EUR", 2024, "1.235"), ("GBP", 2024, "1.3")):
        currency, _made = Currency.objects.get_or_create(code=code, defaults={"name": code})
        CurrencyRate.objects.create(currency=currency, starts_on=date(begun, 1, 1), rate=Decimal(rate))
    made = Twin(administrator, "deal", history), Twin(administrator, "deal", history)
    for each in made:
        _fill(each, representative, {**stages, "elsewhere": elsewhere})
    return made


def _fill(twin: Twin, somebody: Actor, stages: Stages) -> None:
    acme, globex = (twin.make("account", name, name=name) for name in ("Acme", "Globex"))
    ana = twin.make("contact", "Ana", name="Ana Gil", accounts=[{"id": acme}])
    usual = {"account": acme, "contacts": [ana], "next_step": "Call"}

    def deal(name: str, stage: str = "", **values: Any) -> str:
        placed = {"stage": str(stages[stage].pk)} if stage else {}
        return twin.make("deal", name, **{"name": name, **usual, **placed, **values})

    deal("plain")
    deal("same account again", amount="1000.50")
    deal("bare", account=globex, contacts=[], next_step=None)
    deal("alone", account=None, contacts=[])
    deal("by hand", probability="55", owner=None)
    deal("euros", amount={"amount": "99.99", "currency": "EUR"})
    deal("pounds", amount={"amount": "10", "currency": "GBP"})
    deal("not begun", opened_on=str(timezone.now().date() + timedelta(days=9)))
    deal("begun long ago", opened_on="2021-01-01")
    deal("of another way", "elsewhere")
    deal("given away", owner=str(somebody.id))
    deal("further", "negotiation")
    given_up = deal("further by hand", "negotiation", probability="41")
    runner.update(twin.actor, "deal", UUID(given_up), {"lost_reason": "price"})
    deal("won", "won", closed_on="2026-01-02", opened_on="2026-01-01")
    deal("lost", "lost", closed_on="2026-01-02", lost_reason="price")
    late = deal("lost later", "negotiation", probability="77")
    runner.perform(twin.actor, "deal.lose", UUID(late), {"lost_reason": "timing"})
    line = {"deal": deal("with a line"), "name": "Thing", "price": "12", "quantity": 2}
    runner.create(twin.actor, "deal_line", line)
    runner.delete(twin.actor, "deal", UUID(deal("in the trash")))


def every_verb(actor: Actor, twins: Twins, stages: Stages, patch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """Of each of `VERBS`: how many deals it changed, left as they were, refused, and how many it took one by one."""
    found: list[tuple[int, ...]] = []
    for verb, values in VERBS:
        placed = {"stage": str(stages[values["stage"]].pk)} if "stage" in values else {}
        found.append(compare(actor, twins, verb, {**values, **placed}, patch))
    return found


def test_all_at_once_is_as_one_by_one(
    administrator: Actor, twins: Twins, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert every_verb(administrator, twins, stages, monkeypatch) == [
        (15, 2, 0, 3), (6, 11, 0, 3), (15, 1, 1, 3), (13, 0, 4, 5), (1, 2, 14, 14), (14, 2, 1, 3),
        (13, 0, 4, 4), (12, 0, 5, 5), (13, 0, 4, 4), (13, 0, 4, 4), (3, 0, 14, 15),
    ]  # fmt: skip


def test_it_is_where_stages_ask_for_fields(
    administrator: Actor, twins: Twins, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    Stage.objects.update(required=["next_step", "contacts", "gone"])
    assert every_verb(administrator, twins, stages, monkeypatch) == [
        (13, 2, 2, 5), (6, 11, 0, 3), (13, 1, 3, 5), (11, 0, 6, 7), (1, 2, 14, 14), (12, 2, 3, 5),
        (11, 0, 6, 6), (10, 0, 7, 7), (11, 0, 6, 6), (11, 0, 6, 6), (3, 0, 14, 15),
    ]  # fmt: skip


def test_it_is_for_who_may_change_some_of_them(
    representative: Actor, twins: Twins, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = replace(representative, grants={"*": _READS_ALL})
    theirs = ("given away", "euros", "further", "won", "lost later", "not begun")
    Deal.objects.filter(name__in=theirs).update(owner_id=representative.id)
    assert every_verb(actor, twins, stages, monkeypatch) == [
        (5, 1, 11, 2), (3, 3, 11, 2), (4, 1, 12, 2), (4, 0, 13, 3), (0, 1, 16, 5), (4, 1, 12, 2),
        (3, 0, 14, 3), (3, 0, 14, 3), (3, 0, 14, 3), (3, 0, 14, 3), (2, 0, 15, 5),
    ]  # fmt: skip


@pytest.mark.parametrize("most", [1000, 2])
@pytest.mark.parametrize(("verb", "values"), [("move", {"stage": "negotiation"}), ("win", {}), ("reopen", {})])
def test_however_large_it_is_undone_as_if_it_had_never_been(
    administrator: Actor,
    twins: Twins,
    stages: Stages,
    monkeypatch: pytest.MonkeyPatch,
    verb: str,
    values: dict[str, str],
    most: int,
) -> None:
    monkeypatch.setattr(undo, "MAX_CAUSED", most)
    _ones, all_ = twins
    placed = {"stage": str(stages[values["stage"]].pk)} if values else {}
    all_.ids.remove(next(one for one, name in all_.names.items() if name == "won"))  # it unmakes a customer
    before = stored(Deal, all_), stored(Account, all_)
    done = running.run(administrator, "deal", verb, placed, all_.chosen)
    assert stored(Deal, all_) != before[0]
    undone = undo.in_parts(administrator, done.entry)
    assert undone.conflicts == []
    assert (stored(Deal, all_), stored(Account, all_)) == before
    assert StageChange.objects.filter(deal_id__in=all_.ids, at__lt=timezone.now()).count() == len(history(all_.ids))
    last = {one: stage for one, _left, stage in history(all_.ids)}
    assert last == dict(Deal.objects.filter(pk__in=all_.ids).values_list("pk", "stage__key"))


def stored(model: type[Deal | Account], twin: Twin) -> list[dict[str, Any]]:
    kept = [each.attname for each in model._meta.concrete_fields if not each.name.startswith(("version", "updated"))]
    return list(model.objects.filter(pk__in=[*twin.names]).order_by("pk").values(*kept))


def test_a_customer_knows_which_deal_made_it_one(administrator: Actor, twins: Twins) -> None:
    _ones, all_ = twins
    done = running.run(administrator, "deal", "win", {}, all_.chosen)
    globex = next(one for one, name in all_.names.items() if name == "Globex")
    bare = Entry.objects.get(cause_id=done.entry, title="bare")
    assert Account.objects.get(pk=globex).customer_entry == str(bare.pk)
    assert Entry.objects.get(record_id=globex, verb="update").cause_id == bare.pk
