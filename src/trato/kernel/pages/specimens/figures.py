"""Specimens of dashboards and charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Json
from trato.kernel.pages.specimens.ground import HERE, Ground, Specimen
from trato.kernel.pages.specimens.made_up import NAMES, PEOPLE

VALUES = (1134, 721, 1030)
_FACE = {"url": HERE, "part": HERE}


def charts(ground: Ground) -> Iterator[Specimen]:
    spec = ground.spec
    label, hue = str(spec.label_plural), spec.hue
    choices = [{**_FACE, "name": str(each.label), "current": not place} for place, each in enumerate(spec.fields[:2])]
    tile = {"name": "example", "label": label, "span": 12}
    heads = [str(spec.label), label]
    marks = [{"name": name, "cells": [{"text": each, "url": HERE}]} for name, each in zip(NAMES, VALUES, strict=True)]
    for kind in ("bar", "funnel", "waterfall"):
        card = {"tile": tile, "kind": kind, "heads": heads, "marks": marks, "figures": _figures(label, kind)}
        context = {"card": {**card, "note": spec.label, "height": 206}, "hue": hue, "choices": choices}
        yield Specimen("dashboard_chart", context, "wide", "div.dash")
    yield Specimen("dashboard_ranking", {"card": _ranking(tile, heads), "hue": hue}, "wide", "div.dash")
    picks = [(str(each.name), str(each.label), not place) for place, each in enumerate(spec.fields[:3])]
    chart: dict[str, Any] = {
        "measures": picks, "group_choices": picks, "split_choices": picks[1:], "drawings": picks, "draw": "pie",
        "measure": {"label": label}, "figures": _figures(label, "pie"), "height": 240, "heads": heads,
        "lines": [{"name": name, "cells": [(each, HERE)]} for name, each in zip(NAMES, VALUES, strict=True)],
    }  # fmt: skip
    yield Specimen("chart_view", {"spec": spec, "chart": chart}, "wide")
    offers = [{"url": HERE, "label": name, "current": not place} for place, name in enumerate(PEOPLE)]
    yield Specimen("dashboard_offers", {"offers": offers}, within="div.menu")
    narrowing = {"label": PEOPLE[0], "icon": "user", "menu_url": HERE, "chosen": True}
    page = {"period": _("All time"), "periods": offers, "narrowings": [narrowing], "is_narrowed": True, "whole": HERE}
    yield Specimen("dashboard_tools", {"page": page}, "wide", "div.button-row")


def _figures(label: str, kind: str) -> Json:
    series: dict[str, Json] = {"name": label, "values": list(VALUES), "labels": [str(each) for each in VALUES]}
    if kind == "waterfall":
        series["tones"] = [None, None, "neutral"]
    flows = {"shares": ["100 %", "64 %", "91 %"], "flows": ["64 %", "91 %"]} if kind == "funnel" else {}
    return {"categories": list(NAMES), "series": [series], **flows}


def _ranking(tile: Json, heads: list[str]) -> dict[str, Any]:
    lines = [
        {"place": place, "name": name, "length": 100 - 25 * place,
         "cells": [{"url": HERE, "figure": {"number": each, "unit": "€"}}, {"url": HERE, "figure": {"number": place}}]}
        for place, (name, each) in enumerate(zip(PEOPLE, VALUES, strict=True), 1)
    ]  # fmt: skip
    return {"tile": tile, "label": heads[0], "heads": heads, "lines": lines, "by_person": True}
