"""Rows are only put on records that the actor may change, where that is what the link does."""

from dataclasses import replace

import pytest

from trato.kernel.actions import runner
from trato.kernel.exchange.tests.conftest import Bring, columns, count
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.errors import Invalid
from trato.kernel.tenancy.actor import Actor, Grant, Reach

LINES = {"mode": "create", **columns(deal="deal", name="name", price="price")}
READS_ALL = Grant(create=Reach.ALL, read=Reach.ALL, update=Reach.OWN, delete=Reach.OWN)


@pytest.fixture
def reader(representative: Actor) -> Actor:
    """Somebody who sees all deals and changes their own."""
    return replace(representative, grants={"*": READS_ALL})


def test_a_file_of_lines_leaves_deals_alone_that_the_actor_only_reads(
    bring: Bring, administrator: Actor, reader: Actor
) -> None:
    others = runner.create(administrator, "deal", {"name": "Others"}).record
    own = runner.create(reader, "deal", {"name": "Own", "owner": str(reader.id)}).record
    found = bring("deal_line", f"deal,name,price\nOthers,Fork,5\n{others.pk},Fork,5\nOwn,Fork,7\n", LINES, actor=reader)
    assert found.counts == (1, 0, 0, 2)
    assert found.reasons == [("deal", "not_found", 2)]
    deal = registry.get("deal")
    amounts = [listing.get(administrator, deal, each.pk, ("amount",))["amount"] for each in (others, own)]
    assert [each and int(each.amount) for each in amounts] == [None, 7]


@pytest.mark.parametrize("by", ["id", "match"])
def test_a_line_is_only_put_on_a_deal_that_the_actor_may_change(administrator: Actor, reader: Actor, by: str) -> None:
    others = runner.create(administrator, "deal", {"name": "Others"}).record
    own = runner.create(reader, "deal", {"name": "Own", "owner": str(reader.id)}).record
    pairs = ((others, "Others"), (own, "Own"))
    named = {each: {"id": str(each.pk)} if by == "id" else {"match": {"name": name}} for each, name in pairs}
    made = runner.create(reader, "deal_line", {"deal": named[own], "name": "Fork"}).record
    with pytest.raises(Invalid) as refused:
        runner.create(reader, "deal_line", {"deal": named[others], "name": "Fork"})
    assert [(each.field, each.code) for each in refused.value.problems] == [("deal", "not_found")]
    with pytest.raises(Invalid):
        runner.update(reader, "deal_line", made.pk, {"deal": named[others]})
    assert count("deal_line") == 1
