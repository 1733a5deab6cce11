"""Start-up checks of verbs: each belongs to an object, and each verb a spec names is declared."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from trato.kernel.actions import registry
from trato.kernel.objects import registry as objects


def check_actions(**_kwargs: Any) -> list[CheckMessage]:
    """What is wrong with the declared verbs."""
    found: list[CheckMessage] = []
    specs = {each.name: each for each in objects.shipped()}
    for action in registry.every():
        if action.object not in specs:
            hint = "name a registered object before the dot"
            found.append(Error(f"the verb {action.name!r} is of no object", hint=hint, id="trato.E101"))
    for spec in specs.values():
        wanted = {*spec.verbs.values(), *([spec.board.verb, *spec.board.doors.values()] if spec.board else [])}
        for verb in sorted(wanted):
            declared = registry.get(f"{spec.name}.{verb}")
            if declared is None:
                hint = (
                    f"declare @action({spec.name + '.' + verb!r}, …) in its actions.py, imported by the wing's ready()"
                )
                found.append(Error(f"{spec.name} needs the verb {verb!r}", hint=hint, id="trato.E102"))
        for field, verb in spec.verbs.items():
            declared = registry.get(f"{spec.name}.{verb}")
            if declared and field not in {each.name for each in declared.inputs}:
                hint = f"give it an input called {field!r}"
                found.append(
                    Error(f"{declared.name} writes {field!r} but does not take it", hint=hint, id="trato.E103")
                )
    return found
