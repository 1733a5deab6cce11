"""A form on the web: filled in by people, refused to robots, given to somebody, and never a way in."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from trato.kernel.access.models import Team
from trato.kernel.actions import runner
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.lib.rates import Limiter
from trato.wings.marketing.form import serving
from trato.wings.marketing.form.model import Form

MakeActor = Callable[..., Actor]


@pytest.fixture(autouse=True)
def own_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with a clean slate."""
    limiter = Limiter(None)
    monkeypatch.setattr(serving, "_limiter", lambda: limiter)


@pytest.fixture
def form(administrator: Actor) -> Form:
    values = {
        "name": "Contact us",
        "requires": ["name", "emails"],
        "consent": "I agree <to> be called.",
        "language": "en",
    }
    made = runner.create(administrator, "form", values).record
    assert isinstance(made, Form)
    return made


def _stamp(form: Form, age: float = 30.0) -> str:
    return signing.dumps([form.slug, time.time() - age], salt=serving.SALT)


def _send(form: Form, **values: Any) -> Any:
    sent = {"name": "Ana Pérez", "emails": "ANA@example.com", "consent": "yes", "stamp": _stamp(form), **values}
    return Client(headers={"Host": "testserver"}).post(f"/f/{form.slug}", sent)


def _rows(actor: Actor, name: str, *paths: str) -> list[dict[str, Any]]:
    return list(listing.page(actor, registry.get(name), ListQuery(paths=paths, sort="created_at")).rows)


def test_an_answer_becomes_a_lead_with_where_it_came_from(administrator: Actor, form: Form) -> None:
    traces = {"utm_source": "news", "utm_campaign": "may", "page": "https://shop.example/about"}
    answer = _send(form, company="Hierros", interest="<script>alert(1)</script>", **traces)
    assert (answer.status_code, "Thank you" in answer.content.decode()) == (200, True)
    [lead] = _rows(administrator, "lead", "name", "company", "emails", "source", "interest")
    assert (str(lead["name"].given), lead["company"], lead["source"]) == ("Ana", "Hierros", "web_form")
    assert lead["emails"][0].value == "ana@example.com"
    assert lead["interest"] == "<script>alert(1)</script>"
    [kept] = _rows(administrator, "submission", "outcome", "about", "consent", "utm_source", "utm_campaign", "page")
    assert (kept["outcome"], kept["consent"]) == ("made", "I agree <to> be called.")
    assert (kept["utm_source"], kept["utm_campaign"], kept["page"]) == tuple(traces.values())
    assert [each.to.id for each in kept["about"]] == [lead["id"]]


def test_who_is_known_is_not_made_twice_nor_written_over(administrator: Actor, form: Form) -> None:
    _send(form, company="Hierros")
    _send(form, name="Somebody Else", company="Other", phones="+34 600 111 222")
    [lead] = _rows(administrator, "lead", "name", "company", "phones")
    assert (lead["name"].given, lead["company"], lead["phones"][0].value) == ("Ana", "Hierros", "+34600111222")
    assert [each["outcome"] for each in _rows(administrator, "submission", "outcome")] == ["made", "known"]


@pytest.mark.parametrize("makes", ["lead", "contact"])
def test_an_address_is_the_same_however_it_is_written(administrator: Actor, makes: str) -> None:
    form = runner.create(administrator, "form", {"name": "Any", "makes": makes}).record
    assert isinstance(form, Form)
    for written in ("ana@example.com", "mailto:ANA@example.com", "  Ana@Example.com "):
        assert _send(form, emails=written).status_code == 200
    assert len(_rows(administrator, makes)) == 1
    assert [each["outcome"] for each in _rows(administrator, "submission", "outcome")] == ["made", "known", "known"]


def test_what_is_missing_is_said_beside_it_and_nothing_is_kept(administrator: Actor, form: Form) -> None:
    answer = _send(form, name="", consent="", emails="nonsense", company='"><b>Hierros')
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="e-name"' in page
    assert "Tick the box to agree." in page
    assert "&quot;&gt;&lt;b&gt;Hierros" in page
    again = _send(form, emails="nonsense")
    assert 'id="e-emails"' in again.content.decode()
    assert (_rows(administrator, "lead"), _rows(administrator, "submission")) == ([], [])


@pytest.mark.parametrize("robot", ["trap", "haste", "forged", "other form"])
def test_robots_are_thanked_and_kept_out(administrator: Actor, form: Form, robot: str) -> None:
    other = runner.create(administrator, "form", {"name": "Other"}).record
    assert isinstance(other, Form)
    values = {
        "trap": {serving.TRAP: "https://spam.example"},
        "haste": {"stamp": _stamp(form, 0.5)},
        "forged": {"stamp": "nonsense"},
        "other form": {"stamp": _stamp(other)},
    }[robot]
    assert "Thank you" in _send(form, **values).content.decode()
    assert _rows(administrator, "lead") == []
    assert Form.objects.get(pk=form.pk).held == 1


def test_ten_thousand_answers_from_one_place_are_not_taken(administrator: Actor, form: Form) -> None:
    found = [_send(form, emails=f"a{number}@example.com").status_code for number in range(20)]
    assert found.count(200) == serving.BY_PLACE
    assert set(found) == {200, 429}
    assert len(_rows(administrator, "lead")) == serving.BY_PLACE


def test_answers_go_to_the_team_in_turn(administrator: Actor, make_actor: MakeActor, form: Form) -> None:
    team = Team.objects.create(name="North")
    people = [make_actor("representative", name=name, team=team.pk) for name in ("Rosa", "Raul", "Rita")]
    runner.update(administrator, "form", form.pk, {"given_team": str(team.pk)})
    for number in range(6):
        _send(form, emails=f"a{number}@example.com", REMOTE_ADDR="x")
    owners = [row["owner"].id for row in _rows(administrator, "lead", "owner")]
    assert owners[:3] == owners[3:]
    assert set(owners) == {each.id for each in people}


def test_a_closed_or_unknown_form_says_so(administrator: Actor, form: Form) -> None:
    runner.update(administrator, "form", form.pk, {"is_open": False})
    assert Client(headers={"Host": "testserver"}).get(f"/f/{form.slug}").status_code == 410
    assert _send(form).status_code == 410
    assert Client(headers={"Host": "testserver"}).get("/f/nothing-here").status_code == 404
    assert _rows(administrator, "lead") == []


def test_only_chosen_sites_show_it(administrator: Actor, form: Form) -> None:
    client = Client(headers={"Host": "testserver"})
    assert "frame-ancestors *" in client.get(f"/f/{form.slug}")["Content-Security-Policy"]
    sites = ["https://shop.example", "https://evil.example; script-src *"]
    runner.update(administrator, "form", form.pk, {"sites": sites})
    policy = client.get(f"/f/{form.slug}?embed")["Content-Security-Policy"]
    assert re.search(r"frame-ancestors https://shop\.example$", policy)
    script = client.get(f"/f/{form.slug}/embed.js")
    assert script["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "/f/contact\\u002Dus" in script.content.decode()


def test_names_of_forms_are_free_and_fields_are_chosen(administrator: Actor, form: Form) -> None:
    second = runner.create(administrator, "form", {"name": "Contact us", "asks": ["emails", "Company"]}).record
    assert isinstance(second, Form)
    assert (form.slug, second.slug, second.asks) == ("contact-us", "contact-us-2", ["emails", "company"])
    page = Client(headers={"Host": "testserver"}).get("/f/contact-us-2").content.decode()
    assert re.findall(r'id="q-([a-z_]+)"', page) == ["emails", "company", serving.TRAP]
