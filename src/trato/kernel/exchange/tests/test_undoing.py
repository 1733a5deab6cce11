"""Undoing an import, by rows and set-based: one result."""

from typing import Any

import pytest

from trato.kernel.actions import runner, undo
from trato.kernel.exchange.tests.conftest import Bring, columns, count, every
from trato.kernel.objects import registry
from trato.kernel.records import listing, outside_keys
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry

FIRMS = {
    "mode": "upsert",
    "key": ["external_ids.x"],
    **columns(key="external_ids.x", name="name", n="employees", tags="tags", tier="x_tier"),
}
MADE = {**FIRMS, "columns": {**FIRMS["columns"], "tier": {"to": "x_tier", "create": {"kind": "text", "label": "Tier"}}}}
BEFORE = "key,name,n,tags,tier\n1,Acme,5,a,A\n2,Globex,7,,B\n"


@pytest.fixture(params=[1000, 0], ids=["by rows", "set-based"])
def _most(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "MAX_CAUSED", request.param)


def accounts(actor: Actor) -> list[tuple[Any, ...]]:
    return every(actor, "account", "name", "employees", "tags", "x_tier", "parent")


@pytest.mark.usefixtures("_most")
def test_created_goes_to_the_trash_and_changed_is_put_back(bring: Bring, administrator: Actor) -> None:
    bring("account", BEFORE, MADE)
    before = accounts(administrator)
    found = bring("account", "key,name,n,tags,tier\n1,Acme,6,b,Z\n2,Globex,7,,B\n3,New,1,,\n", FIRMS)
    assert found.counts == (1, 1, 1, 0)
    done = undo.undo(administrator, found.one.entry_id)
    assert (accounts(administrator), done.conflicts) == (before, [])
    trash = listing.page(administrator, registry.get("account"), ListQuery(trash=True, paths=("name",))).rows
    assert [row["name"] for row in trash] == ["New"]
    acme = outside_keys.find("account", "x", "1")
    last = Entry.objects.filter(record_id=acme).latest("id")
    assert (last.verb, last.version) == ("undo", 3)
    assert last.diff["employees"] == [6, 5]
    assert (
        Entry.objects.filter(undoes_id__isnull=False, verb__in=["undo", "delete"], record_id__isnull=False).count() == 2
    )


@pytest.mark.usefixtures("_most")
def test_what_somebody_changed_since_is_a_conflict_and_stays(bring: Bring, administrator: Actor) -> None:
    bring("account", BEFORE, MADE)
    found = bring("account", "key,name,n,tags,tier\n1,Acme Inc,6,,\n2,Globex,8,,\n", FIRMS)
    acme = outside_keys.find("account", "x", "1")
    runner.update(administrator, "account", acme, {"employees": 99})
    done = undo.undo(administrator, found.one.entry_id)
    assert [(each["field"], each["now"]) for each in done.conflicts] == [("employees", 99)]
    assert [row[:2] for row in accounts(administrator)] == [("Acme", 99), ("Globex", 7)]


@pytest.mark.usefixtures("_most")
def test_the_same_file_comes_in_again_after_an_undo(bring: Bring, administrator: Actor) -> None:
    found = bring("account", BEFORE, MADE)
    undo.undo(administrator, found.one.entry_id)
    assert accounts(administrator) == []
    assert bring("account", BEFORE, FIRMS).counts == (2, 0, 0, 0)
    assert len(accounts(administrator)) == 2


@pytest.mark.usefixtures("_most")
def test_deals_with_lines_and_the_customers_they_made(bring: Bring, administrator: Actor) -> None:
    bring("account", "name\nAcme\n", {"mode": "create", **columns(name="name")})
    bring("product", "name,price\nBolt,10\n", {"mode": "create", **columns(name="name", price="price")})
    deals = {"mode": "create", **columns(account="account", stage="stage", closed="closed_on", item="lines.product")}
    content = "account,stage,closed,item\nAcme,Won,2020-01-05,Bolt\nAcme,Lost,2020-01-06,Bolt\n"
    found = bring("deal", content, deals)
    assert every(administrator, "account", "customer_since")[0][0].isoformat() == "2020-01-05"
    undo.undo(administrator, found.one.entry_id)
    assert every(administrator, "deal", "name") == every(administrator, "deal_line", "name") == []
    assert every(administrator, "account", "customer_since") == [(None,)]
    assert count("deal") == 2


@pytest.mark.usefixtures("_most")
def test_what_was_built_on_since_stays_and_is_named(bring: Bring, administrator: Actor) -> None:
    content = "key,name,parent\n1,Acme,\n2,Globex,\n3,Initech,\n4,Hooli,Pied Piper\n5,Pied Piper,\n"
    given = {"mode": "create", **columns(key="external_ids.x", name="name", parent="parent")}
    found = bring("account", content, given)
    acme, globex, initech = (outside_keys.find("account", "x", key) for key in "123")
    runner.update(administrator, "account", acme, {"employees": 9})
    runner.create(administrator, "deal", {"name": "Big one", "account": str(globex)})
    gone = runner.create(administrator, "contact", {"name": "Ana Gil", "accounts": [{"id": str(initech)}]}).record.pk
    runner.delete(administrator, "contact", gone)
    done = undo.undo(administrator, found.one.entry_id)
    assert {(each["object"], each["id"], each["field"]) for each in done.conflicts} == {
        ("account", str(acme), ""),
        ("account", str(globex), ""),
    }
    assert every(administrator, "account", "name") == [("Acme",), ("Globex",)]


@pytest.mark.usefixtures("_most")
def test_what_stays_keeps_what_it_stands_below(bring: Bring, administrator: Actor) -> None:
    content = "key,name,parent\n1,Child,Parent\n2,Parent,\n3,Other,Parent\n4,Alone,\n"
    given = {"mode": "create", **columns(key="external_ids.x", name="name", parent="parent")}
    found = bring("account", content, given)
    child = outside_keys.find("account", "x", "1")
    runner.update(administrator, "account", child, {"employees": 9})
    undo.undo(administrator, found.one.entry_id)
    assert every(administrator, "account", "name") == [("Child",), ("Parent",)]


@pytest.mark.usefixtures("_most")
def test_a_deal_stays_when_only_its_line_was_changed(bring: Bring, administrator: Actor) -> None:
    bring("product", "name,price\nBolt,10\n", {"mode": "create", **columns(name="name", price="price")})
    deals = {"mode": "create", **columns(name="name", amount="amount", item="lines.product")}
    found = bring("deal", "name,amount,item\nBig,50,Bolt\nSmall,5,Bolt\n", deals)
    lines = listing.page(administrator, registry.get("deal_line"), ListQuery(paths=("deal.name",))).rows
    line = next(each["id"] for each in lines if each["deal.name"] == "Big")
    runner.update(administrator, "deal_line", line, {"name": "Golden bolt"})
    undo.undo(administrator, found.one.entry_id)
    assert every(administrator, "deal", "name") == [("Big",)]
    assert every(administrator, "deal_line", "name") == [("Golden bolt",)]


@pytest.mark.usefixtures("_most")
def test_an_edit_that_was_undone_itself_is_no_conflict(bring: Bring, administrator: Actor) -> None:
    found = bring("account", BEFORE, MADE)
    acme = outside_keys.find("account", "x", "1")
    edit = runner.update(administrator, "account", acme, {"employees": 9}).entry
    assert edit is not None
    undo.undo(administrator, edit)
    assert undo.undo(administrator, found.one.entry_id).conflicts == []
    assert accounts(administrator) == []


@pytest.mark.usefixtures("_most")
def test_what_somebody_moved_to_the_trash_since_holds_nothing_up(bring: Bring, administrator: Actor) -> None:
    bring("account", BEFORE, MADE)
    found = bring("account", "key,name,n,tags,tier\n1,Acme Inc,6,,\n2,Globex,8,,\n3,New,1,,\n", FIRMS)
    acme, new = (outside_keys.find("account", "x", key) for key in "13")
    for each in (acme, new):
        runner.delete(administrator, "account", each)
    done = undo.undo(administrator, found.one.entry_id)
    assert [each["id"] for each in done.conflicts] == [str(acme)]
    assert [row[:2] for row in accounts(administrator)] == [("Globex", 7)]


def test_a_rehearsal_changes_nothing(bring: Bring, administrator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "MAX_CAUSED", 0)
    found = bring("account", BEFORE, MADE)
    entries = Entry.objects.count()
    assert undo.undo(administrator, found.one.entry_id, dry_run=True).entries == [found.one.entry_id]
    assert (len(accounts(administrator)), Entry.objects.count()) == (2, entries)


def test_an_undone_import_is_not_undone_twice(
    bring: Bring, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "MAX_CAUSED", 0)
    found = bring("account", BEFORE, MADE)
    undo.undo(administrator, found.one.entry_id)
    with pytest.raises(undo.AlreadyUndone):
        undo.undo(administrator, found.one.entry_id)
    [whole] = Entry.objects.filter(undoes_id=found.one.entry_id)
    with pytest.raises(undo.CannotUndo):
        undo.undo(administrator, whole.pk)
