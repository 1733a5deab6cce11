"""The outbox loses nothing and keeps each record's order, whoever writes at once and whoever is killed meanwhile."""

import random
import threading
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection

from trato.kernel.access import accounts, actors
from trato.kernel.actions import runner
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.models import Organization
from trato.kernel.timeline import sequencer
from trato.kernel.timeline.models import Entry

WRITERS = 8
WRITES = 25


@pytest.fixture
def own_organization(transactional_db: None) -> Iterator[Organization]:
    """An organization whose transactions really commit; dropped afterwards."""
    made = organizations.create("Sequencing")
    yield made
    organizations.drop(made)


def _write(organization: Organization, number: int, teams: list[str], done: list[str]) -> None:
    dice = random.Random(number)
    try:
        with scope.enter(organization):
            actor = actors.of_user(accounts.ensure_administrator("w@example.com").pk)
            for turn in range(WRITES):
                try:
                    written = runner.update(actor, "team", dice.choice(teams), {"region": f"{number}-{turn}"})
                    done.append(str(written.entry))
                except DatabaseError:
                    connection.close()
    finally:
        connection.close()


def _kill_somebody() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state = 'idle in transaction' LIMIT 1"
        )


def test_nothing_is_lost_or_reordered_under_eight_writers_and_kills(own_organization: Organization) -> None:
    with scope.enter(own_organization):
        actor = actors.of_user(accounts.ensure_administrator("w@example.com").pk)
        teams = [runner.create(actor, "team", {"name": f"Team {number}"}).record.pk for number in range(4)]
        acknowledged: list[str] = []
        writers = [
            threading.Thread(target=_write, args=(own_organization, number, teams, acknowledged))
            for number in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        read: list[tuple[int, str]] = []
        while any(writer.is_alive() for writer in writers):
            sequencer.sequence()
            read += sequencer.read(read[-1][0] if read else 0)
            _kill_somebody()
        for writer in writers:
            writer.join()
        while sequencer.sequence():
            pass
        while more := sequencer.read(read[-1][0] if read else 0):
            read += more
        entries = {str(each.pk): each for each in Entry.objects.all()}
        assert sorted(entry for _pos, entry in read) == sorted(entries)
        assert set(acknowledged) <= entries.keys()
        assert [pos for pos, _entry in read] == sorted({pos for pos, _entry in read})
        for team in teams:
            versions = [entries[entry].version for _pos, entry in read if entries[entry].record_id == team]
            assert versions == list(range(1, len(versions) + 1))
