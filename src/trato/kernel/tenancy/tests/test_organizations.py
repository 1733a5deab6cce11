"""Organizations are made and left wherever one is."""

from django.db import connection

from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.models import Organization


def _search_path() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def test_one_is_made_from_within_another(organization: Organization) -> None:
    made = organizations.create("Born inside", domain="inside.example", currency="EUR")
    assert organizations.by_host("inside.example") == made
    assert scope.organization() == organization
    assert _search_path() == organization.schema_name
    with scope.enter(made):
        assert _search_path() == made.schema_name
    assert _search_path() == organization.schema_name


def test_outside_there_is_none(organization: Organization) -> None:
    with scope.leave():
        assert _search_path() == "public"
    assert scope.organization() == organization
    assert _search_path() == organization.schema_name


def test_a_start_of_the_same_version_has_nothing_to_do(organization: Organization) -> None:
    said: list[str] = []
    organizations.upgrade(said.append)
    assert said == []
    with connection.cursor() as cursor:
        cursor.execute(f'COMMENT ON SCHEMA "{organization.schema_name}" IS NULL')
    organizations.upgrade(said.append)
    assert said == [organization.schema_name]
    organizations.upgrade(said.append)
    assert said == [organization.schema_name]
