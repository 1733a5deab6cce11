"""Typed rows in a temporary table: the file is read once, in chunks, and never held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import orjson
from django.db import connection

from trato.kernel.intake.plan import Plan
from trato.kernel.intake.slots import SlotError, ValueSlot
from trato.kernel.tenancy.database import execute
from trato.lib import sql

CHUNK = 2000
Progress = Callable[[int], None]


class Row(NamedTuple):
    """One row: its number (the first below the header is 1), its cells, and what is wrong with it as a whole."""

    number: int
    cells: list[str]
    fault: str = ""


Fault = tuple[int, str, str, str, str]
"""Row, column, code, message, text."""


def prepare(plan: Plan) -> None:
    """Make the staging table, typed like the columns that the slots fill, and the table of rejected rows."""
    columns = [(name, kind) for slot in plan.slots for name, kind in slot.columns]
    columns += [(f"{part.prefix}custom", "jsonb") for part in plan.parts]
    typed = ", ".join(f"{sql.name(name)} {kind}" for name, kind in columns)
    execute(f"CREATE TEMP TABLE {plan.table('staged')} (_row int, _id uuid DEFAULT uuidv7(), {typed}) ON COMMIT DROP")
    execute(
        f"CREATE TEMP TABLE {plan.table('rejected')} (_row int, col text, code text, message text, cell text)"
        " ON COMMIT DROP"
    )


def fill(plan: Plan, rows: Iterable[Row], progress: Progress = lambda _done: None) -> int:
    """Check every row's cells and stage those that mean something; answers how many rows there were."""
    read, total = _reader(plan), 0
    names = [name for slot in plan.slots for name, _kind in slot.columns]
    names += [f"{part.prefix}custom" for part in plan.parts]
    into = f"COPY {plan.table('staged')} (_row, {', '.join(map(sql.name, names))}) FROM STDIN"
    for chunk in _chunks(rows):
        faults: list[Fault] = []
        # Read first: a cell may ask the database (for a rate), which a copy under way would keep waiting for ever.
        taken = [staged for row in chunk if (staged := read(row, faults)) is not None]
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for staged in taken:
                copy.write_row(staged)
        reject(plan, faults)
        total += len(chunk)
        progress(total)
    execute(f"CREATE UNIQUE INDEX ON {plan.table('staged')} (_row)")
    execute(f"ANALYZE {plan.table('staged')}")
    return total


def reject(plan: Plan, faults: Sequence[Fault]) -> None:
    """Note rows that cannot be taken."""
    if not faults:
        return
    into = f"COPY {plan.table('rejected')} (_row, col, code, message, cell) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for number, column, code, message, text in faults:
            copy.write_row((number, column, code, message, text.replace("\0", "")[:200]))


def drop_rejected(plan: Plan) -> int:
    """Take rejected rows out of the staging table; answers how many went."""
    return execute(f"DELETE FROM {plan.table('staged')} s USING {plan.table('rejected')} r WHERE s._row = r._row")


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _reader(plan: Plan) -> Callable[[Row, list[Fault]], tuple[Any, ...] | None]:
    """From a row to its staged values, or to faults."""
    prefixes = [part.prefix for part in plan.parts]
    plain = [slot for slot in plan.slots if not _is_custom(slot)]
    custom = {
        prefix: [slot for slot in part.values if _is_custom(slot)]
        for prefix, part in zip(prefixes, plan.parts, strict=True)
    }

    def read(row: Row, faults: list[Fault]) -> tuple[Any, ...] | None:
        number, cells, fault = row
        if fault:
            faults.append((number, "", "invalid", fault, ""))
            return None
        staged: list[Any] = [number]
        before = len(faults)
        for slot in plain:
            try:
                staged.extend(slot.staged(cells))
            except SlotError as error:
                faults.append((number, error.column, error.code, error.message, error.text))
        staged += [_custom(number, cells, custom[prefix], faults) for prefix in prefixes]
        return None if len(faults) > before else tuple(staged)

    return read


def _is_custom(slot: Any) -> bool:
    return isinstance(slot, ValueSlot) and slot.field.custom


def _custom(number: int, cells: Sequence[str], slots: Sequence[ValueSlot], faults: list[Fault]) -> str | None:
    found: dict[str, Any] = {}
    for slot in slots:
        try:
            [value] = slot.staged(cells)
        except SlotError as error:
            faults.append((number, error.column, error.code, error.message, error.text))
            continue
        if value is not None:
            found[slot.field.name] = value
    return orjson.dumps(found).decode() if found else None
