"""The same POST twice: one effect, one answer."""

from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.programs import Program, Programs
from trato.kernel.access.models import ApiToken
from trato.kernel.api.models import Idempotency


def test_a_repeated_request_is_given_the_first_answer(admin: Program) -> None:
    first = admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k1")
    again = admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k1")
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert (again.headers["Location"], again.headers["ETag"]) == (first.headers["Location"], '"1"')
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert admin.get("accounts?count=exact").body["count"] == 1


def test_a_key_belongs_to_one_request(admin: Program) -> None:
    admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k1")
    for path, body in (("accounts", {"name": "Else"}), ("contacts", {"name": "Acme"})):
        found = admin.post(path, body, Idempotency_Key="k1")
        assert (found.status, found.code) == (422, "key_reused")
    assert admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k2").status == 201


def test_a_key_belongs_to_one_token(admin: Program, rep: Program) -> None:
    admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k1")
    assert rep.post("accounts", {"name": "Acme", "description": "mine"}, Idempotency_Key="k1").status == 201


def test_a_refusal_is_repeated_too_and_leaves_nothing(admin: Program) -> None:
    first = admin.post("accounts", {"employees": "x"}, Idempotency_Key="k1")
    again = admin.post("accounts", {"employees": "x"}, Idempotency_Key="k1")
    assert (first.status, again.status, first.body) == (422, 422, again.body)
    assert again.headers["Content-Type"] == "application/problem+json"
    assert admin.get("accounts").body["items"] == []


def test_after_a_failure_of_ours_it_may_be_tried_again(admin: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("trato.kernel.actions.runner.create", fail)
        assert admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k1").status == 500
    assert admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k1").status == 201


def test_a_request_under_way_is_409(admin: Program) -> None:
    token = ApiToken.objects.get(user__name="Alba")
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"{token.pk} k1"])
            found = admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k1")
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()
    assert (found.status, found.code, found.headers["Retry-After"]) == (409, "in_progress", "1")
    assert admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k1").status == 201


def test_a_key_holds_for_a_day(admin: Program) -> None:
    first = admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k1")
    admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k2")
    Idempotency.objects.update(created_at=timezone.now() - timedelta(hours=25))
    again = admin.post("accounts", {"name": "Acme"}, Idempotency_Key="k1")
    assert (again.status, again.body["id"] != first.body["id"]) == (201, True)
    assert list(Idempotency.objects.values_list("key", flat=True)) == ["k1"]


def test_a_key_that_is_none_is_400(admin: Program) -> None:
    for key in ("x" * 256, "a\tb"):
        assert admin.post("accounts", {"name": "A"}, Idempotency_Key=key).code == "malformed"


def test_reading_by_post_may_carry_a_key(program: Programs) -> None:
    reads = program("read-only", scopes=("read",))
    read = [reads.post("accounts/query", {}, Idempotency_Key="k1") for _time in range(2)]
    assert [(each.status, each.body["items"]) for each in read] == [(200, []), (200, [])]
    assert [each.headers.get("Idempotency-Replayed") for each in read] == [None, "true"]
    assert not connection.needs_rollback
