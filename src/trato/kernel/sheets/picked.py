"""The table of a hand-picked list: the records in the list's own order, each with its note."""

from __future__ import annotations

from uuid import UUID

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.sheets.table import Table
from trato.kernel.ui import faces
from trato.kernel.views.picked import Entry, Found


class PickedTable:
    """Draws the entries of a list with the columns of its object's table."""

    def __init__(self, list_id: UUID, table: Table, *, changeable: bool) -> None:
        self.list_id, self.table, self.changeable = list_id, table, changeable

    def columns(self) -> SafeString:
        title, rest = _parted(self.table.columns(), ">")
        return faces.joined((title, '<col data-type="text" data-field="note" data-width="280">', rest))

    def head(self) -> SafeString:
        """Heads that do not sort: the order is the list's own."""
        spec, columns = self.table.spec, self.table.asked.columns
        select = escape(_("Select all rows shown"))
        box = f'<label class="check"><input type="checkbox" data-select="page" aria-label="{select}"></label>'
        parts = [
            f'<th class="first" scope="col" data-field="{columns[0].path}"><div>{box}{escape(spec.label)}</div></th>'
        ]
        parts.append(f'<th scope="col" data-type="text" data-field="note"><span>{escape(_("Note"))}</span></th>')
        for each in columns[1:]:
            kind = faces.column_type(each.field)
            label = escape(str(each.field.label))
            parts.append(f'<th scope="col" data-type="{kind}" data-field="{each.path}"><span>{label}</span></th>')
        return faces.joined(parts)

    def rows(self, found: Found) -> SafeString:
        parts = [self.row(each) for each in found.entries]
        if found.following:
            address = f"/lists/{self.list_id}?after={found.following}"
            width = len(self.table.asked.columns) + 1
            parts.append(
                f'<tr class="more" data-next-url="{address}"><td colspan="{width}"><div class="loader" role="status">'
                f'<span class="spinner"></span>{escape(_("Loading the next ones…"))}</div></td></tr>'
            )
        return faces.joined(parts)

    def row(self, entry: Entry) -> str:
        """A row of the table, with the note and what moves and removes it behind the title."""
        title, rest = _parted(self.table.row(entry.row), "</th>")
        return (
            title.replace("<tr ", f'<tr data-item="{entry.id}" data-row-url="/lists/entries/{entry.id}/row" ', 1)
            + self._note(entry)
            + rest
        )

    def _note(self, entry: Entry) -> str:
        if not self.changeable:
            return f'<td data-field="note" data-type="text" data-card="note">{escape(entry.note)}</td>'
        address = f"/lists/entries/{entry.id}"
        name = self.table.spec.by_name[self.table.asked.title].text(
            entry.row[self.table.asked.title], self.table.locale
        )
        note = escape(_("Note on {record}").format(record=name))
        away = escape(_("Take {record} off the list").format(record=name))
        move = escape(_("Move {record}: drag, or Alt Shift and the arrows").format(record=name))
        return (
            '<td data-field="note" data-type="text" data-card="note" class="entry-note">'
            f'<span class="drag" data-handle title="{move}">{faces.icon("drag", "s")}</span>'
            f'<input class="input" name="note" maxlength="2000" value="{escape(entry.note)}" aria-label="{note}"'
            f' hx-post="{address}/note" hx-trigger="change" hx-swap="none">'
            '<button type="button" class="button" data-kind="quiet" data-size="s" data-only'
            f' aria-label="{away}" hx-post="{address}/remove" hx-swap="none">{faces.icon("close", "s")}</button></td>'
        )


def _parted(html: str, end: str) -> tuple[str, str]:
    """HTML up to the end of its first piece, and the rest."""
    head, found, rest = html.partition(end)
    return head + found, rest
