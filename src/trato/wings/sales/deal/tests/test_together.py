"""Two people and one deal: the second is told, and nothing is overwritten or told twice."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from trato.kernel.access import accounts, actors
from trato.kernel.actions import runner
from trato.kernel.records.errors import StaleVersion
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.models import Organization
from trato.kernel.timeline.models import Entry
from trato.wings.sales.deal.model import Deal, StageChange
from trato.wings.sales.pipeline.model import Stage


@pytest.fixture
def own_organization(transactional_db: None) -> Iterator[Organization]:
    """An organization whose transactions really commit; dropped afterwards."""
    made = organizations.create("Together")
    yield made
    organizations.drop(made)


def test_two_people_drag_one_deal_at_once(own_organization: Organization) -> None:
    with scope.enter(own_organization):
        actor = actors.of_user(accounts.ensure_administrator("a@example.com").pk)
        deal = runner.create(actor, "deal", {"name": "Acme", "amount": 100}).record
        negotiation, won = Stage.objects.get(key="negotiation"), Stage.objects.get(key="won")
    gate = threading.Barrier(2)
    fates: list[str] = []

    def drag(stage: Stage) -> None:
        try:
            with scope.enter(own_organization):
                gate.wait()
                runner.perform(actor, "deal.move", deal.pk, {"stage": str(stage.pk)}, expect=1)
                fates.append(stage.key or "")
        except StaleVersion:
            fates.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=drag, args=(stage,)) for stage in (negotiation, won)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scope.enter(own_organization):
        found = Deal.objects.select_related("stage").get(pk=deal.pk)
        assert sorted(fates) == sorted(["stale", found.stage.key])
        assert found.version == 2
        assert Entry.objects.filter(record_id=deal.pk, verb="move").count() == 1
        assert StageChange.objects.filter(deal=found).count() == 2
