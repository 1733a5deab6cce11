"""Files by the API: uploaded, attached, downloaded safely, given versions, seen by whoever sees the record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase

from tests.programs import Answered, Program, answered
from tests.visitors import Make, Visitor
from trato.wings.collaboration.file import storage
from trato.wings.collaboration.file.model import File
from trato.wings.collaboration.file.tests.test_rules import PDF, PNG
from trato.wings.collaboration.note.model import Note


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of the test's own."""
    monkeypatch.setitem(settings.STORAGES["files"]["OPTIONS"], "location", tmp_path)
    vars(storages)["_storages"].pop("files", None)
    return tmp_path


def send(who: Program, path: str, name: str, content: bytes, **data: Any) -> Answered:
    client = Client(headers={"Authorization": f"Bearer {who.token}", "Host": who.host})
    sent: dict[str, Any] = {"file": SimpleUploadedFile(name, content)}
    if data:
        sent["data"] = json.dumps(data)
    return answered(client.post(f"/api/v1/{path}", sent))


def fetch(who: Program, path: str) -> Any:
    return Client(headers={"Authorization": f"Bearer {who.token}", "Host": who.host}).get(f"/api/v1/{path}")


def test_a_file_is_attached_and_fetched(admin: Program, folder: Path) -> None:
    deal = admin.make("deals", name="Big")
    made = send(admin, "files", "offer.pdf", PDF, about=[{"object": "deals", "id": deal}])
    assert (made.status, made.body["name"], made.body["type"], made.body["size"]) == (
        201,
        "offer.pdf",
        "application/pdf",
        len(PDF),
    )
    assert made.body["url"] == f"/api/v1/files/{made.body['id']}/content"
    assert made.headers["Location"] == f"/api/v1/files/{made.body['id']}"
    [listed] = admin.get(f"deals/{deal}/related/files").body["items"]
    assert listed["id"] == made.body["id"]
    got = fetch(admin, f"files/{made.body['id']}/content")
    assert (got.status_code, got.getvalue()) == (200, PDF)
    assert got["Content-Disposition"] == 'attachment; filename="offer.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]
    assert len([each for each in folder.rglob("*") if each.is_file()]) == 1


def test_a_lying_name_is_corrected_and_a_program_refused(admin: Program, folder: Path) -> None:
    made = send(admin, "files", "photo.jpg", PNG)
    assert (made.body["name"], made.body["type"]) == ("photo.jpg.png", "image/png")
    page = send(admin, "files", "page.html", b"<script>alert(1)</script>")
    assert fetch(admin, f"files/{page.body['id']}/content")["Content-Type"] == "text/plain"
    refused = send(admin, "files", "photo.png", b"MZ\x90\0" + b"\0" * 60)
    assert (refused.status, refused.faults) == (422, [("/file", "invalid")])
    assert send(admin, "files", "x.txt", b"").faults == [("/file", "required")]
    assert admin.post("files", {"name": "x"}).faults == [("/file", "required")]
    assert admin.post("files", {"name": "x", "content": "../../etc/passwd"}).status == 422


def test_too_large_is_refused(admin: Program, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(storage, "MAX_BYTES", 100)
    assert send(admin, "files", "x.txt", b"a" * 101).status == 413
    assert not [each for each in folder.rglob("*") if each.is_file()]


def test_versions_stay(admin: Program) -> None:
    key = send(admin, "files", "offer.pdf", PDF).body["id"]
    again = send(admin, f"files/{key}/content", "offer 2.pdf", PDF + b"2")
    assert (again.status, again.body["name"], again.body["size"]) == (200, "offer 2.pdf", len(PDF) + 1)
    assert fetch(admin, f"files/{key}/content").getvalue() == PDF + b"2"
    assert fetch(admin, f"files/{key}/content?version=1").getvalue() == PDF
    assert fetch(admin, f"files/{key}/content?version=3").status_code == 404
    [last, *_rest] = admin.get(f"files/{key}/timeline").body["items"]
    admin.post(f"timeline/{last['id']}/undo")
    assert fetch(admin, f"files/{key}/content").getvalue() == PDF


def test_who_sees_the_record_sees_the_file(admin: Program, rep: Program) -> None:
    mine, theirs = rep.make("deals", name="Mine"), admin.make("deals", name="Theirs")
    shown = send(admin, "files", "a.pdf", PDF, about=[{"object": "deals", "id": mine}]).body["id"]
    hidden = send(admin, "files", "b.pdf", PDF, about=[{"object": "deals", "id": theirs}]).body["id"]
    assert fetch(rep, f"files/{shown}/content").status_code == 200
    assert fetch(rep, f"files/{hidden}/content").status_code == 404
    assert send(rep, f"files/{shown}/content", "c.pdf", PDF).status == 403
    assert fetch(rep, f"deals/{mine}/content").status_code == 404


def test_a_file_of_a_note_is_seen_through_the_note(admin: Program, rep: Program) -> None:
    deal = rep.make("deals", name="Mine")
    note = admin.make("notes", body="x", about=[{"object": "deals", "id": deal}])
    key = send(admin, "files", "a.pdf", PDF, about=[{"object": "notes", "id": note}]).body["id"]
    assert fetch(rep, f"files/{key}/content").status_code == 200


def test_the_composer_attaches(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Big")
    sent = {
        "kind": "note",
        "body": "See this",
        "file": [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.pdf", PDF)],
    }
    done = alba.client.post(f"/deals/{deal}/compose", sent, headers={"HX-Request": "true"})
    assert done.status_code == 200
    html = alba.page(f"/deals/{deal}").html
    assert "a.png" in html
    assert "?inline" in html
    assert "Files 2" in alba.page(f"/deals/{deal}").words
    picture = File.objects.get(name="a.png")
    shown = alba.client.get(f"/files/{picture.pk}/content?inline")
    assert (shown.getvalue(), shown["Content-Disposition"]) == (PNG, 'inline; filename="a.png"')
    assert "sandbox" in shown["Content-Security-Policy"]
    page = alba.page(f"/files/{picture.pk}")
    assert "Download" in page.words
    alone = {"kind": "note", "file": [SimpleUploadedFile("c.pdf", PDF)]}
    assert alba.client.post(f"/deals/{deal}/compose", alone, headers={"HX-Request": "true"}).status_code == 200
    assert Note.objects.count() == 1
    bad = {"kind": "note", "body": "x", "file": [SimpleUploadedFile("c.png", b"MZ" + b"\0" * 60)]}
    refused = alba.client.post(f"/deals/{deal}/compose", bad, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert Note.objects.count() == 1


def _kept(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def test_what_is_refused_leaves_no_bytes(admin: Program, reader: Program, folder: Path) -> None:
    assert send(reader, "files", "offer.pdf", PDF).status == 403
    assert send(admin, "files", "offer.pdf", PDF, nonsense=1).status == 422
    assert _kept(folder) == []


def test_a_purged_file_takes_its_bytes_along(admin: Program, folder: Path) -> None:
    made = send(admin, "files", "offer.pdf", PDF).body["id"]
    assert len(_kept(folder)) == 1
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert admin.delete(f"files/{made}?purge=true").status == 204
    assert _kept(folder) == []
