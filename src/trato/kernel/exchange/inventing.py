"""Fields of one's own for columns that have none: what they are called, of which kind they are, with which options.

What is found is shown and may be corrected; the fields are made with the import, by administrators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import custom_fields
from trato.kernel.exchange import guessing
from trato.kernel.exchange.reading import Table
from trato.kernel.fields.base import FieldError, Json, TextFormat
from trato.kernel.fields.checkbox import NO, YES
from trato.kernel.intake.mapping import Column, ImportMapping
from trato.kernel.objects.kinds import USER_MADE
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.tenancy.actor import Actor
from trato.lib.text import norm

FEW = 30
TIMES = 3
"""So many different values at most, each so many times on average: one chooses among them."""
LONG = 500

_SHAPES = (
    ("integer", re.compile(r"[-+]?(0|[1-9][\d.,' ]{0,11})")),
    ("decimal", re.compile(r"[-+]?\d{1,13}([.,' ]\d{1,6})*")),
    ("date", re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")),
    ("datetime", re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ].*\d:\d.*")),
    ("email", re.compile(r"\S+@\S+\.\S+")),
    ("url", re.compile(r"https?://\S+")),
)
_LEADING_ZERO = re.compile(r"[-+]?0\d.*")


def for_the_rest(
    actor: Actor, spec: ObjectSpec, table: Table, form: TextFormat, mapping: ImportMapping
) -> ImportMapping:
    """The mapping with a field of its own for every column that goes nowhere and is not empty. Denied to those who may
    make no fields."""
    mapped = {each.name for each in mapping.columns}
    rest = [name for name in table.names if name not in mapped]
    if rest and not actor.administers:
        raise policy.Denied("create", spec)
    added = {}
    taken = {*custom_fields.names(spec), *(each.to for each in mapping.columns)}
    for name, cells in samples(table, rest).items():
        if any(cells):
            added[name] = field_for(name, kind_of(cells, form), taken)
            taken.add(added[name].to)
    by_name = {each.name: each for each in mapping.columns} | added
    return replace(mapping, columns=tuple(by_name[name] for name in table.names if name in by_name))


def field_for(name: str, kind: str, taken: Iterable[str] = ()) -> Column:
    """The column `name` as a field of its own."""
    stem = to = name_for(name)
    number = 2
    while to in set(taken):
        to, number = f"{stem}_{number}", number + 1
    return Column(name=name, to=to, create={"kind": kind, "label": name[:100]})


def name_for(name: str) -> str:
    """The name of a field that is made for a column: `x_lead_origin` for "LeadOrigin"."""
    stem = "_".join(norm(each) for each in guessing.words_of(name).split() if each.isascii())[:50].strip("_")
    return f"x_{stem if stem[:1].isalpha() else f'column_{stem}'.rstrip('_')}"


def samples(table: Table, names: Sequence[str]) -> Mapping[str, list[str]]:
    """The first cells of these columns."""
    places = {name: table.names.index(name) for name in names}
    rows = [row.cells for row in islice(table.rows(), guessing.SAMPLE_CELLS // len(table.names)) if not row.fault]
    return {name: [row[place].strip() for row in rows] for name, place in places.items()}


def kind_of(cells: Iterable[str], form: TextFormat) -> str:
    """The kind of field that holds these cells: of numbers, dates, yes and no, of a few words to choose from, or text.
    Numbers with zeros in front, and very long ones, are names of something."""
    filled = [cell for cell in cells if cell]
    words = {norm(cell) for cell in filled}
    if words & YES and words & NO and words <= YES | NO:
        return "checkbox"
    for kind, shape in _SHAPES:
        if filled and all(shape.fullmatch(cell) for cell in filled) and _reads(kind, filled, form):
            return kind
    if 0 < len(words) <= FEW and len(filled) >= TIMES * len(words) and all(len(cell) <= 60 for cell in filled):
        return "select"
    return "long_text" if any(len(cell) > LONG or "\n" in cell for cell in filled) else "text"


def _reads(kind: str, cells: Sequence[str], form: TextFormat) -> bool:
    field = USER_MADE[kind](name="x_new", label="", custom=True, indexed=False)
    if kind in {"integer", "decimal"} and any(map(_LEADING_ZERO.fullmatch, cells)):
        return False
    try:
        for cell in set(cells):
            field.from_text(cell, form)
    except FieldError:
        return False
    return True


def with_options(table: Table, mapping: ImportMapping) -> ImportMapping:
    """The mapping with options for the new fields to choose from that have none: all that stands in their columns.
    Invalid when that is too much to choose from."""
    places = {
        each.name: table.names.index(each.name)
        for each in mapping.columns
        if each.create and each.create.get("kind") in {"select", "multi_select"} and not each.create.get("options")
        if each.name in table.names
    }
    if not places:
        return mapping
    several = {each.name for each in mapping.columns if each.create and each.create.get("kind") == "multi_select"}
    found: dict[str, dict[str, str]] = {name: {} for name in places}
    for row in table.rows():
        for name, place in places.items():
            cell = row.cells[place].replace("\0", "")
            for text in cell.split(";") if name in several else (cell,):
                if text.strip():
                    found[name].setdefault(norm(text.strip()), text.strip())
            if len(found[name]) > custom_fields.MAX_OPTIONS:
                message = _("“{column}” holds more different values than one can choose from; make it text.")
                raise Invalid([_problem(name, message.format(column=name))])
    made = {name: _options(texts.values()) for name, texts in found.items()}
    return replace(mapping, columns=tuple(_with(each, made.get(each.name)) for each in mapping.columns))


def _with(column: Column, options: list[Json] | None) -> Column:
    return replace(column, create={**(column.create or {}), "options": options}) if options else column


def _options(texts: Iterable[str]) -> list[Json]:
    """Options with keys of their own."""
    found: dict[str, Json] = {}
    for number, text in enumerate(texts, 1):
        stem = re.sub(r"[^a-z0-9]+", "_", norm(text)).strip("_")[:50] or "option"
        key = stem if stem not in found else f"{stem}_{number}"
        found[key] = {"key": key, "label": text}
    return list(found.values())


def _problem(column: str, message: str) -> Problem:
    return Problem("mapping", "too_many", message, f"/columns/{column}/create")
