"""How files are written, found out from their bytes."""

import codecs
from pathlib import Path

import pytest

from trato.kernel.exchange import detect
from trato.kernel.exchange.detect import BadFormat, Format
from trato.kernel.exchange.guard import guarded, unguarded
from trato.kernel.exchange.reading import open_table


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    file = path / "file.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return file


def rows(path: Path, form: Format | None = None) -> list[list[str]]:
    return [row.cells for row in open_table(path, form or detect.detect(path)).rows()]


def test_a_header_with_a_name_twice_is_a_header(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("name,Email,Email\nAcme,a@x.com,b@x.com\n")
    form = detect.detect(path)
    assert form.header
    assert open_table(path, form).names == ("name", "Email", "Email (2)")
    path.write_text("red,red,blue\nred,blue,blue\n")
    assert not detect.detect(path).header


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_encodings(tmp_path: Path, encoding: str, found: str) -> None:
    file = written(tmp_path, "nombre;país\nPeña;España\n", encoding)
    form = detect.detect(file)
    assert (form.encoding, form.delimiter) == (found, ";")
    assert open_table(file, form).names == ("nombre", "país")
    assert rows(file) == [["Peña", "España"]]


def test_an_old_encoding_far_into_the_file_is_noticed(tmp_path: Path) -> None:
    content = b"name,city\n" + b"Acme,London\n" * 200_000 + "Peña,León\n".encode("cp1252")
    file = written(tmp_path, content)
    assert detect.detect(file).encoding == "cp1252"
    assert rows(file)[-1] == ["Peña", "León"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_even_where_others_stand_in_text(tmp_path: Path, delimiter: str) -> None:
    text = 'name,note\n"Acme, Inc.","a; b | c"\nGlobex,"one\ttwo, three"\n'
    lines = [["name", "note"], ["Acme, Inc.", "a; b | c"], ["Globex", "one\ttwo, three"]]
    content = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    file = written(tmp_path, content if delimiter != "," else text)
    assert detect.detect(file).delimiter == delimiter
    assert rows(file) == lines[1:]


def test_quotes_hold_quotes_and_line_ends(tmp_path: Path) -> None:
    file = written(tmp_path, 'a,b\n"say ""hi""","one\ntwo"\r\n')
    assert rows(file) == [['say "hi"', "one\ntwo"]]


def test_single_quotes(tmp_path: Path) -> None:
    file = written(tmp_path, "a,b\n'one, two',x\n'three, four',y\n")
    assert detect.detect(file).quote == "'"
    assert rows(file) == [["one, two", "x"], ["three, four", "y"]]


def test_a_file_without_header(tmp_path: Path) -> None:
    file = written(tmp_path, "Acme,12,2020-01-05\nGlobex,7,2021-03-04\n")
    form = detect.detect(file)
    assert not form.header
    assert open_table(file, form).names == ("Column 1", "Column 2", "Column 3")
    assert len(rows(file)) == 2


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["13/01/2020", "01/02/2020"], "DMY"),
        (["01/13/2020", "01/02/2020"], "MDY"),
        (["2020-01-13", "2020-02-01"], "YMD"),
        (["01/02/2020", "03/04/2020"], None),
    ],
)
def test_date_order(tmp_path: Path, dates: list[str], order: str | None) -> None:
    file = written(tmp_path, "name,day\n" + "".join(f"x{day},{day}\n" for day in dates))
    assert detect.detect(file).date_order == order


@pytest.mark.parametrize(
    ("numbers", "mark"),
    [(["1.234,50", "7"], ","), (["1,234.50"], "."), (["3,5"], ","), (["1.234", "2.345"], None), (["0.125"], ".")],
)
def test_decimal_mark(tmp_path: Path, numbers: list[str], mark: str | None) -> None:
    file = written(tmp_path, "name;amount\n" + "".join(f"a{number};{number}\n" for number in numbers))
    assert detect.detect(file).decimal == mark


def test_three_hundred_columns_and_ragged_rows(tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(300)]
    wide, short, long = ["1"] * 300, ["2"] * 3, ["3"] * 302
    file = written(tmp_path, "\n".join(",".join(line) for line in (names, wide, wide, short, long)))
    found = list(open_table(file, detect.detect(file)).rows())
    assert [len(row.cells) for row in found] == [300] * 4
    assert found[2].cells[:4] == ["2", "2", "2", ""]
    assert [bool(row.fault) for row in found] == [False, False, False, True]


def test_columns_get_names_of_their_own(tmp_path: Path) -> None:
    file = written(tmp_path, "Phone,Phone,,Phone\n1,2,3,4\n5,6,7,8\n")
    assert open_table(file, Format()).names == ("Phone", "Phone (2)", "Column 3", "Phone (3)")


def test_nul_bytes_are_a_fault_of_their_row(tmp_path: Path) -> None:
    file = written(tmp_path, b"name,city\nAc\0me,London\nGlobex,Paris\n")
    found = list(open_table(file, detect.detect(file)).rows())
    assert [bool(row.fault) for row in found] == [True, False]


@pytest.mark.parametrize("content", [b"", b"\n\n", codecs.BOM_UTF8])
def test_an_empty_file_is_no_table(tmp_path: Path, content: bytes) -> None:
    file = written(tmp_path, content)
    with pytest.raises(BadFormat):
        open_table(file, detect.detect(file))


def test_a_quote_that_never_ends_is_said_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, 'name,city\nAcme,"London\n' + "Globex,Paris\n" * 50_000)
    with pytest.raises(BadFormat, match="quotation mark"):
        list(open_table(file, Format()).rows())


def test_a_wrong_encoding_is_said(tmp_path: Path) -> None:
    file = written(tmp_path, "name\nPeña\n", "cp1252")
    with pytest.raises(BadFormat, match="utf-8"):
        list(open_table(file, Format()).rows())


def test_too_many_columns(tmp_path: Path) -> None:
    file = written(tmp_path, ",".join(["x"] * 1001) + "\n")
    with pytest.raises(BadFormat):
        open_table(file, Format())


@pytest.mark.parametrize("text", ["=1+1", "@cmd", "\tx", "\rx", "-cmd", "+cmd", "'=1", "''=x", "-a1"])
def test_formulas_are_made_harmless_and_come_back(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-12.5", "+34 600 11 12 22", "plain", "'quoted'", "", "a=b", "-1,200.00"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text
