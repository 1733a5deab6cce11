"""A job over many deals that is cut off goes on where it was, and does nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection

from trato.kernel.actions import runner
from trato.kernel.bulk import job as bulk_job
from trato.kernel.bulk import running as bulk
from trato.kernel.bulk import sets
from trato.kernel.jobs import running
from trato.kernel.jobs.models import Job
from trato.kernel.objects import registry
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry, Subject
from trato.lib.sql import Sql
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


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("deal", {"next_step": "Call", "source": "referral"}),
        ("deal", {"owner": None, "expected_close": "2026-12-01"}),
        ("lead", {"industry": "retail", "score": None}),
        ("account", {"employees": 7, "owner": "me"}),
    ],
)
def test_one_statement_for_all_does_what_one_run_for_each_does(
    administrator: Actor, representative: Actor, monkeypatch: pytest.MonkeyPatch, name: str, values: dict[str, Any]
) -> None:
    if "owner" in values:
        values = {**values, "owner": str(representative.id)}
    account = runner.create(administrator, "account", {"name": "Acme"}).record.pk
    made = [
        runner.create(administrator, name, {"name": each, **({"account": str(account)} if name == "deal" else {})})
        for each in ("A", "B")
    ]
    told = []
    for number, outcome in enumerate(made):
        if number:
            monkeypatch.setattr(sets, "plan", lambda *_given: None)
        chosen = ListQuery(narrow=Sql("a.id = %s", (outcome.record.pk,)))
        done = bulk.run(administrator, name, "update", values, chosen)
        again = bulk.run(administrator, name, "update", values, chosen)
        assert (done.done, done.same, again.done, again.same) == (1, 0, 0, 1)
        entry = Entry.objects.get(cause_id=done.entry, object=name)
        concerned = set(Subject.objects.filter(entry_id=entry.pk).values_list("object", "record_id"))
        row = registry.get(name).model._default_manager.get(pk=outcome.record.pk)
        told.append(
            (entry.verb, entry.diff, entry.version, row.version, row.owner_id, row.team_id,
             {(each, one if one != outcome.record.pk else None) for each, one in concerned})
        )  # fmt: skip
    assert told[0] == told[1]
