"""All components with their states, on both grounds: what pages are put together from, seen at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

import trato.kernel.ui
from trato.kernel.access import administration
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import answers, faces, forms, shell
from trato.kernel.ui.forms import Control
from trato.kernel.ui.shell import PageRequest

GROUNDS = ("light", "dark")
TONES = ("positive", "negative", "warning", "neutral")
BUTTONS = ("", "primary", "quiet", "danger")


@dataclass(frozen=True)
class Work:
    """A job as job.html prints it."""

    state: str
    done: int
    total: int = 8800
    id: str = "example"
    error: str = ""

    @property
    def is_over(self) -> bool:
        return self.state != "running"


WORKS = (Work("running", 5192), Work("done", 8800), Work("cancelled", 1200), Work("failed", 40))


@require_GET
def show(request: PageRequest) -> HttpResponse:
    administration.require_administrator(request.actor)
    specs = [each for each in shell.listed(request.actor) if each.create]
    grounds = [(name, _controls(request.actor, specs, name)) for name in GROUNDS]
    context: dict[str, Any] = {
        "grounds": grounds,
        "specs": specs,
        "spec": specs[0],
        "tones": TONES,
        "buttons": BUTTONS,
        "works": [_drawn(request, each) for each in WORKS],
        "icons": [(name, faces.icon(name)) for name in _icons()],
        "pies": [SafeString(faces.pie(share)) for share in (0, 25, 50, 75, 100)],
        "people": ("Ana Ruiz", "Óscar Gil", "Marta Ibáñez"),
    }
    return answers.page(request, "catalogue", context)


def _drawn(request: PageRequest, work: Work) -> SafeString:
    """As the page draws it; nothing asks how it goes on."""
    return SafeString(answers.text(request, "job", {"job": work}).replace("t-job", "div"))


def _controls(actor: Actor, specs: list[ObjectSpec], ground: str) -> list[Control]:
    """One control of each kind of field that there is, drawn by the field; the last as it is refused."""
    kinds: dict[str, Control] = {}
    locale = locale_of(actor)
    for field in (each for spec in specs for each in spec.fields if not (each.readonly or each.part_of)):
        if field.kind not in kinds:
            made = forms.control(field, None, locale)
            html = made.html.replace(f'"{made.id}', f'"{ground}-{made.id}')
            kinds[field.kind] = Control(field, f"{ground}-{made.id}", SafeString(html))
    first = next(iter(kinds.values()))
    element = f"{first.id}-refused"
    refused = SafeString(first.html.replace(first.id, element))
    return [*kinds.values(), Control(first.field, element, refused, _("Say what it is called."))]


@cache
def _icons() -> list[str]:
    folder = Path(trato.kernel.ui.__path__[0]) / "icons"
    return sorted(json.loads((folder / "names.json").read_text(encoding="utf-8")))
