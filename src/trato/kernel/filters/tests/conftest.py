"""The world of these tests, known to the registry."""

from collections.abc import Iterator

import pytest

from trato.kernel.filters.tests.world import create_tables, known
from trato.kernel.tenancy.models import Organization


@pytest.fixture
def world_known(organization: Organization) -> Iterator[None]:
    """Companies, people and deals are objects."""
    with known(organization):
        yield


@pytest.fixture
def tables(world_known: None) -> None:
    """They have tables, too, in this test's transaction."""
    create_tables()
