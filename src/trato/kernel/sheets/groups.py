"""The groups of a table, up to three levels deep: heads with counts and sums, and the rows of those that are open.

One aggregate query a level gives all heads; the rows of the groups that are open at first come in one statement, those
of the others when somebody opens them. Rows of one group are read by keyset like any list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField
from trato.kernel.filters.aggregate import Dimension
from trato.kernel.filters.errors import FilterError
from trato.kernel.filters.language import Condition, Filter, Group, both
from trato.kernel.records import lanes, listing
from trato.kernel.records.listing import ListQuery, Page
from trato.kernel.records.selection import resolve
from trato.kernel.sheets.table import Table, Totals
from trato.kernel.ui import faces, lists
from trato.kernel.ui.shell import said
from trato.kernel.views.shape import MAX_GROUPS
from trato.lib.ids import as_uuid

GROUPABLE = frozenset({"link", "choice", "boolean", "text"})
MOST_OPEN = 20
"""So many groups are open at first, if they have few rows."""

Path = tuple[Json, ...]
"""The values of a group and of those it lies in, the outermost first: ids, keys, None."""


@dataclass(frozen=True)
class Head:
    """A group: its path, the value as JSON has it, and what it comes to."""

    path: Path
    value: Json
    totals: Totals


class Groups:
    """Draws the groups of a table that has some."""

    def __init__(self, table: Table) -> None:
        self.table, self.asked, self.spec = table, table.asked, table.spec
        self.names = self.asked.groups
        self.fields = [resolve(self.spec, each).field for each in self.names]

    # What there is

    def heads(self, depth: int, under: Path = ()) -> list[Head]:
        """The groups of a level, in order; those under one group only. Where there are too many, what may be incomplete
        is left out."""
        dimensions = tuple(
            Dimension(f"g{place}", tuple(name.split("."))) for place, name in enumerate(self.names[:depth])
        )
        rows, more = self.table.measured(dimensions, both(self.asked.filter, self.inside(under)))
        found = []
        for row in rows:
            values = [row[each.name] for each in dimensions]
            found.append(Head(tuple(_key(each) for each in values), values[-1], self.table.as_totals(row)))
        if more and depth > len(under) + 1:
            found = [each for each in found if each.path[:-1] != found[-1].path[:-1]]
        return found

    def inside(self, path: Path) -> Filter:
        """The filter of the records in a group."""
        conditions = []
        for name, field, value in zip(self.names, self.fields, path, strict=False):
            where = tuple(name.split("."))
            if value is None:
                conditions.append(Condition(where, "empty"))
            else:
                operand: Any = as_uuid(value) if isinstance(field, LinkField) else value
                conditions.append(Condition(where, "is", operand))
        return Group("all", tuple(conditions))

    def query(self, path: Path, cursor: str = "") -> ListQuery:
        """The rows of an innermost group."""
        query = self.asked.query(self.table.paths, cursor=cursor)
        return replace(query, filter=both(self.asked.filter, self.inside(path)), sort=",".join(self.asked.inner_sort))

    # What is drawn

    def drawn(self, under: Path = (), cursor: str = "") -> SafeString:
        """All groups, or what lies in one of them; further rows of an innermost one from a cursor on."""
        if len(under) == len(self.names):
            page = listing.page(self.asked.actor, self.spec, self.query(under, cursor))
            return self.table.rows(page, self.address(under))
        levels = [self.heads(depth, under) for depth in range(len(under) + 1, len(self.names) + 1)]
        open_ones = list(_first(levels[-1]))
        pages = lanes.first_pages(self.asked.actor, self.spec, [self.query(each.path) for each in open_ones])
        rows = {each.path: page for each, page in zip(open_ones, pages, strict=True)}
        return faces.joined(self._tree(levels, 0, under, rows))

    def _tree(self, levels: Sequence[list[Head]], level: int, under: Path, rows: dict[Path, Page]) -> Iterator[str]:
        """Heads with what lies in them, where it is open."""
        for head in levels[level]:
            if head.path[: len(under)] != under:
                continue
            size = len(head.path)
            is_open = any(path[:size] == head.path for path in rows)
            yield self.head(head, is_open=is_open)
            if not is_open:
                continue
            if level + 1 < len(levels):
                yield from self._tree(levels, level + 1, head.path, rows)
            else:
                yield self.table.rows(rows[head.path], self.address(head.path))

    def every_head(self) -> Iterator[str]:
        """The heads of all levels, after a change."""
        for depth in range(1, len(self.names) + 1):
            for each in self.heads(depth):
                yield self.head(each, is_open=True)

    def address(self, path: Path) -> str:
        """Where what lies in a group is fetched."""
        at = json.dumps(path, ensure_ascii=False, separators=(",", ":"))
        return self.asked.address(f"/{self.spec.plural}/group", at=at)

    def head(self, head: Head, *, is_open: bool) -> str:
        """A group's row: what folds it, its value, its count, and its sums under their columns."""
        level = len(head.path)
        field = self.fields[level - 1]
        label = self._label(field, head.value)
        url = "" if is_open else f' data-url="{escape(self.address(head.path))}"'
        name = "/".join("" if each is None else str(each) for each in head.path)
        return (
            f'<tr class="group" data-group="{escape(name)}" data-level="{level}">'
            '<th class="first" scope="rowgroup" data-card="title"><div>'
            f'<button type="button" aria-expanded="{"true" if is_open else "false"}" data-toggle="group"{url}>'
            f'{faces.icon("down")}{label}</button><span class="count">{said(head.totals.count)}</span></div></th>'
            f"{self.table.sum_cells(head.totals)}</tr>"
        )

    def _label(self, field: Field, raw: Json) -> str:
        if raw is None:
            words = _("Without {field}").format(field=str(field.label).lower())
            return f'<span class="muted">{escape(words)}</span>'
        value = field.from_json(raw)
        if isinstance(field, LinkField) and not faces.is_person(field):
            return escape(field.text(value, self.table.locale))
        return faces.face(field, self.table.locale)(value)

    # What one can group by

    @cached_property
    def labels(self) -> str:
        """The fields that it is grouped by, in words."""
        return ", ".join(str(each.label).lower() for each in self.fields)


def read_path(table: Table, text: str) -> Path:
    """The group that an address names. FilterError when it names none."""
    raw = lists.read_json(text)
    fields = [resolve(table.spec, each).field for each in table.asked.groups]
    if not isinstance(raw, list) or not 0 < len(raw) <= len(fields):
        raise FilterError("invalid", _("There is no such group."))
    for field, value in zip(fields, raw, strict=False):
        kind = bool if field.family == "boolean" else str
        if value is not None and (not isinstance(value, kind) or (isinstance(field, LinkField) and not as_uuid(value))):
            raise FilterError("invalid", _("There is no such group."))
    return tuple(raw)


def choices(table: Table) -> list[tuple[str, str, str, int]]:
    """(name, label, address, level) of the fields that rows can be grouped by: the address adds one as the innermost
    level, or takes away one that is there."""
    chosen = table.asked.groups
    found = []
    for each in table.spec.fields:
        if each.name in chosen:
            rest = tuple(name for name in chosen if name != each.name)
            found.append((each.name, str(each.label), _with(table, rest), chosen.index(each.name) + 1))
        elif each.family in GROUPABLE and each.sortable and each.indexed and len(chosen) < MAX_GROUPS:
            found.append((each.name, str(each.label), _with(table, (*chosen, each.name)), 0))
    return sorted(found, key=lambda choice: choice[3] or MAX_GROUPS + 1)


def _with(table: Table, groups: tuple[str, ...]) -> str:
    return table.asked.address(group=",".join(groups))


def _first(leaves: Sequence[Head]) -> Iterator[Head]:
    """The groups that are open at first: as many as fill a page."""
    rows = 0
    for each in leaves[:MOST_OPEN]:
        if rows >= lists.PAGE:
            return
        rows += each.totals.count
        yield each


def _key(value: Json) -> Json:
    """What tells groups apart."""
    return str(value["id"]) if isinstance(value, dict) and "id" in value else value
