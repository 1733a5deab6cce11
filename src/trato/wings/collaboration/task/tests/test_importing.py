"""Tasks, activities and notes out of files: tied to records by name or outside key, followed and told of."""

from __future__ import annotations

from typing import Any

from trato.kernel.actions import runner
from trato.kernel.exchange.tests.conftest import Bring, _own_files, bring
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline import feed
from trato.wings.collaboration.activity.model import Activity
from trato.wings.collaboration.note.model import Note
from trato.wings.collaboration.task.model import Task
from trato.wings.directory.account.model import Account
from trato.wings.sales.public import Deal

__all__ = ["_own_files", "bring"]

COLUMNS = {
    "task": {"to": "name"},
    "due": {"to": "due_at"},
    "state": {"to": "status"},
    "deal": {"to": "about_deals", "match": "name", "missing": "reject"},
    "customer": {"to": "about_accounts", "match": "external_ids.legacy", "missing": "reject"},
}


def mapping(**columns: Any) -> dict[str, Any]:
    return {"mode": "create", "date_order": "YMD", "columns": columns}


def test_they_are_tied_by_name_and_by_outside_key(bring: Bring, administrator: Actor) -> None:
    keys = [{"source": "legacy", "key": "C-1"}]
    account = runner.create(administrator, "account", {"name": "Acme", "external_ids": keys}).record.pk
    other = runner.create(administrator, "account", {"name": "Other"}).record.pk
    deal = runner.create(administrator, "deal", {"name": "Big", "account": str(other)}).record.pk
    content = (
        "task,due,state,deal,customer\nCall,2030-05-06,open,Big,\nWrite,2020-05-06 10:30,done,,C-1\nLost,,,Nowhere,\n"
    )
    found = bring("task", content, mapping(**COLUMNS))
    assert found.counts == (2, 0, 0, 1)
    assert [(each.name, each.status, each.completed_at is not None) for each in Task.objects.order_by("name")] == [
        ("Call", "open", False),
        ("Write", "done", True),
    ]
    assert Deal.objects.get(pk=deal).next_activity == "Call"
    assert Account.objects.get(pk=other).next_activity == "Call"
    assert Account.objects.get(pk=account).last_activity_at is not None
    told = feed.of_record(administrator, registry.get("account"), other)
    assert ("task", "create") in [(each.object, each.verb) for each in told]


def test_activities_and_notes_come_as_well(bring: Bring, administrator: Actor) -> None:
    runner.create(administrator, "contact", {"name": "Ana Gil"})
    columns = {"kind": {"to": "kind"}, "when": {"to": "starts_at"}, "who": {"to": "about_contacts", "match": "name"}}
    found = bring(
        "activity", "kind,when,who\nLlamada,2020-05-06 10:30,Ana Gil\nmeeting,2030-05-06,\n", mapping(**columns)
    )
    assert found.counts == (2, 0, 0, 0), found.report
    assert [(each.kind, each.name, each.status) for each in Activity.objects.order_by("kind")] == [
        ("call", "Call", "done"),
        ("meeting", "Meeting", "planned"),
    ]
    noted = bring("note", "text,who\nFirst <b>line</b>,Ana Gil\n", mapping(text={"to": "body"}, who=columns["who"]))
    assert noted.counts == (1, 0, 0, 0)
    assert Note.objects.get().label == "First <b>line</b>"
