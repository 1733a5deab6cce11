"""How long a deal stood in each stage, from its entries."""

from datetime import timedelta

from django.utils import timezone

from tests.visitors import Visitor
from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute
from trato.kernel.timeline import history
from trato.wings.sales.deal.tests.conftest import MakeDeal
from trato.wings.sales.pipeline.model import Stage


def test_time_in_each_stage(administrator: Actor, make_deal: MakeDeal, stages: dict[str, Stage]) -> None:
    deal = make_deal()
    moved = runner.perform(administrator, "deal.move", deal.pk, {"stage": str(stages["negotiation"].pk)})
    won = runner.perform(administrator, "deal.win", deal.pk)
    for entry, days in ((moved.entry, 6), (won.entry, 2)):
        execute("UPDATE entry SET at = %s WHERE id = %s", [timezone.now() - timedelta(days=days, minutes=5), entry])
    begun = timezone.now() - timedelta(days=16, minutes=10)
    execute("UPDATE entry SET at = %s WHERE record_id = %s AND verb = 'create'", [begun, deal.pk])

    spans = history.of_field(registry.get("deal"), deal.pk, "stage")
    assert [each.lasted(timezone.now()).days for each in spans] == [10, 4, 2]
    assert [each.until is None for each in spans] == [False, False, True]
    words = Visitor(administrator).page(f"/deals/{deal.pk}").words
    assert words.count("Time in each stage") == 1
    for line in ("Prospecting 10 d", "Negotiation 4 d", "Won 2 d"):
        assert line in words


def test_what_was_passed_through_at_once_is_left_out(
    administrator: Actor, make_deal: MakeDeal, stages: dict[str, Stage]
) -> None:
    deal = make_deal(stage=str(stages["negotiation"].pk))
    spans = history.of_field(registry.get("deal"), deal.pk, "stage")
    assert [each.value["name"] for each in spans if isinstance(each.value, dict)] == ["Negotiation"]
