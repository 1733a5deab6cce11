"""`trato demo`: the demo company, and the links that let its people in once."""

import time
from argparse import Namespace

from trato.kernel.access.models import User
from trato.kernel.tenancy import scope
from trato.project.demo import company
from trato.kernel.access.links import address, sign_in_link

PERSONAS = ("admin@demo.example", "manager.norte@demo.example", "rep2@demo.example")


def run(options: Namespace) -> None:
    if options.remove:
        print("The demo company is gone." if company.remove() else "There is no demo company.")
        return
    began = time.monotonic()
    made = company.make(options.scale, report=lambda line: print(f"Making {line}…", flush=True))
    print(f"The demo company is ready after {time.monotonic() - began:.0f} s: {address(made)}")
    with scope.enter(made):
        for email in PERSONAS:
            print(f"{email}: {sign_in_link(made, User.objects.get(email=email))}")
