"""`trato user create`: a person, and the link that lets them in once. For one who is there already, a new link."""

import sys
from argparse import Namespace

from trato.kernel.access import accounts
from trato.kernel.access.links import sign_in_link
from trato.kernel.access.models import Role, User
from trato.kernel.tenancy import scope
from trato.project.commands import arguments
from trato.project.commands.organization import chosen
from trato.project.trouble import Trouble

USUAL_ROLE = "representative"


def run(options: Namespace) -> None:
    organization = chosen(options)
    email = arguments.email(options.email)
    with scope.enter(organization):
        found = User.objects.filter(email=email).select_related("role").first()
        if found is None:
            found = _made(email, options)
        else:
            _may_have_a_link(found, options.role)
            print(f"{email} is there already; here is a new link.", file=sys.stderr)
        print(sign_in_link(organization, found))


def _made(email: str, options: Namespace) -> User:
    name = arguments.name(options.name) if options.name else ""
    try:
        return accounts.ensure_user(email=email, name=name, role=options.role or USUAL_ROLE)
    except accounts.UnknownRole as error:
        known = ", ".join(each.key for each in Role.objects.order_by("key") if each.key)
        raise Trouble(f"There is no role {options.role!r}; there are {known}.") from error


def _may_have_a_link(user: User, role: str | None) -> None:
    if user.deleted_at is not None:
        raise Trouble(f"{user.email} is in the trash; restore them first.")
    if not user.is_active:
        raise Trouble(f"{user.email} may not sign in; let them again in the settings first.")
    own = user.role.key if user.role else None
    if role and role != own:
        raise Trouble(f"{user.email} is there already, as {own or 'somebody without a role'}; settings change roles.")
