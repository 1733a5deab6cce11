"""Users, teams and roles as objects, so that tables, filters, import and API know them like any other."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.access.models import Role, Team, User
from trato.kernel.access.people_fields import GrantsField, ZoneField
from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.select import Option, SelectField
from trato.kernel.fields.text import EmailAddressField, TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Panel, Search, Section


def declare() -> None:
    """Register the platform's people objects. Called once, when the kernel's app is ready."""
    for spec in (TEAM, ROLE, USER):
        registry.register(spec)


TEAM = ObjectSpec(
    name="team",
    plural="teams",
    model=Team,
    label=_("Team"),
    label_plural=_("Teams"),
    icon="team",
    fields=(
        TextField(name="name", label=_("Name"), required=True, unique=True, indexed=True),
        TextField(name="region", label=_("Region")),
    ),
    columns=("name", "region", "created_at"),
    create=("name", "region"),
    sort="name",
    search=Search(names=("name",)),
    keys=("name",),
    owned=False,
    guarded=True,
    synonyms=("equipo", "oficina", "regional_office", "office"),
)

ROLE = ObjectSpec(
    name="role",
    plural="roles",
    model=Role,
    label=_("Role"),
    label_plural=_("Roles"),
    icon="role",
    fields=(
        TextField(name="name", label=_("Name"), required=True, unique=True),
        TextField(name="key", label=_("Key"), readonly=True, unique=True),
        CheckboxField(name="is_administrator", label=_("Administrator"), default=False),
        GrantsField(name="grants", label=_("Rights"), default={}),
    ),
    columns=("name", "is_administrator"),
    create=("name",),
    sort="name",
    keys=("name",),
    owned=False,
    guarded=True,
    synonyms=("rol", "función"),
)

USER = ObjectSpec(
    name="user",
    plural="users",
    model=User,
    label=_("User"),
    label_plural=_("Users"),
    icon="user",
    fields=(
        TextField(name="name", label=_("Name"), required=True, indexed=True, synonyms=("sales_agent", "agente")),
        EmailAddressField(name="email", label=_("E-mail"), unique=True),
        LinkField(name="role", label=_("Role"), to="role", inverse="users", inverse_label=_("Users")),
        LinkField(
            name="team",
            label=_("Team"),
            to="team",
            inverse="members",
            inverse_label=_("Members"),
            synonyms=("regional_office", "oficina", "equipo"),
        ),
        LinkField(
            name="manager",
            label=_("Manager"),
            to="user",
            inverse="reports",
            inverse_label=_("Reports"),
            synonyms=("gerente", "jefe"),
        ),
        SelectField(name="language", label=_("Language"), options=(Option("es", "Español"), Option("en", "English"))),
        ZoneField(name="zone", label=_("Time zone")),
        CheckboxField(name="is_active", label=_("Active"), default=True),
    ),
    columns=("name", "email", "role", "team", "manager", "is_active"),
    create=("name", "email", "role", "team", "manager"),
    sort="name",
    layout=(
        Section(label=_("Person"), fields=("name", "email", "language", "zone")),
        Section(label=_("Place"), fields=("role", "team", "manager", "is_active")),
    ),
    panels=(
        Panel(on="team", field="team", label=_("Members"), columns=("email",)),
        Panel(on="user", field="manager", label=_("Reports"), columns=("team",)),
    ),
    search=Search(names=("name", "email")),
    keys=("email",),
    lookup=("email",),
    owned=False,
    guarded=True,
    synonyms=("usuario", "agente", "sales agent", "representante", "vendedor"),
)
