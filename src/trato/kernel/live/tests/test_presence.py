"""Who is told who else is at a record: those at it, those who may see it of an edit, and nobody else. No database."""

from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from trato.kernel.live import changes
from trato.kernel.live.listener import Listener
from trato.kernel.live.presence import Presence, Spot, spots_of
from trato.kernel.tenancy.actor import Actor, Grant, Reach
from trato.kernel.tenancy.models import Organization

NORTE, SUR = Organization(schema_name="norte"), Organization(schema_name="sur")
ONE, TWO = uuid4(), uuid4()

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Office:
    """Processes that tell each other what they are told to; who may see a record is the actor's own reach."""

    def __init__(self, processes: int = 1) -> None:
        self.open: list[list[Listener]] = [[] for _each in range(processes)]
        self.asked: list[int] = []
        self.processes = [Presence(lambda schema, at=at: self._at(at, schema), self._ask) for at in range(processes)]

    def listener(
        self, name: str, *, process: int = 0, organization: Organization = NORTE, reach: Reach = Reach.ALL
    ) -> Listener:
        """Somebody's open browser."""
        actor = Actor(id=uuid4(), name=name, grants={"*": Grant(read=reach)})
        found = Listener(organization, actor)
        self.open[process].append(found)
        return found

    def _at(self, process: int, schema: str) -> list[Listener]:
        return [each for each in self.open[process] if each.organization.schema_name == schema]

    async def _ask(self, function: Any, *arguments: Any) -> Any:
        if function is changes.visible:
            _organization, actors, records = arguments
            self.asked.append(len(actors))
            return [set(records) if each.grants["*"].read is Reach.ALL else set() for each in actors]
        _channel, payload = arguments
        for each in self.processes:
            await each.heard(payload)
        return None


def _told(listener: Listener) -> list[tuple[str, list[str]]]:
    """(field, names) of each signal that waits."""
    found = []
    while not listener.queue.empty():
        data = orjson.loads(listener.queue.get_nowait().decode().partition("data: ")[2])
        found.append((data.get("field", ""), [each["name"] for each in data["users"]]))
    return found


def _at(record: UUID, field: str = "") -> list[Spot]:
    return [Spot("accounts", record, field)]


async def test_two_at_a_record_see_each_other_until_one_leaves() -> None:
    office = Office()
    [presence] = office.processes
    ana, luis, eva = (office.listener(name) for name in ("Ana", "Luis", "Eva"))
    await presence.move(ana, _at(ONE))
    await presence.move(eva, _at(TWO))
    await presence.move(luis, _at(ONE))
    assert _told(ana)[-1] == ("", ["Luis"])
    assert _told(luis)[-1] == ("", ["Ana"])
    assert _told(eva) == [("", [])]
    await presence.leave(luis)
    assert _told(ana) == [("", [])]


async def test_whoever_edits_a_field_is_shown_to_all_who_may_see_the_record() -> None:
    office = Office()
    [presence] = office.processes
    ana, table, stranger = office.listener("Ana"), office.listener("Eva"), office.listener("Zoe", reach=Reach.NONE)
    elsewhere = office.listener("Sara", organization=SUR)
    await presence.move(ana, _at(ONE, "name"))
    assert _told(table) == [("name", ["Ana"])]
    assert ("name", ["Ana"]) not in _told(ana)
    await presence.move(ana, _at(ONE))
    assert _told(table) == [("name", [])]
    assert (_told(stranger), _told(elsewhere)) == ([], [])


async def test_who_may_see_what_is_edited_is_asked_for_all_together_and_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = Office()
    [presence] = office.processes
    now = 1_000.0
    monkeypatch.setattr("trato.kernel.live.presence.time.monotonic", lambda: now)
    ana, *_others = [office.listener(f"P{number}") for number in range(50)]
    for field in ("name", "phones", "name"):
        await presence.move(ana, _at(ONE, field))
    assert office.asked == [1, 50]  # whether Ana may be there; who may see that
    late = office.listener("Late")
    await presence.move(ana, _at(ONE, "phones"))
    assert office.asked[2:] == [1]
    assert ("phones", ["P0"]) in _told(late)
    late.actor = office.listener("Late", reach=Reach.NONE).actor
    now += 31
    await presence.move(ana, _at(ONE, "emails"))
    assert office.asked[3:] == [52]
    assert _told(late) == []


async def test_an_edit_in_another_process_is_shown_to_all_who_may_see_the_record() -> None:
    office = Office(processes=2)
    ana, table = office.listener("Ana"), office.listener("Eva", process=1)
    stranger = office.listener("Zoe", process=1, reach=Reach.NONE)
    await office.processes[0].move(ana, _at(ONE, "name"))
    assert (_told(table), _told(stranger)) == ([("name", ["Ana"])], [])
    await office.processes[0].leave(ana)
    assert (_told(table), _told(stranger)) == ([("name", [])], [])


async def test_nobody_is_at_what_they_may_not_see() -> None:
    office = Office()
    [presence] = office.processes
    ana, stranger = office.listener("Ana"), office.listener("Zoe", reach=Reach.NONE)
    await presence.move(ana, _at(ONE))
    await presence.move(stranger, _at(ONE))
    assert _told(ana) == [("", [])]
    assert _told(stranger) == []


async def test_two_tabs_of_one_person_are_one() -> None:
    office = Office()
    [presence] = office.processes
    ana = office.listener("Ana")
    again = Listener(NORTE, ana.actor)
    office.open[0].append(again)
    luis = office.listener("Luis")
    for each in (ana, again, luis):
        await presence.move(each, _at(ONE))
    assert _told(luis)[-1] == ("", ["Ana"])
    assert _told(ana)[-1] == ("", ["Luis"])


async def test_processes_know_of_each_others_browsers() -> None:
    office = Office(processes=2)
    ana, luis = office.listener("Ana"), office.listener("Luis", process=1)
    await office.processes[0].move(ana, _at(ONE))
    await office.processes[1].move(luis, _at(ONE))
    assert _told(ana)[-1] == ("", ["Luis"])
    assert _told(luis)[-1] == ("", ["Ana"])
    await office.processes[0].leave(ana)
    assert _told(luis)[-1] == ("", [])


def test_nonsense_is_no_place() -> None:
    one = str(ONE)
    said = [{"object": "accounts", "id": one}, {"object": 1, "id": one}, {"id": "x", "object": "a"}, 5, None]
    assert spots_of([*said, {"object": "a", "id": one, "field": "x" * 101}]) == [Spot("accounts", ONE)]
    assert spots_of({"object": "accounts"}) == []
