"""Tags: offered while one types, put on many records without touching the others, changed everywhere at once."""

from __future__ import annotations

import re
from uuid import UUID

from tests.visitors import Make, Visitor
from trato.kernel.actions import runner, undo
from trato.kernel.jobs import queue
from trato.kernel.objects import registry
from trato.kernel.records import listing, tags
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry


def _tags(actor: Actor, record_id: UUID, name: str = "account") -> tuple[str, ...] | None:
    found: tuple[str, ...] | None = listing.get(actor, registry.get(name), record_id, ("tags",))["tags"]
    return found


def test_tags_in_use_are_offered_while_one_types(
    alba: Visitor, rosa: Visitor, make: Make, representative: Actor
) -> None:
    make("account", name="A", tags=["North", "VIP"])
    make("contact", name="Eva", tags=["north coast"], by=representative)
    assert re.findall(r'data-label="([^"]*)"', alba.part("/options/tags?q=nor").html) == ["nor", "North", "north coast"]
    assert re.findall(r'data-label="([^"]*)"', alba.part("/options/tags?q=coast").html) == ["coast", "north coast"]
    assert re.findall(r'data-label="([^"]*)"', alba.part("/options/tags?q=NORTH").html) == ["North", "north coast"]
    assert re.findall(r'data-label="([^"]*)"', rosa.part("/options/tags?q=nor").html) == ["nor", "north coast"]


def test_tags_are_added_and_removed_without_touching_the_others(
    alba: Visitor, administrator: Actor, make: Make
) -> None:
    ids = [
        make("account", name="A", tags=["old", "kept"]),
        make("account", name="B"),
        make("account", name="C", tags=["VIP"]),
    ]
    preview = alba.send("/accounts/actions/tag/preview", ids=ids, mode="add", tags=["vip", "new"])
    assert "3 of 3 will change" in preview.words
    added = alba.send("/accounts/actions/tag", ids=ids, confirmed="1", mode="add", tags=["vip"])
    assert added.toast == "2 changed, 1 was so already"
    assert [_tags(administrator, each) for each in ids] == [("old", "kept", "vip"), ("vip",), ("VIP",)]
    alba.send("/accounts/actions/tag", ids=ids, confirmed="1", mode="remove", tags=["OLD", "vip"])
    assert [_tags(administrator, each) for each in ids] == [("kept",), None, None]
    alba.send("/accounts/actions/tag", ids=ids, confirmed="1", mode="set", tags=["x", "y"])
    assert [_tags(administrator, each) for each in ids] == [("x", "y")] * 3
    alba.send(added.signals["toast"]["undo_url"])
    refused = alba.send("/accounts/actions/tag", ids=ids, confirmed="1", mode="add")
    assert (refused.status, "Enter a value." in refused.words) == (422, True)


def test_tagging_is_on_the_timeline_and_undone_as_one(alba: Visitor, administrator: Actor, make: Make) -> None:
    account = make("account", name="A", tags=["old"])
    done = alba.send("/accounts/actions/tag", ids=[account], confirmed="1", mode="add", tags=["new"])
    entry = Entry.objects.get(record_id=account, verb="update")
    assert entry.diff == {"tags": [["old"], ["old", "new"]]}
    alba.send(done.signals["toast"]["undo_url"])
    assert _tags(administrator, account) == ("old",)


def test_a_tag_is_renamed_merged_and_removed_everywhere_and_put_back(
    alba: Visitor, rosa: Visitor, administrator: Actor, make: Make
) -> None:
    account = make("account", name="A", tags=["Big fish", "north"])
    contact = make("contact", name="Eva", tags=["big fish"])
    page = alba.page("/settings/tags")
    assert "1 accounts" in page.words
    assert "1 contacts" in page.words
    assert "Big fish" not in alba.part("/settings/tags?q=nor").words
    assert rosa.page("/settings/tags").status == 403
    assert rosa.send("/settings/tags/change", old="north", new="south").status == 403
    with queue.inline():
        started = alba.send("/settings/tags/change", old=["Big fish", "big fish"], new="north")
    job = re.search(r'data-url="/jobs/([^"]*)"', started.html)
    assert job
    assert _tags(administrator, account) == ("north",)
    assert _tags(administrator, contact, "contact") == ("north",)
    assert [each.label for each in tags.used(administrator, registry.every())] == ["north"]
    undo.undo(administrator, UUID(job[1]))
    assert _tags(administrator, account) == ("Big fish", "north")
    assert _tags(administrator, contact, "contact") == ("big fish",)
    with queue.inline():
        alba.send("/settings/tags/change", old="north", remove="1")
    assert _tags(administrator, account) == ("Big fish",)
    assert "No tag is called so" in alba.part("/settings/tags?q=north").words


def test_the_list_is_filled_from_what_was_there_before_it(administrator: Actor, make: Make) -> None:
    make("account", name="A", tags=["north"])
    tags.forget(["north"])
    assert tags.used(administrator, registry.every()) == []
    tags.prepare()
    assert [(each.label, each.counts) for each in tags.used(administrator, registry.every())] == [
        ("north", {"account": 1})
    ]
    runner.delete(
        administrator,
        "account",
        listing.page(administrator, registry.get("account"), listing.ListQuery()).rows[0]["id"],
    )
    assert tags.used(administrator, registry.every()) == []
