"""The entry of the timeline that made something so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Locale
from trato.kernel.fields.text import TextField


@dataclass(frozen=True, kw_only=True)
class EntryField(TextField):
    """The id of an entry, kept as text. People are told what happened: the page of the record in the entry's own words,
    the timeline not at all, as the entry stands there itself."""

    def cell(self, value: Any, locale: Locale) -> str:
        return "" if value is None else str(escape(_("See its page")))
