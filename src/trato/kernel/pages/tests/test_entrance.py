"""Coming in, going out, and what every answer says to the browser."""

import gzip
import re
from collections.abc import Callable

import pytest
from django.http import JsonResponse
from django.test import Client, RequestFactory, override_settings

from tests.visitors import Shown, Visitor
from trato.kernel.access import accounts, sessions
from trato.kernel.access.models import User
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.ui.middleware import SmallPagesMiddleware, live_url

Visit = Callable[[Actor | None], Visitor]


@pytest.fixture
def nobody(visit: Visit, administrator: Actor) -> Visitor:
    """A browser that nobody is signed in at; Alba has a password."""
    user = User.objects.get(pk=administrator.id)
    user.set_password("correct horse")
    user.save()
    return visit(None)


def _sign_in(somebody: Visitor, **values: str) -> Shown:
    given = {"email": "alba@example.com", "password": "correct horse", **values}
    return Shown(somebody.client.post("/sign-in", given))


def test_pages_lead_to_the_door(nobody: Visitor) -> None:
    assert nobody.page("/deals?sort=name").goes_to == "/sign-in?next=%2Fdeals%3Fsort%3Dname"
    part = nobody.part("/deals")
    assert (part.status, part.goes_to) == (401, "/sign-in?next=%2Fdeals")


def test_e_mail_and_password(nobody: Visitor) -> None:
    assert "Sign in to Norte Hardware" in nobody.page("/sign-in").words
    answer = _sign_in(nobody, email=" Alba@Example.com ", next="/deals?sort=name")
    assert (answer.status, answer.goes_to) == (302, "/deals?sort=name")
    cookie = answer.response.cookies["trato_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert nobody.page("/deals").status == 200


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong"}, {"email": "nobody@example.com"}, {"email": "x" * 300}, {"password": "x" * 5000}]
)
def test_what_does_not_match_lets_nobody_in(nobody: Visitor, wrong: dict[str, str]) -> None:
    refused = _sign_in(nobody, **wrong)
    assert refused.status == 422
    assert "do not match" in refused.words
    assert "trato_session" not in refused.response.cookies
    assert nobody.page("/deals").status == 302


def test_guessing_is_slowed_down_for_the_address_that_is_guessed_at(nobody: Visitor) -> None:
    for _attempt in range(10):
        assert _sign_in(nobody, password="wrong").status == 422
    assert _sign_in(nobody).status == 429
    assert _sign_in(nobody, email="somebody.else@example.com").status == 422


def test_nine_failures_are_forgiven(nobody: Visitor) -> None:
    for _attempt in range(9):
        _sign_in(nobody, password="wrong")
    assert _sign_in(nobody).status in {200, 302}
    for _attempt in range(9):
        assert _sign_in(nobody, password="wrong").status == 422


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_nobody_is_led_elsewhere(nobody: Visitor, address: str) -> None:
    assert _sign_in(nobody, next=address).goes_to == "/"


def test_a_link_signs_in_once_and_only_when_the_button_is_pressed(nobody: Visitor, administrator: Actor) -> None:
    key = sessions.make_sign_in_link(User.objects.get(pk=administrator.id))
    for _look in range(2):
        assert nobody.page(f"/sign-in/link/{key}").status == 200
    assert nobody.page("/").status == 302
    used = Shown(nobody.client.post(f"/sign-in/link/{key}"))
    assert (used.status, used.goes_to) == (302, "/")
    assert nobody.page("/deals").status == 200
    again = Shown(nobody.client.post(f"/sign-in/link/{key}"))
    assert again.status == 410
    assert "used already" in again.words


def test_signing_out_ends_the_session(alba: Visitor) -> None:
    key = alba.client.cookies["trato_session"].value
    assert Shown(alba.client.post("/sign-out")).goes_to == "/sign-in"
    alba.client.cookies["trato_session"] = key
    assert alba.page("/deals").status == 302


def test_forged_posts_are_refused(administrator: Actor) -> None:
    client = Client(headers={"Host": "testserver"}, enforce_csrf_checks=True)
    client.cookies["trato_session"] = sessions.open_session(User.objects.get(pk=administrator.id))
    refused = Shown(client.post("/accounts/new", {"name": "Acme"}))
    assert refused.status == 403
    assert "open for too long" in refused.words
    token = re.search(r'name="csrf-token" content="(\w+)"', Shown(client.get("/deals")).html)
    assert token
    headers = {"X-CSRFToken": token[1], "HX-Request": "true"}
    assert client.post("/accounts/new", {"name": "Acme"}, headers=headers).status_code == 204


def test_every_answer_carries_the_policy(alba: Visitor, nobody: Visitor) -> None:
    for answer in (alba.page("/deals"), alba.part("/deals"), alba.page("/nowhere"), nobody.page("/sign-in")):
        headers = answer.response.headers
        policy = headers["Content-Security-Policy"]
        nonce = re.search(r"script-src 'nonce-([\w-]+)' 'strict-dynamic';", policy)
        assert nonce
        assert "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        scripts = re.findall(r"<script (?!type=\"application/json\")[^>]*>", answer.html)
        assert bool(scripts) is ("<html" in answer.html)
        assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
    first, second = (alba.page("/").response.headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_letters_are_fetched_beside_the_style_sheets(alba: Visitor, nobody: Visitor) -> None:
    for shown in (alba.page("/deals"), nobody.page("/sign-in")):
        [letters] = re.findall(r'<link rel="preload" href="(/static/[^"]+)" as="font"', shown.html)
        assert alba.client.get(letters).getvalue().startswith(b"wOF2")
        styles = re.findall(r'<link rel="stylesheet" href="(/static/[^"]+)"', shown.html)
        assert letters.rpartition("/")[2].encode() in b"".join(alba.client.get(each).getvalue() for each in styles)


def test_pages_go_out_small_and_programs_get_what_is_there(alba: Visitor) -> None:
    asked = {"Accept-Encoding": "br, gzip"}
    whole, small = alba.client.get("/settings"), alba.client.get("/settings", headers=asked)
    assert "Content-Encoding" not in whole.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.content) < len(whole.content) / 2
    assert b"</html>" in gzip.decompress(small.content)
    program = SmallPagesMiddleware(lambda _request: JsonResponse({"results": ["a deal"] * 1000}))
    assert "Content-Encoding" not in program(RequestFactory().get("/", headers=asked)).headers


@override_settings(TRATO_URL="http://localhost:8000", TRATO_LIVE_URL="http://localhost:8001")
def test_signals_come_from_the_host_that_names_the_organization() -> None:
    assert live_url("demo.localhost:8000") == "http://demo.localhost:8001/live"
    assert live_url("localhost:8000") == "http://localhost:8001/live"
    assert live_url("evil.example'; script-src *") == "http://localhost:8001/live"
    with override_settings(TRATO_LIVE_URL="https://live.example"):
        assert live_url("demo.localhost:8000") == "https://live.example/live"
    with override_settings(TRATO_LIVE_URL=""):
        assert live_url("demo.localhost:8000") == "/live"


def test_what_is_not_there_says_so_to_everybody(alba: Visitor, nobody: Visitor) -> None:
    shown = alba.page("/nowhere")
    assert shown.status == 404
    assert "does not exist" in shown.words
    assert "Deals" in shown.words
    assert nobody.page("/nowhere").status == 302


@pytest.mark.parametrize(
    ("language", "role", "stage"), [("es-MX", "Administrador", "Ganada"), ("fr", "Administrator", "Won")]
)
@pytest.mark.django_db
def test_the_first_to_sign_in_decides_what_the_organization_speaks(language: str, role: str, stage: str) -> None:
    made = organizations.create("Nueva", domain="nueva.example")
    with scope.enter(made):
        key = sessions.make_sign_in_link(accounts.ensure_administrator("ana@example.com"))
    browser = Client(headers={"Host": "nueva.example", "Accept-Language": language})
    assert browser.post(f"/sign-in/link/{key}").status_code == 302
    with scope.enter(made):
        named = [name for (name,) in fetch("SELECT name FROM role WHERE key = 'administrator'")]
        named += [name for (name,) in fetch("SELECT name FROM stage WHERE kind = 'won'")]
        second = sessions.make_sign_in_link(accounts.ensure_user(email="eva@example.com"))
    assert named == [role, stage]
    Client(headers={"Host": "nueva.example", "Accept-Language": "en" if role == "Administrador" else "es"}).post(
        f"/sign-in/link/{second}"
    )
    with scope.enter(made):
        assert fetch("SELECT name FROM role WHERE key = 'administrator'") == [(role,)]
