"""How often a task comes again, as a field: the common rules by their names, any other by RFC 5545."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trato.kernel.fields.base import FieldError, Json, Locale
from trato.kernel.fields.text import TextField
from trato.lib import controls
from trato.wings.collaboration.task import rules

COMMON = (
    ("FREQ=DAILY", gettext_lazy("Every day")),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", gettext_lazy("Every working day")),
    ("FREQ=WEEKLY", gettext_lazy("Every week")),
    ("FREQ=WEEKLY;INTERVAL=2", gettext_lazy("Every two weeks")),
    ("FREQ=MONTHLY", gettext_lazy("Every month")),
    ("FREQ=MONTHLY;INTERVAL=3", gettext_lazy("Every three months")),
    ("FREQ=YEARLY", gettext_lazy("Every year")),
)


@dataclass(frozen=True, kw_only=True)
class RecurrenceField(TextField):
    """A rule of RFC 5545 ("FREQ=WEEKLY;BYDAY=MO"), days and longer."""

    def clean(self, raw: Json, locale: Locale) -> Any:
        found = super().clean(raw, locale)
        if found is None:
            return None
        try:
            return rules.checked(found)
        except (ValueError, TypeError, OverflowError):
            message = _("Give a rule such as FREQ=WEEKLY;BYDAY=MO.")
            raise FieldError("invalid", message) from None

    def text(self, value: Any, locale: Locale) -> str:
        return "" if value is None else str(dict(COMMON).get(value, value))

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        known = [*COMMON, *([(value, value)] if value and value not in dict(COMMON) else [])]
        return controls.choose(self.name, value, known, element_id=element_id, describedby=describedby)
