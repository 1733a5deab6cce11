"""What a run found, for people: counts, what was not matched and what is near it, errors, rows before and after."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.exchange.reading import Table
from trato.kernel.fields.select import OptionsField
from trato.kernel.intake.mapping import REJECT
from trato.kernel.intake.plan import Link, Plan
from trato.kernel.intake.run import Run
from trato.kernel.intake.slots import SlotError, TextSlot, TextsSlot, ValueSlot
from trato.kernel.intake.staging import Row
from trato.kernel.records.links import titles
from trato.kernel.tenancy.database import fetch
from trato.lib import countries, sql
from trato.lib.sql import Sql
from trato.lib.text import norm

MAX_DISTINCT = 100_000
MAX_UNMATCHED = 1000
NEAR = 80
"""From this likeness on, in percent, a value may be taken for another without being asked about alone."""
SUGGESTIONS = 5
MAX_ERRORS = 100
EXAMPLES = 10

Report = dict[str, Any]


def of(run: Run, table: Table) -> Report:
    """The report of a run that was judged."""
    plan = run.plan
    return {
        "rows": run.rows,
        "counts": run.counts(),
        "made": run.made(),
        "format": table.format.to_json(),
        **_unmatched(plan, table),
        "errors": _errors(plan),
        "blank": _blank(run),
        "left_out": _left_out(plan, table),
        "examples": _examples(run, table),
    }


def _unmatched(plan: Plan, table: Table) -> Report:
    """Texts that name nothing, or no option (`unmatched`): the most frequent, with what is near; how many there are in
    each column (`asked`), and how many rows wait for an answer (`waiting`)."""
    waits = "code IN ('not_found', 'ambiguous', 'not_an_option') AND cell <> '' AND NOT EXISTS (SELECT 1 FROM"
    waits += " unnest(%s::text[], %s::text[]) a (col, cell) WHERE a.col = r.col AND a.cell = public.norm(r.cell))"
    left_out = [(column, text) for column, said in plan.mapping.values.items() for text in said if said[text] is REJECT]
    given = [[column for column, _text in left_out], [text for _column, text in left_out]]
    rows = fetch(
        f"SELECT col, cell, count(*), min(_row), bool_or(code = 'ambiguous') FROM {plan.table('rejected')} r"
        f" WHERE {waits} GROUP BY col, cell ORDER BY count(*) DESC, col, cell LIMIT {MAX_DISTINCT}",
        given,
    )
    excused = _named_by_rows(plan, table, {(row[0], row[1]) for row in rows})
    rows = [row for row in rows if (row[0], row[1]) not in excused]
    [(waiting,)] = fetch(f"SELECT count(DISTINCT _row) FROM {plan.table('rejected')} r WHERE {waits}", given)
    found = [
        {
            "column": column, "text": text, "rows": times, "first": first, "ambiguous": ambiguous,
            **_what(plan, column), "suggestions": _near(plan, column, text),
        }
        for column, text, times, first, ambiguous in rows[:MAX_UNMATCHED]
    ]  # fmt: skip
    return {"unmatched": found, "asked": _asked(plan, rows, found), "waiting": waiting}


def _asked(plan: Plan, rows: Sequence[Sequence[Any]], shown: Sequence[Report]) -> list[Report]:
    """What is asked about, column by column: how many values and rows, and how many of the values are near one."""
    return [
        {
            "column": column,
            "values": sum(1 for row in rows if row[0] == column),
            "rows": sum(row[2] for row in rows if row[0] == column),
            "near": sum(1 for each in shown if each["column"] == column and is_near(each)),
            **_what(plan, column),
        }
        for column in dict.fromkeys(row[0] for row in rows)
    ]


def is_near(unmatched: Report) -> bool:
    """Whether one record or option is so like the text that it may be meant."""
    near = unmatched["suggestions"]
    return bool(near) and not unmatched["ambiguous"] and near[0]["likeness"] >= NEAR


def _named_by_rows(plan: Plan, table: Table, asked: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Texts that name a row of this file which was itself rejected: mending that row answers them."""
    own = {link.column.name for link in plan.main.links if link.to.name == plan.spec.name}
    wanted = {(norm(text), (column, text)) for column, text in asked if column in own}
    title = next((slot.cells[0].place for slot in plan.main.values if slot.field.name == plan.spec.title), None)
    if not wanted or title is None:
        return set()
    there = {norm(row.cells[title].strip()) for row in table.rows()}
    return {each for name, each in wanted if name in there}


def _what(plan: Plan, column: str) -> Report:
    link = _link(plan, column)
    if link is not None:
        return {"object": link.to.name, "label": str(link.to.label), "creatable": _creatable(plan, link)}
    slot = _slot(plan, column)
    return {"object": None, "label": str(slot.field.label) if slot else column, "creatable": False}


def _creatable(plan: Plan, link: Link) -> bool:
    title = link.to.title
    needed = [each for each in link.to.fields if each.required and each.default is None and each.name != title]
    may = policy.visible(plan.actor, link.to, "t", "create") != sql.FALSE
    return may and not needed and link.column.match in {"", title} and title in link.to.by_name


def _link(plan: Plan, column: str) -> Link | None:
    return next((link for link in plan.links if link.column.name == column), None)


def _slot(plan: Plan, column: str) -> ValueSlot | None:
    slots = [slot for part in plan.parts for slot in part.values]
    return next((slot for slot in slots if any(cell.name == column for cell in slot.cells)), None)


def _near(plan: Plan, column: str, text: str) -> list[Report]:
    """Records, or options, whose name is near, the nearest first, with how near in percent."""
    link = _link(plan, column)
    if link is not None:
        return _ranked(text, [(str(one), name) for one, name in _near_records(plan, link, text)])
    slot = _slot(plan, column)
    if slot is not None and slot.field.family == "address":
        return _ranked(text, [(name, name) for name in countries.country_names(plan.form.locale.language).values()])
    if slot is None or not isinstance(slot.field, OptionsField):
        return []
    return _ranked(text, [(option.key, str(option.label)) for option in slot.field.options])


def _near_records(plan: Plan, link: Link, text: str) -> list[tuple[Any, str]]:
    title = f"public.norm(t.{sql.name(link.to.title)})"
    visible = sql.both([Sql("t.deleted_at IS NULL"), policy.visible(plan.actor, link.to, "t")])
    head = f"SELECT t.id, t.{sql.name(link.to.title)} FROM {sql.name(link.to.table)} t WHERE "
    near = Sql(f"{title} %% public.norm(%s)", (text,))
    order = Sql(f" ORDER BY {title} <-> public.norm(%s), t.id LIMIT 20", (text,))
    statement = head + sql.both([visible, near]) + order
    return fetch(statement.text, statement.params)


def _ranked(text: str, candidates: Sequence[tuple[str, str]]) -> list[Report]:
    matcher = SequenceMatcher(None, "", norm(text), autojunk=False)
    found = []
    for key, name in candidates:
        matcher.set_seq1(norm(name))
        if matcher.quick_ratio() >= 0.395:  # an upper bound, and far cheaper
            found.append((round(100 * matcher.ratio()), key, name))
    found.sort(key=lambda each: (-each[0], each[2]))
    return [{"value": key, "name": name, "likeness": near} for near, key, name in found[:SUGGESTIONS] if near >= 40]


def _errors(plan: Plan) -> list[Report]:
    """Reasons for rejecting, the most frequent first."""
    rows = fetch(
        "SELECT col, code, message, count(DISTINCT _row), min(_row), (array_agg(cell ORDER BY _row))[1]"
        f" FROM {plan.table('rejected')} GROUP BY col, code, message ORDER BY 4 DESC, col, message LIMIT {MAX_ERRORS}"
    )
    names = ("column", "code", "message", "rows", "first", "text")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _left_out(plan: Plan, table: Table) -> list[str]:
    """The file's columns that go nowhere."""
    mapped = {each.name for each in plan.mapping.columns}
    return [name for name in table.names if name not in mapped]


def _blank(run: Run) -> list[Report]:
    """Mapped columns that some of the rows to be taken leave empty."""
    plan = run.plan
    columns = [(slot.cells[0].name, slot.columns[0][0]) for slot in plan.slots if slot.columns]
    if not columns:
        return []
    counts = ", ".join(f"count(*) FILTER (WHERE {sql.name(staged)} IS NULL)" for _name, staged in columns)
    [row] = fetch(f"SELECT {counts} FROM {plan.table('staged')}")
    return [{"column": name, "rows": number} for (name, _staged), number in zip(columns, row, strict=True) if number]


def _examples(run: Run, table: Table) -> list[Report]:
    """The first rows: what the file says and what it will mean."""
    rows = list(islice(table.rows(), EXAMPLES))
    numbers = [row.number for row in rows]
    plan = run.plan
    image: dict[int, bool] = dict(fetch(f"SELECT _row, _created FROM {run.main.table} WHERE _row = ANY(%s)", [numbers]))
    rejected = {
        number for (number,) in fetch(f"SELECT _row FROM {plan.table('rejected')} WHERE _row = ANY(%s)", [numbers])
    }
    found = []
    for row in rows:
        fate = "reject" if row.number in rejected else "create" if image.get(row.number, False) else "update"
        found.append({"row": row.number, "fate": fate, "cells": list(_cells(plan, row))})
    return found


def _cells(plan: Plan, row: Row) -> list[Report]:
    found = []
    for slot in plan.slots:
        for cell in slot.cells:
            text = row.cells[cell.place].replace("\0", "").strip()
            if not text:
                continue
            said = cell.text(row.cells).replace("\0", "")
            shown, why = said, _("with your answer") if said != text else ""
            if isinstance(slot, ValueSlot):
                shown, why = _shown(plan, slot, row, why)
            elif isinstance(slot, TextSlot | TextsSlot):
                shown, why = _linked(plan, cell.name, said, why)
            found.append({"column": cell.name, "text": text, "to": cell.target.column.to, "shown": shown, "why": why})
    return found


def _shown(plan: Plan, slot: ValueSlot, row: Row, why: str) -> tuple[str, str]:
    try:
        return slot.field.text(slot.value(row.cells), plan.form.locale), why
    except SlotError as error:
        return "", error.message


def _linked(plan: Plan, column: str, text: str, why: str) -> tuple[str, str]:
    link = _link(plan, column)
    if link is None or link.many:
        return text, why
    rows = fetch(f"SELECT id, made FROM {link.table} WHERE text = %s", [text])
    if not rows or rows[0][0] is None:
        return "", _("not found")
    [(record_id, made)] = rows
    if made:
        return text, _("new: will be made")
    return titles(link.to.name, [record_id]).get(record_id, text), why or str(link.to.label)
