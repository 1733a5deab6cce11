"""What tests of deals begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from trato.kernel.actions import runner
from trato.kernel.tenancy.actor import Actor
from trato.wings.sales.deal.model import Deal
from trato.wings.sales.pipeline.model import Stage

MakeDeal = Callable[..., Deal]


@pytest.fixture
def stages(organization: object) -> dict[str, Stage]:
    """The shipped stages by key."""
    return {str(each.key): each for each in Stage.objects.all()}


@pytest.fixture
def make_deal(administrator: Actor) -> MakeDeal:
    """`make_deal(name="…", …)`: a deal with those values, as it is stored."""

    def make(**values: Any) -> Deal:
        return fresh(runner.create(administrator, "deal", {"name": "Forklifts", **values}).record)

    return make


def fresh(deal: Any) -> Deal:
    """The deal as it is stored now."""
    return Deal.objects.get(pk=deal.pk)
