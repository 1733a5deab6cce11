"""`trato token create`: a key for a program that speaks for a person."""

from argparse import Namespace

from trato.kernel.access.models import User
from trato.kernel.actions import credentials
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import as_system
from trato.project.commands import arguments
from trato.project.commands.organization import chosen
from trato.project.trouble import Trouble

DEFAULT_SCOPES = ("read", "write", "admin")
"""The operator may give all that the person may; nobody else gives a program the right to administer by default."""


def run(options: Namespace) -> None:
    with scope.enter(chosen(options)):
        user = User.objects.filter(email=options.user.strip().casefold(), deleted_at=None).first()
        if user is None:
            raise Trouble(f"There is no user {options.user}; see `trato user create`.")
        if not user.is_active:
            raise Trouble(f"{user.email} may not sign in, nor may a program in their name.")
        scopes = arguments.scopes(options.scope or DEFAULT_SCOPES)
        label = options.label or "command line"
        actor = as_system("the operator makes a key on the command line")
        limits = {"rate": options.rate, "days": options.days}
        print(credentials.make_token(actor, user, label=label, scopes=scopes, **limits))
