"""Making and removing the demo company."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from trato.kernel.access import accounts
from trato.kernel.objects import registry
from trato.kernel.search import documents
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.models import Organization
from trato.lib import sql
from trato.project.demo import statements, words

NAME = "Demo Norte"
LARGE = 10_000
_OBJECTS = ("account", "contact", "deal", "lead", "product", "user", "team")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of everything. `entries_a_deal` changes are told of each deal."""

    accounts: int
    contacts: int
    deals: int
    leads: int
    people: int
    entries_a_deal: int


SCALES = {
    "small": Scale(accounts=160, contacts=420, deals=520, leads=180, people=12, entries_a_deal=2),
    "100k": Scale(accounts=30_000, contacts=100_000, deals=50_000, leads=10_000, people=201, entries_a_deal=6),
    "1m": Scale(accounts=300_000, contacts=1_000_000, deals=500_000, leads=100_000, people=201, entries_a_deal=6),
}


def domain() -> str:
    """The host name under which the demo company answers."""
    host = settings.TRATO_URL.split("://", 1)[1].split("/", 1)[0].partition(":")[0]
    return f"demo.{host}"


def find() -> Organization | None:
    """The demo company, if there is one."""
    found: Organization | None = Organization.objects.filter(is_demo=True).first()
    return found


def remove() -> bool:
    """Drop the demo company with everything in it; answers whether there was one."""
    found = find()
    if found:
        organizations.drop(found)
    return found is not None


def make(scale_name: str, *, language: str = "es", report: Callable[[str], None] = lambda _line: None) -> Organization:
    """The demo company at a scale, made anew."""
    remove()
    scale = SCALES[scale_name]
    organization = organizations.create(
        NAME, domain=domain(), is_demo=True, language=language, currency="EUR", zone="Europe/Madrid"
    )
    with scope.enter(organization):
        accounts.ensure_administrator("admin@demo.example")
        indexes = _take_indexes() if scale.contacts >= LARGE else []
        _fill(scale, report)
        for name in _OBJECTS:
            report(f"search: {name}")
            documents.rebuild(registry.get(name))
        report("indexes")
        _make_indexes(indexes)
        report("statistics")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return organization


def _fill(scale: Scale, report: Callable[[str], None]) -> None:
    values = _values(scale)
    history = [statements.created("account", "name"), statements.created("contact", "name")]
    history += [statements.created("deal", "name"), statements.created("lead", "label")]
    history.append(statements.changed("deal", "name", str(scale.entries_a_deal)))
    steps = [
        ("people", [statements.TEAMS, statements.PEOPLE, statements.MANAGERS, statements.REPORTS, statements.OWNERS]),
        ("products", [statements.PRODUCTS]),
        ("accounts", [statements.ACCOUNTS]),
        ("contacts", [statements.CONTACTS, statements.CONTACT_ACCOUNTS]),
        ("deals", [statements.DEALS, statements.DEAL_CONTACTS, statements.STAGE_HISTORY, statements.CUSTOMERS]),
        ("leads", [statements.LEADS]),
        ("history", history),
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        for statement in (statements.PICK, statements.MIX):
            cursor.execute(statement)
        for label, group in steps:
            report(label)
            for statement in group:
                cursor.execute(statement, values)


def _values(scale: Scale) -> dict[str, Any]:
    return {
        "accounts": scale.accounts,
        "contacts": scale.contacts,
        "deals": scale.deals,
        "leads": scale.leads,
        "people": scale.people,
        "given": words.GIVEN,
        "family": words.FAMILY,
        "first": words.FIRST,
        "second": words.SECOND,
        "form": list(words.FORM),
        "cities": words.CITIES,
        "industries": words.INDUSTRIES,
        "jobs": words.JOBS,
        "steps": words.STEPS,
        "products": Jsonb([list(each) for each in words.PRODUCTS]),
    }


def _take_indexes() -> list[str]:
    """Drop the indexes that carry no constraint and answer what makes them again: filling first and indexing afterwards
    is many times faster."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ')"
            " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " LEFT JOIN pg_constraint k ON k.conindid = c.oid LEFT JOIN pg_inherits h ON h.inhrelid = c.oid"
            " WHERE c.relnamespace = current_schema()::regnamespace AND k.oid IS NULL AND h.inhrelid IS NULL"
            " ORDER BY c.relname"
        )
        taken = cursor.fetchall()
        for name, _definition in taken:
            cursor.execute(f"DROP INDEX {sql.name(name)}")
    return [definition for _name, definition in taken]


def _make_indexes(definitions: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for definition in definitions:
            cursor.execute(definition)
