"""The calendar: what lies on which day by the reader's clock, how many more, and what a drop does."""

import json
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.fixtures import MakeActor
from tests.visitors import Make, Visitor
from trato.kernel.access.models import User
from trato.kernel.sheets import calendar
from trato.kernel.tenancy.actor import Actor

MARCH = "start=2026-03-01&end=2026-04-05"


def _events(visitor: Visitor, path: str) -> list[dict[str, Any]]:
    shown = visitor.part(path)
    assert shown.status == 200, shown.html
    return json.loads(shown.html)


def test_records_lie_on_their_days(alba: Visitor, make: Make) -> None:
    make("deal", name="Alfa", amount="100", expected_close="2026-03-10")
    make("deal", name="Beta", expected_close="2026-04-05")
    make("deal", name="Gama")
    [event] = _events(alba, f"/deals/calendar/events?dates=expected_close&{MARCH}")
    assert (event["title"], event["start"], event["allDay"]) == ("Alfa", "2026-03-10", True)
    assert event["note"] == "$100 · Alba"
    shown = alba.page("/deals/calendar?dates=expected_close")
    assert "Expected close" in shown.words
    assert "t-calendar" in shown.html


def test_it_keeps_the_filter_of_its_view(alba: Visitor, make: Make) -> None:
    make("deal", name="Alfa", amount="100", expected_close="2026-03-10")
    make("deal", name="Beta", amount="300", expected_close="2026-03-10")
    found = _events(alba, f'/deals/calendar/events?filter={{"field":"amount","op":"gt","value":200}}&{MARCH}')
    assert [each["title"] for each in found] == ["Beta"]


def test_hours_are_those_of_the_reader(make_actor: MakeActor, make: Make) -> None:
    User.objects.filter(pk=make_actor("administrator", name="Alba").id).update(zone="America/Mexico_City")
    ana = Visitor(make_actor("administrator", name="Alba"))
    late = make("activity", name="Late call", kind="call", starts_at="2026-03-10T03:30:00Z", duration="PT45M")
    [event] = _events(ana, f"/activities/calendar/events?dates=starts_at&{MARCH}")
    assert (event["start"], event["end"]) == ("2026-03-09T21:30:00", "2026-03-09T22:15:00")
    assert ana.send(f"/activities/{late}/move?dates=starts_at", to="2026-03-12T08:00:00").status == 204
    [event] = _events(ana, f"/activities/calendar/events?dates=starts_at&{MARCH}")
    assert event["start"] == "2026-03-12T08:00:00"
    assert ana.send(f"/activities/{late}/move?dates=starts_at", to="2026-03-20").status == 204
    [event] = _events(ana, f"/activities/calendar/events?dates=starts_at&{MARCH}")
    assert event["start"] == "2026-03-20T08:00:00"


def test_a_full_day_says_how_many_more_and_where(alba: Visitor, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "MOST_A_DAY", 2)
    for number in range(5):
        make("deal", name=f"Deal {number}", expected_close="2026-03-10")
    found = _events(alba, f"/deals/calendar/events?dates=expected_close&{MARCH}")
    assert [each["title"] for each in found][2:] == ["+3 more"]
    assert "2026-03-10" in unquote(found[-1]["url"])
    assert alba.page(found[-1]["url"]).words.count("Deal ") >= 5


def test_a_window_costs_no_more_however_full(alba: Visitor, make: Make) -> None:
    for day in range(1, 29):
        make("deal", name=f"Deal {day}", expected_close=f"2026-03-{day:02}")
    with CaptureQueriesContext(connection) as statements:
        assert len(_events(alba, f"/deals/calendar/events?dates=expected_close&{MARCH}")) == 28
    assert len(statements) <= 4


@pytest.mark.parametrize("window", ["", "start=2026-03-01", "start=2026-03-01&end=2027-03-01", "start=x&end=y"])
def test_a_window_is_bounded(alba: Visitor, window: str) -> None:
    assert alba.part(f"/deals/calendar/events?{window}").status == 400


def test_a_drop_is_saved_and_can_be_undone(alba: Visitor, make: Make) -> None:
    deal = make("deal", name="Alfa", expected_close="2026-03-10")
    done = alba.send(f"/deals/{deal}/move?dates=expected_close", to="2026-03-12", version="1")
    assert (done.status, done.toast) == (204, "Expected close: Mar 12, 2026")
    assert _events(alba, f"/deals/calendar/events?dates=expected_close&{MARCH}")[0]["start"] == "2026-03-12"
    assert alba.send(done.signals["toast"]["undo_url"]).status == 204
    assert _events(alba, f"/deals/calendar/events?dates=expected_close&{MARCH}")[0]["start"] == "2026-03-10"
    assert alba.send(f"/deals/{deal}/move?dates=expected_close", to="2026-03-12", version="1").status == 409
    assert alba.send(f"/deals/{deal}/move?dates=expected_close", to="soon").status == 422
    assert alba.send(f"/deals/{deal}/move?dates=created_at", to="2026-03-12").status == 422


def test_only_what_one_may_change_can_be_moved(alba: Visitor, make: Make, make_actor: MakeActor) -> None:
    deal = make("deal", name="Alfa", expected_close="2026-03-10")
    reader = Visitor(make_actor("read-only", name="Leo"))
    [event] = _events(reader, f"/deals/calendar/events?dates=expected_close&{MARCH}")
    assert event["editable"] is False
    assert reader.send(f"/deals/{deal}/move?dates=expected_close", to="2026-03-12").status == 403
    assert _events(alba, f"/deals/calendar/events?dates=expected_close&{MARCH}")[0]["start"] == "2026-03-10"


def test_people_see_their_own(alba: Visitor, rosa: Visitor, make: Make, representative: Actor) -> None:
    make("deal", name="Of Alba", expected_close="2026-03-10")
    make("deal", name="Of Rosa", by=representative, expected_close="2026-03-10")
    found = _events(rosa, f"/deals/calendar/events?dates=expected_close&{MARCH}")
    assert [each["title"] for each in found] == ["Of Rosa"]
