"""Everything that happened lately: what an actor may see of it, in order, and how far back it looks."""

import re
from typing import Any

import pytest
from django.db import connection

from trato.kernel.actions import runner
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline import feed


@pytest.fixture
def told(administrator: Actor, representative: Actor) -> list[str]:
    """Names of the representative's accounts, oldest first, each followed by one of somebody else."""
    names = ["First", "Second", "Third"]
    for name in names:
        runner.create(representative, "account", {"name": name})
        runner.create(administrator, "account", {"name": f"Not {name}"})
    return names


def _titles(actor: Actor, **asked: Any) -> list[str]:
    return [each.title for each in feed.everything(actor, **asked)]


def test_an_actor_reads_what_is_theirs_and_whoever_sees_all_reads_all(
    administrator: Actor, representative: Actor, told: list[str]
) -> None:
    assert _titles(representative) == ["Third", "Second", "First"]
    assert _titles(administrator) == ["Not Third", "Third", "Not Second", "Second", "Not First", "First"]


def test_pages_follow_each_other(representative: Actor, told: list[str]) -> None:
    first = feed.everything(representative, limit=2)
    assert [each.title for each in first] == ["Third", "Second"]
    assert _titles(representative, before=first[-1].id, limit=2) == ["First"]


def test_only_the_kinds_asked_for(representative: Actor, told: list[str]) -> None:
    assert _titles(representative, kinds=("update",)) == []
    assert _titles(representative, kinds=("create",)) == ["Third", "Second", "First"]


def test_no_page_looks_further_back_than_said(
    representative: Actor, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "REACH_BACK", 4)
    assert _titles(representative) == ["Third", "Second"]
    oldest = feed.everything(representative)[-1].id
    assert _titles(representative, before=oldest) == ["First"]


def test_who_sees_nothing_of_much_reads_no_more_than_the_newest_entries(
    representative: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "REACH_BACK", 100)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO entry (id, actor_name, actor_kind, verb, object, record_id, title, diff, data)"
            " SELECT uuidv7(), 'Import', 'user', 'create', 'account', uuidv7(), 'Of others', '{}', '{}'"
            " FROM generate_series(1, 5000)"
        )
        cursor.execute("ANALYZE entry")
    plans: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + sql, params, many, context)
        plans.append("\n".join(row[0] for row in context["cursor"].fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        assert _titles(representative) == []
    [plan] = plans
    assert re.findall(r" on entry \(actual rows=(\d+)", plan) == ["100"]
    assert "Sort" not in plan
