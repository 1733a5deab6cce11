"""What rows become: created, updated, folded, linked, refused; and that a dry run says the same and writes nothing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.fixtures import MakeActor
from trato.kernel.access.policy import Denied
from trato.kernel.actions import runner
from trato.kernel.exchange import importing
from trato.kernel.exchange.tests.conftest import NAME, Bring, columns, count, every
from trato.kernel.objects import registry
from trato.kernel.records import listing, outside_keys
from trato.kernel.records.errors import Invalid
from trato.kernel.records.models import Currency, CurrencyRate
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry, Outbox, Subject

# Modes ------------------------------------------------------------------------------------------------------------


def test_upsert_creates_updates_and_leaves_alone(bring: Bring, administrator: Actor) -> None:
    bring("account", "name,employees\nAcme,5\nGlobex,7\n", NAME)
    found = bring("account", "name,employees\nAcme,6\nGlobex,7\nInitech,1\n", NAME)
    assert found.counts == (1, 1, 1, 0)
    assert every(administrator, "account", "name", "employees", "version") == [
        ("Acme", 6, 2),
        ("Globex", 7, 1),
        ("Initech", 1, 1),
    ]


def test_equal_names_are_equal_whatever_case_and_accents(bring: Bring, administrator: Actor) -> None:
    bring("account", "name,employees\nPeña e Hijos,5\n", NAME)
    assert bring("account", "name,employees\nPENA E HIJOS,6\n", NAME).counts == (0, 1, 0, 0)
    assert count("account") == 1


def test_create_refuses_what_exists_and_what_comes_twice(bring: Bring) -> None:
    bring("account", "name,employees\nAcme,5\n", NAME)
    found = bring("account", "name,employees\nAcme,6\nGlobex,1\nGlobex,2\n", {**NAME, "mode": "create"})
    assert found.counts == (1, 0, 0, 2)
    assert {code for _column, code, _rows in found.reasons} == {"duplicate"}
    assert [line.split(",")[:2] for line in found.rejected.splitlines()[1:]] == [["Acme", "6"], ["Globex", "2"]]


def test_update_refuses_what_does_not_exist(bring: Bring, administrator: Actor) -> None:
    bring("account", "name,employees\nAcme,5\n", NAME)
    found = bring("account", "name,employees\nAcme,6\nGlobex,1\n", {**NAME, "mode": "update"})
    assert (found.counts, found.reasons) == ((0, 1, 0, 1), [("", "not_found", 1)])
    assert every(administrator, "account", "name", "employees") == [("Acme", 6)]


def test_fill_touches_only_what_is_empty(bring: Bring, administrator: Actor) -> None:
    mapping = {"mode": "upsert", "key": ["name"], **columns(name="name", employees="employees", founded="year_founded")}
    bring("account", "name,employees,founded\nAcme,5,\n", mapping)
    found = bring("account", "name,employees,founded\nAcme,6,1990\n", {**mapping, "mode": "fill"})
    assert found.counts == (0, 1, 0, 0)
    assert every(administrator, "account", "name", "employees", "year_founded") == [("Acme", 5, 1990)]


def test_an_empty_cell_leaves_what_is_there(bring: Bring, administrator: Actor) -> None:
    bring("account", "name,employees\nAcme,5\n", NAME)
    assert bring("account", "name,employees\nAcme,\n", NAME).counts == (0, 0, 1, 0)
    assert every(administrator, "account", "name", "employees") == [("Acme", 5)]


def test_rows_of_one_record_are_folded_as_if_stored_one_after_the_other(bring: Bring, administrator: Actor) -> None:
    found = bring("account", "name,employees\nAcme,5\nGlobex,1\nAcme,\nAcme,7\n", NAME)
    assert found.counts == (2, 2, 0, 0)
    assert every(administrator, "account", "name", "employees") == [("Acme", 7), ("Globex", 1)]


def test_keys_are_tried_in_their_order_and_join_rows_of_a_file(bring: Bring, administrator: Actor) -> None:
    mapping = {
        "mode": "upsert",
        "key": ["emails"],
        **columns(id="external_ids.old", name="name", mail="emails", title="job_title"),
    }
    bring("contact", "id,name,mail,title\n1,Ana Gil,ana@x.com,Buyer\n", mapping)
    content = "id,name,mail,title\n2,Ana Gil,ana@x.com;gil@x.com,\n3,Ana Gil,gil@x.com,Chief\n"
    assert bring("contact", content, mapping).counts == (0, 2, 0, 0)
    assert every(administrator, "contact", "name", "job_title", "emails") == [
        ("Ana Gil", "Chief", ["ana@x.com", "gil@x.com"])
    ]
    [ana] = [row["id"] for row in listing.page(administrator, registry.get("contact"), listing.ListQuery()).rows]
    keys = outside_keys.read("contact", [ana])[ana]
    assert [each["key"] for each in keys] == ["1", "2", "3"]


def test_two_records_with_the_same_key_are_ambiguous(bring: Bring) -> None:
    bring("account", "name,employees\nAcme,5\n", {**NAME, "key": []})
    bring("account", "name,employees\nAcme,6\n", {**NAME, "key": [], "mode": "create"})
    found = bring("account", "name,employees\nAcme,7\n", NAME)
    assert (found.counts, found.reasons) == ((0, 0, 0, 1), [("", "ambiguous", 1)])


# Values -----------------------------------------------------------------------------------------------------------


def test_values_of_every_shape(bring: Bring, administrator: Actor) -> None:
    CurrencyRate.objects.create(
        currency=Currency.objects.create(code="GBP", name="Pound"), starts_on=date(2020, 1, 1), rate=Decimal("1.25")
    )
    mapping = {
        "mode": "create",
        "date_order": "DMY",
        "decimal": ",",
        "columns": {
            "Empresa": {"to": "name"},
            "Facturación": {"to": "annual_revenue", "factor": 1000},
            "Moneda": {"to": "annual_revenue.currency"},
            "Tel": {"to": "phones"},
            "Móvil": {"to": "phones", "type": "mobile"},
            "Ciudad": {"to": "billing_address.city"},
            "País": {"to": "billing_address.country"},
            "Etiquetas": {"to": "tags"},
        },
    }
    content = (
        "Empresa;Facturación;Moneda;Tel;Móvil;Ciudad;País;Etiquetas\n"
        "Peña;1.234,5;GBP;212 555 0100;212 555 0101;León;España;vip;x\n".replace("vip;x", '"vip;new"')
    )
    assert bring("account", content, mapping).counts == (1, 0, 0, 0)
    [row] = listing.page(administrator, registry.get("account"), listing.ListQuery()).rows
    money, phones, address = row["annual_revenue"], row["phones"], row["billing_address"]
    assert (money.amount, money.currency, money.base) == (Decimal("1234500.00"), "GBP", Decimal("1543125.00"))
    assert [(each.value, each.type, each.primary) for each in phones] == [
        ("+12125550100", None, True),
        ("+12125550101", "mobile", False),
    ]
    assert (address.city, address.country, row["tags"]) == ("León", "ES", ("vip", "new"))


def test_names_whole_and_by_part(bring: Bring, administrator: Actor) -> None:
    bring("contact", "Full name\nMaría Gil\n", {"mode": "create", **columns(**{"Full name": "name"})})
    parts = columns(First="name.given", Last="name.family")
    bring("contact", "First,Last\nJuan,de la Cruz\n", {"mode": "create", **parts})
    assert every(administrator, "contact", "name") == [("Juan de la Cruz",), ("María Gil",)]


def test_wrong_values_reject_their_row_with_every_reason(bring: Bring, administrator: Actor) -> None:
    mapping = {**NAME, **columns(name="name", employees="employees", web="website", kind="industry")}
    content = 'name,employees,web,kind\nAcme,many,not a url at all,retale\n"<script>alert(1)</script>",5,,\n'
    found = bring("account", content, mapping)
    assert found.counts == (1, 0, 0, 1)
    assert sorted(found.reasons) == [
        ("employees", "invalid", 1),
        ("kind", "not_an_option", 1),
        ("web", "invalid", 1),
    ]
    assert found.report["unmatched"][0]["suggestions"][0]["name"] == "Retail"
    assert every(administrator, "account", "name") == [("<script>alert(1)</script>",)]


def test_over_long_text_and_nul_bytes(bring: Bring) -> None:
    content = f"name,employees\n{'x' * 256},1\nAc\0me,2\nGlobex,3\n"
    found = bring("account", content, NAME)
    assert (found.counts[0], found.counts[3]) == (1, 2)


def test_missing_names_reject_new_records_only(bring: Bring) -> None:
    mapping = {"mode": "upsert", "key": ["external_ids.x"], **columns(key="external_ids.x", name="name", n="employees")}
    bring("account", "key,name,n\n1,Acme,5\n", mapping)
    found = bring("account", "key,name,n\n1,,6\n2,,7\n", mapping)
    assert found.counts == (0, 1, 0, 1)
    assert found.reasons[0][1] == "required"


def test_what_the_database_would_refuse_is_refused_row_by_row(bring: Bring) -> None:
    """CHECK constraints and unique indexes are asked before anything is written."""
    found = bring(
        "contact", "title,mail\nBuyer,a@x.com\n", {"mode": "create", **columns(title="job_title", mail="emails")}
    )
    assert (found.counts[3], count("contact")) == (1, 0)
    content = "name,email\nAna,ana@x.com\nBen,ANA@x.com\nCai,\n"
    found = bring("user", content, {"mode": "create", **columns(name="name", email="email")})
    assert (found.counts, found.reasons) == ((2, 0, 0, 1), [("", "duplicate", 1)])


# Keys of other systems --------------------------------------------------------------------------------------------


def test_the_key_of_a_record_in_the_trash_goes_to_the_new_one(bring: Bring, administrator: Actor) -> None:
    mapping = {"mode": "upsert", "key": ["external_ids.x"], **columns(key="external_ids.x", name="name")}
    bring("account", "key,name\n1,Acme\n", mapping)
    runner.delete(administrator, "account", outside_keys.find("account", "x", "1"))
    assert bring("account", "key,name\n1,Acme\n", mapping).counts == (1, 0, 0, 0)
    assert bring("account", "key,name\n1,Acme\n", mapping).counts == (0, 0, 1, 0)


def test_a_key_is_never_taken_from_a_living_record(bring: Bring) -> None:
    mapping = {"mode": "upsert", "key": ["name"], **columns(key="external_ids.x", name="name")}
    bring("account", "key,name\n1,Acme\n2,Globex\n", mapping)
    found = bring("account", "key,name\n1,Globex\n", mapping)
    assert (found.counts, found.reasons) == ((0, 0, 0, 1), [("", "duplicate", 1)])


# Rights -----------------------------------------------------------------------------------------------------------


def test_people_bring_in_only_what_they_may(bring: Bring, make_actor: MakeActor, administrator: Actor) -> None:
    rosa, ben = make_actor("representative", name="Rosa"), make_actor("representative", name="Ben")
    owned = {**NAME, **columns(name="name", owner="owner")}
    bring("account", "name,owner\nBens,Ben\n", owned)
    found = bring("account", "name,owner\nMine,\nHis,Ben\nBens,Rosa\n", owned, actor=rosa)
    assert (found.counts, {code for _c, code, _n in found.reasons}) == ((1, 0, 0, 2), {"denied"})
    assert every(administrator, "account", "name", "owner") == [("Bens", "Ben"), ("Mine", "Rosa")]
    with pytest.raises(Denied):
        bring("user", "name\nEve\n", {"mode": "create", **columns(name="name")}, actor=ben)
    with pytest.raises(Denied):
        bring("account", "name\nAcme\n", NAME, actor=make_actor("read-only"))


def test_links_lead_only_to_what_the_actor_sees(bring: Bring, make_actor: MakeActor) -> None:
    bring("account", "name,employees\nSecret Acme,1\n", NAME)
    rosa = make_actor("representative", name="Rosa")
    content = "name,boss\nMine,Secret Acme\n"
    found = bring("account", content, {"mode": "create", **columns(name="name", boss="parent")}, actor=rosa)
    assert (found.counts, found.reasons) == ((0, 0, 0, 1), [("boss", "not_found", 1)])
    assert found.report["unmatched"][0]["suggestions"] == []


def test_new_fields_are_for_administrators(bring: Bring, make_actor: MakeActor, administrator: Actor) -> None:
    mapping = {**NAME, **columns(name="name", tier={"to": "x_tier", "create": {"kind": "text", "label": "Tier"}})}
    with pytest.raises(Denied):
        bring("account", "name,tier\nAcme,A\n", mapping, actor=make_actor("representative", name="Rosa"))
    assert bring("account", "name,tier\nAcme,A\n", mapping).counts == (1, 0, 0, 0)
    assert every(administrator, "account", "name", "x_tier") == [("Acme", "A")]
    assert bring("account", "name,tier\nAcme,B\nGlobex,A\n", mapping).counts == (1, 1, 0, 0)
    assert every(administrator, "account", "name", "x_tier") == [("Acme", "B"), ("Globex", "A")]


# What is left behind ----------------------------------------------------------------------------------------------


def test_a_dry_run_says_the_same_and_writes_nothing(bring: Bring) -> None:
    mapping = {**NAME, **columns(name="name", employees="employees", boss={"to": "parent", "missing": "create"})}
    tables = ("account", "entry", "outbox", "subject", "search_document", "external_id", "custom_field")
    before = [count(table) for table in tables]
    content = "name,employees,boss\nAcme,1,Root\nAcme,2,\nBad,x,\n"
    dry = bring("account", content, mapping, dry_run=True)
    assert [count(table) for table in tables] == before
    wet = bring("account", content, mapping)
    assert (dry.counts, dry.report["made"]) == (wet.counts, wet.report["made"]) == ((1, 1, 0, 1), {"account": 1})


def test_every_record_has_its_entry_caused_by_the_import(bring: Bring, administrator: Actor) -> None:
    bring("account", "name,employees\nAcme,5\n", NAME)
    found = bring("account", "name,employees\nAcme,6\nGlobex,1\n", NAME)
    cause = Entry.objects.get(pk=found.one.entry_id)
    assert (cause.verb, cause.data["create"], cause.data["file"]) == ("import", 1, "file.csv")
    caused = Entry.objects.filter(cause_id=cause.pk).order_by("title")
    assert list(caused.values_list("verb", "title", "version", "actor_name", "diff")) == [
        ("update", "Acme", 2, "Alba", {"employees": [5, 6]}),
        ("create", "Globex", 1, "Alba", {}),
    ]
    assert Outbox.objects.filter(entry_id__in=[each.pk for each in caused]).count() == 2
    assert all(Subject.objects.filter(entry_id=each.pk, record_id=each.record_id).exists() for each in caused)


def test_an_import_is_brought_in_once(bring: Bring, administrator: Actor) -> None:
    found = bring("account", "name,employees\nAcme,5\n", {**NAME, "key": [], "mode": "create"})
    again = importing.run(administrator, found.one, dry_run=False)
    assert (again["counts"]["create"], count("account")) == (1, 1)


def test_rejected_rows_come_in_again_once_mended(bring: Bring) -> None:
    found = bring("account", "name,employees\n=Acme,x\nGlobex,2\n", NAME)
    assert found.rejected.splitlines()[1].startswith("'=Acme,x,employees: ")
    mended = bring("account", found.rejected.replace(",x,", ",3,"), NAME)
    assert mended.counts == (1, 0, 0, 0)


# Mappings that cannot work ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mapping", "pointer"),
    [
        ({"columns": {"name": {"to": "nothing"}}}, "/columns/name/to"),
        ({"columns": {"name": {"to": "created_at"}}}, "/columns/name/to"),
        ({"columns": {"other": {"to": "name"}}}, "/columns/other"),
        ({"columns": {"name": {"to": "name"}}, "key": ["tax_id"]}, "/key"),
        ({"columns": {"name": {"to": "name"}}, "mode": "update"}, "/key"),
        ({"columns": {"name": {"to": "name"}}, "mode": "replace"}, "/mode"),
        ({"columns": {"name": {"to": "name"}, "b": {"to": "name"}}}, "/columns/b/to"),
        ({"columns": {"name": {"to": "parent", "match": "tags"}}}, "/columns/name/match"),
        ({"columns": {"name": {"to": "name", "missing": "ignore"}}}, "/columns/name/missing"),
        ({"columns": {"name": {"to": "name"}}, "encoding": "klingon"}, "/encoding"),
        ({"columns": {"name": {"to": "name"}}, "defaults": {"industry": "magic"}}, "/defaults/industry"),
        ({"columns": ["name"]}, "/columns"),
        ({"speed": "fast"}, "/speed"),
        ([], ""),
    ],
)
def test_faults_of_a_mapping_are_pointed_at(bring: Bring, mapping: Any, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        bring("account", "name,b\nAcme,1\n", mapping)
    assert [each.pointer for each in refused.value.problems] == [pointer]


def test_defaults_fill_what_new_records_lack(bring: Bring, administrator: Actor) -> None:
    bring("account", "name,employees\nAcme,\n", {**NAME, "defaults": {"employees": 9, "industry": "retail"}})
    bring("account", "name,employees\nAcme,\nGlobex,2\n", {**NAME, "defaults": {"employees": 1}})
    assert every(administrator, "account", "name", "employees", "industry") == [
        ("Acme", 9, "retail"),
        ("Globex", 2, None),
    ]
