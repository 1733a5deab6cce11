"""The settings: only administrators change what all share; a token is shown once; rights are what was chosen."""

import re
from typing import Any

import pytest
from django.test import Client

from trato.kernel.access import sessions
from trato.kernel.access.actors import from_token
from trato.kernel.access.middleware import SESSION_COOKIE
from trato.kernel.access.models import Role, User
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization


def _client(actor: Actor) -> Client:
    client = Client()
    client.cookies[SESSION_COOKIE] = sessions.open_session(User.objects.get(pk=actor.id))
    return client


def test_an_administrator_changes_the_organization(administrator: Actor, organization: Organization) -> None:
    sent = {"name": "Norte", "language": "en", "zone": "Europe/Madrid", "region": "ES", "fiscal_year_start": "4"}
    answer = _client(administrator).post("/settings", sent)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/settings")
    found = Organization.objects.get(pk=organization.pk)
    assert (found.name, found.zone, found.region, found.fiscal_year_start) == ("Norte", "Europe/Madrid", "ES", 4)
    page = _client(administrator).get("/settings").content.decode()
    assert "changed the settings of Norte Hardware" in page
    assert "<ins>Europe/Madrid</ins>" in page
    assert "/undo" not in page


def test_a_missing_name_is_said_beside_it_and_nothing_is_saved(
    administrator: Actor, organization: Organization
) -> None:
    answer = _client(administrator).post("/settings", {"name": "", "language": "en"})
    assert answer.status_code == 422
    assert 'id="f-name-error"' in answer.content.decode()
    assert Organization.objects.get(pk=organization.pk).name == "Norte Hardware"


@pytest.mark.parametrize("path", ["/settings", "/settings/roles"])
def test_others_may_not(representative: Actor, path: str) -> None:
    client = _client(representative)
    assert client.get(path).status_code == 403
    assert client.post(path, {"name": "Mine"}).status_code == 403


def test_rights_are_stored_as_chosen(administrator: Actor, organization: Organization) -> None:
    role = Role.objects.get(key="representative")
    page = _client(administrator).get(f"/settings/roles/{role.pk}").content.decode()
    chosen = dict(re.findall(r'<select[^>]* name="([^"]+)".*?<option value="(\w+)" selected', page))
    sent: dict[str, Any] = {**chosen, "deal.read": "team"}
    assert _client(administrator).post(f"/settings/roles/{role.pk}", sent).status_code == 204
    grants = Role.objects.get(pk=role.pk).grants
    assert grants["deal"] == {"read": "team", "create": "own", "update": "own", "delete": "own"}
    assert grants["*"] == {"read": "own", "create": "own", "update": "own", "delete": "own"}
    assert "account" not in grants


def test_a_token_is_shown_once_works_and_can_be_ended(representative: Actor, organization: Organization) -> None:
    client = _client(representative)
    shown = client.post("/settings/tokens", {"label": "Robot", "scope": "write"}).content.decode()
    found = re.search(r"<code>(trato_[^<]+)</code>", shown)
    assert found
    signed_in = from_token(found[1])
    assert signed_in
    assert (signed_in.actor.id, signed_in.actor.scopes) == (representative.id, frozenset({"read", "write"}))
    page = client.get("/settings/tokens").content.decode()
    assert found[1] not in page
    token = re.search(r"/settings/tokens/([0-9a-f-]{36})/revoke", page)
    assert token
    assert client.post(f"/settings/tokens/{token[1]}/revoke").status_code == 204
    assert from_token(found[1]) is None


def test_only_administrators_make_administering_tokens(representative: Actor, organization: Organization) -> None:
    assert _client(representative).post("/settings/tokens", {"label": "Robot", "scope": "admin"}).status_code == 403


def test_one_chooses_ones_own_language_and_password(representative: Actor, organization: Organization) -> None:
    client = _client(representative)
    assert client.post("/settings/own", {"name": "Rosa Gil", "language": "es", "zone": ""}).status_code == 204
    assert client.post("/settings/password", {"password": "short"}).status_code == 422
    assert client.post("/settings/password", {"password": "a long enough one"}).status_code == 200
    other = _client(representative)
    assert client.post("/settings/password", {"password": "another long one", "current": "wrong"}).status_code == 422
    assert other.get("/settings/own").status_code == 200
    sent = {"password": "another long one", "current": "a long enough one"}
    assert client.post("/settings/password", sent).status_code == 200
    assert client.get("/settings/own").status_code == 200
    assert other.get("/settings/own").status_code == 302
    found = User.objects.get(pk=representative.id)
    assert (found.name, found.language, found.zone, found.has_password("another long one")) == (
        "Rosa Gil",
        "es",
        None,
        True,
    )
