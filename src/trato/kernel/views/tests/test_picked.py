"""Lists: what putting records on them tells, what a drag reads, and what becomes of what is deleted for good."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from tests.visitors import Make
from trato.kernel.actions import purging, runner
from trato.kernel.objects import registry
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy import database
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry
from trato.kernel.views import picked
from trato.kernel.views.models import ListEntry
from trato.lib.sql import Sql


@pytest.fixture
def fair(administrator: Actor) -> UUID:
    """A list of contacts."""
    found: UUID = runner.create(administrator, "list", {"name": "Fair", "object": "contacts"}).record.pk
    return found


def _on(fair: UUID) -> list[str]:
    return list(ListEntry.objects.filter(list_id=fair).order_by("place", "pk").values_list("title", flat=True))


def _add(actor: Actor, fair: UUID, ids: Sequence[UUID]) -> picked.Added:
    return picked.add(actor, fair, ListQuery(narrow=Sql("a.id = ANY(%s::uuid[])", (list(ids),))), order=ids)


def test_nothing_is_told_where_nothing_was_added(administrator: Actor, make: Make, fair: UUID) -> None:
    ana = make("contact", name="Ana")
    first = _add(administrator, fair, [ana])
    assert first.count == 1
    assert set(Entry.objects.filter(object="list_entry").values_list("cause_id", flat=True)) == {None, first.entry}
    before = Entry.objects.count()
    assert _add(administrator, fair, [ana]) == picked.Added(0, 1, None)
    assert Entry.objects.count() == before


def test_a_drag_reads_one_row_on_either_side(
    administrator: Actor, make: Make, fair: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(administrator, fair, [make("contact", name=name) for name in "ABCDE"])
    a, b, c, d, e = ListEntry.objects.filter(list_id=fair).order_by("place").values_list("pk", flat=True)
    read: list[int] = []

    def fetch(statement: Sql | str, params: Sequence[Any] = ()) -> database.Rows:
        rows = database.fetch(statement, params)
        read.append(len(rows))
        return rows

    monkeypatch.setattr(picked, "fetch", fetch)
    drags = [(e, a, "AEBCD"), (c, None, "CAEBD"), (c, d, "AEBDC"), (a, b, "EBADC"), (b, UUID(int=1), "EADCB")]
    for one, after, order in drags:
        read.clear()
        picked.place(administrator, fair, one, after)
        assert "".join(_on(fair)) == order
        assert sum(read) <= 2


def test_the_first_of_a_list_lies_anywhere(administrator: Actor, make: Make, fair: UUID) -> None:
    _add(administrator, fair, [make("contact", name="Ana")])
    only = ListEntry.objects.get(list_id=fair).pk
    for after in (None, UUID(int=1), only):
        picked.place(administrator, fair, only, after)
        assert _on(fair) == ["Ana"]


def test_what_is_deleted_for_good_stands_on_no_list(administrator: Actor, make: Make, fair: UUID) -> None:
    ana, eva = make("contact", name="Ana"), make("contact", name="Eva")
    _add(administrator, fair, [ana])
    by_hand = runner.create(administrator, "list_entry", {"list": str(fair), "record_id": str(eva)}).record.pk
    off = ListEntry.objects.get(record_id=ana).pk
    runner.delete(administrator, "list_entry", off)
    documents = "SELECT title FROM search_document WHERE object = 'list_entry' AND record_id = %s"
    assert database.fetch(documents, [by_hand]) == [("Eva",)]
    for each in (ana, eva):
        purging.purge(administrator, "contact", each)
    assert _on(fair) == []
    assert database.fetch(documents, [by_hand]) == []
    assert registry.get("list").model._default_manager.filter(pk=fair).exists()
