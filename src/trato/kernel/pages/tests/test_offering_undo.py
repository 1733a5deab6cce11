"""Taking back is offered to those who may, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.fixtures import MakeActor
from tests.visitors import Make, Visitor
from trato.kernel.access.models import Role
from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline import feed
from trato.kernel.ui import undoable


def test_who_may_only_read_is_offered_nothing(
    alba: Visitor, make_actor: MakeActor, visit: Callable[[Actor | None], Visitor], make: Make
) -> None:
    deal = make("deal", name="Forklifts")
    assert "/undo?ask=1" in alba.page(f"/deals/{deal}").html
    page = visit(make_actor("read-only", name="Leo")).page(f"/deals/{deal}")
    assert "created this deal" in page.words
    assert "/undo" not in page.html


def test_one_who_sees_all_may_take_back_what_is_theirs_in_one_statement(
    administrator: Actor, make_actor: MakeActor, make: Make
) -> None:
    grants = {"*": {"read": "all", "create": "own", "update": "own", "delete": "none"}}
    Role.objects.create(name="Reader", key="reader", grants=grants)
    leo = make_actor("reader", name="Leo")
    mine, other = make("deal", name="Mine", by=leo), make("deal", name="Other")
    account = make("account", name="Acme", by=leo)
    changed = [
        runner.update(
            administrator, name, record, {"next_step": "Call"} if name == "deal" else {"website": "a.example"}
        )
        for name, record in (("deal", mine), ("deal", other), ("account", account))
    ]
    happened = feed.everything(leo)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = undoable.among(leo, happened)
    assert found == {changed[0].entry, changed[2].entry}
    assert len(asked) == 1


def test_what_was_deleted_may_come_back_by_those_who_may_delete(
    administrator: Actor, representative: Actor, make: Make
) -> None:
    deal = make("deal", name="Mine", by=representative)
    gone = runner.delete(administrator, "deal", deal).entry
    happened = feed.of_record(representative, registry.get("deal"), deal)
    assert gone in undoable.among(representative, happened)
