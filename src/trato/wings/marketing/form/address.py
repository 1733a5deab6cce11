"""The address at which a form is filled in, and what another site pastes to show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from trato.kernel.access import links
from trato.kernel.fields.base import Column, Json, Locale
from trato.kernel.fields.text import TextField
from trato.kernel.tenancy import scope
from trato.lib import controls


@dataclass(frozen=True, kw_only=True)
class AddressField(TextField):
    """Read from the column `source`; shown as the whole address, with buttons that copy it and the embedding code."""

    kind: ClassVar[str] = "text"
    sortable: ClassVar[bool] = False

    source: str

    @property
    def columns(self) -> tuple[Column, ...]:
        return (Column(self.source, "text"),)

    def to_json(self, value: Any) -> Json:
        return address_of(value) if value else None

    def text(self, value: Any, locale: Locale) -> str:
        return address_of(value) if value else ""

    def cell(self, value: Any, locale: Locale) -> str:
        if not value:
            return ""
        address = address_of(value)
        link = format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, address.partition("://")[2])
        copies = ((address, _("Copy the address"), "link"), (code_of(value), _("Copy the code for a website"), "api"))
        return link + "".join(_copy(what, words, glyph) for what, words, glyph in copies)


def _copy(what: str, words: str, glyph: str) -> str:
    """A button that puts something on the clipboard."""
    said = escape(words)
    return (
        ' <button type="button" class="button" data-kind="quiet" data-size="s" data-only'
        f' data-copy="{escape(what)}" aria-label="{said}" title="{said}">{controls.icon(glyph)}</button>'
    )


def address_of(slug: str) -> str:
    """Where the form of that short name is."""
    return f"{links.address(scope.organization())}/f/{slug}"


def code_of(slug: str) -> str:
    """What another site's page holds at the place where the form is to be."""
    return f'<script src="{address_of(slug)}/embed.js" async></script>'
