"""Text: one line, several lines, one e-mail address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import TEXT_OPERATORS, Field, FieldError, Json, Locale
from trato.lib import controls
from trato.lib import text as words

CELL_LENGTH = 300
_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\\\]]{1,64}")
_DOMAIN = re.compile(r"(?:[^\W_](?:[^\W_]|-){0,62}(?<!-)\.)+[^\W\d_](?:[^\W_]|-){0,61}[^\W_]")


def clean_text(raw: Json, *, max_length: int, lines: bool = False) -> str | None:
    """`raw` as text without blanks around it, None when nothing is left. FieldError when it cannot be stored."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise FieldError("invalid", _("Enter text."))
    found = words.many_lines(raw) if lines else words.one_line(raw)
    if words.has_control(found, "\n\t" if lines else ""):
        raise FieldError("invalid", _("The text holds a character that cannot be stored."))
    if len(found) > max_length:
        raise FieldError("too_long", _("Use at most {limit} characters.").format(limit=max_length))
    return found or None


def clean_email(raw: Json) -> str | None:
    """`raw` as an e-mail address in lower case, None when empty. FieldError when it is none."""
    found = clean_text(raw, max_length=254)
    if found is None:
        return None
    found = found.removeprefix("mailto:").lower()
    local, at, domain = found.rpartition("@")
    if not at:
        raise FieldError("invalid", _("An e-mail address has an @, for example ana@acme.com."))
    if not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        raise FieldError("invalid", _("The part before the @ is not right."))
    if "." not in domain:
        raise FieldError("invalid", _("The domain is missing, for example acme.com."))
    if not _DOMAIN.fullmatch(domain):
        raise FieldError("invalid", _("The domain is not right."))
    return found


@dataclass(frozen=True, kw_only=True)
class TextField(Field):
    """One line of text."""

    kind: ClassVar[str] = "text"
    family: ClassVar[str] = "text"
    operators: ClassVar[frozenset[str]] = TEXT_OPERATORS

    max_length: int = 500

    def norm_sql(self, alias: str) -> str:
        """What text comparisons look into: without accents and case."""
        return f"public.norm({self.value_sql(alias)})"

    def sort_sql(self, alias: str) -> str:
        return f'public.sort_key({self.value_sql(alias)}) COLLATE "C"'

    def clean(self, raw: Json, locale: Locale) -> Any:
        return clean_text(raw, max_length=self.max_length)

    def cell(self, value: Any, locale: Locale) -> str:
        return escape(value) if value else ""

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.entry(
            self.name, value, element_id=element_id, describedby=describedby, maxlength=self.max_length
        )


@dataclass(frozen=True, kw_only=True)
class FormedField(TextField):
    """One line of text that must have a form, as a number that is checked. What has not can still be looked for."""

    def operand(self, raw: Json, locale: Locale) -> Any:
        try:
            return self.clean(raw, locale)
        except FieldError:
            return clean_text(raw, max_length=self.max_length)


@dataclass(frozen=True, kw_only=True)
class LongTextField(TextField):
    """Text of several lines."""

    kind: ClassVar[str] = "long_text"
    sortable: ClassVar[bool] = False

    max_length: int = 50_000

    def clean(self, raw: Json, locale: Locale) -> Any:
        return clean_text(raw, max_length=self.max_length, lines=True)

    def cell(self, value: Any, locale: Locale) -> str:
        if not value:
            return ""
        line = " ".join(value[: CELL_LENGTH + 1].split())
        return escape(line if len(value) <= CELL_LENGTH else line[:CELL_LENGTH].rstrip() + "…")

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.area(self.name, value or "", element_id=element_id, describedby=describedby, rows=4)


@dataclass(frozen=True, kw_only=True)
class EmailAddressField(TextField):
    """One e-mail address, in lower case."""

    kind: ClassVar[str] = "email"

    max_length: int = 254

    def clean(self, raw: Json, locale: Locale) -> Any:
        return clean_email(raw)

    def operand(self, raw: Json, locale: Locale) -> Any:
        found = clean_text(raw, max_length=self.max_length)
        return found.lower() if found else None

    def cell(self, value: Any, locale: Locale) -> str:
        if not value:
            return ""
        shown = escape(value)
        return f'<a href="mailto:{shown}">{shown}</a>'

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.entry(
            self.name, value, element_id=element_id, describedby=describedby, type="email", autocomplete="off"
        )
