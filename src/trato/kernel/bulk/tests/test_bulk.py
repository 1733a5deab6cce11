"""Many records at once: one that clashes holds nobody up, and what fails half-way says so."""

from uuid import UUID

import pytest

from tests.fixtures import MakeActor
from trato.kernel.access.models import Team, User
from trato.kernel.actions import runner, undo
from trato.kernel.bulk import job as bulk_job
from trato.kernel.bulk import running as bulk
from trato.kernel.jobs import queue
from trato.kernel.objects import registry
from trato.kernel.records.errors import RecordNotFound
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


def test_records_whose_ids_come_from_outside_are_changed_too(administrator: Actor) -> None:
    team = Team.objects.create(id="ffffffff-0000-4000-8000-000000000001", name="Outside")
    done = bulk.run(administrator, "team", "update", {"name": "In"}, ListQuery(narrow=Sql("a.id = %s", (team.pk,))))
    assert (done.done, done.same, done.skipped) == (1, 0, 0)
    assert Team.objects.get(pk=team.pk).name == "In"


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


@pytest.mark.parametrize("most", [1000, 1])
def test_a_bulk_is_undone_once_however_large(administrator: Actor, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(undo, "MAX_CAUSED", most)
    made = [runner.create(administrator, "team", {"name": name}).record.pk for name in ("East", "West", "North")]
    done = bulk.run(administrator, "team", "delete", {}, ListQuery(narrow=Sql("a.id = ANY(%s::uuid[])", (made,))))
    told = Entry.objects.filter(cause_id=done.entry).earliest("id")
    undo.undo(administrator, told.pk)
    found = undo.undo(administrator, done.entry)
    assert len(found.entries) == (2 if most == 1000 else 1)
    assert Team.objects.filter(pk__in=made, deleted_at=None).count() == 3
    with pytest.raises(undo.AlreadyUndone):
        undo.undo(administrator, done.entry)


def test_what_caused_more_than_is_taken_back_at_once_is_taken_back_in_parts(
    administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "MAX_CAUSED", 1)
    monkeypatch.setattr(undo, "PART", 1)
    made = [runner.create(administrator, "team", {"name": name}).record.pk for name in ("East", "West")]
    done = bulk.run(administrator, "team", "delete", {}, ListQuery(narrow=Sql("a.id = ANY(%s::uuid[])", (made,))))
    with runner.because_of(Entry.objects.filter(cause_id=done.entry).latest("id").pk):
        runner.create(administrator, "team", {"name": "South"})
    with pytest.raises(undo.TooMany) as refused:
        undo.undo(administrator, done.entry)
    assert refused.value.count == 2
    assert not Team.objects.filter(pk__in=made, deleted_at=None).exists()

    undo.in_parts(administrator, done.entry, progress=lambda _done: False)
    assert list(Team.objects.filter(pk__in=made, deleted_at=None).values_list("pk", flat=True)) == made[1:]
    undo.in_parts(administrator, done.entry)
    assert Team.objects.filter(pk__in=made, deleted_at=None).count() == 2
    assert not Team.objects.filter(name="South", deleted_at=None).exists()
    with pytest.raises(undo.AlreadyUndone):
        undo.in_parts(administrator, done.entry)


@pytest.mark.parametrize("most", [1000, 1])
def test_who_may_not_take_back_the_whole_takes_back_nothing_of_it(
    administrator: Actor, make_actor: MakeActor, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """However large: neither does one's own record come back alone, nor is the undo of all the others used up."""
    monkeypatch.setattr(undo, "MAX_CAUSED", most)
    rosa = make_actor("representative", name="Rosa")
    made = [runner.create(by, "account", {"name": by.name}).record.pk for by in (administrator, administrator, rosa)]
    done = bulk.run(administrator, "account", "update", {"industry": "software"}, ListQuery())
    with pytest.raises(RecordNotFound):
        undo.undo(rosa, done.entry)
    assert _industries(made) == ["software"] * 3
    undo.undo(administrator, done.entry)
    assert _industries(made) == [None] * 3


@pytest.mark.parametrize("most", [1000, 1])
def test_what_was_given_away_since_stops_the_undo_of_ones_own_bulk(
    administrator: Actor, make_actor: MakeActor, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(undo, "MAX_CAUSED", most)
    rosa = make_actor("representative", name="Rosa")
    made = [runner.create(rosa, "account", {"name": name}).record.pk for name in ("East", "West")]
    done = bulk.run(rosa, "account", "update", {"industry": "software"}, ListQuery())
    runner.update(administrator, "account", made[0], {"owner": str(administrator.id)})
    with pytest.raises(RecordNotFound):
        undo.undo(rosa, done.entry)
    assert _industries(made) == ["software"] * 2
    runner.update(administrator, "account", made[0], {"owner": str(rosa.id)})
    undo.undo(rosa, done.entry)
    assert _industries(made) == [None] * 2


@pytest.mark.parametrize("most", [1000, 1])
def test_a_whole_is_undone_only_when_nothing_of_it_stands(
    administrator: Actor, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """What was changed since stays, and can be taken back once it is as the bulk left it."""
    monkeypatch.setattr(undo, "MAX_CAUSED", most)
    made = [runner.create(administrator, "account", {"name": name}).record.pk for name in ("A", "B", "C")]
    done = bulk.run(administrator, "account", "update", {"industry": "software"}, ListQuery())
    for one in made[:2]:
        runner.update(administrator, "account", one, {"industry": "retail"})
    assert len(undo.undo(administrator, done.entry).conflicts) == 2
    for one in made[:2]:
        runner.update(administrator, "account", one, {"industry": "software"})
    assert undo.undo(administrator, done.entry).conflicts == []
    assert _industries(made) == [None] * 3
    with pytest.raises(undo.AlreadyUndone):
        undo.undo(administrator, done.entry)


def _industries(ids: list[UUID]) -> list[str | None]:
    spec = registry.get("account")
    found = dict(spec.model._default_manager.filter(pk__in=ids).values_list("pk", "industry"))
    return [found[one] for one in ids]
