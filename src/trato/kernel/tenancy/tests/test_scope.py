"""The scope follows the organization and nothing else: no thread inherits it, no rollback moves it, none means none."""

import threading
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from trato.kernel.access.models import Team
from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def test_outside_of_an_organization_everything_fails(db: None) -> None:
    with pytest.raises(scope.NoOrganization):
        scope.organization()
    with pytest.raises(scope.NoOrganization):
        registry.get("team")
    with pytest.raises(DatabaseError), transaction.atomic():
        Team.objects.exists()


def test_a_rollback_leaves_the_scope_where_it_was(organization: Organization) -> None:
    with transaction.atomic():
        assert _schema() == organization.schema_name
        transaction.set_rollback(True)
    assert _schema() == organization.schema_name


def test_scopes_nest_and_come_back(organization: Organization, other_organization: Organization) -> None:
    with scope.enter(other_organization):
        assert (_schema(), scope.organization()) == (other_organization.schema_name, other_organization)
    assert (_schema(), scope.organization()) == (organization.schema_name, organization)


def test_a_thread_inherits_no_scope(organization: Organization) -> None:
    seen: list[str] = []

    def look() -> None:
        try:
            seen.append(scope.organization().name)
        except scope.NoOrganization:
            seen.append("none")

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == ["none"]


def test_the_id_of_another_organization_is_none_here(administrator: Actor, other_organization: Organization) -> None:
    with scope.enter(other_organization):
        theirs = Team.objects.create(name="Theirs")
    with pytest.raises(RecordNotFound):
        listing.get(administrator, registry.get("team"), theirs.pk)
    with pytest.raises(RecordNotFound):
        runner.update(administrator, "team", theirs.pk, {"name": "Mine"})
    assert listing.page(administrator, registry.get("team"), ListQuery()).rows == []
    with scope.enter(other_organization):
        assert Team.objects.get(pk=theirs.pk).name == "Theirs"


@pytest.fixture
def made(transactional_db: None) -> Iterator[Organization]:
    """An organization made and committed by the test."""
    found = organizations.create("Cloned", domain="cloned.example")
    yield found
    if Organization.objects.filter(pk=found.pk).exists():
        organizations.drop(found)


def test_a_clone_has_the_indexes_keys_and_partitions_of_the_template(made: Organization) -> None:
    def shape(schema: str) -> list[tuple[str, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tablename, indexname, replace(indexdef, %s, '') FROM pg_indexes WHERE schemaname = %s"
                " UNION ALL SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k"
                " JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = %s AND k.contype IN ('c', 'u', 'p') AND k.conparentid = 0 ORDER BY 1, 2, 3",
                [f"{schema}.", schema, schema],
            )
            return cursor.fetchall()

    def keys(schema: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace"
                " WHERE n.nspname = %s AND k.contype = 'f'",
                [schema],
            )
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    assert shape(made.schema_name) == shape(organizations.TEMPLATE)
    assert keys(made.schema_name) == keys(organizations.TEMPLATE) > 50


def test_dropping_leaves_nothing_and_its_host_leads_elsewhere(made: Organization) -> None:
    assert organizations.by_host("cloned.example:8000") == made
    organizations.drop(made)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [made.schema_name])
        assert cursor.fetchone() == (0,)
    assert organizations.by_host("cloned.example") != made
