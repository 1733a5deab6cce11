"""Specimens of the steps of an import, of settings, and of the first page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from trato.kernel.objects import registry
from trato.kernel.pages.specimens.floats import WORKS
from trato.kernel.pages.specimens.ground import HERE, Ground, Specimen
from trato.kernel.pages.specimens.made_up import NAMES, PEOPLE, ident
from trato.kernel.ui import welcome
from trato.kernel.wizard import steps

_ONE = {"id": ident(1), "file_name": "clientes.csv", "report": {"rows": 8800}}


def imports(ground: Ground) -> Iterator[Specimen]:
    spec = ground.spec
    for step in (1, 3, 5):
        yield Specimen("import/steps", {"step": step}, "wide")
    paths = [(each.name, str(each.label)) for each in spec.fields[:4]]
    columns = [
        {"place": place, "name": label, "samples": NAMES, "to": name, "missing": "reject" if place == 1 else "",
         "factor": "1000" if place == 2 else ""}
        for place, (name, label) in enumerate(paths[:3])
    ] + [{"place": 3, "name": "Origen", "samples": PEOPLE, "to": "new", "kind": "select"}]  # fmt: skip
    form = [(name, options[0][0], label, options) for name, (label, options) in steps.FORMAT.items()]
    columns_form: dict[str, Any] = {
        "one": _ONE, "spec": spec, "columns": columns, "places": [(spec.label, paths)], "keys": paths[:2],
        "mapping": {"mode": "upsert", "key": [paths[0][0]]}, "format": form, "may_make": True, "left_out": 2,
        "modes": steps.MODES, "missing": steps.MISSING, "kinds": steps.KINDS, "factors": steps.FACTORS,
        "currencies": ["EUR", "GBP"],
    }  # fmt: skip
    yield Specimen("import/columns_form", columns_form, "full")
    numbers = {"create": 8300, "update": 400, "waiting": 12, "skip": 60, "reject": 0}
    counts = {**numbers, "has": numbers, "share": {"create": "94,3"}, "values": 2}
    yield Specimen("import/counts", {"counts": counts, "asked": True}, "wide")
    yield Specimen("import/counted", {"counts": counts}, "wide")
    near = [{"value": str(ident(1)), "name": NAMES[0], "likeness": 91}]
    asked = {"column": spec.label, "label": spec.label, "rows": 12, "first": 7, "creatable": True}
    values = [{**asked, "text": "Acme Corp", "suggestions": near}, {**asked, "text": "Zenit", "suggestions": []}]
    group: dict[str, Any] = {
        "place": 0, "column": spec.label, "values": 22, "rows": 24, "near": 1, "creatable": True, "first": 1, "last": 2,
        "shown": list(enumerate(values)), "before": None, "after": 10,
    }  # fmt: skip
    yield Specimen("import/unmatched_column", {"one": _ONE, "group": group}, "wide")
    cells = [
        {"column": label, "text": f" {name} ", "shown": name, "why": ""}
        for (_p, label), name in zip(paths, NAMES, strict=False)
    ]
    example = {"example": {"row": 7, "fate": "create", "cells": cells}, "earlier": None, "later": 1}
    yield Specimen("import/example", {"one": _ONE, **example}, "wide")
    for work in WORKS[:2]:
        yield Specimen("import/job", {"one": _ONE, "job": work})


def settings(ground: Ground) -> Iterator[Specimen]:
    shown = [ground.spec, *(each for each in registry.every() if each.group)][:3]
    reaches = [("none", _("None")), ("own", _("Own")), ("team", _("Team")), ("all", _("All"))]
    rights = {"read": _("See"), "create": _("Create"), "update": _("Edit"), "delete": _("Delete")}
    cells = [
        {"name": right, "label": label, "chosen": reach, "level": level}
        for level, ((right, label), (reach, _label)) in enumerate(zip(rights.items(), reaches, strict=True))
    ]
    roles = [{"id": ident(place), "name": name, "is_administrator": not place} for place, name in enumerate(PEOPLE)]
    table = {"roles": roles, "role": roles[1], "rights": [{"spec": each, "cells": cells} for each in shown]}
    yield Specimen("settings_rights", {**table, "reaches": reaches}, "full")
    tags = [
        {"label": name, "labels": [name], "hue": place + 1, "places": [(ground.spec.label_plural, 12, HERE)]}
        for place, name in enumerate(("Norte", "Feria"))
    ]
    yield Specimen("settings_tags_rows", {"rows": tags, "whole": True}, "wide")
    yield Specimen("settings_tags_rows", {"rows": [], "typed": "Sur"})
    yield Specimen("settings_controls", {"controls": ground.controls}, within="div.controls")
    yield Specimen("settings_password", {"error": _("This is not your password.")})
    yield Specimen("settings_token", {"key": "trato_5fJkq…"})
    personas = welcome.demo.personas if welcome.demo is not None else ()
    bar = {"actor": ground.actor, "personas": personas, "inside": personas[0] if personas else None}
    yield Specimen("demo_bar", bar, "full")
    for name in ("drawing_board", "drawing_file", "drawing_first"):
        yield Specimen(name, within="div.choice-card")
