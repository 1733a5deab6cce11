"""The first page: three ways to begin, then what happened lately; and files out."""

import re

import pytest

from tests.visitors import Make, Visitor
from trato.kernel.access.models import User
from trato.kernel.jobs import queue
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import welcome
from trato.kernel.ui.welcome import Persona


class Demo:
    """A demo company that is nowhere, for what pages say of one."""

    personas = (Persona("representative", "Representative", "Sells."), Persona("manager", "Manager", "Leads."))
    there = True

    def is_there(self) -> bool:
        return self.there

    def explore(self, _actor: Actor, persona: str) -> str:
        return f"http://demo.localhost/sign-in/link/{persona}"

    def person(self, _persona: str) -> User:
        raise AssertionError

    def persona_of(self, _actor: Actor) -> Persona | None:
        return self.personas[0]

    def remove(self) -> str:
        self.there = False
        return "http://localhost"


def test_an_empty_organization_offers_three_ways(alba: Visitor, rosa: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(welcome, "demo", Demo())
    words = alba.page("/").words
    ways = ("Welcome to Trato", "Explore the demo company", "Representative Manager", "Import a file", "Start empty")
    for each in ways:
        assert each in words
    assert "Explore" not in rosa.page("/").words
    assert alba.send("/demo/enter/manager").goes_to == "http://demo.localhost/sign-in/link/manager"
    assert alba.send("/demo/enter/nobody").status == 404
    assert rosa.send("/demo/enter/manager").status == 403
    assert "My day" in alba.page("/?blank").words


def test_the_demo_company_is_removed_from_here_too(
    alba: Visitor, rosa: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = Demo()
    monkeypatch.setattr(welcome, "demo", demo)
    assert "Remove demo data" in alba.page("/").words
    assert rosa.send("/demo/remove").status == 403
    assert alba.send("/demo/remove").goes_to == "http://localhost"
    assert "Remove demo data" not in alba.page("/").words


def test_nobody_becomes_somebody_else_outside_the_demo_company(alba: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(welcome, "demo", Demo())
    assert alba.send("/demo/as/manager").status == 403
    assert "Everything here is made up" not in alba.page("/?blank").words


def test_then_it_tells_what_lies_ahead(alba: Visitor, rosa: Visitor, make: Make) -> None:
    make("lead", company="Acme")
    assert "New leads 1 All A Acme" in alba.page("/").words
    assert "Acme" not in rosa.page("/").words


def test_records_go_into_a_file(alba: Visitor, rosa: Visitor, make: Make) -> None:
    ids = [str(make("account", name=name)) for name in ("Acme", "Zeta")]
    assert "Export 2 accounts" in alba.part("/accounts/export?all=1").words
    assert alba.send("/accounts/export").status == 422
    with queue.inline():
        started = alba.send("/accounts/export", ids=ids[:1], confirmed="1", format="csv", which="shown")
    job = re.search(r'<t-job data-url="([^"]*)"', started.html)
    assert job
    done = alba.part(job[1])
    assert "Download" in done.words
    assert re.search(r'href="/api/v1/exports/[^"]+"', done.html)
    assert rosa.part(job[1]).status == 404
    assert "Export 0 accounts" in rosa.send("/accounts/export", ids=ids).words
