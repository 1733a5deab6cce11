"""A job over many deals that is cut off goes on where it was, and does nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection

from trato.kernel.actions import bulk, bulk_job, runner
from trato.kernel.jobs import running
from trato.kernel.jobs.models import Job
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry
from trato.wings.sales.deal.model import Deal
from trato.wings.sales.deal.tests.conftest import MakeDeal


def test_copying_many_deals_makes_one_copy_of_each_even_when_it_is_cut_off(
    administrator: Actor, make_deal: MakeDeal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abcde":
        make_deal(name=name)
    asked = bulk_job.asked(registry.get("deal"), "copy", {}, filter={})
    job = Job.objects.create(kind=bulk_job.KIND, actor_id=administrator.id, input=asked)
    perform, calls = runner.perform, []

    def cut_off(*given: Any) -> Any:
        calls.append(given)
        if len(calls) == 4:
            raise OperationalError("the worker is gone")
        return perform(*given)

    monkeypatch.setattr(bulk, "CHUNK", 2)
    monkeypatch.setattr(runner, "perform", cut_off)
    monkeypatch.setattr(connection, "close", lambda: None)
    with pytest.raises(running.Again):
        running.execute(job.pk, watch=lambda _job: None)
    assert Entry.objects.get(pk=job.pk).data["done"] == 2
    running.execute(job.pk, watch=lambda _job: None)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (Job.State.DONE, 5, 5)
    assert (job.result["entry"], job.result["done"], job.result["skipped"]) == (str(job.pk), 5, 0)
    copies = Deal.objects.filter(name__endswith=" (copy)").order_by("name")
    assert list(copies.values_list("name", flat=True)) == [f"{name} (copy)" for name in "abcde"]
    assert Entry.objects.filter(cause_id=job.pk, verb="copy").count() == 5
