"""The internet domains of an organization."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trato.kernel.fields.base import FieldError, Json
from trato.kernel.fields.tags import TagsField
from trato.kernel.fields.text import clean_text

_DOMAIN = re.compile(r"(?:[^\W_](?:[^\W_]|-){0,62}\.)+[^\W\d_](?:[^\W_]|-){1,62}")


@dataclass(frozen=True, kw_only=True)
class DomainsField(TagsField):
    """Domains in lower case, without `www.`; a web or e-mail address is taken for its domain."""

    max_length: int = 253

    def one(self, raw: Json) -> str | None:
        found = clean_text(raw, max_length=2000)
        if found is None:
            return None
        host = found.lower().rpartition("//")[2].rpartition("@")[2]
        host = re.split(r"[/?#:]", host, maxsplit=1)[0].removeprefix("www.").rstrip(".")
        if len(host) > self.max_length or not _DOMAIN.fullmatch(host):
            raise FieldError("invalid", _("Enter a domain, for example acme.com."))
        return host
