"""The first page: what is due today and this week, of mine and nobody else's, ticked off where it stands."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.visitors import Make, Visitor
from trato.wings.collaboration.task.model import Task
from trato.wings.sales.public import Deal


def ahead(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def listed(page: Visitor, name: str, path: str = "/") -> str:
    """The words of one list."""
    found = re.search(rf'<section aria-label="{name}">(.*?)</section>', page.part(path).html, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split())


def test_tasks_due_and_overdue_stand_there_until_they_are_ticked(alba: Visitor, make: Make) -> None:
    account = make("account", name="Acme")
    make("task", name="Old", due_at=ahead(-1), about=[{"object": "accounts", "id": str(account)}])
    make("task", name="Due", due_at=ahead(0))
    make("task", name="Far", due_at=ahead(30))
    make("task", name="Whenever")
    assert listed(alba, "Tasks") == "Tasks 2 All Old Acme Yesterday Due Today"
    old = Task.objects.get(name="Old")
    done = alba.send(f"/tasks/{old.pk}/actions/complete")
    assert done.status == 204
    assert listed(alba, "Tasks") == "Tasks 1 All Due Today"
    alba.send(done.signals["toast"]["undo_url"])
    assert listed(alba, "Tasks").startswith("Tasks 2")


def test_it_is_mine_alone(alba: Visitor, rosa: Visitor, make: Make) -> None:
    make("task", name="Hers", due_at=ahead(0), owner=str(rosa.actor.id))
    assert listed(alba, "Tasks").startswith("Tasks 0")
    assert listed(rosa, "Tasks") == "Tasks 1 All Hers Today"


def test_meetings_lie_along_the_clock_also_those_one_is_invited_to(alba: Visitor, rosa: Visitor, make: Make) -> None:
    noon = datetime.now(UTC).replace(hour=12, minute=0)
    for name, people in (("Mine", []), ("Ours", [str(rosa.actor.id)])):
        make("activity", kind="meeting", name=name, starts_at=noon.isoformat(), duration="PT30M", people=people)
    make("activity", kind="email", name="Letter", starts_at=noon.isoformat())
    assert "Mine" in listed(alba, "Meetings and calls")
    assert "Letter" not in listed(alba, "Meetings and calls")
    assert "Ours" in listed(rosa, "Meetings and calls")
    assert "Mine" not in listed(rosa, "Meetings and calls")


def test_deals_that_close_or_stand_still(alba: Visitor, make: Make) -> None:
    make("deal", name="Soon", expected_close=ahead(3))
    make("deal", name="Month", expected_close=ahead(20))
    stale, planned = make("deal", name="Stale"), make("deal", name="Planned")
    make("task", name="Call", about=[{"object": "deals", "id": str(planned)}])
    Deal.objects.filter(pk__in=[stale, planned]).update(created_at=datetime.now(UTC) - timedelta(days=60))
    assert "Soon" in listed(alba, "Closing soon")
    assert "Month" not in listed(alba, "Closing soon")
    assert "Month" in listed(alba, "Closing soon", "/?span=week")
    assert listed(alba, "Standing still") == "Standing still 1 All Stale Plan a step"


def test_lists_are_capped_and_lead_to_all(alba: Visitor, make: Make) -> None:
    for number in range(9):
        make("task", name=f"Task {number}", due_at=ahead(0))
    html = alba.part("/").html
    assert html.count('aria-label="Done: Task') == 7
    address = re.search(r'href="(/tasks\?filter=[^"]*)"', html)
    assert address
    assert alba.page(address[1].replace("&amp;", "&")).words.count("Task 8") == 1


def test_it_takes_few_statements(alba: Visitor, make: Make) -> None:
    make("task", name="x", due_at=ahead(0))
    make("lead", company="Acme")
    make("deal", name="Soon", expected_close=ahead(3))
    alba.part("/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        alba.part("/")
    statements = [each["sql"] for each in asked.captured_queries if each["sql"].lstrip("(").startswith("SELECT")]
    assert len(statements) <= 10, statements
