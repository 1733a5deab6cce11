"""The organization keeps somebody who administers it, and nobody locks themselves out."""

from typing import Any

import pytest

from tests.fixtures import MakeActor
from trato.kernel.access.models import Role, User
from trato.kernel.actions import purging, runner, undo
from trato.kernel.bulk import running as bulk
from trato.kernel.records.errors import Invalid
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor, as_system

GONE: list[dict[str, Any]] = [{"is_active": False}, {"role": None}, {"email": None}]


def _problems(refused: Any) -> list[tuple[str, str]]:
    return [(each.field, each.code) for each in refused.value.problems]


@pytest.mark.parametrize("change", GONE, ids=lambda each: next(iter(each)))
def test_the_last_administrator_stays_one(administrator: Actor, change: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        runner.update(as_system("test"), "user", administrator.id, change)
    assert _problems(refused) == [(next(iter(change)), "invalid")]
    with pytest.raises(Invalid):
        runner.delete(as_system("test"), "user", administrator.id)
    with pytest.raises(Invalid):
        purging.purge(as_system("test"), "user", administrator.id)
    user = User.objects.get(pk=administrator.id)
    assert (user.is_active, user.deleted_at, user.role_id is None, user.email is None) == (True, None, False, False)


@pytest.mark.parametrize("change", GONE, ids=lambda each: next(iter(each)))
def test_one_of_two_may_go_and_then_the_other_stays(
    administrator: Actor, make_actor: MakeActor, change: dict[str, Any]
) -> None:
    other = make_actor("administrator", name="Zoe")
    runner.update(administrator, "user", other.id, change)
    with pytest.raises(Invalid):
        runner.update(as_system("test"), "user", administrator.id, change)


def test_the_role_that_administers_keeps_doing_so(administrator: Actor) -> None:
    role = Role.objects.get(key="administrator")
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "role", role.pk, {"is_administrator": False})
    assert _problems(refused) == [("is_administrator", "invalid")]
    with pytest.raises(Invalid):
        runner.delete(administrator, "role", role.pk)


def test_nobody_ends_their_own_way_in(administrator: Actor, make_actor: MakeActor) -> None:
    make_actor("administrator", name="Zoe")
    with pytest.raises(Invalid) as refused:
        runner.update(administrator, "user", administrator.id, {"is_active": False})
    assert "themselves" in str(refused.value)
    with pytest.raises(Invalid):
        runner.delete(administrator, "user", administrator.id)
    with pytest.raises(Invalid):
        purging.purge(administrator, "user", administrator.id)
    assert User.objects.get(pk=administrator.id).is_active


def test_a_bulk_leaves_them_alone_and_says_so(administrator: Actor, representative: Actor) -> None:
    done = bulk.run(administrator, "user", "update", {"is_active": False}, ListQuery())
    assert (done.done, done.skipped) == (1, 1)
    assert [each for each, _reason in done.refused] == [administrator.id]
    assert not User.objects.get(pk=representative.id).is_active


def test_taking_back_what_made_an_administrator_is_refused_when_nobody_else_is_one(
    administrator: Actor, representative: Actor
) -> None:
    role = str(Role.objects.get(key="administrator").pk)
    made = runner.update(administrator, "user", representative.id, {"role": role})
    runner.update(as_system("test"), "user", administrator.id, {"is_active": False})
    assert made.entry
    with pytest.raises(Invalid):
        undo.undo(as_system("test"), made.entry)
