"""The table of any object: rows and heads as HTML, drawn by renderers compiled once a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.fields.base import Field, Json, Locale
from trato.kernel.filters.aggregate import AggregateQuery, Dimension, Figure
from trato.kernel.filters.language import Filter
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import figures
from trato.kernel.records.listing import Page
from trato.kernel.records.variables import locale_of
from trato.kernel.ui import faces
from trato.kernel.ui.lists import Asked, Column, title_path
from trato.kernel.ui.shell import said
from trato.lib import money
from trato.lib.money import Money

_NOT_IN_CELLS = frozenset({"json"})
CARDS = {"amount": ("money", "number"), "meta": ("stage", "choice", "link", "text"), "side": ("date", "user")}
"""What a phone shows of a row beside its title, by kinds of column, the likeliest first."""

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Totals:
    """Count and sums of a list or of a group, by column."""

    count: int
    sums: Mapping[str, Decimal]
    more: bool = False


class Table:
    """Draws a list as it is asked for."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.spec = asked, asked.spec
        self.locale: Locale = locale_of(asked.actor)
        self.edits_all = policy.reach(asked.actor, "update", asked.spec)
        origin = asked.address(explicit=True)
        self.query = urlencode({"in": origin}) if "?" in origin else ""

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All values that rows are drawn from."""
        found = dict.fromkeys(each.path for each in self.asked.columns)
        for each in self.asked.columns:
            if share := faces.shares(each.field):
                found[f"{each.path}.{share}"] = None
        extra = ("owner" if self.spec.owned else "", self.summed)
        return tuple(dict.fromkeys([*found, *(each for each in extra if each)]))

    @property
    def summed(self) -> str:
        """The column whose sum the selection shows: what the board sums, else the first that can be summed."""
        board = self.spec.board
        sums = [each.path for each in self.sums]
        return board.value if board and board.value in sums else (sums[0] if sums else "")

    @cached_property
    def sums(self) -> list[Column]:
        """The columns added up below: numbers and money that add up, not lengths of time."""
        summable = (each for each in self.asked.columns if each.field.summable and each.field.adds_up)
        return [each for each in summable if each.field.pg_type != "interval"]

    @property
    def is_grouped(self) -> bool:
        return bool(self.asked.groups)

    # Rows

    def rows(self, page: Page, more: str = "") -> SafeString:
        """The page's rows, and what fetches the next page: from the address `more`, of all the list by default."""
        parts = [self.row(each) for each in page.rows]
        if page.next:
            parts.append(self._more(page.next, more))
        return faces.joined(parts)

    def row(self, row: Values) -> str:
        """One record."""
        editable = self._may_edit(row)
        cells = "".join(draw(row, editable) for draw in self._cells)
        summed = row.get(self.summed) if self.summed else None
        number = summed.base if isinstance(summed, Money) else summed
        data = f' data-sum="{number}"' if number is not None else ""
        address = f"/{self.spec.plural}/{row['id']}"
        return f'<tr data-id="{row["id"]}" data-version="{row["version"]}" data-url="{address}"{data}>{cells}</tr>'

    def _may_edit(self, row: Values) -> bool:
        if not self.edits_all:
            return False
        owner = row.get("owner")
        return policy.may(self.asked.actor, "update", self.spec, owner.id if owner else None)

    @cached_property
    def _cells(self) -> list[Callable[[Values, bool], str]]:
        cards = self._cards()
        first, *others = self.asked.columns
        return [self._title_cell(first), *(self._cell(each, cards.get(each.path, "")) for each in others)]

    def _title_cell(self, column: Column) -> Callable[[Values, bool], str]:
        field, locale, path = column.field, self.locale, column.path
        attribute = " data-editable" if can_edit(field) and "." not in path else ""
        select, untitled, base = _("Select {record}"), _("Untitled"), f"/{self.spec.plural}/"
        query = f"?{escape(self.query)}" if self.query else ""

        def draw(row: Values, editable: bool) -> str:
            name = escape(field.text(row[path], locale) or untitled)
            return (
                f'<th class="first" scope="row" data-field="{path}" data-card="title"{attribute if editable else ""}>'
                f'<div><label class="check"><input type="checkbox" data-select="row"'
                f' aria-label="{select.replace("{record}", name)}"></label>'
                f'<a href="{base}{row["id"]}{query}">{name}</a></div></th>'
            )

        return draw

    def _cell(self, column: Column, card: str) -> Callable[[Values, bool], str]:
        path, kind = column.path, faces.column_type(column.field)
        head = f'<td data-field="{path}" data-type="{kind}"' + (f' data-card="{card}"' if card else "")
        attribute = " data-editable" if can_edit(column.field) and "." not in path else ""
        share = faces.shares(column.field)
        if share:
            share_path = f"{path}.{share}"

            def draw_stage(row: Values, editable: bool) -> str:
                value = row[path]
                inner = (
                    ""
                    if value is None
                    else (f'<span class="stage">{faces.pie(row[share_path])}{escape(value.name)}</span>')
                )
                return f"{head}{attribute if editable else ''}>{inner}</td>"

            return draw_stage
        face = faces.face(column.field, self.locale, narrow=True)
        return lambda row, editable: f"{head}{attribute if editable else ''}>{face(row[path])}</td>"

    def _cards(self) -> dict[str, str]:
        """What a phone shows beside the title: an amount, a state, a date or person; a bare yes says nothing."""
        found: dict[str, str] = {}
        told = (each for each in self.asked.columns[1:] if each.field.family != "boolean")
        kinds = {each.path: faces.column_type(each.field) for each in told}
        for role, wanted in CARDS.items():
            ranked = (path for kind in wanted for path, own in kinds.items() if own == kind and path not in found)
            if (path := next(ranked, None)) is not None:
                found[path] = role
        return found

    def _more(self, cursor: str, address: str) -> str:
        rest = {"cursor": cursor, "fields": ",".join(each.path for each in self.asked.columns)}
        url = f"{address}&{urlencode(rest)}" if address else self.asked.address(explicit=False, **rest)
        return (
            f'<tr class="more" data-next-url="{escape(url)}">'
            f'<td colspan="{len(self.asked.columns)}"><div class="loader" role="status"><span class="spinner"></span>'
            f"{escape(_('Loading the next ones…'))}</div></td></tr>"
        )

    # Head and foot

    def columns(self) -> SafeString:
        """The `col`s, which carry widths."""
        parts = []
        for place, each in enumerate(self.asked.columns):
            width = f' data-width="{each.width}"' if each.width else ""
            kind = faces.column_type(each.field, title=place == 0)
            parts.append(f'<col data-type="{kind}" data-field="{escape(each.path)}"{width}>')
        return faces.joined(parts)

    def head(self) -> SafeString:
        first, *others = self.asked.columns
        select = escape(_("Select all rows shown"))
        box = f'<label class="check"><input type="checkbox" data-select="page" aria-label="{select}"></label>'
        parts = [
            (
                f'<th class="first" scope="col" data-field="{first.path}"{self._sorted(first)}>'
                f"<div>{box}{self._head_button(first)}</div></th>"
            )
        ]
        for each in others:
            kind = faces.column_type(each.field)
            parts.append(
                f'<th scope="col" data-type="{kind}" data-field="{each.path}"{self._sorted(each)}>'
                f"{self._head_button(each)}</th>"
            )
        return faces.joined(parts)

    def _direction(self, column: Column) -> str:
        first = self.asked.sort.split(",")[0]
        if first.removeprefix("-") != column.path:
            return ""
        return "descending" if first.startswith("-") else "ascending"

    def _sorted(self, column: Column) -> str:
        direction = self._direction(column)
        return f' aria-sort="{direction}"' if direction else ""

    def _head_button(self, column: Column) -> str:
        label = escape(label_of(self.spec, column))
        if not column.field.sortable:
            return f'<span title="{label}">{label}</span>'
        direction = self._direction(column)
        to = self.asked.address(sort=f"-{column.path}" if direction == "ascending" else column.path)
        arrow = "" if not direction else faces.icon("up" if direction == "ascending" else "sorted")
        return (
            f'<button type="button" title="{label}" hx-get="{escape(to)}" hx-target="#view" hx-swap="outerHTML"'
            f' hx-push-url="true">{label}{arrow}</button>'
        )

    def foot(self, totals: Totals | None) -> SafeString:
        """Count and sums under their columns; without totals, a row that fetches them."""
        if totals is None:
            address = escape(self.asked.address(f"/{self.spec.plural}/foot"))
            return SafeString(
                f'<tr hx-get="{address}" hx-trigger="load" hx-swap="outerHTML"><th class="first" scope="row"><div>'
                f'<span class="skeleton" data-size="m"></span></div></th></tr>'
            )
        label = str(self.spec.label if totals.count == 1 else self.spec.label_plural).lower()
        counted = escape(f"{said(totals.count, totals.more)} {label}")
        title = f'<span class="title">{counted}</span>{escape(_("Sum")) if self.sums else ""}'
        cells = "".join(
            f'<td data-type="{faces.column_type(each.field)}">'
            + (f"<b>{escape(self.amount(each.field, totals.sums.get(each.path)))}</b>" if each in self.sums else "")
            + "</td>"
            for each in self.asked.columns[1:]
        )
        return SafeString(f'<tr><th class="first" scope="row"><div>{title}</div></th>{cells}</tr>')

    def amount(self, field: Field, number: Decimal | None) -> str:
        """A sum in the words of its field; money is in the base currency."""
        if number is None:
            return ""
        if field.kind == "money":
            return money.shown(Money(number, self.locale.currency), self.locale.language)
        return field.text(number, self.locale)

    # Figures

    def totals(self, count: int, *, more: bool) -> Totals | None:
        """Count and sums of the list. None where it is so long that its sums must not hold up the page."""
        if not self.sums:
            return Totals(count, {}, more)
        return None if more else self.whole()

    def whole(self) -> Totals:
        """Count and sums of the whole list, however long it is."""
        rows, _more = self.measured((), self.asked.filter)
        return self.as_totals(rows[0])

    def measured(self, groups: tuple[Dimension, ...], wanted: Filter) -> tuple[list[dict[str, Json]], bool]:
        """Count and sums of the records of a filter, by groups, and whether there are more groups than were read."""
        sums = (Figure(f"sum_{each.path}", "sum", tuple(each.path.split("."))) for each in self.sums)
        query = AggregateQuery(wanted, groups, (Figure("count", "count"), *sums))
        return figures.aggregate(self.asked.actor, self.spec, query, self.asked.narrow)

    def as_totals(self, row: Mapping[str, Json]) -> Totals:
        sums = {each.path: row[f"sum_{each.path}"] for each in self.sums}
        return Totals(row["count"], {path: Decimal(str(value)) for path, value in sums.items() if value is not None})

    def sum_cells(self, totals: Totals) -> str:
        """The sums under their columns, of a group."""
        return "".join(
            f'<td data-type="{faces.column_type(each.field)}">'
            + (escape(self.amount(each.field, totals.sums.get(each.path))) if each in self.sums else "")
            + "</td>"
            for each in self.asked.columns[1:]
        )

    def settled(self, count: int, heads: Iterable[str], *, more: bool) -> SafeString:
        """Foot and heads of groups anew, after a change."""
        totals = self.totals(count, more=more)
        return faces.joined(("<table><tfoot>", self.foot(totals), "</tfoot><tbody>", *heads, "</tbody></table>"))


def can_edit(field: Field) -> bool:
    """Whether a value of this field can be edited in place."""
    return not field.readonly and field.kind not in _NOT_IN_CELLS


def label_of(spec: ObjectSpec, column: Column) -> str:
    """A column's head: of the title the object's name; behind links, the link's name first."""
    if column.path == title_path(spec):
        return str(spec.label)
    names = column.path.split(".")
    if len(names) == 1:
        return str(column.field.label)
    first = spec.by_name[names[0]]
    return f"{first.label} · {column.field.label}"
