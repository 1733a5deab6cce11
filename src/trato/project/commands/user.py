"""`trato user create`: a person, and the link that lets them in once."""

from argparse import Namespace

from trato.kernel.access import accounts, sessions
from trato.kernel.access.models import User
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.models import Organization
from trato.project.commands.organization import address, chosen
from trato.project.trouble import Trouble


def run(options: Namespace) -> None:
    organization = chosen(options)
    with scope.enter(organization):
        try:
            user = accounts.ensure_user(email=options.email, name=options.name, role=options.role)
        except accounts.UnknownRole as error:
            raise Trouble(f"There is no role {options.role!r}.") from error
        print(sign_in_link(organization, user))


def sign_in_link(organization: Organization, user: User) -> str:
    """An address that signs `user` in once, within a day."""
    return f"{address(organization)}/sign-in/link/{sessions.make_sign_in_link(user)}"
