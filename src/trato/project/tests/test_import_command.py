"""`trato import`: a file from the command line, with and without a mapping."""

import json
from argparse import Namespace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from trato.kernel.tenancy.models import Organization
from trato.project.commands import importing
from trato.project.trouble import Trouble
from trato.wings.directory.account.model import Account

MAPPING = {"mode": "upsert", "key": ["name"], "columns": {"firm": {"to": "name"}, "staff": {"to": "employees"}}}


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def run(
    tmp_path: Path, content: str, *, name: str = "account", mapping: object = MAPPING, dry_run: bool = False
) -> None:
    file = tmp_path / "firms.csv"
    file.write_text(content)
    given = None
    if mapping is not None:
        given = tmp_path / "mapping.json"
        given.write_text(mapping if isinstance(mapping, str) else json.dumps(mapping))
    importing.run(Namespace(org="", object=name, file=file, mapping=given, dry_run=dry_run))


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
