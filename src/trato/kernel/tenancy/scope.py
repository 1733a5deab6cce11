"""The current organization: entered for a request, a job or a command, and never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db import connection

if TYPE_CHECKING:
    from django_tenants.postgresql_backend.base import DatabaseWrapper

    from trato.kernel.tenancy.models import Organization


class NoOrganization(RuntimeError):
    """Code that reads or writes an organization's data ran without having entered one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The organization in force. `shape` names the version of its user-made fields (objects.registry keeps a
    compiled copy of each version)."""

    organization: Organization
    shape: str = ""


_current: ContextVar[Scope | None] = ContextVar("trato_scope", default=None)


def current() -> Scope:
    """The scope in force. NoOrganization when none was entered: a thread never inherits one."""
    scope = _current.get()
    if scope is None:
        raise NoOrganization("enter an organization first: with scope.enter(organization): …")
    return scope


def organization() -> Organization:
    """The organization in force."""
    return current().organization


@contextmanager
def enter(organization: Organization, shape: str = "") -> Iterator[Scope]:
    """Work inside `organization`: the context variable and the connection's search path move together."""
    database = cast("DatabaseWrapper", connection)
    before, schema_before = _current.get(), database.schema_name
    scope = Scope(organization, shape)
    token = _current.set(scope)
    if schema_before != organization.schema_name:
        database.set_tenant(organization)
    try:
        yield scope
    finally:
        _current.reset(token)
        if before is not None:
            if database.schema_name != before.organization.schema_name:
                database.set_tenant(before.organization)
        elif schema_before != database.schema_name:
            database.set_schema(schema_before)


@contextmanager
def leave() -> Iterator[None]:
    """Work outside every organization, as on what all of them share, and come back to the one in force."""
    database = cast("DatabaseWrapper", connection)
    before = _current.get()
    token = _current.set(None)
    database.set_schema_to_public()
    try:
        yield
    finally:
        _current.reset(token)
        if before is not None:
            database.set_tenant(before.organization)


def reshape(shape: str) -> None:
    """The organization's user-made fields changed, or were read for the first time in this scope."""
    _current.set(Scope(organization(), shape))


def renew(organization: Organization) -> None:
    """The organization's own settings changed: the rest of this scope works with them."""
    _current.set(Scope(organization, current().shape))
