"""What is deleted for good is named to nobody any more."""

from uuid import UUID

import pytest

from trato.kernel.actions import purging, runner
from trato.kernel.notifications import following, inbox, kinds, telling
from trato.kernel.notifications.models import Notification
from trato.kernel.notifications.telling import Notice
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline import consuming, sequencer


def _deliver() -> None:
    """What the worker does a few times a second."""
    sequencer.sequence()
    consuming.drain()


def _kept() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("at", "id").values_list("kind", "title"))


def _person(actor: Actor, name: str, **more: object) -> UUID:
    found: UUID = runner.create(actor, "contact", {"name": name, **more}).record.pk
    return found


def test_what_was_told_of_it_goes_and_nobody_follows_it(administrator: Actor, representative: Actor) -> None:
    ana, eva = (_person(administrator, name, owner=str(representative.id)) for name in ("Ana Gil", "Eva Sanz"))
    _deliver()
    assert _kept() == [("assigned", "Ana Gil"), ("assigned", "Eva Sanz")]
    purging.purge(administrator, "contact", ana)
    assert _kept() == [("assigned", "Eva Sanz")]
    assert (following.follows(representative, ana), following.follows(representative, eva)) == (False, True)
    _deliver()
    assert _kept() == [("assigned", "Eva Sanz")]


def test_what_was_told_of_others_because_of_it_does_not_name_it(administrator: Actor, representative: Actor) -> None:
    mine = {"owner": str(representative.id)}
    account = runner.create(administrator, "account", {"name": "Acme", **mine}).record.pk
    ana = _person(administrator, "Ana Gil", accounts=[{"id": str(account)}], **mine)
    _deliver()
    Notification.objects.all().delete()
    runner.update(administrator, "contact", ana, {"job_title": "CEO"})
    _deliver()
    assert _kept() == [("followed", "Ana Gil")] * 2
    purging.purge(administrator, "contact", ana)
    assert [(each.record_id, each.title) for each in inbox.page(representative).told] == [(account, "")]


def test_a_new_owner_is_not_told_of_what_is_gone(administrator: Actor, representative: Actor) -> None:
    purging.purge(administrator, "contact", _person(administrator, "Ana Gil", owner=str(representative.id)))
    _deliver()
    assert _kept() == []


def test_a_list_that_is_followed_does_not_name_it(administrator: Actor, representative: Actor) -> None:
    ana = _person(administrator, "Ana Gil")
    lists = registry.get("list")
    values = {"name": "Fair", "object": "contacts", "audience": "everyone"}
    fair = runner.create(administrator, "list", values).record.pk
    following.follow(administrator, lists, fair)
    entry = runner.create(administrator, "list_entry", {"list": str(fair), "record_id": str(ana)})
    told = Notice(
        user=UUID(str(administrator.id)), kind=kinds.FOLLOWED, topic=f"followed:{fair}", object="list", record=fair,
        title="Ana Gil", verb="list_entry.create", entry=entry.entry,
    )  # fmt: skip
    telling.store([told])
    purging.purge(administrator, "contact", ana)
    assert _kept() == [("followed", "")]


@pytest.mark.parametrize(("kind", "title"), [(kinds.ASSIGNED, ""), (kinds.FOLLOWED, "Eva Sanz")])
def test_only_what_is_about_one_record_names_it(
    administrator: Actor, representative: Actor, kind: str, title: str
) -> None:
    ana, eva = _person(administrator, "Ana Gil"), _person(administrator, "Eva Sanz")
    for one, name in ((ana, "Ana Gil"), (eva, "Eva Sanz")):
        told = Notice(
            user=UUID(str(representative.id)), kind=kind, topic="same", object="contact", record=one, title=name
        )
        telling.store([told])
    assert _kept() == [(kind, title)]
