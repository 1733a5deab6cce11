"""Files brought in and written out, through the API."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.programs import Answered, Program, answered
from trato.kernel.jobs import queue

FILE = b"name,employees\nAcme,12\nBeta,x\n"
MAPPING = '{"mode": "create", "columns": {"name": {"to": "name"}, "employees": {"to": "employees"}}}'


def upload(caller: Program, path: str, *, file: bytes | None = FILE, **parts: str) -> Answered:
    """A multipart request; `parts` that begin with a capital letter are headers."""
    headers = {name.replace("_", "-"): value for name, value in parts.items() if name[0].isupper()}
    data: dict[str, object] = {name: value for name, value in parts.items() if not name[0].isupper()}
    if file is not None:
        data["file"] = SimpleUploadedFile("accounts.csv", file, "text/csv")
    client = Client(headers={"Authorization": f"Bearer {caller.token}", "Host": caller.host, **headers})
    with queue.inline():
        return answered(client.post(f"/api/v1/{path}", data))


def test_a_file_is_brought_in_and_its_rejects_given_back(admin: Program, rep: Program) -> None:
    rehearsed = upload(admin, "accounts/import?dry_run=true", mapping=MAPPING)
    assert (rehearsed.status, rehearsed.body["state"]) == (202, "done")
    assert (rehearsed.body["counts"]["create"], rehearsed.body["counts"]["reject"]) == (1, 1)
    assert admin.get("accounts").body["items"] == []
    done = upload(admin, "accounts/import", mapping=MAPPING)
    assert done.headers["Location"] == f"/api/v1/jobs/{done.body['id']}"
    assert [each["name"] for each in admin.get("accounts").body["items"]] == ["Acme"]
    client = Client(headers={"Authorization": f"Bearer {admin.token}"})
    found = client.get(done.body["result"]["rejected"])
    assert found.status_code == 200
    assert b"Beta,x" in found.getvalue()
    import_id = done.body["result"]["import"]
    assert admin.get(f"imports/{import_id}").body["mapping"]["mode"] == "create"
    assert rep.get(f"imports/{import_id}").status == 404
    assert rep.get(f"imports/{import_id}/rejected.csv").status == 404


def test_a_workbook_is_taken_as_a_file_of_text_is(admin: Program) -> None:
    book, file = openpyxl.Workbook(), BytesIO()
    for row in (["name", "employees"], ["Acme", 12]):
        book.worksheets[0].append(row)
    book.save(file)
    done = upload(admin, "accounts/import", file=file.getvalue(), mapping=MAPPING)
    assert done.body["counts"]["create"] == 1
    found = admin.get(f"imports/{done.body['result']['import']}").body
    assert (found["format"]["sheet"], found["report"]["left_out"]) == ("Sheet", [])
    assert upload(admin, "accounts/import", file=file.getvalue()[:-30]).faults == [("/file", "invalid")]


def test_a_repeated_import_has_one_effect(admin: Program) -> None:
    first = upload(admin, "accounts/import", mapping=MAPPING, Idempotency_Key="k1")
    again = upload(admin, "accounts/import", mapping=MAPPING, Idempotency_Key="k1")
    assert (first.status, again.body["id"], again.headers["Idempotency-Replayed"]) == (202, first.body["id"], "true")
    assert len(admin.get("accounts").body["items"]) == 1
    other = upload(admin, "accounts/import", file=b"name\nGamma\n", mapping=MAPPING, Idempotency_Key="k1")
    assert (other.status, other.code) == (422, "key_reused")


def test_an_import_says_what_it_needs(admin: Program, reader: Program) -> None:
    assert admin.post("accounts/import", {}).code == "unsupported_media_type"
    assert upload(admin, "accounts/import", file=None).faults == [("/file", "required")]
    assert upload(admin, "accounts/import", mapping="{").code == "malformed"
    assert upload(admin, "accounts/import", mapping="[]").status == 422
    assert upload(admin, "accounts/import", colour="red").code == "unknown_parameter"
    assert upload(reader, "accounts/import").status == 403
    assert upload(admin, "nonsense/import").status == 404


def test_records_are_written_to_a_file_that_its_address_opens(admin: Program, rep: Program) -> None:
    admin.make("accounts", name="Acme", employees=12)
    with queue.inline():
        done = admin.post("accounts/export", {"fields": ["name", "employees"], "labels": False})
        mine = rep.post("accounts/export", {"fields": ["name"], "labels": False})
    assert (done.status, done.body["result"]["rows"], mine.body["result"]["rows"]) == (202, 1, 0)
    found = Client().get(done.body["result"]["url"])
    assert found.getvalue().decode("utf-8-sig").split() == ["name,employees", "Acme,12"]
    assert Client().get(done.body["result"]["url"] + "x").status_code == 404
    assert "path" not in done.body["result"]
    assert admin.post("accounts/export", {"fields": ["nonsense"]}).status == 422
    assert admin.post("accounts/export", {"format": "pdf"}).faults == [("/format", "not_an_option")]
