"""Records that are the same as others: refused by whichever road they come, also when two come at once."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from trato.kernel.access import accounts, actors
from trato.kernel.actions import merging, runner, undo
from trato.kernel.actions.doubles import OnDuplicate
from trato.kernel.bulk import running as bulk
from trato.kernel.objects import registry
from trato.kernel.records.errors import Duplicate
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.tenancy.models import Organization

ANA = {"name": "Ana Gil", "emails": ["ana@acme.com"]}
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture
def own_organization(transactional_db: None) -> Iterator[Organization]:
    """An organization whose transactions really commit; dropped afterwards."""
    made = organizations.create("Doubles")
    yield made
    organizations.drop(made)


def test_of_two_created_at_once_one_waits_and_is_refused(own_organization: Organization) -> None:
    refused: list[Duplicate] = []
    with scope.enter(own_organization):
        actor = actors.of_user(accounts.ensure_administrator("a@example.com").pk)

        def second() -> None:
            try:
                with scope.enter(own_organization):
                    runner.create(actor, "contact", {"name": "Other", "emails": ["x@acme.com", "ANA@acme.com"]})
            except Duplicate as error:
                refused.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=second)
        with transaction.atomic():
            first = runner.create(actor, "contact", ANA).record
            thread.start()
            while thread.is_alive() and fetch(_WAITING) == [(0,)]:
                pass
        thread.join()
        assert [(each.field, each.id) for each in refused] == [("emails", first.pk)]
        assert fetch("SELECT count(*) FROM contact") == [(1,)]


def test_a_change_to_a_key_of_another_is_refused(administrator: Actor) -> None:
    ana = runner.create(administrator, "contact", ANA).record
    other = runner.create(administrator, "contact", {"name": "Eva", "emails": ["eva@acme.com"]}).record
    with pytest.raises(Duplicate) as refused:
        runner.update(administrator, "contact", other.pk, {"emails": ["eva@acme.com", "ana@acme.com"]})
    assert (refused.value.field, refused.value.id) == ("emails", ana.pk)
    assert runner.update(administrator, "contact", other.pk, {"emails": ["eva@home.es"]}).version == 2
    assert runner.update(administrator, "contact", ana.pk, {"emails": ["eva@acme.com"]}).version == 2


def test_what_a_record_had_before_is_not_looked_at(administrator: Actor) -> None:
    runner.create(administrator, "contact", ANA)
    twin = runner.create(administrator, "contact", ANA, on_duplicate=OnDuplicate.CREATE).record
    more = {"emails": [{"value": "ana@acme.com", "label": "work"}, "new@acme.com"]}
    assert runner.update(administrator, "contact", twin.pk, more).version == 2


def test_a_bulk_gives_a_key_to_the_first_alone(administrator: Actor) -> None:
    made = [runner.create(administrator, "account", {"name": name}).record.pk for name in ("A", "B")]
    done = bulk.run(administrator, "account", "update", {"domains": ["acme.com"]}, ListQuery())
    assert (done.done, done.refused) == (1, [(made[1], "Another record has the same Domains.")])


def test_merging_and_undoing_are_not_refused(administrator: Actor) -> None:
    keep, away, third = (
        runner.create(administrator, "contact", ANA, on_duplicate=OnDuplicate.CREATE).record.pk for _ in range(3)
    )
    runner.update(administrator, "contact", keep, {"emails": []})
    assert merging.merge(administrator, "contact", keep, [away]).version == 3
    change = runner.update(administrator, "contact", third, {"emails": ["b@acme.com"]})
    assert change.entry
    assert undo.undo(administrator, change.entry).conflicts == []


def test_records_out_of_sight_are_counted(administrator: Actor, representative: Actor) -> None:
    runner.create(administrator, "contact", ANA)
    with pytest.raises(Duplicate) as refused:
        runner.create(representative, "contact", ANA)
    error = refused.value
    assert error.found
    assert (error.field, error.id, error.found.matches, error.found.hidden) == ("emails", None, (), 1)


@pytest.mark.parametrize(("name", "values", "more"), [("contact", ANA, 1), ("note", {"body": "Hello"}, 0)])
def test_it_costs_one_statement_where_there_are_keys(
    administrator: Actor, name: str, values: dict[str, object], more: int
) -> None:
    assert bool(registry.get(name).keys) is bool(more)
    counts = []
    for choice in (OnDuplicate.CREATE, OnDuplicate.CREATE, OnDuplicate.WARN):
        with CaptureQueriesContext(connection) as asked:
            runner.create(administrator, name, values, on_duplicate=choice)
        counts.append(len(asked))
    assert counts[2] - counts[1] == more
