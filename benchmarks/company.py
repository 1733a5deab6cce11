"""The demo company that is measured, and the people who look at it."""

from __future__ import annotations

from django.db import connection

from trato.kernel.access import actors
from trato.kernel.access.models import User
from trato.kernel.tenancy import organizations
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization
from trato.project.demo import company

SMALL_SHARE, REPRESENTATIVE = "rep1@demo.example", "rep2@demo.example"
SIZES = {"small": 420, "100k": 100_000, "1m": 1_000_000}


def ready(scale: str) -> Organization:
    """The demo company at that scale: the one there is, if it has that size, else made anew."""
    organizations.upgrade()
    found = company.find()
    if found is not None and _contacts(found) == SIZES[scale]:
        return found
    return company.make(scale, report=lambda line: print(f"Making {line}…", flush=True))


def _contacts(organization: Organization) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{organization.schema_name}".contact')
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def people() -> dict[str, Actor]:
    """Who looks: a representative, and the person who sees one record in a thousand."""
    return {
        "representative": actors.of_user(User.objects.get(email=REPRESENTATIVE).pk),
        "sees 0.1 %": actors.of_user(User.objects.get(email=SMALL_SHARE).pk),
    }
