"""The rows of a file, one at a time, whatever its size."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from trato.kernel.exchange.detect import BadFormat, Format, open_text
from trato.kernel.exchange.guard import unguarded
from trato.kernel.intake.staging import Row

MAX_COLUMNS = 1000
MAX_CELL = 200_000

csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True)
class Table:
    """A file as a table. `names` are unique: a second "Phone" is "Phone (2)", a column without one "Column 7"."""

    path: Path
    format: Format
    names: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank. BadFormat when the file stops making sense."""
        width = len(self.names)
        cells = _cells(self.path, self.format)
        if self.format.header:
            next(cells, None)
        for number, row in enumerate(cells, 1):
            if any(row):
                yield _row(number, row, width)


def open_table(path: Path, form: Format) -> Table:
    """The table that a file holds. BadFormat when it has none, or too many columns."""
    first = next(_cells(path, form), None)
    if not first:
        raise BadFormat(_("The file is empty."))
    if len(first) > MAX_COLUMNS:
        raise BadFormat(_("The file has more than {limit} columns.").format(limit=MAX_COLUMNS))
    given = first if form.header else [""] * len(first)
    return Table(path, form, _unique(given))


def _unique(given: list[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for place, raw in enumerate(given, 1):
        stem = " ".join(raw.replace("\0", "").split())[:200] or _("Column {number}").format(number=place)
        name, times = stem, 2
        while name in found:
            name, times = f"{stem} ({times})", times + 1
        found[name] = None
    return tuple(found)


def _row(number: int, cells: list[str], width: int) -> Row:
    fault = ""
    if len(cells) < width:
        cells += [""] * (width - len(cells))
    elif len(cells) > width:
        if any(cell.strip() for cell in cells[width:]):
            fault = _("The row has more cells than the header.")
        cells = cells[:width]
    if any("\0" in cell for cell in cells):
        fault = _("The row holds a character that cannot be stored.")
    return Row(number, [unguarded(cell) if cell[:1] == "'" else cell for cell in cells], fault)


def _cells(path: Path, form: Format) -> Iterator[list[str]]:
    with open_text(path, form.encoding) as file:
        reader = csv.reader(file, delimiter=form.delimiter, quotechar=form.quote)
        try:
            yield from reader
        except csv.Error as error:
            message = _("Line {line} cannot be read: is a quotation mark missing?")
            raise BadFormat(message.format(line=reader.line_num)) from error
        except UnicodeError as error:
            message = _("Line {line} is not written in {encoding}.")
            raise BadFormat(message.format(line=reader.line_num + 1, encoding=form.encoding)) from error
