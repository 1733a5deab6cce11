"""Tags in use, and tags put on many records, by the API."""

from __future__ import annotations

from tests.programs import Program
from trato.kernel.jobs import queue


def test_tags_in_use_with_their_counts(admin: Program, rep: Program) -> None:
    ids = [
        admin.make("accounts", name="Acme", tags=["North", "VIP"]),
        admin.make("accounts", name="Beta", tags=["north"]),
    ]
    admin.make("contacts", name="Ruiz", tags=["vip"])
    found = admin.get("tags").body["items"]
    assert [(each["tag"].lower(), each["count"], each["objects"]) for each in found] == [
        ("north", 2, {"accounts": 2}),
        ("vip", 2, {"accounts": 1, "contacts": 1}),
    ]
    assert [each["tag"] for each in admin.get("tags?q=vi&objects=contacts").body["items"]] == ["vip"]
    assert admin.get("tags?objects=shoes").status == 404
    assert rep.get("tags").body["items"] == []
    with queue.inline():
        job = admin.post("accounts/actions/tag", {"ids": ids, "values": {"add": ["new"], "remove": ["NORTH"]}}).body
    assert job["result"]["done"] == 2
    assert [admin.get(f"accounts/{each}").body["tags"] for each in ids] == [["VIP", "new"], ["new"]]
    undone = admin.post(f"timeline/{job['result']['entry']}/undo")
    assert len(undone.body["undone"]) == 2
    assert admin.get(f"accounts/{ids[1]}").body["tags"] == ["north"]
