"""Administrators let people in: by a link that works once, that nobody remembers, and with a role to begin with."""

from urllib.parse import urlsplit

import pytest

from trato.kernel.access import sessions
from trato.kernel.access.models import Role, User
from trato.kernel.access.policy import Denied
from trato.kernel.actions import runner
from trato.kernel.actions.registry import Secret
from trato.kernel.actions.runner import NotAvailable
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry


def test_a_link_lets_a_new_person_in_once_and_is_remembered_without_its_key(administrator: Actor) -> None:
    user = runner.create(administrator, "user", {"name": "Eva", "email": "eva@example.com"}).record
    done = runner.perform(administrator, "user.invite", user.pk)
    link = done.data["link"]
    assert isinstance(link, Secret)
    entry = Entry.objects.get(pk=done.entry)
    assert (entry.verb, entry.data, entry.diff, entry.actor_name) == ("invite", {}, {}, "Alba")
    key = urlsplit(link).path.rpartition("/")[2]
    signed_in = sessions.use_sign_in_link(key)
    assert signed_in is not None
    assert signed_in.pk == user.pk
    assert sessions.use_sign_in_link(key) is None


def test_nobody_else_makes_one(administrator: Actor, representative: Actor) -> None:
    user = runner.create(administrator, "user", {"name": "Eva", "email": "eva@example.com"}).record
    with pytest.raises(Denied):
        runner.perform(representative, "user.invite", user.pk)


def test_without_an_address_or_when_inactive_there_is_none(administrator: Actor) -> None:
    user = runner.create(administrator, "user", {"name": "Eva"}).record
    with pytest.raises(NotAvailable):
        runner.perform(administrator, "user.invite", user.pk)
    runner.update(administrator, "user", user.pk, {"email": "eva@example.com", "is_active": False})
    with pytest.raises(NotAvailable):
        runner.perform(administrator, "user.invite", user.pk)


def test_a_new_person_is_a_representative_until_somebody_says_otherwise(administrator: Actor) -> None:
    manager = Role.objects.get(key="manager")
    runner.create(administrator, "user", {"name": "Eva"})
    runner.create(administrator, "user", {"name": "Leo", "role": str(manager.pk)})
    roles = dict(User.objects.filter(name__in=["Eva", "Leo"]).values_list("name", "role_id"))
    assert roles == {"Eva": Role.objects.get(key="representative").pk, "Leo": manager.pk}
