"""Files in and out over the API: the job, the report, the rejected rows, the link to an export."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from tests.programs import Answered, Program, answered
from trato.kernel.exchange import files, upload
from trato.kernel.exchange.models import Import
from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job

NAMES = {"mode": "upsert", "key": ["name"], "columns": {"name": {"to": "name"}, "employees": {"to": "employees"}}}


@pytest.fixture(autouse=True)
def _at_once(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    with queue.inline():
        yield


def send(program: Program, path: str, content: bytes | str, mapping: Any = None, **headers: str) -> Answered:
    """POST a file as a browser or curl would."""
    raw = content if isinstance(content, bytes) else content.encode()
    body: dict[str, Any] = {"file": SimpleUploadedFile("names.csv", raw)}
    if mapping is not None:
        body["mapping"] = mapping if isinstance(mapping, str) else json.dumps(mapping)
    given = {"Authorization": f"Bearer {program.token}", "Host": program.host, **headers}
    return answered(Client(headers=given).post(f"/api/v1/{path}", body))


def test_a_file_becomes_records(admin: Program) -> None:
    found = send(admin, "accounts/import", "name,employees\nAcme,5\nBad,x\n", NAMES)
    assert found.status == 202
    assert found.headers["Location"] == f"/api/v1/jobs/{found.body['id']}"
    job = admin.get(f"jobs/{found.body['id']}").body
    assert (job["state"], job["counts"]) == ("done", {"create": 1, "update": 0, "skip": 0, "reject": 1})
    assert job["result"]["errors"][0]["column"] == "employees"
    one = admin.get(f"imports/{job['result']['import']}").body
    assert (one["file"], one["job"], one["object"]) == ("names.csv", found.body["id"], "account")
    assert admin.get("accounts?fields=name").body["items"][0]["name"] == "Acme"


def test_a_dry_run_answers_the_same_counts_and_writes_nothing(admin: Program) -> None:
    found = send(admin, "accounts/import?dry_run=true", "name,employees\nAcme,5\nBad,x\n", NAMES)
    assert found.body["counts"] == {"create": 1, "update": 0, "skip": 0, "reject": 1}
    assert found.body["result"]["entry"] is None
    assert admin.get("accounts").body["items"] == []


def test_rejected_rows_are_a_file(admin: Program) -> None:
    job = send(admin, "accounts/import", "name,employees\nAcme,5\n=Bad,x\n", NAMES).body
    response = Client(headers={"Authorization": f"Bearer {admin.token}"}).get(job["result"]["rejected"])
    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert lines == ["name,employees,Reason", "'=Bad,x,employees: Enter a number."]
    assert "attachment" in response["Content-Disposition"]


def test_without_a_mapping_it_is_guessed(admin: Program) -> None:
    found = send(admin, "accounts/import", "Empresa;Empleados\nPeña;5\n")
    assert found.body["counts"]["create"] == 1


@pytest.mark.parametrize(
    ("content", "mapping", "status", "code"),
    [
        ("name\nAcme\n", "{", 400, "malformed"),
        ("name\nAcme\n", [], 422, "invalid"),
        ("name\nAcme\n", {"columns": {"name": {"to": "nothing"}}}, 422, "invalid"),
        ("name\nAcme\n", {"columns": {"other": {"to": "name"}}}, 422, "invalid"),
        ("", NAMES, 422, "invalid"),
        ("name\n" + '"' + "x\n" * 150_000, {"columns": {"name": {"to": "name"}}}, 202, ""),
    ],
)
def test_what_cannot_be_brought_in(admin: Program, content: str, mapping: Any, status: int, code: str) -> None:
    found = send(admin, "accounts/import", content, mapping)
    assert found.status == status
    if code:
        assert found.code == code
        assert not Import.objects.exists()
        assert not list(files.folder("imports").iterdir())
    else:
        assert found.body["state"] == "failed"
        assert "quotation mark" in found.body["error"]


def test_a_file_must_come_as_one(admin: Program) -> None:
    assert admin.post("accounts/import", {"file": "x"}).status == 415
    headers = {"Authorization": f"Bearer {admin.token}"}
    assert answered(Client(headers=headers).post("/api/v1/accounts/import", {"mapping": "{}"})).status == 422
    assert answered(Client(headers=headers).post("/api/v1/accounts/import", {"speed": "x"})).status == 400


@pytest.mark.parametrize("around", [upload.AROUND, -(1 << 30)])
def test_too_large_a_file_is_refused_on_the_way(admin: Program, monkeypatch: pytest.MonkeyPatch, around: int) -> None:
    """By the announced length where there is one that tells, else by counting; nothing stays behind."""
    monkeypatch.setattr(files, "MAX_BYTES", 1000)
    monkeypatch.setattr(upload, "AROUND", around if around > 0 else -900)
    found = send(admin, "accounts/import", "name\n" + "x\n" * 3000, NAMES)
    assert (found.status, found.code) == (413, "too_large")
    assert not Import.objects.exists()
    assert not list(files.folder("imports").iterdir())


def test_the_same_file_sent_twice_with_one_key_is_brought_in_once(admin: Program) -> None:
    mapping = {**NAMES, "mode": "create", "key": []}
    key = {"Idempotency-Key": "a"}
    first = send(admin, "accounts/import", "name,employees\nAcme,5\n", mapping, **key)
    again = send(admin, "accounts/import", "name,employees\nAcme,5\n", mapping, **key)
    other = send(admin, "accounts/import", "name,employees\nAcme,6\n", mapping, **key)
    assert (first.body["id"], other.code) == (again.body["id"], "key_reused")
    assert Job.objects.count() == 1


def test_only_those_who_may(reader: Program, admin: Program) -> None:
    assert send(reader, "accounts/import", "name\nAcme\n", NAMES).status == 403
    job = send(admin, "accounts/import", "name,employees\nAcme,5\nBad,x\n", NAMES).body
    assert reader.get(f"imports/{job['result']['import']}").status == 404
    assert reader.get(f"imports/{job['result']['import']}/rejected.csv").status == 404
    assert reader.get(f"jobs/{job['id']}").status == 404


def test_an_export_is_a_link_that_needs_no_token(admin: Program) -> None:
    send(admin, "accounts/import", "name,employees\nAcme,5\nGlobex,7\n", NAMES)
    body = {"fields": ["name", "employees"], "filter": {"field": "employees", "op": "gt", "value": 5}, "sort": "name"}
    job = admin.post("accounts/export", body)
    assert (job.status, job.body["state"], job.body["result"]["rows"]) == (202, "done", 1)
    response = Client().get(job.body["result"]["url"])
    assert response.getvalue().decode("utf-8-sig").splitlines() == ["Name,Employees", "Globex,7"]
    assert Client().get(job.body["result"]["url"] + "x").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"format": "pdf"},
        {"fields": ["nothing"]},
        {"filter": {"field": "nothing", "op": "is", "value": 1}},
        {"sort": "nothing"},
        {"ids": ["x"]},
        {"labels": 1},
        {"speed": 1},
    ],
)
def test_exports_that_cannot_be(admin: Program, body: dict[str, Any]) -> None:
    assert admin.post("accounts/export", body).status == 422
    assert not Job.objects.exists()
