"""Tokens, scopes, rates, languages and organizations."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.programs import Program, Programs
from trato.kernel.access import accounts, sessions
from trato.kernel.access.models import ApiToken
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.models import Organization
from trato.lib.rates import Limiter, next_state


def test_me_says_who_asks_and_where(admin: Program) -> None:
    found = admin.get("me")
    assert found.status == 200
    assert found.body["name"] == "Alba"
    assert found.body["scopes"] == ["admin", "read", "write"]
    assert found.body["organization"]["name"] == "Norte Hardware"
    assert found.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer nonsense", "Bearer \x00\xff"])
def test_without_a_valid_token_everything_is_401(admin: Program, header: str) -> None:
    for path in ("me", "accounts", "nowhere/at/all", "openapi.json"):
        found = admin.get(path, Authorization=header)
        assert (found.status, found.code) == (401, "unauthenticated")
        assert found.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_is_no_token(admin: Program) -> None:
    for each in ApiToken.objects.all():
        assert sessions.revoke_token(user_id=None, token_id=each.pk)
    assert admin.get("me").status == 401


def test_a_token_of_another_organization_is_no_token(admin: Program, other_organization: Organization) -> None:
    with scope.enter(other_organization):
        theirs = sessions.make_token(accounts.ensure_administrator("boss@another.example"), label="theirs")
    assert Program(admin.actor, theirs).get("me").status == 401
    assert (
        Program(admin.actor, theirs, host="another.example").get("me").body["organization"]["name"] == "Another company"
    )
    assert Program(admin.actor, admin.token, host="another.example").get("me").status == 401


def test_scopes_narrow_what_the_user_may_do(program: Programs) -> None:
    writes = program("administrator", name="Alba")
    account = writes.make("accounts", name="Acme")
    reads = program("administrator", name="Alba", scopes=("accounts:read",))
    assert reads.get(f"accounts/{account}").status == 200
    assert (reads.patch(f"accounts/{account}", {"name": "Other"}).code) == "denied"
    assert (reads.get("contacts").status, reads.get("contacts").code) == (403, "denied")
    only_write = program("administrator", name="Alba", scopes=("accounts:write",))
    assert only_write.patch(f"accounts/{account}", {"name": "Other"}).status == 200


def test_each_token_has_its_rate(program: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = Limiter(None)
    monkeypatch.setattr("trato.kernel.api.endpoint.limiter", lambda: limiter)
    monkeypatch.setattr("time.time", lambda: 1_000_000.0)
    caller = program(rate=2)
    first, second, third = caller.get("me"), caller.get("me"), caller.get("me")
    assert (first.headers["X-RateLimit-Limit"], first.headers["X-RateLimit-Remaining"]) == ("2", "1")
    assert (second.status, second.headers["X-RateLimit-Remaining"]) == (200, "0")
    assert (third.status, third.code, third.headers["Retry-After"]) == (429, "rate_limited", "1")
    assert third.headers["X-RateLimit-Reset"] == "1"
    assert program(rate=2).get("me").status == 200


def test_a_rate_of_0_is_no_limit(admin: Program) -> None:
    assert "X-RateLimit-Limit" not in admin.get("me").headers


def test_a_bucket_fills_again_in_a_second() -> None:
    full_at, now = 0.0, 50.0
    left = []
    for _ in range(5):
        full_at, allowance = next_state(full_at, 4, now)
        left.append((allowance.remaining, allowance.wait > 0))
    assert left == [(3, False), (2, False), (1, False), (0, False), (0, True)]
    assert next_state(full_at, 4, now + 0.24)[1].wait > 0
    assert next_state(full_at, 4, now + 0.25)[1].wait == 0
    assert next_state(full_at, 4, now + 1)[1].remaining == 3
    assert next_state(now + 99, 4, now)[1].remaining == 3


def test_limiters_of_several_workers_share_one_count(tmp_path: Path) -> None:
    token = uuid4()
    one, other = (Limiter(tmp_path / "rates") for _ in range(2))
    assert [each.take(token, 3, 5.0).wait > 0 for each in (one, other, one, other)] == [False, False, False, True]


@pytest.mark.parametrize(
    ("header", "language", "title"),
    [
        ("es-MX,en;q=0.5", "es", "No se encuentra"),
        ("fr,en;q=0.5", "en", "Not found"),
        ("", "en", "Not found"),
        ("%%%", "en", "Not found"),
    ],
)
def test_the_header_picks_the_language_of_messages(admin: Program, header: str, language: str, title: str) -> None:
    found = admin.get("nowhere", Accept_Language=header)
    assert found.headers["Content-Language"] == language
    assert found.body["title"] == title


@pytest.mark.parametrize(("hours_ago", "written"), [(None, True), (0.9, False), (1.1, True)])
def test_the_last_use_of_a_token_is_written_once_an_hour(
    admin: Program, hours_ago: float | None, written: bool
) -> None:
    before = None if hours_ago is None else timezone.now() - timedelta(hours=hours_ago)
    ApiToken.objects.update(used_at=before)
    with CaptureQueriesContext(connection) as asked:
        assert admin.get("me").status == 200
    used_at = ApiToken.objects.get().used_at
    updates = [each["sql"] for each in asked if each["sql"].startswith("UPDATE api_token")]
    assert (used_at != before, len(updates)) == (written, int(written))


def test_a_token_that_no_longer_holds_is_not_used(admin: Program) -> None:
    ApiToken.objects.update(revoked_at=timezone.now())
    assert admin.get("me").status == 401
    assert ApiToken.objects.get().used_at is None
