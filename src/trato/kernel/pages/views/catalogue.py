"""The catalogue of components: each template that pages are put together from, drawn with made-up values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
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
from trato.kernel.pages.specimens import figures, floats, sheets, steps
from trato.kernel.pages.specimens.ground import Ground, Specimen
from trato.kernel.pages.specimens.made_up import PEOPLE
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import answers, errors, faces, forms, shell
from trato.kernel.ui.forms import Control
from trato.kernel.ui.shell import PageRequest

TONES = ("positive", "negative", "warning", "neutral")
BUTTONS = ("", "primary", "quiet", "danger")
SPECIMENS = (
    sheets.many, sheets.one, floats.dialogs, floats.written, floats.found, figures.charts, steps.imports, steps.settings
)  # fmt: skip
_NAMING = re.compile(r'(?<![\w-])(id|for|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"')
_ALIVE = re.compile(r"(</?)t-(job|palette|grid|board|fields|queue|inbox|draft|order|filter|composer)\b")
"""Elements that listen to the whole page or ask the server."""


@dataclass(frozen=True)
class Drawn:
    """A specimen, ready to print. `name` is its template's."""

    name: str
    size: str
    html: SafeString


@require_GET
def show(request: PageRequest) -> HttpResponse:
    administration.require_administrator(request.actor)
    specs = [each for each in shell.listed(request.actor) if each.create]
    context: dict[str, Any] = {
        "specs": specs,
        "spec": specs[0],
        "tones": TONES,
        "buttons": BUTTONS,
        "controls": _controls(request.actor, specs),
        "icons": [(name, faces.icon(name)) for name in _icons()],
        "pies": [SafeString(faces.pie(share)) for share in (0, 25, 50, 75, 100)],
        "people": PEOPLE,
        "toasts_shown": [
            {"message": _("Saved"), "undo_url": "#"},
            {"message": str(errors.BROKEN.said), "tone": "negative"},
        ],
        "specimens": list(_drawn(request, specs)),
    }
    return answers.page(request, "catalogue", context)


def _drawn(request: PageRequest, specs: list[ObjectSpec]) -> Iterator[Drawn]:
    ground = Ground(request, next((each for each in specs if each.board and each.board.value), specs[0]))
    for place, each in enumerate(each for make in SPECIMENS for each in make(ground)):
        html = each.html or answers.text(request, each.name, each.context)
        yield Drawn(each.name, each.size, _still(_within(each, html), f"s{place}-"))


def _within(specimen: Specimen, html: str) -> str:
    """Parts of a list or a menu inside one."""
    tag, _dot, name = specimen.within.partition(".")
    return f'<{tag} class="{name}">{html}</{tag}>' if tag else html


def _still(html: str, prefix: str) -> SafeString:
    """Nothing in it listens or asks, and its ids are its own."""

    def own(found: re.Match[str]) -> str:
        return f'{found[1]}="{" ".join(prefix + each for each in found[2].split())}"'

    html = _ALIVE.sub(lambda found: f"{found[1]}div" + (" data-still" if found[1] == "<" else ""), html)
    return SafeString(_NAMING.sub(own, html))


def _controls(actor: Actor, specs: list[ObjectSpec]) -> list[Control]:
    """One control of each kind of field that there is, drawn by the field; the last as it is refused."""
    kinds: dict[str, Control] = {}
    locale = locale_of(actor)
    for field in (each for spec in specs for each in spec.fields if not (each.readonly or each.part_of)):
        if field.kind not in kinds:
            kinds[field.kind] = forms.control(field, None, locale)
    first = next(iter(kinds.values()))
    element = f"{first.id}-refused"
    refused = SafeString(first.html.replace(first.id, element))
    return [*kinds.values(), Control(first.field, element, refused, _("Say what it is called."))]


@cache
def _icons() -> list[str]:
    folder = Path(trato.kernel.ui.__path__[0]) / "icons"
    return sorted(json.loads((folder / "names.json").read_text(encoding="utf-8")))
