"""One web address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.fields.base import FieldError, Json, Locale
from trato.kernel.fields.text import TextField, clean_text
from trato.lib import controls

SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "sftp"})
MAX_LENGTH = 2000
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):(?!\d{1,5}(?:[/?#]|$))")


def clean_url(raw: Json) -> str | None:
    """`raw` as an address with its scheme (https when it has none), None when empty. FieldError when it is none."""
    found = clean_text(raw, max_length=MAX_LENGTH)
    if found is None:
        return None
    scheme = _SCHEME.match(found)
    if scheme is None:
        found = "https://" + found.lstrip("/")
    elif scheme[1].lower() not in SCHEMES:
        raise FieldError(
            "invalid", _("Addresses that begin with “{scheme}:” are not allowed.").format(scheme=scheme[1])
        )
    try:
        parts = urlsplit(found)
        host = parts.hostname or ""
        parts.port  # noqa: B018  # raises when the port is none
    except ValueError:
        host, parts = "", urlsplit("")
    if any(letter.isspace() or letter in '"<>\\^`{|}' for letter in found) or not parts.scheme:
        raise FieldError("invalid", _("Enter a web address, for example https://acme.com."))
    if parts.scheme in {"mailto", "tel"}:
        if not parts.path:
            raise FieldError("invalid", _("Enter a web address, for example https://acme.com."))
        return found
    if not host or (("." not in host.strip(".") and host != "localhost") and ":" not in host):
        raise FieldError("invalid", _("The domain is missing, for example acme.com."))
    return urlunsplit((parts.scheme, _lower_host(parts.netloc), parts.path, parts.query, parts.fragment))


def _lower_host(netloc: str) -> str:
    account, at, host = netloc.rpartition("@")
    return account + at + host.lower()


def short(url: str) -> str:
    """The address as people say it: without https://, www. and a slash at the end."""
    for prefix in ("https://", "http://", "mailto:", "tel:"):
        url = url.removeprefix(prefix)
    return url.removeprefix("www.").rstrip("/")


def anchor(url: str) -> str:
    """A link that opens `url` elsewhere and tells it nothing."""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer nofollow">{escape(short(url))}</a>'


@dataclass(frozen=True, kw_only=True)
class UrlField(TextField):
    """One web address, with its scheme."""

    kind: ClassVar[str] = "url"

    max_length: int = MAX_LENGTH

    def clean(self, raw: Json, locale: Locale) -> Any:
        return clean_url(raw)

    def operand(self, raw: Json, locale: Locale) -> Any:
        """Any part of an address may be compared with, so it need not be one."""
        return clean_text(raw, max_length=self.max_length)

    def cell(self, value: Any, locale: Locale) -> str:
        return anchor(value) if value else ""

    def input(self, value: Any, locale: Locale, *, element_id: str, describedby: str = "") -> str:
        return controls.entry(
            self.name, value, element_id=element_id, describedby=describedby, inputmode="url", autocomplete="off"
        )
