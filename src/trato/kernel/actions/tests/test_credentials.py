"""What lets somebody in is told of, and never the secret."""

import orjson
import pytest

from trato.kernel.access import sessions
from trato.kernel.access.administration import NotAdministrator
from trato.kernel.access.models import ApiToken, User
from trato.kernel.actions import credentials, undo
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline import feed
from trato.kernel.timeline.models import Entry, Outbox, Subject


def test_each_way_in_leaves_an_entry_without_its_secret(administrator: Actor) -> None:
    user = User.objects.get(pk=administrator.id)
    session = sessions.open_session(user, by_link=True)
    assert credentials.set_password(administrator, "correct horse", current="", session=session)
    link = sessions.make_sign_in_link(user)
    assert credentials.use_sign_in_link(link) == user
    assert credentials.use_sign_in_link(link) is None
    key = credentials.make_own_token(administrator, label="ERP", scopes=("read",), days=30)
    assert credentials.revoke_token(administrator, ApiToken.objects.get(label="ERP").pk)
    assert not credentials.revoke_token(administrator, ApiToken.objects.get(label="ERP").pk)
    found = list(Entry.objects.order_by("id"))
    assert [(each.verb, each.actor_name, each.record_id) for each in found] == [
        (verb, "Alba", user.pk) for verb in ("set_password", "sign_in_by_link", "make_token", "revoke_token")
    ]
    assert found[2].data == {"label": "ERP", "scopes": ["read"], "days": 30}
    assert Subject.objects.filter(record_id=user.pk, object="user").count() == Outbox.objects.count() == 4
    told = orjson.dumps([[each.data, each.diff] for each in found]).decode()
    assert not any(secret in told for secret in ("correct horse", link, key))
    for each in found:
        with pytest.raises(undo.CannotUndo):
            undo.undo(administrator, each.pk)


def test_a_wrong_password_is_not_told_of(administrator: Actor) -> None:
    user = User.objects.get(pk=administrator.id)
    user.set_password("correct horse")
    user.save()
    session = sessions.open_session(user)
    assert not credentials.set_password(administrator, "another one", current="guess", session=session)
    assert not Entry.objects.exists()


def test_the_organizations_settings_have_a_history(administrator: Actor, representative: Actor) -> None:
    organization = scope.organization()
    credentials.configure(administrator, organization, region=organization.region, zone="Europe/Madrid")
    [happening] = feed.of_settings()
    assert (happening.actor_name, happening.verb, happening.title) == ("Alba", "configure", organization.name)
    assert happening.diff == {"zone": [organization.zone, "Europe/Madrid"]}
    with pytest.raises(NotAdministrator):
        credentials.configure(representative, organization, zone="UTC")
