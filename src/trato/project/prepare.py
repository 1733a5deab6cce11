"""Brings the database up to this version and makes the first organization; a child of `trato up`.

Says what it does line by line, and last one line of JSON: the address, the administrator and their one-time link,
or the trouble that is in the way.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trato.project.settings")
django.setup()

from django.core.checks import run_checks
from django.db import DatabaseError

from trato.kernel.access import accounts
from trato.kernel.access.links import address, sign_in_link
from trato.kernel.tenancy import organizations, scope
from trato.project.commands import arguments
from trato.project.trouble import Trouble

ADMINISTRATOR = "admin@example.com"


def main() -> int:
    faults = [str(each) for each in run_checks() if each.is_serious()]
    if faults:
        print("\n".join(faults), flush=True)
        return 1
    email = arguments.email(os.environ.get("TRATO_ADMIN_EMAIL") or ADMINISTRATOR)
    organizations.upgrade(lambda what: print(f"Updating {what}…", flush=True))
    first = organizations.default()
    if first is None:
        print("Making the first organization…", flush=True)
        first = organizations.create(os.environ.get("TRATO_ORGANIZATION") or "My company", is_default=True)
    with scope.enter(first):
        administrator = accounts.ensure_administrator(email)
        lets_in = administrator.is_active and administrator.deleted_at is None
        welcome = {
            "url": address(first),
            "email": administrator.email,
            "link": sign_in_link(first, administrator) if lets_in else "",
        }
    print(json.dumps(welcome), flush=True)
    return 0


def report(trouble: str) -> int:
    """For `trato up` to say as its own last line."""
    print(json.dumps({"trouble": trouble}), flush=True)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(report(str(trouble)))
    except DatabaseError as error:
        sys.exit(report(f"The database refused: {str(error).strip().splitlines()[0]}"))
