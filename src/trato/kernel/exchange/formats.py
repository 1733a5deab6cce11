"""Writers of the file formats, each row by row."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import orjson

from trato.kernel.exchange.columns import Column
from trato.kernel.exchange.guard import guarded

FORMATS = ("csv", "xlsx", "jsonl")
MAX_SHEET_TEXT = 32_767

Row = Mapping[str, Any]


class Writer(ABC):
    """Writes one file."""

    @abstractmethod
    def header(self, names: Sequence[str]) -> None: ...

    @abstractmethod
    def row(self, columns: Sequence[Column], row: Row) -> None: ...


class CsvWriter(Writer):
    """UTF-8 with a byte-order mark, which spreadsheets want; formulas made harmless."""

    def __init__(self, file: IO[str]) -> None:
        self._out = csv.writer(file)

    def header(self, names: Sequence[str]) -> None:
        self._out.writerow([guarded(name) for name in names])

    def row(self, columns: Sequence[Column], row: Row) -> None:
        self._out.writerow([guarded(column.text(row)) for column in columns])


class JsonLinesWriter(Writer):
    """One JSON object a line, values in the API's form, each field once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def header(self, names: Sequence[str]) -> None:
        del names

    def row(self, columns: Sequence[Column], row: Row) -> None:
        found = {column.base or column.path: column.json(row) for column in columns}
        self._file.write(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))


class SheetWriter(Writer):
    """A workbook with one sheet; numbers and dates are such, text is never a formula."""

    def __init__(self, sheet: Any, cell: Any) -> None:
        self._sheet, self._cell = sheet, cell

    def header(self, names: Sequence[str]) -> None:
        self._sheet.append([self._text(name) for name in names])

    def row(self, columns: Sequence[Column], row: Row) -> None:
        self._sheet.append([self._value(column, row) for column in columns])

    def _value(self, column: Column, row: Row) -> Any:
        value = column.value(row)
        if isinstance(value, datetime):
            return value.replace(tzinfo=None)
        if isinstance(value, bool | int | float | Decimal | date):
            return value
        return self._text(column.text(row))

    def _text(self, text: str) -> Any:
        if not text:
            return None
        cell = self._cell(self._sheet, "".join(each for each in text[:MAX_SHEET_TEXT] if each >= " " or each in "\n\t"))
        cell.data_type = "s"
        return cell


@contextmanager
def open_for(name: str, path: Path) -> Iterator[Writer]:
    """A writer to a new file at `path`. KeyError when there is no format of that name."""
    path.touch(mode=0o600, exist_ok=False)
    if name == "csv":
        with path.open("w", encoding="utf-8-sig", newline="") as text:
            yield CsvWriter(text)
    elif name == "jsonl":
        with path.open("wb") as lines:
            yield JsonLinesWriter(lines)
    elif name == "xlsx":
        import openpyxl  # noqa: PLC0415  # heavy: only jobs that write workbooks load it

        book = openpyxl.Workbook(write_only=True)
        yield SheetWriter(book.create_sheet(), openpyxl.cell.WriteOnlyCell)
        book.save(path)
    else:
        raise KeyError(name)
