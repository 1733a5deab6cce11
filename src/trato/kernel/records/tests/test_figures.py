"""Counts and figures of several lists at once, and what lies around one record of a list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trato.kernel.access.models import User
from trato.kernel.actions import runner
from trato.kernel.filters.aggregate import parse_aggregate
from trato.kernel.filters.language import parse
from trato.kernel.objects import registry
from trato.kernel.records import figures, lanes, listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.lib.sql import Sql


@pytest.fixture
def people(administrator: Actor) -> dict[str, User]:
    teams = {name: runner.create(administrator, "team", {"name": name}).record for name in ("East", "West")}
    rows = [("Ana", "East"), ("Bea", "East"), ("Carl", "East"), ("Dora", "West"), ("Emil", None)]
    return {
        name: runner.create(administrator, "user", {"name": name, "team": str(teams[team].pk) if team else None}).record
        for name, team in rows
    }


def _mine(people: dict[str, User]) -> Sql:
    return Sql("a.id = ANY(%s::uuid[])", ([each.pk for each in people.values()],))


def test_counts_of_several_lists_in_one_statement(administrator: Actor, people: dict[str, User]) -> None:
    user, team = registry.get("user"), registry.get("team")
    with CaptureQueriesContext(connection) as statements:
        found = figures.counts(administrator, [(team, ListQuery()), (user, ListQuery(narrow=_mine(people)))])
    assert found == [(2, False), (5, False)]
    assert len(statements) == 1
    assert figures.counts(administrator, []) == []


def test_figures_of_groups(administrator: Actor, people: dict[str, User]) -> None:
    user = registry.get("user")
    query = parse_aggregate({"group_by": ["team"], "measures": [{"op": "count"}]}, user)
    rows, more = figures.aggregate(administrator, user, query, _mine(people))
    assert [(row["team"] and row["team"]["name"], row["count"]) for row in rows] == [
        ("East", 3),
        ("West", 1),
        (None, 1),
    ]
    assert not more


def test_first_pages_of_lanes_go_on_where_they_end(administrator: Actor, people: dict[str, User]) -> None:
    user = registry.get("user")
    narrow = {team: Sql("a.team_id = %s", (people[who].team_id,)) for team, who in (("East", "Ana"), ("West", "Dora"))}
    queries = [ListQuery(sort="-name", paths=("name",), limit=2, narrow=each) for each in narrow.values()]
    with CaptureQueriesContext(connection) as statements:
        east, west = lanes.first_pages(administrator, user, queries)
    assert len(statements) == 1
    assert [row["name"] for row in east.rows] == ["Carl", "Bea"]
    assert [row["name"] for row in west.rows] == ["Dora"]
    assert west.next is None
    further = ListQuery(sort="-name", paths=("name",), limit=2, narrow=narrow["East"], cursor=east.next or "")
    assert [row["name"] for row in listing.page(administrator, user, further).rows] == ["Ana"]


@pytest.mark.parametrize("sort", ["name", "-name", "team,name", "-team,-name"])
def test_what_is_beside_a_record(administrator: Actor, people: dict[str, User], sort: str) -> None:
    user = registry.get("user")
    query = ListQuery(sort=sort, paths=(), narrow=_mine(people))
    ids = [row["id"] for row in listing.page(administrator, user, query).rows]
    around = zip([None, *ids], ids, [*ids[1:], None], strict=False)
    for before, here, after in around:
        assert lanes.beside(administrator, user, query, here) == (before, after)
    elsewhere = ListQuery(filter=parse({"field": "name", "op": "is", "value": "Ana"}, user), narrow=_mine(people))
    assert lanes.beside(administrator, user, elsewhere, people["Bea"].pk) == (None, None)
