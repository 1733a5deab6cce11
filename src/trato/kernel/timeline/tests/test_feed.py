"""Everything that happened lately: what an actor may see of it, in order, and how far back it looks."""

import re
from typing import Any

import pytest
from django.db import connection

from trato.kernel.actions import runner
from trato.kernel.objects import registry
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
    read = [int(rows) for plan in plans for rows in re.findall(r" on entry \(actual rows=(\d+)", plan)]
    assert sum(read) == 100
    assert not [plan for plan in plans if "Sort" in plan]


def test_what_lies_behind_much_of_others_is_still_found(administrator: Actor, representative: Actor) -> None:
    runner.create(representative, "account", {"name": "Mine"})
    for number in range(7):
        runner.create(administrator, "account", {"name": f"Theirs {number}"})
    assert _titles(representative, limit=1) == ["Mine"]
    assert _titles(representative, limit=1, kinds=("update",)) == []


def test_a_record_tells_of_others_only_to_whoever_sees_those(administrator: Actor, representative: Actor) -> None:
    deal = runner.create(representative, "deal", {"name": "Hers"}).record
    about = [{"object": "deals", "id": str(deal.pk)}]
    for number in range(3):
        runner.create(administrator, "note", {"body": f"Private {number}", "about": about, "is_private": True})
    runner.create(administrator, "note", {"body": "For all", "about": about})
    spec = registry.get("deal")
    told = [each.title for each in feed.of_record(representative, spec, deal.pk, kinds=("create",))]
    assert told == ["For all", "Hers"]
    assert len(feed.of_record(administrator, spec, deal.pk, kinds=("create",))) == 5
    newest = feed.of_record(representative, spec, deal.pk, limit=1, kinds=("create",))
    older = feed.of_record(representative, spec, deal.pk, limit=1, before=newest[0].id, kinds=("create",))
    assert [each.title for each in [*newest, *older]] == ["For all", "Hers"]


def test_one_entry_is_as_its_record_is(administrator: Actor, representative: Actor, told: list[str]) -> None:
    theirs, hers = feed.everything(administrator, limit=2)
    assert feed.one(representative, theirs.id) is None
    assert feed.one(representative, hers.id) == hers
