"""The first page: three ways to begin, then what happened lately; and files out."""

import re

import pytest

from trato.kernel.jobs import queue
from trato.kernel.pages.tests.conftest import Make, Visitor
from trato.kernel.ui import welcome


def test_an_empty_organization_offers_three_ways(alba: Visitor, rosa: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(welcome, "demo", lambda _actor: "http://demo.localhost/sign-in/link/x")
    words = alba.page("/").words
    for each in ("Welcome to Trato", "Explore the demo company", "Import a file", "Start empty"):
        assert each in words
    assert "Explore" not in rosa.page("/").words
    assert alba.send("/demo").goes_to == "http://demo.localhost/sign-in/link/x"
    assert rosa.send("/demo").status == 403
    assert "My day" in alba.page("/?blank").words


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
