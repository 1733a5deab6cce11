"""`trato user create`: a person, and the link that lets them in once."""

from argparse import Namespace

from trato.kernel.access import accounts
from trato.kernel.tenancy import scope
from trato.project.commands.organization import chosen
from trato.project.links import sign_in_link
from trato.project.trouble import Trouble


def run(options: Namespace) -> None:
    organization = chosen(options)
    with scope.enter(organization):
        try:
            user = accounts.ensure_user(email=options.email, name=options.name, role=options.role)
        except accounts.UnknownRole as error:
            raise Trouble(f"There is no role {options.role!r}.") from error
        print(sign_in_link(organization, user))
