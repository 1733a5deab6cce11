"""Values of people and roles that must never be wrong: whoever they belong to could not sign in any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from trato.kernel.fields.base import FieldError, Json, Locale
from trato.kernel.fields.json import JsonField
from trato.kernel.fields.text import TextField
from trato.kernel.tenancy.actor import Reach
from trato.lib.dates import zone_of

RIGHTS = ("read", "create", "update", "delete")
REACHES = tuple(each.name.lower() for each in Reach)

Grants = dict[str, dict[str, str]]


def without_repeats(grants: Grants) -> Grants:
    """A role's rights without what its `*` row says anyway."""
    everything = grants.get("*", {})
    return {name: rights for name, rights in grants.items() if name == "*" or rights != everything}


@dataclass(frozen=True, kw_only=True)
class ZoneField(TextField):
    """The name of a time zone (IANA)."""

    def clean(self, raw: Json, locale: Locale) -> Any:
        found = super().clean(raw, locale)
        if found is not None:
            try:
                zone_of(found)
            except ValueError:
                message = _("There is no time zone of that name; one is Europe/Madrid.")
                raise FieldError("not_an_option", message) from None
        return found


@dataclass(frozen=True, kw_only=True)
class GrantsField(JsonField):
    """A role's rights: {object or "*": {create, read, update, delete: none, own, team or all}}."""

    def clean(self, raw: Json, locale: Locale) -> Any:
        found = super().clean(raw, locale)
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise FieldError("invalid", _("Give rights by object."))
        for name, rights in found.items():
            if not isinstance(rights, dict) or not rights.keys() <= set(RIGHTS):
                message = _("Give these rights: {rights}.").format(rights=", ".join(RIGHTS))
                raise FieldError("invalid", message, f"/{name}")
            for right, reach in rights.items():
                if reach not in REACHES:
                    message = _("Give one of: {options}.").format(options=", ".join(REACHES))
                    raise FieldError("not_an_option", message, f"/{name}/{right}")
        return found
