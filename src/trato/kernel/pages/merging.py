"""What the page shows that makes one record of several: their values side by side, and what would come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.actions import merging
from trato.kernel.fields.base import Field, Locale
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.pages import record
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import forms
from trato.lib.ids import as_uuid
from trato.lib.sql import Sql

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MOST = 5
"""Records that are merged on one page."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Candidate:
    """One of the records."""

    id: UUID
    name: str
    keep: bool


@dataclass(frozen=True)
class Cell:
    """The value that one of the records has in a field."""

    id: UUID
    html: SafeString
    chosen: bool


@dataclass(frozen=True)
class Line:
    """A field in which the records differ. `united`: the survivor gets the values of all."""

    name: str
    label: _StrOrPromise
    cells: list[Cell]
    united: bool


def read(actor: Actor, spec: ObjectSpec, ids: Sequence[UUID]) -> list[Row]:
    """The records that the actor sees of those, in the order they are named."""
    paths = tuple(dict.fromkeys([spec.title, *(each.name for each in merging.choosable(spec) if not each.part_of)]))
    query = ListQuery(paths=paths, limit=MOST, narrow=Sql("a.id = ANY(%s::uuid[])", (list(ids),)))
    found = {row["id"]: row for row in listing.page(actor, spec, query).rows}
    return [found[each] for each in dict.fromkeys(ids) if each in found]


def fullest(rows: Sequence[Row]) -> UUID:
    """The record that says most: the one that is kept unless one says otherwise."""
    best: UUID = max(rows, key=lambda row: sum(bool(value) for value in row.values()))["id"]
    return best


def candidates(spec: ObjectSpec, rows: Sequence[Row], keep: UUID, locale: Locale) -> list[Candidate]:
    return [Candidate(row["id"], record.title(spec, row, locale), row["id"] == keep) for row in rows]


def lines(spec: ObjectSpec, rows: Sequence[Row], keep: UUID, locale: Locale) -> list[Line]:
    """The fields in which they differ, each with the value of the record that is kept, else the first, as chosen."""
    found = []
    for field in merging.choosable(spec):
        if field.name not in rows[0] or len({_text(field, row, locale) for row in rows}) == 1:
            continue
        given = [row for row in rows if row[field.name] not in (None, ())]
        first = next((row["id"] for row in given if row["id"] == keep), given[0]["id"] if given else None)
        cells = [Cell(row["id"], SafeString(field.cell(row[field.name], locale)), row["id"] == first) for row in rows]
        found.append(Line(field.name, field.label, cells, merging.united(field)))
    return found


def _text(field: Field, row: Row, locale: Locale) -> str:
    return field.text(row[field.name], locale)


def asked(data: QueryDict) -> tuple[list[UUID], UUID | None, dict[str, UUID]]:
    """The records, which of them is kept, and from which of them a field's value comes."""
    ids = list(dict.fromkeys(forms.uuids(data.getlist("ids"))))[:MOST]
    choose = {
        name.removeprefix("from-"): one for name in data if name.startswith("from-") and (one := as_uuid(data[name]))
    }
    return ids, as_uuid(data.get("keep")), choose


def outcome(
    actor: Actor, spec: ObjectSpec, keep: UUID, ids: Sequence[UUID], choose: Mapping[str, UUID]
) -> list[record.Shown]:
    """What the survivor would say, as its page shows it."""
    others = [each for each in ids if each != keep]
    row = merging.rehearse(actor, spec.name, keep, others, choose, lambda: record.read(actor, spec, keep))
    locale = locale_of(actor)
    shown = []
    for field in merging.choosable(spec):
        if field.name in row and row[field.name] not in (None, ()):
            html = field.cell(row[field.name], locale)
            shown.append(record.Shown(field.label, SafeString(html or _("empty"))))
    return shown
