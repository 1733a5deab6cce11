"""Making, finding, upgrading and dropping organizations."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from trato.kernel.tenancy import scope, versions
from trato.kernel.tenancy.clone import clone_schema
from trato.kernel.tenancy.database import execute
from trato.kernel.tenancy.functions import EXTENSIONS, FUNCTIONS
from trato.kernel.tenancy.models import Domain, Organization
from trato.lib import sql
from trato.lib.text import norm

TEMPLATE = "trato_template"
HOST_CACHE_SECONDS = 30.0

on_prepare: list[Callable[[], None]] = []
"""Run in the template's and in every organization's schema after migrating: indexes, partitions. Repeatable."""
on_create: list[Callable[[Organization], None]] = []
"""Run inside a new organization: what it starts with (roles, a pipeline)."""

on_speak: list[Callable[[str, str], None]] = []
"""Run inside an organization that changes from one language to another before anybody worked in it: what it was given
takes its names in the new one."""

_hosts: dict[str, tuple[float, Organization | None]] = {}


def upgrade(report: Callable[[str], None] = lambda _line: None) -> None:
    """Bring the shared tables, every organization and last the template to this version. Safe to repeat; nothing to do
    where the version is there already.

    Holds an advisory lock, so that several machines starting at once upgrade one after the other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('trato-upgrade'))")
        try:
            if not versions.is_current(TEMPLATE):
                _upgrade_shared(report)
            names = Organization.objects.order_by("id").values_list("schema_name", flat=True)
            for schema in (*names, TEMPLATE):
                if not versions.is_current(schema):
                    report(schema)
                    _upgrade_schema(schema)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('trato-upgrade'))")


def _upgrade_shared(report: Callable[[str], None]) -> None:
    report("shared tables")
    for statement in (*EXTENSIONS, *FUNCTIONS):
        execute(statement)
    call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
    execute(f"CREATE SCHEMA IF NOT EXISTS {sql.name(TEMPLATE)}")


def _upgrade_schema(schema: str) -> None:
    call_command("migrate_schemas", schema_name=schema, tenant=True, interactive=False, verbosity=0)
    with scope.enter(_stand_in(schema)):
        for prepare in on_prepare:
            prepare()
    versions.mark(schema)


def _stand_in(schema: str) -> Organization:
    """The organization of a schema, or for the template one that only names it."""
    return Organization.objects.filter(schema_name=schema).first() or Organization(schema_name=schema, name=schema)


def create(name: str, *, domain: str | None = None, is_default: bool = False, **settings: Any) -> Organization:
    """A new organization, its schema cloned from the template and seeded. `settings` are fields of Organization.
    It may be made from within another one, as the demo company is.

    `IntegrityError` when the domain is taken or another default exists: nothing is left behind then.
    """
    settings.setdefault("currency_is_chosen", "currency" in settings)
    with scope.leave(), transaction.atomic():
        organization = Organization(schema_name=_free_schema_name(name), name=name, is_default=is_default, **settings)
        organization.save()
        if domain:
            Domain.objects.create(domain=domain.casefold(), tenant=organization, is_primary=True)
        clone_schema(TEMPLATE, organization.schema_name)
        with scope.enter(organization):
            for seed in on_create:
                seed(organization)
        versions.mark(organization.schema_name)
    _hosts.clear()
    return organization


def configure(organization: Organization, **settings: Any) -> None:
    """Change an organization's own settings (fields of Organization)."""
    with transaction.atomic():
        Organization.objects.filter(pk=organization.pk).update(**settings)
        transaction.on_commit(forget_hosts)
    if scope.organization().pk == organization.pk:
        scope.renew(Organization.objects.get(pk=organization.pk))


def speak(organization: Organization, language: str) -> None:
    """Let an organization in which nobody has worked yet speak another language, in what it was given too. The demo
    company keeps the one that all its records are in."""
    before = organization.language
    if language == before or organization.is_demo or language not in Organization.Language.values:
        return
    with transaction.atomic():
        configure(organization, language=language)
        for each in on_speak:
            each(before, language)


def drop(organization: Organization) -> None:
    """Remove an organization and everything it holds, for good."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {sql.name(organization.schema_name)} CASCADE")
        Domain.objects.filter(tenant=organization).delete()
        Organization.objects.filter(pk=organization.pk).delete()
    _hosts.clear()


def default() -> Organization | None:
    """The organization that answers unknown hosts, if there is one."""
    found: Organization | None = Organization.objects.filter(is_default=True).first()
    return found


def by_host(host: str) -> Organization | None:
    """The organization a host name leads to, else the default one. Remembered for 30 seconds."""
    name = host.partition(":")[0].casefold()
    remembered = _hosts.get(name)
    if remembered and remembered[0] > time.monotonic():
        return remembered[1]
    organization = Organization.objects.filter(domains__domain=name).first() or default()
    if len(_hosts) >= 10_000:
        _hosts.clear()
    if organization is not None:
        _hosts[name] = (time.monotonic() + HOST_CACHE_SECONDS, organization)
    return organization


def forget_hosts() -> None:
    """Let the next request read the organization anew, after its settings changed."""
    _hosts.clear()


def _free_schema_name(name: str) -> str:
    stem = "o_" + (re.sub(r"[^a-z0-9]+", "_", norm(name)).strip("_")[:40] or "organization")
    taken = set(Organization.objects.filter(schema_name__startswith=stem).values_list("schema_name", flat=True))
    return next(
        each for number in range(1, 100_000) if (each := stem if number == 1 else f"{stem}_{number}") not in taken
    )
