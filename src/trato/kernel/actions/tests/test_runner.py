"""The runner on the platform's own objects: what is stored, what is told, what is refused."""

from uuid import uuid4

import pytest

from trato.kernel.access.models import Team, User
from trato.kernel.access.policy import Denied
from trato.kernel.actions import runner
from trato.kernel.actions.undo import AlreadyUndone, undo
from trato.kernel.records import outside_keys
from trato.kernel.records.errors import Duplicate, Invalid, RecordNotFound, StaleVersion
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry, Outbox, Subject


def test_creating_stores_the_record_with_its_entry_subject_and_outbox_row(administrator: Actor) -> None:
    made = runner.create(administrator, "team", {"name": "  Central "})
    assert Team.objects.get(pk=made.record.pk).name == "Central"
    assert made.version == 1
    entry = Entry.objects.get(pk=made.entry)
    assert (entry.verb, entry.object, entry.title, entry.version) == ("create", "team", "Central", 1)
    assert entry.diff == {"name": [None, "Central"]}
    assert (entry.actor_id, entry.actor_name) == (administrator.id, "Alba")
    assert list(Subject.objects.values_list("record_id", "object")) == [(made.record.pk, "team")]
    assert list(Outbox.objects.values_list("entry_id", "pos")) == [(made.entry, None)]


def test_updating_remembers_before_and_after_with_the_names_of_links(administrator: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "East"}).record
    user = runner.create(administrator, "user", {"name": "Ana"}).record
    done = runner.update(administrator, "user", user.pk, {"team": str(team.pk), "name": "Ana Ruiz"}, expect=1)
    assert done.version == 2
    diff = Entry.objects.get(pk=done.entry).diff
    assert diff == {"name": ["Ana", "Ana Ruiz"], "team": [None, {"id": str(team.pk), "name": "East"}]}


def test_a_write_that_changes_nothing_leaves_no_trace(administrator: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "East"}).record
    done = runner.update(administrator, "team", team.pk, {"name": "East"})
    assert done.entry is None
    assert Team.objects.get(pk=team.pk).version == 1
    assert Entry.objects.count() == 1


def test_every_problem_is_named_and_nothing_is_written(administrator: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        runner.create(
            administrator, "user", {"email": "nobody", "team": str(uuid4()), "shoe": 43, "created_at": "2020-01-01"}
        )
    found = {(each.field, each.code) for each in refused.value.problems}
    assert found == {
        ("email", "invalid"),
        ("team", "not_found"),
        ("shoe", "unknown_field"),
        ("created_at", "readonly"),
        ("name", "required"),
    }
    assert not User.objects.filter(name="nobody").exists()
    assert not Entry.objects.exists()


def test_a_stale_version_writes_nothing(administrator: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "East"}).record
    runner.update(administrator, "team", team.pk, {"name": "West"}, expect=1)
    with pytest.raises(StaleVersion) as stale:
        runner.update(administrator, "team", team.pk, {"name": "South"}, expect=1)
    assert stale.value.current == 2
    assert Team.objects.get(pk=team.pk).name == "West"


def test_a_representative_cannot_touch_what_rights_hang_on(administrator: Actor, representative: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "East"}).record
    with pytest.raises(Denied):
        runner.create(representative, "team", {"name": "Mine"})
    with pytest.raises(Denied):
        runner.update(representative, "team", team.pk, {"name": "Mine"})
    with pytest.raises(Denied):
        runner.delete(representative, "team", team.pk)
    assert list(Team.objects.values_list("name", "version", "deleted_at")) == [("East", 1, None)]


def test_an_equal_unique_value_is_a_duplicate(administrator: Actor) -> None:
    runner.create(administrator, "user", {"name": "Ana", "email": "Ana@Example.com"})
    with pytest.raises(Duplicate) as refused:
        runner.create(administrator, "user", {"name": "Other Ana", "email": "ana@example.COM"})
    assert refused.value.field == "email"
    assert not User.objects.filter(name="Other Ana").exists()


def test_trash_and_back(administrator: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "East"}).record
    runner.delete(administrator, "team", team.pk)
    with pytest.raises(RecordNotFound):
        runner.update(administrator, "team", team.pk, {"name": "West"})
    runner.restore(administrator, "team", team.pk)
    assert Team.objects.get(pk=team.pk).deleted_at is None
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == ["create", "delete", "restore"]


def test_undo_puts_back_what_nobody_changed_since_and_names_the_rest(administrator: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "East", "region": "NY"}).record
    change = runner.update(administrator, "team", team.pk, {"name": "West", "region": "LA"})
    runner.update(administrator, "team", team.pk, {"region": "SF"})
    assert change.entry
    rehearsal = undo(administrator, change.entry, dry_run=True)
    assert Team.objects.get(pk=team.pk).name == "West"
    done = undo(administrator, change.entry)
    assert rehearsal.conflicts == done.conflicts
    assert [(each["field"], each["now"]) for each in done.conflicts] == [("region", "SF")]
    found = Team.objects.get(pk=team.pk)
    assert (found.name, found.region, found.version) == ("East", "SF", 4)
    with pytest.raises(AlreadyUndone):
        undo(administrator, change.entry)


def test_undoing_a_creation_moves_it_to_the_trash(administrator: Actor) -> None:
    made = runner.create(administrator, "team", {"name": "East"})
    assert made.entry
    undo(administrator, made.entry)
    assert Team.objects.get(pk=made.record.pk).deleted_at is not None


def test_undo_puts_outside_keys_back_unless_another_has_them_by_now(administrator: Actor) -> None:
    old, new = [{"source": "erp", "key": "1"}], [{"source": "erp", "key": "2"}]
    team = runner.create(administrator, "team", {"name": "East", "external_ids": old}).record
    change = runner.update(administrator, "team", team.pk, {"external_ids": new}).entry
    assert change
    other = runner.create(administrator, "team", {"name": "West", "external_ids": old}).record
    assert [each["field"] for each in undo(administrator, change, dry_run=True).conflicts] == ["external_ids"]
    runner.update(administrator, "team", other.pk, {"external_ids": []})
    assert undo(administrator, change).conflicts == []
    assert outside_keys.read("team", [team.pk]) == {team.pk: old}


def test_a_creation_on_which_others_built_is_left_where_it_is(administrator: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "East"})
    person = runner.create(administrator, "user", {"name": "Ana Gil", "team": str(team.record.pk)})
    assert team.entry
    assert person.entry
    whole = {"object": "team", "id": str(team.record.pk), "field": "", "now": None, "before": None, "after": None}
    done = undo(administrator, team.entry)
    assert (done.entries, done.conflicts) == ([], [whole])
    assert Team.objects.get(pk=team.record.pk).deleted_at is None
    undo(administrator, person.entry)
    assert undo(administrator, team.entry).conflicts == []
    assert Team.objects.get(pk=team.record.pk).deleted_at is not None
