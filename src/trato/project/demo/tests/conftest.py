"""A small demo company in each language, made once and removed when the tests of it are over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from pytest_django.plugin import DjangoDbBlocker

from trato.kernel.access import actors
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.tenancy.models import Organization
from trato.project.demo import company, exploring
from trato.project.demo.words import Words

_TOLD = {
    "account": "id, name, tags, customer_since, customer_entry, created_at, updated_at",
    "contact": "id, name, emails, phones, customer_entry, created_at",
    "deal": "id, name, amount, opened_on, closed_on, created_at",
    "lead": "id, label, emails, status, score, mql_at, sql_at, created_at",
    "entry": "id, at, actor_name, verb, object, record_id, title",
    "task": "id, name, due_at, status",
    "note": "id, body",
    "activity": "id, name, starts_at, status",
    "submission": "id, label, answers",
    "notification": "id, kind, title",
}


@dataclass(frozen=True)
class Made:
    """A demo company, and what was in it when it was made the first and the second time."""

    organization: Organization
    words: Words
    first: dict[str, str]
    second: dict[str, str]

    def actor(self, persona: str) -> Actor:
        """Within the company: one of its people."""
        return actors.of_user(exploring.person(persona).pk)


def _summed(organization: Organization) -> dict[str, str]:
    with scope.enter(organization):
        told = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM (SELECT {} FROM {}) t"
        return {table: fetch(told.format(columns, table))[0][0] for table, columns in _TOLD.items()}


@pytest.fixture(scope="module", params=["es", "en"])
def made(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    with django_db_blocker.unblock():
        first = _summed(company.make("small", language=request.param))
        organization = company.make("small", language=request.param)
        yield Made(organization, company.LANGUAGES[request.param], first, _summed(organization))
        company.remove()


@pytest.fixture
def inside(made: Made, db: None) -> Iterator[Callable[[str], Actor]]:
    """Within the company, what one of its people is by the name of the persona."""
    with scope.enter(made.organization):
        yield made.actor
