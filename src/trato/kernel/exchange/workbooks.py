"""Workbooks (.xlsx) as tables: the first sheet becomes a file of the plain kind, which then goes its way.

A workbook is a packed archive of XML written by anybody: what it unpacks to is bounded before it is read, and what is
read is bounded again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from trato.kernel.exchange.detect import BadFormat
from trato.kernel.exchange.guard import guarded
from trato.kernel.exchange.reading import MAX_CELL, MAX_COLUMNS

MAX_PARTS = 2000
MAX_SHEET = 512 << 20
MAX_PART = 64 << 20
"""Bytes that a sheet, or any other part (the texts that sheets share among them), may unpack to."""
MAX_CELLS = 1_000_000
PROLOG = 1 << 16

_ARCHIVE, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SHEETS = "xl/worksheets/"


def unfold(path: Path) -> str:
    """Replace a workbook by its first sheet as CSV, in place; answers the sheet's name, "" for a file that is no
    workbook. BadFormat for one that cannot be read, or is too large."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD:
        raise BadFormat(_("This is an old or a locked workbook; save it as .xlsx without a password, or as CSV."))
    if start != _ARCHIVE:
        return ""
    _check(path)
    unfolded = path.with_suffix(".unfolded")
    try:
        name = _write(path, unfolded)
        unfolded.replace(path)
    finally:
        unfolded.unlink(missing_ok=True)
    return name


def _check(path: Path) -> None:
    """BadFormat for an archive that is no workbook, unpacks to too much, or declares entities."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise BadFormat(_("This is no table: give CSV or an Excel workbook (.xlsx)."))
            if len(parts) > MAX_PARTS or any(part.file_size > _most(part.filename) for part in parts):
                raise BadFormat(_("The workbook is too large; save its sheet as CSV."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        _check_prolog(opened.read(PROLOG))
    except (BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise BadFormat(_("The workbook cannot be read.")) from error


def _check_prolog(start: bytes) -> None:
    """BadFormat for XML that declares something, or hides it in another encoding: no spreadsheet writes that."""
    plain = start.replace(b"<!--", b"").replace(b"<![CDATA[", b"")
    if b"<!" in plain or b"\0" in plain:
        raise BadFormat(_("The workbook cannot be read."))


def _most(name: str) -> int:
    return MAX_SHEET if name.startswith(_SHEETS) else MAX_PART


def _write(path: Path, target: Path) -> str:
    import openpyxl  # noqa: PLC0415  # heavy: only where a workbook is read

    try:
        with path.open("rb") as packed, target.open("x", encoding="utf-8", newline="") as file:
            target.chmod(0o600)
            book = openpyxl.load_workbook(packed, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a sheet says of its size may be wrong
            csv.writer(file).writerows(_rows(sheet.iter_rows()))
            return str(sheet.title)
    except BadFormat:
        raise
    # Whatever a hostile or broken workbook makes the library stumble over, it is the file's fault.
    except Exception as error:
        raise BadFormat(_("The workbook cannot be read.")) from error


def _rows(rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    """Rows of text, from the first that is not empty on."""
    cells, begun, percents = 0, False, dict[int, bool]()
    for row in rows:
        if len(row) > MAX_COLUMNS and any(cell.value is not None for cell in row[MAX_COLUMNS:]):
            raise BadFormat(_("The file has more than {limit} columns.").format(limit=MAX_COLUMNS))
        texts = [_text(cell, percents) for cell in row[:MAX_COLUMNS]]
        while texts and not texts[-1]:
            texts.pop()
        cells += len(texts) + 1
        if cells > MAX_CELLS:
            raise BadFormat(_("The workbook is too large; save its sheet as CSV."))
        begun = begun or bool(texts)
        if begun:
            yield texts


def _text(cell: Any, percents: dict[int, bool]) -> str:
    """A cell as a file of text would have it: numbers with a point, dates in ISO form, a share of 0.25 as 25%."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            raise BadFormat(_("A cell holds more than {limit} characters.").format(limit=MAX_CELL))
        return guarded(value) if value[:1] == "'" else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, is_percent=_is_percent(cell, percents))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float, *, is_percent: bool) -> str:
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")  # as many digits as Excel keeps
    if is_percent:
        number *= 100
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if is_percent else text


def _is_percent(cell: Any, percents: dict[int, bool]) -> bool:
    style = cell._style_id  # noqa: SLF001  # to look each style up once, not for each cell
    if style not in percents:
        percents[style] = "%" in (cell.number_format or "")
    return percents[style]
