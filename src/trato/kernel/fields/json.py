"""Structured settings kept as they are: shown to programs, edited by pages of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import orjson
from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, FieldError, Json, Locale

MAX_BYTES = 65_536


@dataclass(frozen=True, kw_only=True)
class JsonField(Field):
    """Any JSON of at most 64 KiB."""

    kind: ClassVar[str] = "json"
    family: ClassVar[str] = "json"
    pg_type: ClassVar[str] = "jsonb"
    operators: ClassVar[frozenset[str]] = frozenset({"empty", "not_empty"})
    sortable: ClassVar[bool] = False

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw is None:
            return None
        try:
            size = len(orjson.dumps(raw))
        except (TypeError, ValueError) as error:
            raise FieldError("invalid", _("This is not JSON.")) from error
        if size > MAX_BYTES:
            raise FieldError("too_long", _("This is too much: at most 64 KiB are kept."))
        return raw

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else orjson.dumps(value).decode()

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        described = f' aria-describedby="{describedby}"' if describedby else ""
        text = escape(self.text(value, locale))
        return f'<textarea class="input" id="{element_id}" name="{self.name}" rows="4"{described}>{text}</textarea>'
