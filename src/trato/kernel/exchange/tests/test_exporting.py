"""Files of records: what stands in them, and that an import takes every one of them back unchanged."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core import signing
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures import MakeActor
from trato.kernel.actions import runner
from trato.kernel.exchange import exporting, files, work
from trato.kernel.exchange.exporting import Asked
from trato.kernel.exchange.tests.conftest import Bring, columns
from trato.kernel.jobs import queue
from trato.kernel.jobs.models import Job
from trato.kernel.records import outside_keys
from trato.kernel.records.selection import UnknownField
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.tenancy.models import Organization


def exported(actor: Actor, **asked: Any) -> Path:
    made = exporting.run(actor, Asked(**asked))
    return files.absolute(made.path)


def text_of(path: Path) -> str:
    return path.read_text("utf-8-sig")


@pytest.fixture
def acme(administrator: Actor) -> Any:
    values = {
        "name": "=Acme, Inc.",
        "annual_revenue": {"amount": "1250.50", "currency": "USD"},
        "phones": ["+12125550100", "+34600111222"],
        "kinds": ["partner", "supplier"],
        "industry": "retail",
        "billing_address": {"city": "León", "country": "ES"},
        "employees": 12,
        "external_ids": [{"source": "erp", "key": "007"}],
    }
    return runner.create(administrator, "account", values).record


def test_the_columns_of_a_view_in_words(administrator: Actor, acme: Any) -> None:
    paths = ("name", "industry", "annual_revenue", "phones", "billing_address.city", "owner", "external_ids.erp")
    lines = text_of(exported(administrator, object="account", paths=paths)).splitlines()
    assert lines == [
        "Name,Industry,Annual revenue,Annual revenue (Currency),Phones,Billing address (City),Owner,Outside key (erp)",
        '"\'=Acme, Inc.",Retail,1250.5,USD,+12125550100;+34600111222,León,Alba,007',
    ]


def test_headers_are_in_the_language_throughout_and_come_back(bring: Bring, administrator: Actor, acme: Any) -> None:
    outside_keys.store("account", acme.pk, [("legacy", "7")])
    paths = ("name", "annual_revenue", "billing_address.city", "external_ids.legacy")
    with translation.override("es"):
        path = exported(administrator, object="account", paths=paths)
    [header, _row] = text_of(path).splitlines()
    amount = "Facturación,Facturación (Moneda)"
    assert header == f"Nombre,{amount},Dirección de facturación (Ciudad),Clave en otro sistema"
    again = bring("account", path)
    assert again.one.mapping["columns"]["Clave en otro sistema"] == {"to": "external_ids.legacy"}
    assert again.counts == (0, 0, 1, 0)


def test_through_links_filtered_and_sorted(administrator: Actor, acme: Any) -> None:
    for name in ("B", "A"):
        runner.create(administrator, "account", {"name": name, "parent": str(acme.pk)})
    path = exported(
        administrator,
        object="account",
        paths=("name", "parent.industry"),
        filter={"field": "parent", "op": "not_empty"},
        sort="name",
    )
    assert text_of(path).splitlines()[1:] == ["A,Retail", "B,Retail"]


def test_more_than_a_page_comes_whole_and_in_order(bring: Bring, administrator: Actor) -> None:
    names = [f"N{number:04}" for number in range(1203)]
    bring("account", "name\n" + "\n".join(names), {"mode": "create", **columns(name="name")})
    path = exported(administrator, object="account", paths=("name",), sort="name")
    assert text_of(path).splitlines()[1:] == names


def test_json_lines(administrator: Actor, acme: Any) -> None:
    path = exported(administrator, object="account", format="jsonl", paths=("name", "annual_revenue", "employees"))
    [line] = path.read_text("utf-8").splitlines()
    money = {"amount": "1250.50", "currency": "USD", "base": "1250.50"}
    assert json.loads(line) == {"name": "=Acme, Inc.", "annual_revenue": money, "employees": 12}


def test_a_workbook_holds_numbers_as_numbers_and_no_formula(administrator: Actor, acme: Any) -> None:
    path = exported(administrator, object="account", format="xlsx", paths=("name", "annual_revenue", "employees"))
    sheet = openpyxl.load_workbook(path).active
    [_header, row] = list(sheet.iter_rows())
    assert [cell.value for cell in row] == ["=Acme, Inc.", 1250.5, "USD", 12]
    assert row[0].data_type == "s"


def test_only_what_the_actor_sees(make_actor: MakeActor, administrator: Actor, acme: Any) -> None:
    rosa = make_actor("representative", name="Rosa")
    runner.create(rosa, "account", {"name": "Mine"})
    assert text_of(exported(rosa, object="account", paths=("name",))).splitlines()[1:] == ["Mine"]


@pytest.mark.parametrize("paths", [("nothing",), ("name", "name"), ("name.city",), ("parent.nothing",)])
def test_columns_that_cannot_be(administrator: Actor, paths: tuple[str, ...]) -> None:
    with pytest.raises(UnknownField):
        exported(administrator, object="account", paths=paths)


# The link to the file ---------------------------------------------------------------------------------------------


@pytest.fixture
def job(administrator: Actor, acme: Any) -> Job:
    with queue.inline():
        return work.start_export(administrator, Asked(object="account", paths=("name",)))


def test_the_job_leads_to_the_file(job: Job) -> None:
    assert (job.state, job.result["rows"]) == (Job.State.DONE, 1)
    path, name = exporting.open_token(job.result["url"].rpartition("/")[2])
    assert name.startswith("accounts-")
    assert text_of(path).startswith("Name\n")


def test_a_link_of_another_organization_or_another_hand_leads_nowhere(
    job: Job, other_organization: Organization
) -> None:
    token = job.result["url"].rpartition("/")[2]
    with scope.enter(other_organization):
        assert exporting.open_token(token) is None
    forged = signing.dumps([scope.organization().schema_name, str(job.pk)], salt="other")
    assert [exporting.open_token(each) for each in (forged, token[:-1], "", "a:b:c")] == [None] * 4


def test_a_link_ends(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "VALID_SECONDS", -1)
    assert exporting.open_token(job.result["url"].rpartition("/")[2]) is None


# Back again -------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).map(str.strip)
TEXT = WORDS.filter(bool) | st.sampled_from(["=1+1", "-x", "'=x", "@a", "a;b", 'say "hi"', "ñandú", "+34", "1,5"])
PLAIN = st.from_regex(r"[A-Za-z0-9ñÑ ]{1,20}", fullmatch=True).map(str.strip).filter(bool)
MONEY = st.decimals(-(10**9), 10**9, places=2, allow_nan=False)
DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))
MOMENTS = st.integers(-(10**9), 10**10).map(lambda seconds: datetime.fromtimestamp(seconds, UTC).isoformat())

ACCOUNT = st.fixed_dictionaries(
    {"name": TEXT},
    optional={
        "legal_name": TEXT,
        "kinds": st.lists(st.sampled_from(["prospect", "partner", "supplier"]), min_size=1),
        "industry": st.sampled_from(["retail", "software", "other"]),
        "website": st.just("https://acme.example"),
        "emails": st.lists(st.sampled_from(["a@x.com", "b@y.org"]), min_size=1),
        "phones": st.lists(st.sampled_from(["+12125550100", "+34600111222"]), min_size=1),
        "billing_address": st.fixed_dictionaries({"city": PLAIN}, optional={"country": st.sampled_from(["ES", "US"])}),
        "employees": st.integers(0, 2**40),
        "annual_revenue": MONEY.map(lambda amount: {"amount": str(amount), "currency": "USD"}),
        "description": st.lists(TEXT, min_size=1).map("\n".join),
        "tags": st.lists(PLAIN, min_size=1),
        "x_day": DAYS.map(date.isoformat),
        "x_moment": MOMENTS,
        "x_rate": st.decimals(-(10**6), 10**6, places=2, allow_nan=False).map(str),
        "x_agreed": st.booleans(),
    },
)


@pytest.fixture
def own_fields(bring: Bring) -> None:
    kinds = {"x_day": "date", "x_moment": "datetime", "x_rate": "decimal", "x_agreed": "checkbox"}
    made = {name: {"to": name, "create": {"kind": kind, "label": name}} for name, kind in kinds.items()}
    content = "name,x_day,x_moment,x_rate,x_agreed\nFirst,,,,\n"
    bring("account", content, {"mode": "create", **columns(name="name", **made)})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(ACCOUNT, min_size=1, max_size=5), labels=st.booleans())
def test_an_export_brought_in_again_changes_nothing(
    values: list[dict[str, Any]], labels: bool, administrator: Actor, bring: Bring, own_fields: None
) -> None:
    ids = [str(runner.create(administrator, "account", each).record.pk) for each in values]
    first = exported(administrator, object="account", ids=tuple(ids), sort="created_at", labels=labels)
    found = bring("account", first)
    assert (found.counts, found.report["errors"]) == ((0, 0, len(ids), 0), [])
    columns_ = {name: to for name, to in found.one.mapping["columns"].items() if to["to"] != "id"}
    copied = bring("account", first, {"mode": "create", "date_order": "YMD", "decimal": ".", "columns": columns_})
    assert copied.counts == (len(ids), 0, 0, 0)
    again = exported(administrator, object="account", sort="-created_at", labels=labels)
    lines = sorted(line[1:] for line in _cells(again)[1 : len(ids) + 1])
    assert lines == sorted(line[1:] for line in _cells(first)[1:])


def _cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(("labels", "language"), [(False, "en"), (True, "en"), (True, "es")])
@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_keys_of_other_systems_come_back(
    labels: bool, language: str, format_: str, administrator: Actor, bring: Bring
) -> None:
    held = {"A": [("ERP.Old", "007"), ("legacy", "=1")], "B": [("legacy", "ñ;2")], "C": []}
    for name, keys in held.items():
        given = [{"source": source, "key": key} for source, key in keys]
        runner.create(administrator, "account", {"name": name, "external_ids": given})
    with translation.override(language):
        path = exported(administrator, object="account", format=format_, labels=labels)
    for (record,) in fetch("SELECT record_id FROM external_id"):
        outside_keys.store("account", record, ())
    again = bring("account", path)
    assert (again.counts[:2], again.report["errors"]) == ((0, 2), [])
    rows = fetch("SELECT a.name, e.source, e.key FROM account a JOIN external_id e ON e.record_id = a.id")
    assert sorted(rows) == [(name, *key) for name, keys in held.items() for key in keys]


def test_people_come_back_by_their_parts(administrator: Actor, bring: Bring) -> None:
    name = {"given": "María José", "family": "de la Cruz", "family2": "Peña", "prefix": "Dra."}
    record = runner.create(administrator, "contact", {"name": name, "birthday": "1980-02-29"}).record
    path = exported(administrator, object="contact")
    assert bring("contact", path).counts == (0, 0, 1, 0)
    assert Decimal(record.version) == 1
