"""`trato import`: a file from the command line, with and without a mapping."""

import json
from argparse import Namespace
from pathlib import Path

import openpyxl
import pytest
from pytest_django.fixtures import Settings

from tests.fixtures import MakeActor
from trato.kernel.access.models import User
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization
from trato.kernel.timeline.models import Entry
from trato.project.commands import importing
from trato.project.trouble import Trouble
from trato.wings.directory.account.model import Account

MAPPING = {"mode": "upsert", "key": ["name"], "columns": {"firm": {"to": "name"}, "staff": {"to": "employees"}}}


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, administrator: Actor, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def run(
    tmp_path: Path,
    content: str | bytes,
    *,
    name: str = "account",
    mapping: object = MAPPING,
    dry_run: bool = False,
    person: str = "",
    create_fields: bool = False,
) -> None:
    file = tmp_path / "firms.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    given = None
    if mapping is not None:
        given = tmp_path / "mapping.json"
        given.write_text(mapping if isinstance(mapping, str) else json.dumps(mapping))
    options = {"dry_run": dry_run, "person": person, "create_fields": create_fields}
    importing.run(Namespace(org="", object=name, file=file, mapping=given, **options))


def test_with_a_mapping(organization: Organization, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, "firm,staff\nAcme,5\nGlobex,x\n")
    said = capsys.readouterr().out
    assert "Imported 2 rows: 1 create, 0 update, 0 skip, 1 reject." in said
    assert "staff: Enter a number. (1 rows, the first is 2)" in said
    assert list(Account.objects.values_list("name", "employees")) == [("Acme", 5)]
    rejected = said.partition("Rejected rows: ")[2].strip()
    assert "Globex,x" in Path(rejected).read_text("utf-8-sig")


def test_a_check_writes_nothing_and_names_what_is_near(
    organization: Organization, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "name,sector\nAcme,retale\n", mapping=None, dry_run=True)
    said = capsys.readouterr().out
    assert "Checked 1 rows: 0 create, 0 update, 0 skip, 1 reject." in said
    assert "sector: “retale” names no Industry (1 rows); near: “Retail”" in said
    assert not Account.objects.exists()


def test_without_a_mapping_the_guess_is_printed_and_can_be_given_back(
    organization: Organization, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "Empresa,Empleados\nPeña,5\n", name="accounts", mapping=None)
    guessed, _end = json.JSONDecoder().raw_decode(capsys.readouterr().out)
    assert guessed["columns"]["Empresa"] == {"to": "name"}
    run(tmp_path, "Empresa,Empleados\nPeña,6\n", mapping=guessed)
    assert list(Account.objects.values_list("name", "employees", "version")) == [("Peña", 6, 2)]


def test_a_workbook(organization: Organization, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["firm", "staff"], ["Acme", 5]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "firms.xlsx")
    run(tmp_path, (tmp_path / "firms.xlsx").read_bytes())
    assert list(Account.objects.values_list("name", "employees")) == [("Acme", 5)]


def test_columns_left_out_are_told_and_become_fields_when_asked(
    organization: Organization, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "name,Zone,Visits\nAcme,North,5\n", mapping=None, dry_run=True)
    assert "Left out: Zone, Visits (--create-fields makes a field for each)" in capsys.readouterr().out
    run(tmp_path, "name,Zone,Visits\nAcme,North,5\n", mapping=None, create_fields=True)
    assert "Left out" not in capsys.readouterr().out
    assert list(Account.objects.values_list("custom", flat=True)) == [{"x_zone": "North", "x_visits": 5}]


@pytest.mark.parametrize(
    ("name", "content", "mapping", "words"),
    [
        ("nothing", "name\nAcme\n", None, "There is no object 'nothing'"),
        ("account", "", None, "The file is empty."),
        ("account", "name\nAcme\n", "{", "is not JSON"),
        ("account", "name\nAcme\n", {"columns": {"name": "nowhere"}}, "/columns/name/to: “nowhere” is not a field."),
        ("account", "firm\nAcme\n", MAPPING, "/columns/staff: The file has no such column."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    organization: Organization, tmp_path: Path, name: str, content: str, mapping: object, words: str
) -> None:
    with pytest.raises(Trouble, match=words.replace("(", "\\(")):
        run(tmp_path, content, name=name, mapping=mapping)
    assert not Account.objects.exists()


def test_what_comes_in_is_the_first_administrators(
    organization: Organization, administrator: Actor, tmp_path: Path
) -> None:
    run(tmp_path, "firm,staff\nAcme,5\n")
    assert list(Account.objects.values_list("owner_id", "created_by_id")) == [(administrator.id, administrator.id)]
    told = Entry.objects.filter(object="account").order_by("verb").values_list("verb", "actor_id")
    assert list(told) == [("create", administrator.id), ("import", administrator.id)]


def test_what_comes_in_as_somebody_is_theirs_and_bound_by_their_rights(
    organization: Organization, make_actor: MakeActor, tmp_path: Path
) -> None:
    rosa, guest = make_actor(role="representative"), make_actor(role="read-only")
    User.objects.filter(id=rosa.id).update(email="rosa@example.com")
    User.objects.filter(id=guest.id).update(email="guest@example.com")
    run(tmp_path, "firm,staff\nAcme,5\n", person="Rosa@Example.com")
    assert list(Account.objects.values_list("name", "owner_id")) == [("Acme", rosa.id)]
    with pytest.raises(Trouble, match="is not allowed"):
        run(tmp_path, "firm,staff\nGlobex,5\n", person="guest@example.com")
    with pytest.raises(Trouble, match="Nobody with the e-mail"):
        run(tmp_path, "firm,staff\nGlobex,5\n", person="nobody@example.com")
    assert Account.objects.count() == 1
