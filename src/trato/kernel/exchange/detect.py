"""How a file is written: encoding, delimiter, quoting, header, date order, decimal mark.

Whatever is found is shown to the user, who may say otherwise; nothing is guessed twice.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from trato.kernel.intake.mapping import DELIMITERS, QUOTES, ImportMapping
from trato.lib import dates

SAMPLE_BYTES = 1 << 20
SAMPLE_ROWS = 2000
_OF_SHEETS = frozenset({"header", "date_order"})

_NUMBER = re.compile(r"[-+(]?[^\w\s]{0,3}\d[\d.,' \u00a0]*\)?[%€$]?")
_DATE_LIKE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")


class BadFormat(ValueError):
    """The file cannot be read this way; the message says why."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is written. `decimal` and `date_order` None: no column told, the organization's habit holds. `sheet`
    names that of a workbook, which says itself how it is written, but for dates that are text."""

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    date_order: str | None = None
    decimal: str | None = None
    sheet: str = ""

    def but(self, mapping: ImportMapping) -> Format:
        """This format where the mapping says nothing else."""
        said = {name: value for name, value in mapping.format.items() if not self.sheet or name in _OF_SHEETS}
        return replace(self, **said)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(raw: Mapping[str, Any]) -> Format:
    """A format as `to_json` wrote it."""
    known = {each.name for each in fields(Format)}
    return Format(**{name: value for name, value in raw.items() if name in known})


def detect(path: Path, sheet: str = "") -> Format:
    """The format of a file, from its first megabyte (its encoding: from all of it); of one that was a workbook's sheet
    much is known."""
    encoding = "utf-8" if sheet else detect_encoding(path)
    with path.open("rb") as file:
        raw = file.read(SAMPLE_BYTES)
    text = codecs.getincrementaldecoder(_decoder(encoding))("replace").decode(raw).removeprefix("\ufeff")
    text = text.replace("\0", "")
    whole = len(raw) < SAMPLE_BYTES
    delimiter, quote = (",", '"') if sheet else _delimiting(text, whole=whole)
    found = Format(encoding=encoding, delimiter=delimiter, quote=quote, sheet=sheet)
    rows = _rows(text, found.delimiter, found.quote, whole=whole)
    header = _has_header(rows)
    columns = list(zip(*_squared(rows[1:] if header else rows), strict=True))
    decimal = "." if sheet else _decimal(columns)
    return replace(found, header=header, date_order=_date_order(columns), decimal=decimal)


def detect_encoding(path: Path) -> str:
    """UTF-8 or UTF-16 where the bytes say so, else Windows-1252, which old spreadsheets write."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return "iso-8859-1" if error.object[error.start] in b"\x81\x8d\x8f\x90\x9d" else "cp1252"
    return "utf-8"


def _decoder(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding


def open_text(path: Path, encoding: str) -> Any:
    """The file as text, line ends untouched, without a byte-order mark."""
    return path.open(encoding=_decoder(encoding), newline="", errors="strict")


def _delimiting(text: str, *, whole: bool) -> tuple[str, str]:
    """The delimiter and quote that give the most even table."""
    best, found = 0.0, (",", '"')
    for delimiter in DELIMITERS:
        for quote in QUOTES:
            score = _evenness(_rows(text, delimiter, quote, whole=whole), quote)
            if score > best:
                best, found = score, (delimiter, quote)
    return found


def _evenness(rows: Sequence[Sequence[str]], quote: str) -> float:
    """How much of the rows has the same width, more for wider tables; nothing for a single column."""
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return 0.0
    width, times = widths.most_common(1)[0]
    if width < 2:
        return 0.0
    strays = sum(cell.count('"' if quote == "'" else "\0") for row in rows[:100] for cell in row)
    return times / widths.total() + min(width, 50) / 1000 - (0.002 if quote == "'" else 0) - min(strays, 50) / 100


def _rows(text: str, delimiter: str, quote: str, *, whole: bool) -> list[list[str]]:
    """The first rows of a sample; the last one only if the sample is the whole file."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, quotechar=quote)
    found: list[list[str]] = []
    try:
        for row in reader:
            if row:
                found.append(row)
            if len(found) > SAMPLE_ROWS:
                return found
    except csv.Error:
        return found
    return found if whole or len(found) < 2 else found[:-1]


def _squared(rows: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Rows of the width that most have."""
    found = list(rows)
    if not found:
        return []
    width = Counter(len(row) for row in found).most_common(1)[0][0]
    return [row for row in found if len(row) == width]


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: words, where rows below hold other things. A name may come twice
    ("Phone", "Phone") if no row below has it."""
    if not rows:
        return True
    first = [cell.strip() for cell in rows[0]]
    named = [cell for cell in first if cell]
    if not named:
        return False
    if any(_NUMBER.fullmatch(cell) or _DATE_LIKE.match(cell) or "@" in cell for cell in named):
        return False
    below = {cell.strip() for row in rows[1:200] for cell in row}
    repeated = len(set(named)) < len(named)
    return len(rows) == 1 or len(below.intersection(named)) < (1 if repeated else max(1, len(named) / 2))


def _date_order(columns: Sequence[Sequence[str]]) -> str | None:
    """The one order that fits every column of dates; None when there is no such column, or when several orders do.
    Dates that any order reads are in ISO form."""
    left = set(dates.ORDERS)
    seen = False
    for column in columns:
        values = [cell for cell in column if cell.strip()]
        if not values or sum(1 for cell in values[:50] if _DATE_LIKE.match(cell.strip())) < min(len(values), 50) * 0.8:
            continue
        fitting = set(dates.possible_orders(cell for cell in values if _DATE_LIKE.match(cell.strip())))
        if fitting:
            seen, left = True, left & fitting
    if not seen:
        return None
    if len(left) == len(dates.ORDERS):
        return "YMD"
    return next(iter(left)) if len(left) == 1 else None


def _decimal(columns: Sequence[Sequence[str]]) -> str | None:
    """The mark that numbers with decimals use; None when no number tells."""
    votes: Counter[str] = Counter()
    for column in columns:
        for cell in column:
            vote = _vote(cell.strip())
            if vote:
                votes[vote] += 1
    return votes.most_common(1)[0][0] if votes else None


def _vote(cell: str) -> str | None:
    """What a number says of the decimal mark: the last of two marks, or one not followed by exactly three digits."""
    if not _NUMBER.fullmatch(cell) or _DATE_LIKE.match(cell):
        return None
    last = max(cell.rfind("."), cell.rfind(","))
    if last < 0:
        return None
    mark, other = cell[last], "," if cell[last] == "." else "."
    tail = re.match(r"\d*", cell[last + 1 :])
    digits = len(tail[0]) if tail else 0
    if other in cell:
        return mark
    if cell.count(mark) > 1:
        return other
    return None if digits == 3 and not cell.lstrip("-+(").startswith("0") else mark
