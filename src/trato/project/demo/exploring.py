"""The ways into the demo company, through it and out of it: from the first page, from its own bar, from the command line."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from trato.kernel.access.links import address, sign_in_link
from trato.kernel.access.models import User
from trato.kernel.tenancy import organizations, scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization
from trato.kernel.ui.welcome import Persona
from trato.project.demo import company

PERSONAS = (
    Persona("representative", _("Representative"), _("Sells: sees and changes what is theirs.")),
    Persona("manager", _("Manager"), _("Leads a team: sees what the team has.")),
    Persona("administrator", _("Administrator"), _("Sees everything and keeps the settings.")),
)


def person(persona: str) -> User:
    """Who a persona is, within the demo company, whichever language it speaks by now."""
    managers = [company.manager(each) for each in company.LANGUAGES.values()]
    known = {"manager": managers, "administrator": [company.ADMINISTRATOR]}
    found: User = User.objects.get(email__in=known.get(persona, [company.REPRESENTATIVE]))
    return found


def links(organization: Organization) -> list[tuple[Persona, User, str]]:
    """Each persona, who that is, and the address that signs them in once."""
    with scope.enter(organization):
        return [(each, user, sign_in_link(organization, user)) for each in PERSONAS for user in [person(each.key)]]


class Exploring:
    """What pages know of the demo company (kernel.ui.welcome.Demo)."""

    personas = PERSONAS

    def is_there(self) -> bool:
        return company.find() is not None

    def explore(self, actor: Actor, persona: str) -> str:
        found = company.find() or company.make("small", language=actor.language)
        return next(link for each, _user, link in links(found) if each.key == persona)

    def person(self, persona: str) -> User:
        return person(persona)

    def persona_of(self, actor: Actor) -> Persona | None:
        return next((each for each in PERSONAS if person(each.key).pk == actor.id), None)

    def remove(self) -> str:
        company.remove()
        first = organizations.default()
        return address(first) if first else str(settings.TRATO_URL)
