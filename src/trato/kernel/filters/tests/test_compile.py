"""The SQL of conditions: what indexes can answer, and what parameters must look like."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from trato.kernel.filters.compile import where
from trato.kernel.filters.language import parse
from trato.kernel.filters.tests.world import LOCALE, ME, VARIABLES
from trato.kernel.filters.variables import Variables
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.lib.sql import Sql

KEYS = "SELECT k.record_id FROM external_id k WHERE k.object = 'company'"

pytestmark = pytest.mark.usefixtures("world_known")


def compiled(name: str, raw: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    spec = registry.get(name)
    found = where(parse(raw, spec, LOCALE), spec, "a", VARIABLES)
    return found.text, found.params


@pytest.mark.parametrize(
    ("name", "raw", "text", "params"),
    [
        ("trade", {}, "TRUE", ()),
        ("company", {"field": "sector", "op": "in", "value": ["food"]}, 'a."sector" = %s', ("food",)),
        ("company", {"field": "sector", "op": "in", "value": ["food", "retail"]},
         'a."sector" IN (%s, %s)', ("food", "retail")),
        ("company", {"field": "sector", "op": "is_not", "value": "food"}, 'a."sector" IS DISTINCT FROM %s', ("food",)),
        ("company", {"field": "sector", "op": "empty"}, 'a."sector" IS NULL', ()),
        ("company", {"field": "employees", "op": "gte", "value": "10.0"}, 'a."employees" >= %s', (10,)),
        ("company", {"field": "keeper", "op": "is", "value": {"var": "me"}}, 'a."keeper_id" = %s', (ME,)),
        ("company", {"field": "name", "op": "is", "value": "Núñez"}, 'public.norm(a."name") = %s', ("nunez",)),
        ("company", {"field": "name", "op": "contains", "value": "50%_\\"},
         'public.norm(a."name") LIKE %s', ("%50\\%\\_\\\\%",)),
        ("company", {"field": "name", "op": "like", "value": "Á%"},
         "public.norm(a.\"name\") LIKE %s ESCAPE ''", ("a%",)),
        ("company", {"field": "address.city", "op": "is", "value": "León"},
         "public.norm((a.\"address\"->>'city')) = %s", ("leon",)),
        ("company", {"field": "x_score", "op": "lt", "value": 1},
         "JSON_VALUE(a.custom, '$.x_score' RETURNING numeric) < %s", (1,)),
        ("company", {"field": "markets", "op": "has_any", "value": ["food"]}, 'a."markets" ?| %s::text[]', (["food"],)),
        ("person", {"field": "emails", "op": "is", "value": "ana@acme.com"},
         'a."emails" @> %s::jsonb', ('[{"value": "ana@acme.com"}]',)),
        ("trade", {"field": "closes", "op": "within", "value": {"next": 30, "unit": "day"}},
         '(a."closes" >= %s AND a."closes" < %s)', (date(2026, 3, 30), date(2026, 4, 30))),
        ("company", {"field": "trades", "op": "count", "lt": 3},
         '(SELECT count(*) < %s FROM "world_trade" f1 WHERE (f1."company_id" = a.id AND f1.deleted_at IS NULL))', (3,)),
        ("company", {"field": "external_ids.erp", "op": "is_not", "value": "A%"},
         f"NOT (a.id = ANY(ARRAY({KEYS} AND k.source = %s AND k.key = ANY(%s::text[]))))", ("erp", ["A%"])),
        ("company", {"field": "external_ids", "op": "starts", "value": "A%"},
         f"(EXISTS ({KEYS} AND k.key LIKE %s AND k.record_id = a.id))", ("A\\%%",)),
        ("company", {"none": [{"field": "sector", "op": "is", "value": "food"}]},
         '((a."sector" = %s) IS NOT TRUE)', ("food",)),
    ],
)  # fmt: skip
def test_conditions_as_sql(name: str, raw: dict[str, Any], text: str, params: tuple[Any, ...]) -> None:
    assert compiled(name, raw) == (text, params)


def test_phones_are_searched_by_their_digits() -> None:
    text, params = compiled("person", {"field": "phones", "op": "contains", "value": "600 11"})
    digits = "regexp_replace(held->>'value', '[^0-9]', '', 'g')"
    assert text == f'EXISTS (SELECT 1 FROM jsonb_array_elements(a."phones") held WHERE {digits} LIKE %s)'
    assert params == ("%60011%",)


def test_what_lies_behind_a_link_counts_while_it_lives() -> None:
    text, _params = compiled("trade", {"field": "company.sector", "op": "is_not", "value": "food"})
    tied = 'f1.id = a."company_id" AND f1.deleted_at IS NULL'
    assert text == f'NOT EXISTS (SELECT 1 FROM "world_company" f1 WHERE ({tied} AND f1."sector" = %s))'


def test_at_least_one_is_a_question_of_existence() -> None:
    decides = {"field": "role", "op": "is", "value": "decides"}
    text, params = compiled("trade", {"field": "people", "op": "count", "where": decides, "gte": 1})
    tied = "f2.relation = 'trade.people' AND f2.source_id = a.id AND f1.id = f2.target_id AND f1.deleted_at IS NULL"
    assert text == f'EXISTS (SELECT 1 FROM link f2, "world_person" f1 WHERE ({tied} AND f2."role" = %s))'
    assert params == ("decides",)


def test_many_links_are_followed_from_their_other_end() -> None:
    text, _params = compiled("person", {"field": "trades", "op": "not_related"})
    tied = "f2.relation = 'trade.people' AND f2.target_id = a.id AND f1.id = f2.source_id AND f1.deleted_at IS NULL"
    assert text == f'NOT EXISTS (SELECT 1 FROM link f2, "world_trade" f1 WHERE ({tied}))'


def test_a_day_is_as_long_as_its_clocks_make_it() -> None:
    """On 29 March 2026 the clocks of Madrid go forward: the day has 23 hours."""
    _text, (first, after) = compiled("trade", {"field": "seen", "op": "is", "value": "2026-03-29"})
    assert first.isoformat() == "2026-03-28T23:00:00+00:00"
    assert after.isoformat() == "2026-03-29T22:00:00+00:00"


def test_nobody_is_me_when_the_system_asks() -> None:
    system = Variables(me=None, my_team=None, my_reports=(), now=VARIABLES.now, today=VARIABLES.today)
    company = registry.get("company")
    mine = parse({"field": "keeper", "op": "is", "value": {"var": "me"}}, company)
    others = parse({"field": "keeper", "op": "is_not", "value": {"var": "me"}}, company)
    assert where(mine, company, "a", system).text == "FALSE"
    assert where(others, company, "a", system).text == "((FALSE) IS NOT TRUE)"


def test_related_records_are_those_the_actor_sees() -> None:
    hidden = UUID(int=5)

    def visible(spec: ObjectSpec, alias: str) -> Sql:
        return Sql(f"{alias}.id <> %s", (hidden,)) if spec.name == "company" else Sql("TRUE")

    trade = registry.get("trade")
    found = where(parse({"field": "company.name", "op": "not_empty"}, trade), trade, "a", VARIABLES, visible)
    assert found.text == (
        'EXISTS (SELECT 1 FROM "world_company" f1 WHERE (f1.id = a."company_id" AND f1.deleted_at IS NULL'
        ' AND f1.id <> %s AND f1."name" IS NOT NULL))'
    )
    assert found.params == (hidden,)
