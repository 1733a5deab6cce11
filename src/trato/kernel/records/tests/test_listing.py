"""Lists: order, empties last, pages in both directions, filters, visibility, cursors that are not ours."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trato.kernel.access.models import User
from trato.kernel.actions import runner
from trato.kernel.filters.language import parse
from trato.kernel.objects import registry
from trato.kernel.records import groups, listing
from trato.kernel.records.cursor import BadCursor
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.selection import UnknownField
from trato.kernel.tenancy.actor import Actor
from trato.lib.text import sort_key

NAMES = st.sampled_from(["ana", "Ana", "Ñandú", "nuria", "oso", "Zoe"])
ZONES = st.none() | st.sampled_from(["UTC", "utc", "Europe/Madrid"])
LANGUAGES = st.none() | st.sampled_from(["en", "es"])
Person = tuple[str, str | None, str | None, int | None]
PEOPLE = st.lists(st.tuples(NAMES, ZONES, LANGUAGES, st.none() | st.integers(0, 3)), min_size=1, max_size=14)
SORTS = st.sampled_from(
    [
        *(
            "name",
            "-name",
            "zone",
            "-zone",
            "zone,-name",
            "-zone,name",
            "manager",
            "-manager,zone",
            "name,zone,-manager",
        ),
        *("manager,-zone,name", "language,-zone", "-language,manager"),
    ]
)


def _store(people: list[Person]) -> None:
    made: list[User] = []
    for name, zone, language, manager in people:
        boss = made[manager].pk if manager is not None and manager < len(made) else None
        made.append(User.objects.create(name=name, zone=zone, language=language, manager_id=boss))


def _expected(sort: str) -> list[Any]:
    """The order by its definition: each key by its own direction, empties last, then the id like the last key."""
    titles = {each.pk: each.name for each in User.objects.all()}
    rows = sorted(
        User.objects.all(), key=lambda each: each.pk, reverse=sort.rsplit(",", maxsplit=1)[-1].startswith("-")
    )
    for key in reversed(sort.split(",")):
        path = key.removeprefix("-")

        def value(user: User, path: str = path) -> str | None:
            raw = titles.get(user.manager_id) if path == "manager" else getattr(user, path)
            return None if raw is None else sort_key(raw)

        with_value = [each for each in rows if value(each) is not None]
        with_value.sort(key=lambda each: value(each) or "", reverse=key.startswith("-"))
        rows = with_value + [each for each in rows if value(each) is None]
    return [each.pk for each in rows]


@pytest.mark.parametrize(
    ("dear", "tries"), [(0.0, 500), (0.0, 1), (1e9, 0)], ids=["by group", "by group, then at once", "at once"]
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE, sort=SORTS, limit=st.integers(1, 6))
def test_pages_forward_and_back_are_the_whole_list_in_order(
    monkeypatch: pytest.MonkeyPatch,
    administrator: Actor,
    dear: float,
    tries: int,
    people: list[Person],
    sort: str,
    limit: int,
) -> None:
    monkeypatch.setattr(groups, "DEAR", dear)
    monkeypatch.setattr(groups, "TRIES", tries)
    User.objects.filter(email=None).update(manager_id=None)
    User.objects.filter(email=None).delete()
    _store(people)
    spec = registry.get("user")
    expected = _expected(sort)
    forward: list[Any] = []
    page = listing.page(administrator, spec, ListQuery(sort=sort, limit=limit, paths=("name",)))
    assert page.prev is None
    while True:
        forward += [row["id"] for row in page.rows]
        if page.next is None:
            break
        page = listing.page(administrator, spec, ListQuery(sort=sort, limit=limit, paths=("name",), cursor=page.next))
    assert forward == expected
    backward = [row["id"] for row in page.rows]
    while page.prev is not None:
        page = listing.page(administrator, spec, ListQuery(sort=sort, limit=limit, paths=("name",), cursor=page.prev))
        backward = [row["id"] for row in page.rows] + backward
    assert backward == expected


def test_a_page_is_one_statement_with_values_of_other_records(administrator: Actor) -> None:
    team = runner.create(administrator, "team", {"name": "East", "region": "NY"}).record
    runner.update(administrator, "user", administrator.id, {"team": str(team.pk)})
    with CaptureQueriesContext(
        connection,
    ) as statements:
        page = listing.page(
            administrator, registry.get("user"), ListQuery(sort="name", paths=("name", "team", "team.region"))
        )
    assert len(statements) == 1
    assert [(row["name"], row["team"].name, row["team.region"]) for row in page.rows] == [("Alba", "East", "NY")]


@pytest.mark.parametrize("sort", ["zone", "-zone", "zone,-name", "name,zone"])
def test_a_filter_for_a_value_ends_the_list_with_the_last_value(administrator: Actor, sort: str) -> None:
    _store([("ana", "UTC", None, None), ("bea", None, None, None), ("cid", "Europe/Madrid", None, 0)])
    spec = registry.get("user")
    wanted = parse({"all": [{"field": "zone", "op": "is_not", "value": "Asia/Tokyo"}]}, spec)
    found = listing.page(administrator, spec, ListQuery(filter=wanted, sort=sort, paths=("name", "zone")))
    assert {row["name"] for row in found.rows} >= {"ana", "bea", "cid"}
    wanted = parse({"all": [{"field": "zone", "op": "in", "value": ["UTC", "Europe/Madrid"]}]}, spec)
    with CaptureQueriesContext(connection) as statements:
        found = listing.page(administrator, spec, ListQuery(filter=wanted, sort=sort, paths=("name", "zone"), limit=1))
        names = [row["name"] for row in found.rows]
        while found.next:
            query = ListQuery(filter=wanted, sort=sort, paths=("name", "zone"), limit=1, cursor=found.next)
            found = listing.page(administrator, spec, query)
            names += [row["name"] for row in found.rows]
    expected = {
        "zone": ["cid", "ana"],
        "-zone": ["ana", "cid"],
        "zone,-name": ["cid", "ana"],
        "name,zone": ["ana", "cid"],
    }
    assert [name for name in names if name in {"ana", "bea", "cid"}] == expected[sort]
    assert len(statements) == len(names)


def test_a_cursor_belongs_to_its_list(administrator: Actor) -> None:
    for name in "abc":
        runner.create(administrator, "team", {"name": name})
    spec = registry.get("team")
    first = listing.page(administrator, spec, ListQuery(sort="name", limit=1))
    assert first.next
    for cursor in (first.next, "nonsense", first.next[:-3], "e30"):
        with pytest.raises(BadCursor):
            listing.page(administrator, spec, ListQuery(sort="-name", limit=1, cursor=cursor))


def test_unknown_and_unsortable_fields_are_refused(administrator: Actor) -> None:
    spec = registry.get("role")
    for query in (
        ListQuery(sort="shoe"),
        ListQuery(sort="grants"),
        ListQuery(paths=("shoe",)),
        ListQuery(paths=("name.x",)),
    ):
        with pytest.raises(UnknownField):
            listing.page(administrator, spec, query)
