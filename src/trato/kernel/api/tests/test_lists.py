"""Lists, searches and figures: pages, order, filters, counts, and what each caller sees."""

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.programs import Answered, Program, Programs


def names(found: Answered) -> list[str]:
    assert found.status == 200, found.body
    return [each["name"] for each in found.body["items"]]


@pytest.fixture
def five(admin: Program) -> Program:
    """An administrator with five accounts, A to E, of 10 to 40 employees; E has none."""
    for place, name in enumerate("ABCD"):
        admin.make("accounts", name=name, employees=(place + 1) * 10, industry="software" if place % 2 else "retail")
    admin.make("accounts", name="E")
    return admin


def test_a_page_leads_to_the_next_and_back(five: Program) -> None:
    first = five.get("accounts?sort=-employees&limit=2&fields=name")
    assert names(first) == ["D", "C"]
    assert (first.body["count"], first.body["count_is_estimate"], first.body["prev"]) == (5, False, None)
    assert first.body["items"][0].keys() == {"id", "version", "name"}
    second = five.get(f"accounts?sort=-employees&limit=2&fields=name&cursor={first.body['next']}")
    assert names(second) == ["B", "A"]
    assert second.body["count"] is None
    third = five.get(f"accounts?sort=-employees&limit=2&fields=name&cursor={second.body['next']}")
    assert (names(third), third.body["next"]) == (["E"], None)
    back = five.get(f"accounts?sort=-employees&limit=2&fields=name&cursor={third.body['prev']}")
    assert names(back) == ["B", "A"]


def test_a_cursor_belongs_to_its_list(five: Program) -> None:
    cursor = five.get("accounts?sort=name&limit=2").body["next"]
    for other in (f"accounts?sort=-name&cursor={cursor}", "accounts?cursor=nonsense", f"contacts?cursor={cursor}"):
        found = five.get(other)
        assert (found.status, found.code) == (422, "bad_cursor")


def test_a_filter_comes_in_the_address_or_in_the_body(five: Program) -> None:
    wanted = {
        "all": [{"field": "industry", "op": "is", "value": "retail"}, {"field": "employees", "op": "gte", "value": 20}]
    }
    text = orjson.dumps(wanted).decode()
    assert names(five.send("GET", "accounts?filter=" + text.replace(" ", "%20").replace("#", "%23"))) == ["C"]
    body = {"filter": wanted, "sort": "name", "fields": ["name"], "limit": 10, "count": "exact"}
    found = five.post("accounts/query", body)
    assert (names(found), found.body["count"]) == (["C"], 1)
    refused = five.post("accounts/query", {"colour": "red"})
    assert (refused.status, refused.code) == (400, "unknown_parameter")


def test_records_are_found_by_their_keys_in_other_systems(admin: Program, rep: Program) -> None:
    for name, source, key in (("Norte", "erp", "A-7"), ("Sur", "erp", "A-8"), ("Este", "web", "A-7")):
        account = admin.make("accounts", name=name, external_ids=[{"source": source, "key": key}])
        admin.make("deals", name=f"Beams {name}", account=account)
    rep.make("deals", name="Without")

    def found(by: Program, objects: str, field: str, op: str, value: object = None) -> list[str]:
        condition = {"field": field, "op": op} | ({} if value is None else {"value": value})
        return sorted(names(by.post(f"{objects}/query", {"filter": condition, "fields": ["name"]})))

    assert found(admin, "accounts", "external_ids", "is", "A-7") == ["Este", "Norte"]
    assert found(admin, "accounts", "external_ids.erp", "is", "A-7") == ["Norte"]
    assert found(admin, "accounts", "external_ids.erp", "is", "a-7") == []
    assert found(admin, "accounts", "external_ids.erp", "in", ["A-7", "A-8"]) == ["Norte", "Sur"]
    assert found(admin, "accounts", "external_ids.erp", "starts", "A-") == ["Norte", "Sur"]
    assert found(admin, "accounts", "external_ids.erp", "empty") == ["Este"]
    assert found(admin, "deals", "account.external_ids.erp", "is", "A-8") == ["Beams Sur"]
    assert found(rep, "deals", "account.external_ids.erp", "empty") == ["Without"]
    assert found(rep, "accounts", "external_ids", "not_empty") == []


def test_parts_are_read_together_with_their_records_in_one_more_statement(admin: Program, rep: Program) -> None:
    beam = admin.make("products", name="Beam")

    def deal(by: Program, name: str, *quantities: int) -> str:
        made = by.make("deals", name=name)
        for quantity in quantities:
            by.make("deal_lines", deal=made, product=beam, quantity=quantity)
        return made

    one, two, theirs = deal(rep, "One", 3, 1), deal(rep, "Two"), deal(admin, "Theirs", 9)
    gone = rep.get(f"deals/{one}/related/lines").body["items"][0]["id"]
    rep.delete(f"deal_lines/{gone}")
    whole = rep.get(f"deals/{one}?fields=name,lines").body
    assert whole.keys() == {"id", "version", "name", "lines"}
    [line] = whole["lines"]
    assert (line["product"]["name"], line["quantity"], "deal" in line) == ("Beam", "1", False)
    chosen = rep.get(f"deals/{one}?fields=lines.product,lines.quantity").body["lines"]
    assert [each.keys() for each in chosen] == [{"id", "version", "product", "quantity"}]
    assert "lines" not in rep.get(f"deals/{two}").body
    listed = admin.get("deals?sort=name&fields=lines.quantity,external_ids").body["items"]
    assert [(each["id"], [line["quantity"] for line in each["lines"]]) for each in listed] == [
        (one, ["1"]), (theirs, ["9"]), (two, [])
    ]  # fmt: skip
    for number in range(10):
        deal(rep, f"More {number}", 1)
    asked = []
    for fields in ("name", "name,lines"):
        with CaptureQueriesContext(connection) as queries:
            assert len(rep.get(f"deals?fields={fields}").body["items"]) == 12
        asked.append(len(queries))
    assert asked[1] == asked[0] + 1
    for wrong in ("lines.shoe", "lines.deal.name.x", "contacts.name"):
        refused = rep.get(f"deals/{one}?fields={wrong}")
        assert (refused.status, refused.body["errors"][0]["code"]) == (422, "unknown_field")


def test_counting_can_be_left_out(five: Program) -> None:
    found = five.get("accounts?count=none")
    assert (found.body["count"], found.body["count_is_estimate"]) == (None, None)


def test_each_caller_sees_their_own(five: Program, rep: Program, reader: Program) -> None:
    rep.make("accounts", name="Mine")
    assert names(rep.get("accounts")) == ["Mine"]
    assert rep.get("accounts?count=exact").body["count"] == 1
    assert names(reader.get("accounts?sort=name")) == ["A", "B", "C", "D", "E", "Mine"]
    assert rep.post("accounts/aggregate", {}).body == {"rows": [{"count": 1}], "more": False}


def test_groups_are_measured(five: Program) -> None:
    asked = {
        "group_by": ["industry"],
        "measures": [{"op": "sum", "field": "employees"}, {"op": "count"}],
        "order": "-count",
    }
    found = five.post("accounts/aggregate", asked)
    rows = sorted(found.body["rows"], key=lambda row: row["industry"] or "")
    assert rows == [
        {"industry": None, "sum_employees": None, "count": 1},
        {"industry": "retail", "sum_employees": 40, "count": 2},
        {"industry": "software", "sum_employees": 60, "count": 2},
    ]
    refused = five.post("accounts/aggregate", {"group_by": ["nonsense"]})
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/filter/group_by/0/field")


def test_words_find_records_in_a_list_and_across_objects(admin: Program, rep: Program) -> None:
    account = admin.make("accounts", name="Ferretería Núñez")
    admin.make("accounts", name="Other")
    contact = admin.make("contacts", name="Ana Núñez", emails="ana@nunez.es")
    assert names(admin.get("accounts?q=nunez")) == ["Ferretería Núñez"]
    hits = admin.get("search?q=nunez").body["items"]
    assert {(each["object"], each["id"]) for each in hits} == {("accounts", account), ("contacts", contact)}
    only = admin.get("search?q=nunez&objects=contacts").body["items"]
    assert [(each["object"], each["name"]) for each in only] == [("contacts", "Ana Núñez")]
    assert rep.get("search?q=nunez").body["items"] == []
    assert admin.get("search?q=nunez&objects=nonsense").status == 404


@pytest.mark.parametrize(
    ("role", "plural", "most"),
    [
        ("administrator", "accounts", 4),
        ("representative", "accounts", 4),
        ("administrator", "notes", 4),
        ("representative", "notes", 4),
    ],
)
def test_a_page_takes_as_many_statements_for_many_records_as_for_one(
    program: Programs, role: str, plural: str, most: int
) -> None:
    reader = program(role, name="Eva", scopes=("read", "write"))
    for number in range(5):
        reader.make(plural, **({"name": f"A {number}"} if plural == "accounts" else {"body": f"N {number}"}))

    def statements(limit: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert len(reader.get(f"{plural}?limit={limit}").body["items"]) == limit
        return len([each for each in asked.captured_queries if "search_path" not in each["sql"]])

    statements(1)
    assert statements(1) == statements(5) <= most
