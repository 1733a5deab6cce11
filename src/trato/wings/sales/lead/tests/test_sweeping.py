"""A verb over many leads at once leaves them as the verb over each of them does."""

from __future__ import annotations

from uuid import UUID

import pytest

from trato.kernel.actions import runner
from trato.kernel.bulk.tests.twins import Twin, compare
from trato.kernel.tenancy.actor import Actor

VERBS: list[tuple[str, dict[str, str], tuple[int, ...]]] = [
    ("qualify", {}, (2, 0, 5, 5)),
    ("accept", {}, (3, 0, 4, 4)),
    ("disqualify", {"disqualified_reason": "spam"}, (5, 0, 2, 2)),
    ("reopen", {}, (1, 0, 6, 6)),
    ("move", {"status": "working"}, (5, 1, 1, 1)),
    ("move", {"status": "mql"}, (5, 1, 1, 1)),
    ("move", {"status": "sql", "disqualified_reason": "spam"}, (4, 2, 1, 1)),
    ("move", {"status": "disqualified"}, (1, 1, 5, 5)),
    ("move", {"status": "disqualified", "disqualified_reason": "spam"}, (5, 1, 1, 1)),
    ("move", {"status": "converted"}, (0, 1, 6, 6)),
]
"""With how many leads each changes, leaves as they are, refuses, and takes one by one."""


def _fill(twin: Twin) -> None:
    for status in ("new", "working", "mql", "sql"):
        lead = twin.make("lead", status, company=status, status=status)
        if status == "working":
            runner.update(twin.actor, "lead", UUID(lead), {"disqualified_reason": "no_fit"})
    again = twin.make("lead", "qualified before", company="before", status="mql")
    runner.perform(twin.actor, "lead.accept", UUID(again))
    out = twin.make("lead", "out", company="out")
    runner.perform(twin.actor, "lead.disqualify", UUID(out), {"disqualified_reason": "no_budget"})
    done = runner.perform(twin.actor, "lead.convert", UUID(twin.make("lead", "converted", company="done")))
    twin.names |= {UUID(each["id"]): name for name, each in done.data.items()}


@pytest.mark.parametrize(("verb", "values", "counts"), VERBS)
def test_all_at_once_is_as_one_by_one(
    administrator: Actor, monkeypatch: pytest.MonkeyPatch, verb: str, values: dict[str, str], counts: tuple[int, ...]
) -> None:
    twins = Twin(administrator, "lead"), Twin(administrator, "lead")
    for each in twins:
        _fill(each)
    assert compare(administrator, twins, verb, values, monkeypatch) == counts
