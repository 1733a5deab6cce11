"""Whoever sees little: what hangs on other records is found for them both ways, in few and short statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.programs import Program
from tests.visitors import Make, Visitor
from trato.kernel.records import within
from trato.wings.collaboration.note.model import Note

MAX_TEXT, MAX_LOOKS = 12_000, 45
"""Characters, and looks at other tables, that a statement may have: planning takes as long as it has looks."""


@contextmanager
def brief(statements: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as asked:
        yield
    said = [each["sql"] for each in asked.captured_queries if "search_path" not in each["sql"]]
    assert len(said) <= statements, said
    assert max(len(each) for each in said) <= MAX_TEXT
    assert max(len(re.findall(r"\bEXISTS\b|\bUNION\b", each)) for each in said) <= MAX_LOOKS


@pytest.fixture(params=[-1, 5_000], ids=["row by row", "collected"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(within, "FEW", request.param)


@pytest.mark.usefixtures("way")
def test_each_way_to_see_something_is_found_and_no_other(admin: Program, rep: Program) -> None:
    mine, theirs = rep.make("deals", name="Mine"), admin.make("deals", name="Theirs")
    mention = f'<p><a href="/r/user/{rep.actor.id}">@Rosa</a></p>'

    def note(who: Program, about: str, *, body: str = "x", is_private: bool = False) -> str:
        return who.make("notes", body=body, is_private=is_private, about=[{"object": "deals", "id": about}])

    notes = {
        "on mine": note(admin, mine),
        "on theirs": note(admin, theirs),
        "private on mine": note(admin, mine, is_private=True),
        "my private one": note(rep, mine, is_private=True),
        "names me": note(admin, theirs, body=mention),
        "names me, private": note(admin, theirs, body=mention, is_private=True),
    }
    for name, key in notes.items():
        admin.make("comments", body=name, about=[{"object": "notes", "id": key}])
    admin.make("comments", body="straight", about=[{"object": "deals", "id": mine}])
    admin.make("comments", body="not for her", about=[{"object": "deals", "id": theirs}])
    admin.make("comments", body=f"{mention}named")
    rep.make("comments", body="her own")
    seen = {name for name, key in notes.items() if rep.get(f"notes/{key}").status == 200}
    assert seen == {"on mine", "my private one", "names me"}
    assert {each["id"] for each in rep.get("notes").body["items"]} == {notes[name] for name in seen}
    comments = {each["label"] for each in rep.get("comments").body["items"]}
    assert comments == {*seen, "straight", "@Rosa named", "her own"}


def test_a_representative_reads_lists_of_what_hangs_on_others_in_brief_statements(rep: Program) -> None:
    deal = rep.make("deals", name="Mine")
    for plural in ("notes", "tasks", "files", "comments", "activities"):
        with brief(6):
            assert rep.get(plural).status == 200
        with brief(7):
            assert rep.get(f"deals/{deal}/timeline").status == 200


def test_a_representatives_record_page_takes_brief_statements_however_much_happened(rosa: Visitor, make: Make) -> None:
    deal = str(make("deal", by=rosa.actor, name="Mine"))
    for _number in range(3):
        note = str(make("note", body="x", about=[{"object": "deals", "id": deal}]))
        make("comment", body="y", about=[{"object": "notes", "id": note}])
        with brief(20):
            assert rosa.page(f"/deals/{deal}").status == 200


def test_who_sees_few_of_many_does_not_walk_them_all(admin: Program, rep: Program) -> None:
    rep.make("notes", body="mine", about=[{"object": "deals", "id": rep.make("deals", name="Mine")}])
    notes = [Note(owner_id=admin.actor.id, label=f"n{number}", body="x") for number in range(3_000)]
    Note.objects.bulk_create(notes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE note")
    plans: list[str] = []

    def explain(execute: Callable[..., Any], text: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if "ARRAY(" in text or 'FROM "note" a' in text:
            execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + text, params, many, context)
            plans.append("\n".join(row[0] for row in context["cursor"].fetchall()))
        return execute(text, params, many, context)

    with connection.execute_wrapper(explain):
        assert [each["label"] for each in rep.get("notes").body["items"]] == ["mine"]
    read = [float(rows) for plan in plans for rows in re.findall(r" on note a.*\(actual rows=([\d.]+)", plan)]
    removed = [int(rows) for plan in plans for rows in re.findall(r"Rows Removed by Filter: (\d+)", plan)]
    assert read
    assert max(read) == 1
    assert sum(removed) < 100
