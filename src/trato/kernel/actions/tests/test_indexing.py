"""User-made fields get indexes, and lists use them: the expressions of order, filter and index are the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trato.kernel.actions import custom_fields
from trato.kernel.fields.base import Json
from trato.kernel.filters.language import parse
from trato.kernel.objects import indexing, registry
from trato.kernel.objects.custom import refresh_shape
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch


@pytest.fixture
def fields(administrator: Actor) -> None:
    spec = registry.get("team")
    custom_fields.make(administrator, spec, {"kind": "text", "label": "Zone", "name": "x_zone"})
    custom_fields.make(administrator, spec, {"kind": "integer", "label": "Floor", "name": "x_floor"})
    custom_fields.make(administrator, spec, {"kind": "tags", "label": "Tags", "name": "x_tags"})
    refresh_shape()


def test_what_is_missing_is_made_once(fields: None) -> None:
    assert sorted(indexing.index(concurrently=False)) == ["team_x_floor_sort", "team_x_zone_norm", "team_x_zone_sort"]
    assert indexing.index(concurrently=False) == []


def test_a_field_beyond_the_first_many_goes_without(fields: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "MAX_FIELDS", 1)
    assert indexing.index(concurrently=False) == ["team_x_floor_sort"]


@pytest.mark.parametrize(
    ("sort", "wanted", "index"),
    [
        ("x_floor", None, "team_x_floor_sort"),
        ("-x_zone", None, "team_x_zone_sort"),
        ("name", {"field": "x_zone", "op": "is", "value": "Norte"}, "team_x_zone_norm"),
        ("name", {"field": "x_floor", "op": "gt", "value": 2}, "team_x_floor_sort"),
    ],
)
def test_lists_use_them(administrator: Actor, fields: None, sort: str, wanted: Json, index: str) -> None:
    indexing.index(concurrently=False)
    spec = registry.get("team")
    execute("SET LOCAL enable_seqscan = off")
    if wanted:
        execute("SET LOCAL enable_indexscan = off")  # of the name, which an empty table may as well be read by
    with CaptureQueriesContext(connection) as asked:
        listing.page(
            administrator, spec, ListQuery(filter=parse({"all": [wanted]} if wanted else None, spec), sort=sort)
        )
    plan = "\n".join(line for (line,) in fetch("EXPLAIN " + asked[0]["sql"].replace("%", "%%")))
    assert index in plan


def test_statistics_are_made_with_the_indexes(fields: None) -> None:
    asked = (
        "SELECT stxname FROM pg_statistic_ext WHERE stxnamespace = current_schema()::regnamespace"
        " AND stxname LIKE 'team%%' ORDER BY 1"
    )
    assert fetch(asked) == []
    indexing.index(concurrently=False)
    assert [name for (name,) in fetch(asked)] == ["team_x_floor", "team_x_tags", "team_x_zone"]
