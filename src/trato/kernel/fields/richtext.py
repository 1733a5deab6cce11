"""Formatted text: HTML that is cleaned when it is written, so that it may be shown as it is."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import nh3
from django.utils.html import escape

from trato.kernel.fields.base import Json, Locale, TextFormat
from trato.kernel.fields.text import CELL_LENGTH, LongTextField, clean_text
from trato.lib import controls

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

TAGS = {
    "a", "b", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "s", "strong",
    "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_BLOCK_ENDS = re.compile(r"<(?:br|hr|/p|/h[234]|/li|/tr|/pre|/blockquote)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_MARKUP = re.compile(rf"</?(?:{'|'.join(sorted(TAGS))})(?: [^<>]*)?/?>")


def clean_html(text: str) -> str:
    """The text with only harmless tags left; links open nothing but web pages, mail and telephone."""
    return nh3.clean(
        text,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


def text_of(markup: str) -> str:
    """The words of cleaned HTML, a line for each block."""
    lines = html.unescape(_TAG.sub("", _BLOCK_ENDS.sub("\n", markup))).splitlines()
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)


@dataclass(frozen=True, kw_only=True)
class RichTextField(LongTextField):
    """Text with paragraphs, lists, links and emphasis. Value: cleaned HTML."""

    kind: ClassVar[str] = "rich_text"

    max_length: int = 200_000

    def norm_sql(self, alias: str) -> str:
        return f"public.norm(regexp_replace({self.value_sql(alias)}, '<[^>]+>', ' ', 'g'))"

    def clean(self, raw: Json, locale: Locale) -> Any:
        found = clean_text(raw, max_length=self.max_length, lines=True)
        cleaned = clean_html(found) if found else ""
        return cleaned if text_of(cleaned) else None

    def from_text(self, text: str, form: TextFormat) -> Any:
        """Cells hold plain text: what looks like a tag is meant to be read."""
        found = clean_text(text, max_length=self.max_length, lines=True)
        if found is None:
            return None
        return "".join(f"<p>{escape(part)}</p>" for part in found.split("\n") if part.strip())

    def text(self, value: Any, locale: Locale) -> str:
        return text_of(value) if value else ""

    def cell(self, value: Any, locale: Locale) -> str:
        return super().cell(text_of(value[: CELL_LENGTH * 4]), locale) if value else ""

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        area = controls.area(
            self.name, value or "", element_id=element_id, describedby=describedby, rows=6, data_rich=True
        )
        return f"<t-prose>{area}</t-prose>"

    def from_form(self, data: MultiValueDict[str, str], locale: Locale) -> Json:
        """Where the editor has not come up, plain text was typed."""
        typed = data.get(self.name)
        return self.from_text(typed, TextFormat()) if typed and not _MARKUP.search(typed) else typed
