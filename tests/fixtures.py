"""What every test may ask for: an organization with its schema, made once a run; tests roll back what they write."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from trato.kernel.access import accounts, actors
from trato.kernel.access.models import User
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization

MakeActor = Callable[..., Actor]


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The run's database: shared tables, the template, and two organizations for tests to work in.

    Made without Django's own set-up, which would migrate everything into one schema.
    """
    with django_db_blocker.unblock():
        own_name = connection.settings_dict["NAME"]
        test_name = connection.creation._create_test_db(verbosity=0, autoclobber=True)  # type: ignore[attr-defined]  # Django's own
        connection.close()
        connection.settings_dict["NAME"] = test_name
        organizations.upgrade()
        organizations.create("Norte Hardware", domain="testserver", is_default=True, currency="USD", region="US")
        organizations.create("Another company", domain="another.example", currency="EUR")
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(own_name, verbosity=0)


@pytest.fixture
def organization(db: None) -> Iterator[Organization]:
    """The organization that tests work in, entered."""
    found = Organization.objects.get(is_default=True)
    with scope.enter(found):
        yield found


@pytest.fixture
def other_organization(db: None) -> Organization:
    """An organization whose records nobody in `organization` may ever see."""
    found: Organization = Organization.objects.get(name="Another company")
    return found


@pytest.fixture
def make_actor(organization: Organization) -> MakeActor:
    """`make_actor("representative", name="Ana", team=…, manager=…)`: an actor with that role."""

    def make(role: str = "administrator", *, name: str = "", team: object = None, manager: object = None) -> Actor:
        name = name or role
        user = accounts.ensure_user(email=f"{name.casefold()}@example.com", name=name, role=role)
        User.objects.filter(pk=user.pk).update(team_id=team, manager_id=manager)
        return actors.of_user(user.pk)

    return make


@pytest.fixture
def administrator(make_actor: MakeActor) -> Actor:
    """An actor who may do everything that people may."""
    return make_actor("administrator", name="Alba")


@pytest.fixture
def representative(make_actor: MakeActor) -> Actor:
    """An actor who sees and changes only what is theirs."""
    return make_actor("representative", name="Rosa")
