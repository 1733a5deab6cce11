"""Structured settings kept as they are: shown to programs, edited by pages of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import orjson
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, FieldError, Json, Locale, from_jsonb
from trato.lib import controls

MAX_BYTES = 65_536


@dataclass(frozen=True, kw_only=True)
class JsonField(Field):
    """A JSON object or list of at most 64 KiB; the room it belongs to knows what it means."""

    kind: ClassVar[str] = "json"
    family: ClassVar[str] = "json"
    pg_type: ClassVar[str] = "jsonb"
    operators: ClassVar[frozenset[str]] = frozenset({"empty", "not_empty"})
    sortable: ClassVar[bool] = False

    def load(self, *raw: Any) -> Any:
        return from_jsonb(raw[0])

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw is None or raw == "":
            return None
        try:
            value = orjson.loads(raw) if isinstance(raw, str) else raw
            written = orjson.dumps(value)
        except (TypeError, ValueError) as error:
            raise FieldError("invalid", _("This is not JSON.")) from error
        if not isinstance(value, dict | list):
            raise FieldError("invalid", _("This is not JSON."))
        if len(written) > MAX_BYTES:
            raise FieldError("too_long", _("This is too much: at most 64 KiB are kept."))
        if b"\\u0000" in written:
            raise FieldError("invalid", _("The text holds a character that cannot be stored."))
        return value

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else orjson.dumps(value).decode()

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.area(
            self.name, self.text(value, locale), element_id=element_id, describedby=describedby, rows=4
        )
