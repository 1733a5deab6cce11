"""`trato demo`: the demo company, and the links that let its people in once."""

import time
from argparse import Namespace

from django.utils.translation import override

from trato.kernel.access.links import address
from trato.project.demo import company, exploring


def run(options: Namespace) -> None:
    if options.remove:
        print("The demo company is gone." if company.remove() else "There is no demo company.")
        return
    began = time.monotonic()
    made = company.make(
        options.scale, language=options.language, report=lambda line: print(f"Making {line}…", flush=True)
    )
    print(f"The demo company is ready after {time.monotonic() - began:.0f} s: {address(made)}")
    print("Look around as one of its people (each link works once, and there is a switch on every page):")
    with override("en"):
        for persona, user, link in exploring.links(made):
            print(f"{persona.label}: {user.name} <{user.email}>. {persona.help}\n  {link}")
