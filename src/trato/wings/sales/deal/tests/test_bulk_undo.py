"""A large change of owner taken back gives the lines back with their deals."""

import pytest

from tests.fixtures import MakeActor
from trato.kernel.actions import runner, undo
from trato.kernel.bulk import running
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.deal.model import DealLine


@pytest.mark.parametrize("most", [1000, 0], ids=["by rows", "set-based"])
def test_lines_go_back_with_their_deals(
    administrator: Actor, make_actor: MakeActor, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(undo, "MAX_CAUSED", most)
    alba, rosa = make_actor("representative", name="Alba"), make_actor("representative", name="Rosa")
    deal = runner.create(alba, "deal", {"name": "Forklifts"}).record.pk
    runner.create(alba, "deal_line", {"deal": str(deal), "name": "Bolt", "price": 10})
    done = running.run(administrator, "deal", "update", {"owner": str(rosa.id)}, ListQuery())
    assert DealLine.objects.get().owner_id == rosa.id
    assert undo.undo(administrator, done.entry).conflicts == []
    assert DealLine.objects.get().owner_id == alba.id
