"""A cloned schema is its template, to the names of its indexes: migrations and later upgrades address them by name."""

from django.db import connection

from trato.kernel.tenancy.models import Organization
from trato.kernel.tenancy.organizations import TEMPLATE

_INDEXES = "SELECT indexname, replace(indexdef, schemaname || '.', '') FROM pg_indexes WHERE schemaname = %s"
_CONSTRAINTS = (
    "SELECT conname, conrelid::regclass::text, replace(pg_get_constraintdef(k.oid), n.nspname || '.', '')"
    " FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE n.nspname = %s"
)
_TARGETS = (
    "SELECT c.relname, a.attname, a.attstattarget FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND a.attstattarget > 0"
)


def _rows(query: str, schema: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [schema])
        return sorted(tuple(str(each).removeprefix(f"{schema}.") for each in row) for row in cursor.fetchall())


def test_indexes_have_the_names_of_the_template(organization: Organization) -> None:
    made = _rows(_INDEXES, organization.schema_name)
    assert made == _rows(_INDEXES, TEMPLATE)
    assert {"link_target", "entry_cause"} <= {name for name, *_rest in made}


def test_constraints_have_the_names_of_the_template(organization: Organization) -> None:
    made = _rows(_CONSTRAINTS, organization.schema_name)
    assert made == _rows(_CONSTRAINTS, TEMPLATE)
    assert "link_once" in {name for name, *_rest in made}


def test_statistics_targets_are_copied(organization: Organization) -> None:
    made = _rows(_TARGETS, organization.schema_name)
    assert made == _rows(_TARGETS, TEMPLATE)
    assert ("contact", "owner_id", "1000") in made
