"""Workbooks brought in: their first sheet goes the road of a file of text, and hostile ones are turned away."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from trato.kernel.exchange import detect, workbooks
from trato.kernel.exchange.detect import BadFormat
from trato.kernel.exchange.reading import open_table
from trato.kernel.exchange.tests.conftest import DATA, NAME, Bring, every
from trato.kernel.exchange.tests.test_real_files import SALES, ask
from trato.kernel.tenancy.actor import Actor


def workbook(rows: list[list[Any]], **formats: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Firms"
    for row in rows:
        sheet.append(row)
    for place, number_format in formats.items():
        sheet[place].number_format = number_format
    book.create_sheet("Other").append(["never read"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The workbook with other parts: `sheet` its first sheet, `strings` its shared texts."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "extra": "xl/media/extra.bin"}
    given = {names[name]: raw for name, raw in parts.items()}
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in given:
                new.writestr(name, old.read(name))
        for name, raw in given.items():
            new.writestr(name, raw)
    return target.getvalue()


def unfolded(tmp_path: Path, content: bytes) -> list[list[str]]:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    sheet = workbooks.unfold(path)
    assert sheet == "Firms"
    return [row.cells for row in open_table(path, detect.detect(path, sheet)).rows()]


def test_values_of_every_kind(tmp_path: Path) -> None:
    clock = datetime(2026, 3, 1, 10, 30)  # noqa: DTZ001  # workbooks know no zones
    row = ["'=x", 5, 0.1 + 0.2, 1e22, True, date(2026, 3, 1), clock, 0.25, "a\nb", "=1+1"]
    content = workbook([[], [f"C{n}" for n in range(10)], row], H3="0%")
    [found] = unfolded(tmp_path, content)
    assert found == [
        "'=x", "5", "0.3", "10000000000000000000000", "true", "2026-03-01", "2026-03-01 10:30:00",
        "25%", "a\nb", "",
    ]  # fmt: skip


def test_a_sheet_is_brought_in_and_its_format_is_told(bring: Bring, administrator: Actor) -> None:
    content = workbook([["name", "employees"], ["Peña", 1234], [], ["Bad", "x"], ["Acme", 7]])
    found = bring("account", content, NAME)
    assert found.counts == (2, 0, 0, 1)
    assert every(administrator, "account", "name", "employees") == [("Acme", 7), ("Peña", 1234)]
    assert (found.one.format["sheet"], found.one.format["decimal"]) == ("Firms", ".")
    assert [each["first"] for each in found.report["errors"]] == [3]


def test_how_a_sheet_is_written_is_not_for_the_mapping_to_say(bring: Bring, administrator: Actor) -> None:
    content = workbook([["name", "annual_revenue"], ["Acme", 1234.5]])
    columns = {"name": {"to": "name"}, "annual_revenue": {"to": "annual_revenue"}}
    mapping = {"mode": "create", "decimal": ",", "delimiter": ";", "encoding": "utf-16", "columns": columns}
    assert bring("account", content, mapping).counts == (1, 0, 0, 0)
    assert ask("SELECT annual_revenue::text FROM account") == [("1234.50",)]


def _bomb() -> bytes:
    return repacked(workbook([["name"]]), strings=b"<sst>" + b" " * (workbooks.MAX_PART + 1) + b"</sst>")


def _entities() -> bytes:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    return repacked(workbook([["name"]]), sheet=evil)


def _not_a_workbook() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (_bomb(), "too large"),
        (_entities(), "cannot be read"),
        (_entities().replace(b"PK\x01\x02", b"PK\x01\x03"), "cannot be read"),
        (repacked(workbook([["name"]]), sheet=b"<worksheet><sheetData><row"), "cannot be read"),
        (repacked(workbook([["name"]]), sheet="<?xml?><!DOCTYPE".encode("utf-16")), "cannot be read"),
        (_not_a_workbook(), "is no table"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old or a locked"),
        (workbook([["name"] + [""] * 999 + ["x"]]), "more than 1000 columns"),
        (workbook([]), "empty"),
    ],
)
def test_what_is_no_workbook_or_a_hostile_one(bring: Bring, tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(BadFormat, match=words):
        bring("account", content)
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_more_cells_than_are_read(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_CELLS", 5)
    with pytest.raises(BadFormat, match="too large"):
        bring("account", workbook([["name"], ["a"], ["b"], ["c"]]))


def test_a_sheet_that_lies_about_its_size(tmp_path: Path) -> None:
    cells = b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    cells += b'<row r="2"><c r="A2"><v>0.30000000000000004</v></c></row>'
    namespace = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    lie = b'<worksheet %s><dimension ref="A1:XFD1048576"/><sheetData>%s</sheetData></worksheet>' % (namespace, cells)
    assert unfolded(tmp_path, repacked(workbook([["x"]]), sheet=lie)) == [["0.3"]]


@pytest.mark.skipif(not DATA.is_dir(), reason="the sample data is not beside the project")
def test_the_same_accounts_as_from_text(bring: Bring) -> None:
    rows = [line.split(",") for line in (SALES / "products.csv").read_text().splitlines()]
    typed = [rows[0], *([name, series, float(price)] for name, series, price in rows[1:])]
    assert bring("product", workbook(typed)).counts == (7, 0, 0, 0)
    assert bring("product", SALES / "products.csv").counts == (0, 0, 7, 0)
