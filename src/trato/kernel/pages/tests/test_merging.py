"""Records that are the same are found, told apart, or made one of, field by field; and that is taken back."""

from __future__ import annotations

from uuid import UUID

from tests.visitors import Make, Visitor
from trato.kernel.actions import runner
from trato.kernel.actions.doubles import OnDuplicate
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.tenancy.actor import Actor


def _twins(actor: Actor) -> tuple[UUID, UUID]:
    made = [
        runner.create(actor, "account", values, on_duplicate=OnDuplicate.CREATE).record.pk
        for values in (
            {"name": "Acme", "employees": 10, "tags": ["north"]},
            {"name": "ACME", "employees": 20, "industry": "retail", "tags": ["vip"]},
        )
    ]
    return made[0], made[1]


def _read(actor: Actor, record_id: UUID, *paths: str) -> list[object]:
    row = listing.get(actor, registry.get("account"), record_id, paths)
    return [row[each] for each in paths]


def test_duplicates_stand_side_by_side_with_the_reason(alba: Visitor, administrator: Actor) -> None:
    first, second = _twins(administrator)
    page = alba.page("/accounts/duplicates")
    assert "Which accounts may be the same" in page.words
    groups = alba.part("/accounts/duplicates/groups")
    assert "likely the same because of name" in groups.words
    assert f"/accounts/merge?ids={first}&amp;ids={second}" in groups.html
    own = alba.part(f"/accounts/duplicates/groups?of={first}")
    assert "ACME" in own.words
    assert f"/accounts/duplicates?of={first}" in alba.page(f"/accounts/{first}").html


def test_what_is_not_the_same_is_not_shown_again_until_it_is_undone(alba: Visitor, administrator: Actor) -> None:
    ids = _twins(administrator)
    told = alba.send("/accounts/duplicates/apart", ids=ids)
    assert told.toast == "They are told apart from now on"
    assert "Nothing is there twice" in alba.part("/accounts/duplicates/groups").words
    assert "Nothing is there twice" in alba.part(f"/accounts/duplicates/groups?of={ids[0]}").words
    alba.send(told.signals["toast"]["undo_url"])
    assert "likely the same" in alba.part("/accounts/duplicates/groups").words


def test_two_records_become_one_field_by_field_and_two_again(alba: Visitor, administrator: Actor) -> None:
    first, second = _twins(administrator)
    chosen = alba.send("/accounts/merge/chosen", ids=[first, second])
    page = alba.page(chosen.goes_to)
    assert "Merge these 2" in page.words
    assert f'name="keep" value="{second}" checked' in page.html
    values = {"ids": [first, second], "keep": first, "from-employees": second, "from-name": first}
    preview = alba.send("/accounts/merge/preview", **values)
    assert "Employees 20" in preview.words
    assert "retail" in preview.html.lower()
    assert _read(administrator, first, "employees", "industry") == [10, None]

    done = alba.send("/accounts/merge", **values)
    assert done.goes_to == f"/accounts/{first}"
    assert _read(administrator, first, "name", "employees", "industry", "tags") == [
        "Acme", 20, "retail", ("north", "vip"),
    ]  # fmt: skip
    record = alba.page(done.goes_to)
    assert "1 record merged into this one" in record.html
    entry = _entries(record.html)[0]
    asked = alba.send(f"/timeline/{entry}/undo?ask=1")
    assert "ACME comes back as a record of its own" in asked.words
    alba.send(f"/timeline/{entry}/undo")
    assert _read(administrator, first, "employees", "tags") == [10, ("north",)]
    assert _read(administrator, second, "name", "employees") == ["ACME", 20]


def _entries(html: str) -> list[str]:
    """The entries that offer to be undone, the newest first."""
    return [each[:36] for each in html.split("/timeline/")[1:] if each[36:].startswith("/undo?ask=1")]


def test_who_may_not_delete_may_not_merge(rosa: Visitor, administrator: Actor, make: Make) -> None:
    ids = _twins(administrator)
    assert rosa.page(f"/accounts/merge?ids={ids[0]}&ids={ids[1]}").status == 404
    assert rosa.send("/accounts/merge", ids=ids, keep=ids[0]).status == 404
    assert rosa.send("/accounts/duplicates/apart", ids=ids).status == 404
    assert _read(administrator, ids[1], "name") == ["ACME"]
