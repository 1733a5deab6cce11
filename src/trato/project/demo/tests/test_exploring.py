"""Into the demo company, from one of its people to another, and out of it for good."""

from __future__ import annotations

import re
from argparse import Namespace

import pytest
from django.test import Client

from trato.kernel.access import sessions
from trato.kernel.access.middleware import SESSION_COOKIE
from trato.kernel.access.models import User
from trato.kernel.tenancy import organizations, scope
from trato.project.commands import demo
from trato.project.demo import company, exploring
from trato.project.demo.tests.conftest import Made

HOST = "demo.localhost"


def visitor(made: Made, email: str) -> Client:
    with scope.enter(made.organization):
        key = sessions.open_session(User.objects.get(email=email))
    client = Client(headers={"Host": HOST})
    client.cookies[SESSION_COOKIE] = key
    return client


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(re.sub(r"<script.*?</script>|<[^>]*>", " ", answer.content.decode(), flags=re.DOTALL).split())


@pytest.mark.django_db
def test_a_bar_says_where_one_is_and_makes_one_somebody_else(made: Made) -> None:
    client = visitor(made, company.REPRESENTATIVE)
    assert made.words.representative in read(client, "/")
    assert client.post("/demo/as/manager").headers["Location"] == "/"
    assert made.words.manager in read(client, "/deals")
    assert client.post("/demo/as/nobody").status_code == 404


@pytest.mark.django_db
def test_who_is_none_of_the_personas_stays_who_they_are(made: Made) -> None:
    client = visitor(made, "rep5@demo.example")
    assert client.post("/demo/as/administrator").status_code == 403
    assert client.post("/demo/remove").status_code == 403


@pytest.mark.django_db
def test_each_persona_gets_a_link(made: Made) -> None:
    found = exploring.links(made.organization)
    assert [each.key for each, _user, _link in found] == ["representative", "manager", "administrator"]
    names = [made.words.representative, made.words.manager, made.words.administrator]
    assert [user.name for _each, user, _link in found] == names
    assert len({link for _each, _user, link in found}) == 3


@pytest.mark.django_db
def test_it_keeps_its_language_whoever_comes_first(made: Made) -> None:
    with scope.enter(made.organization):
        organizations.speak(made.organization, "en" if made.words.language == "es" else "es")
    made.organization.refresh_from_db()
    assert made.organization.language == made.words.language


@pytest.mark.django_db
def test_the_command_says_who_everybody_is(
    made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(company, "make", lambda *_args, **_more: made.organization)
    demo.run(Namespace(remove=False, scale="small", language=made.words.language))
    said = capsys.readouterr().out
    assert f"Representative: {made.words.representative} <rep2@demo.example>" in said
    assert said.count(f"http://{HOST}") == 4
