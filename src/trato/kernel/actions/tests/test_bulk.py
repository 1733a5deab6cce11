"""Many records at once: one that clashes holds nobody up, and what fails half-way says so."""

import pytest

from trato.kernel.access.models import Team, User
from trato.kernel.actions import bulk, bulk_job, runner
from trato.kernel.jobs import queue
from trato.kernel.objects import registry
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry
from trato.lib.sql import Sql


def test_a_record_that_clashes_is_skipped_with_the_reason(administrator: Actor) -> None:
    made = [runner.create(administrator, "user", {"name": name}).record.pk for name in ("Ana", "Eva")]
    chosen = ListQuery(narrow=Sql("a.id = ANY(%s::uuid[])", (made,)))
    done = bulk.run(administrator, "user", "update", {"email": "same@example.com"}, chosen)
    assert (done.done, done.skipped) == (1, 1)
    assert done.refused == [(made[1], "Another record has the same E-mail.")]
    assert User.objects.get(email="same@example.com").pk == made[0]
    told = Entry.objects.get(pk=done.entry).data
    assert (told["done"], told["skipped"], told["last"]) == (1, 1, str(made[1]))


def test_a_bulk_that_fails_keeps_what_it_did_and_says_so(administrator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [runner.create(administrator, "team", {"name": name}).record.pk for name in ("East", "West")]
    delete = runner.delete

    def fail(actor: Actor, name: str, record_id: object) -> object:
        if record_id == made[1]:
            raise ZeroDivisionError
        return delete(actor, name, made[0])

    monkeypatch.setattr(bulk, "CHUNK", 1)
    monkeypatch.setattr(runner, "delete", fail)
    with queue.inline():
        asked = bulk_job.asked(registry.get("team"), "delete", {}, ids=made)
        job = queue.start(administrator, bulk_job.KIND, asked)
    assert (job.state, job.total) == ("failed", 2)
    assert job.error == "Something went wrong. What was done until then stays done; the rest is unchanged."
    assert list(Team.objects.filter(deleted_at=None, pk__in=made).values_list("pk", flat=True)) == made[1:]
