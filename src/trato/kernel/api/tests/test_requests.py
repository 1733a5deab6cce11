"""What is refused before any record is touched."""

import pytest
from pytest_django.fixtures import Settings

from tests.programs import Program

NOWHERE = "018f0000-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "path", ["nowhere", "nowhere/x", "accounts/not-an-id", f"accounts/{NOWHERE}", "", "accounts/", f"nowhere/{NOWHERE}"]
)
def test_what_is_not_there_is_404(admin: Program, path: str) -> None:
    found = admin.get(path)
    assert (found.status, found.code) == (404, "not_found")


def test_methods_that_are_not_there_are_405(admin: Program) -> None:
    found = admin.put("accounts", {})
    assert (found.status, found.code, found.headers["Allow"]) == (405, "method_not_allowed", "GET, POST, HEAD")


@pytest.mark.parametrize("query", ["colour=red", "limit=1&limit=2", "q=%00", "filter=%7B", "filter=nonsense"])
def test_parameters_that_cannot_be_read_are_400(admin: Program, query: str) -> None:
    found = admin.get(f"accounts?{query}")
    assert found.status == 400
    assert found.code in {"unknown_parameter", "malformed"}


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("limit=0", "limit", "out_of_range"),
        ("limit=501", "limit", "out_of_range"),
        ("limit=x", "limit", "out_of_range"),
        ("count=all", "count", "not_an_option"),
        ("trash=yes", "trash", "not_an_option"),
        ("fields=nonsense", "fields", "unknown_field"),
        ("sort=-nonsense", "fields", "unknown_field"),
        ("view=abc", "view", "not_found"),
        ("filter=%7B%22field%22%3A%22nonsense%22%2C%22op%22%3A%22is%22%7D", "filter", "unknown_field"),
    ],
)
def test_parameters_that_mean_nothing_are_422(admin: Program, query: str, field: str, code: str) -> None:
    found = admin.get(f"accounts?{query}")
    assert (found.status, found.code) == (422, "invalid")
    assert [(each["field"], each["code"]) for each in found.body["errors"]] == [(field, code)]


@pytest.mark.parametrize("raw", [b"{", b"\xff", b'{"name": NaN}', b"[" * 5000, b'{"name": "\\u0000"}', b'"\\ud800"'])
def test_a_body_that_cannot_be_read_is_400(admin: Program, raw: bytes) -> None:
    found = admin.send("POST", "accounts", raw=raw)
    assert (found.status, found.code) == (400, "malformed")


def test_a_text_that_only_looks_like_nul_may_be_stored(admin: Program) -> None:
    assert admin.send("POST", "accounts", raw=b'{"name": "a\\\\u0000b"}').body["name"] == "a\\u0000b"


@pytest.mark.parametrize("body", [[], "text", 3, None, True])
def test_a_body_of_another_sort_is_422(admin: Program, body: object) -> None:
    found = admin.send("POST", "accounts", body) if body is not None else admin.send("POST", "accounts", raw=b"null")
    assert (found.status, found.code) == (422, "invalid")


def test_only_json_is_taken(admin: Program) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        found = admin.send("POST", "accounts", raw=b"{}", **{"Content-Type": kind})
        assert (found.status, found.code) == (415, "unsupported_media_type")
    for kind in ("application/json; charset=utf-8", "application/merge-patch+json"):
        assert admin.send("POST", "accounts", raw=b'{"name": "A"}', **{"Content-Type": kind}).status == 201


def test_a_body_too_large_is_413(admin: Program, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    found = admin.post("accounts", {"name": "x" * 200})
    assert (found.status, found.code) == (413, "too_large")


def test_a_filter_too_deep_is_422(admin: Program) -> None:
    deep: object = {"field": "name", "op": "is", "value": "x"}
    for _ in range(11):
        deep = {"all": [deep]}
    found = admin.post("accounts/query", {"filter": deep})
    assert (found.status, found.body["errors"][0]["code"]) == (422, "too_deep")


def test_a_failure_of_ours_is_500_without_details(admin: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("trato.kernel.records.listing.page", fail)
    found = admin.get("accounts")
    assert (found.status, found.code) == (500, "internal")
    assert "secret" not in str(found.body)
