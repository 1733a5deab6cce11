"""The field that names a record of whichever object: its id, as the entries of lists keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, FieldError, Json, Locale
from trato.lib import controls
from trato.lib.ids import as_uuid


@dataclass(frozen=True, kw_only=True)
class RecordIdField(Field):
    """The id of a record; which object it is of stands beside it. Value: a UUID."""

    kind: ClassVar[str] = "record_id"
    family: ClassVar[str] = "record_id"
    pg_type: ClassVar[str] = "uuid"
    operators: ClassVar[frozenset[str]] = frozenset({"is", "is_not", "in", "not_in"})
    sortable: ClassVar[bool] = False

    def clean(self, raw: Json, locale: Locale) -> Any:
        if raw is None or raw == "":
            return None
        found = raw if isinstance(raw, UUID) else as_uuid(raw)
        if found is None:
            raise FieldError("invalid", _("Give the id of a record."))
        return found

    def to_json(self, value: Any) -> Json:
        return None if value is None else str(value)

    def from_json(self, raw: Json) -> Any:
        return None if raw is None else UUID(raw)

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.entry(self.name, self.text(value, locale), element_id=element_id, describedby=describedby)
