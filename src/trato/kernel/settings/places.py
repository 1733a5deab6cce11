"""What the settings are made of: their places, and the fields of those that are forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trato.kernel.access import policy
from trato.kernel.fields.base import Field
from trato.kernel.fields.number import IntegerField
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization
from trato.lib.countries import country_names
from trato.lib.dates import month_names, zones
from trato.lib.money import CURRENCIES
from trato.lib.text import sort_key

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LANGUAGES = (Option("es", "Español"), Option("en", "English"))


@dataclass(frozen=True)
class Part:
    """A place in the settings. `object` is a lookup whose own table it is; `administrators` alone see the others."""

    url: str
    label: _StrOrPromise
    object: str = ""
    administrators: bool = True


@dataclass(frozen=True)
class Heading:
    """A group of places."""

    label: _StrOrPromise
    parts: tuple[Part, ...]


def headings(actor: Actor) -> list[Heading]:
    """The places that the actor may go to. Lookups that wings declare (no sidebar group) come by themselves."""
    shown = {"user", "team", "role"}
    lookups = [each for each in registry.every() if not each.owned and not each.group and each.name not in shown]
    data = tuple(Part(f"/{each.plural}", each.label_plural, each.name) for each in lookups)
    found = (
        Heading(
            _("Organization"),
            (
                Part("/settings", _("General")),
                Part("/users", _("Users"), "user"),
                Part("/teams", _("Teams"), "team"),
                Part("/settings/roles", _("Roles and rights")),
                Part("/settings/tags", _("Tags")),
            ),
        ),
        Heading(_("Lists"), data),
        Heading(
            _("System"),
            (
                Part("/settings/own", _("Your account"), administrators=False),
                Part("/settings/notifications", _("Notifications"), administrators=False),
                Part("/settings/tokens", _("API tokens"), administrators=False),
                Part("/trash", _("Trash"), administrators=False),
                Part("/catalogue", _("Catalogue of components")),
            ),
        ),
    )
    kept = (Heading(each.label, tuple(part for part in each.parts if _open(actor, part))) for each in found)
    return [each for each in kept if each.parts]


def _open(actor: Actor, part: Part) -> bool:
    if part.object:
        return bool(policy.reach(actor, "read", registry.get(part.object)))
    return actor.is_administrator or not part.administrators


def organization_fields(organization: Organization) -> tuple[Field, ...]:
    """The form of the organization itself. The base currency can be chosen only until amounts depend on it."""
    language = (get_language() or "en")[:2]
    months = tuple(Option(str(number), month.capitalize()) for number, month in enumerate(month_names(language), 1))
    named = sorted(country_names(language).items(), key=lambda each: sort_key(each[1]))
    countries = tuple(Option(code, name) for code, name in named)
    currency = SelectField(
        name="currency",
        label=_("Base currency"),
        required=True,
        options=tuple(Option(code, code) for code in CURRENCIES),
        help=_("What all amounts are added up in. It cannot be changed once it is chosen."),
    )
    fields: tuple[Field, ...] = (
        TextField(name="name", label=_("Name"), required=True, max_length=200),
        SelectField(name="language", label=_("Language"), required=True, options=LANGUAGES),
        SelectField(
            name="zone", label=_("Time zone"), required=True, options=tuple(Option(each, each) for each in zones())
        ),
        SelectField(name="region", label=_("Country"), required=True, options=countries),
        SelectField(name="fiscal_year_start", label=_("First month of the fiscal year"), required=True, options=months),
    )
    return fields if organization.currency_is_chosen else (*fields, currency)


def organization_values(organization: Organization) -> dict[str, Any]:
    """What the form shows."""
    names = ("name", "language", "zone", "region", "currency")
    found = {name: getattr(organization, name) for name in names}
    return {**found, "fiscal_year_start": str(organization.fiscal_year_start)}


OWN_FIELDS: tuple[Field, ...] = (
    TextField(name="name", label=_("Name"), required=True),
    SelectField(name="language", label=_("Language"), options=LANGUAGES),
    SelectField(name="zone", label=_("Time zone"), options=tuple(Option(each, each) for each in zones())),
)

SCOPE = SelectField(
    name="scope",
    label=_("It may"),
    required=True,
    default="read",
    options=(
        Option("read", _("read")),
        Option("write", _("read and write")),
        Option("admin", _("read, write and administer")),
    ),
)

TOKEN_FIELDS: tuple[Field, ...] = (
    TextField(name="label", label=_("What it is for"), required=True, max_length=100),
    SCOPE,
    IntegerField(name="days", label=_("Days until it expires"), minimum=1, maximum=3650),
)

NEW_ROLE = TextField(
    name="new",
    label=_("New role"),
    required=True,
    max_length=100,
    help=_("Its name. It begins with the rights of the role shown above."),
)
