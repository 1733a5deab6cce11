"""Specimens of what shows many records, and of what stands around one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.actions import registry as actions
from trato.kernel.fields.base import Json
from trato.kernel.objects import registry
from trato.kernel.pages import record
from trato.kernel.pages.reach import Reach
from trato.kernel.pages.record import Related, Step
from trato.kernel.pages.specimens import made_up
from trato.kernel.pages.specimens.ground import HERE, Ground, Specimen
from trato.kernel.pages.specimens.made_up import NAMES, PEOPLE, ident
from trato.kernel.sheets import groups
from trato.kernel.sheets.board import Board, Tally
from trato.kernel.sheets.calendar import Calendar
from trato.kernel.sheets.picked import PickedTable
from trato.kernel.sheets.table import Table, Totals
from trato.kernel.sheets.views.table import view_context
from trato.kernel.ui import answers, composing, faces, filtermenus, lists, story
from trato.kernel.ui.lists import Asked, title_path
from trato.kernel.ui.verbs import bulk_bar, may_merge
from trato.kernel.views.picked import Entry, Found


def many(ground: Ground) -> Iterator[Specimen]:
    """A list in each kind, its filter, and what it looks like with nothing in it."""
    spec, asked = ground.spec, _asked(ground)
    table = Table(asked)
    bar = bulk_bar(ground.actor, spec)
    shown: dict[str, Any] = {**view_context(ground.request, asked, "table", 3, more=False), **bar}
    rows = [ground.row(table.paths, place) for place in range(3)]
    drawn: dict[str, Any] = {"table": table, "currency": ground.locale.currency, "layout_url": HERE}
    drawn["foot"] = table.foot(Totals(3, {each.path: Decimal(14463) for each in table.sums}))
    drawn |= {"rows": faces.joined(map(table.row, rows)), "choices": groups.choices(table), "more": False}
    yield Specimen("view", {**shown, **drawn}, "full")
    lost = {"lost": spec.fields[-1].label, "saves": True, "save_url": HERE}
    yield Specimen("view_lost", {"bar": lost}, "wide", "div.view")
    waiting = answers.text(ground.request, "bulk_bar", {**shown, "every": True})
    chosen = waiting.replace(" hidden>", ">", 1).replace("data-bulk-count>", "data-bulk-count>3", 1)
    yield Specimen("bulk_bar", size="full", html=chosen)
    yield from _board(ground, asked)
    calendar = Calendar(asked)
    events = asked.address(f"/{spec.plural}/calendar/events")
    yield Specimen("calendar_tools", {"calendar": calendar, "dates": calendar.choices(HERE)})
    yield Specimen("calendar_view", {"calendar": calendar, "spec": spec, "events_url": events}, "wide")
    yield Specimen("blank", {"spec": spec, "asked": {"filter": None}, "creatable": True})
    yield Specimen("blank", {"spec": spec, "asked": asked, "unfiltered_url": HERE})
    yield _list(ground, table, rows, bar)
    yield Specimen("filtermenus.fields_menu", html=filtermenus.fields_menu(spec, "", ""))
    path = title_path(spec)
    yield Specimen("filtermenus.ops_menu", html=filtermenus.ops_menu(spec, path, "contains"))
    yield Specimen("filtermenus.value_form", html=filtermenus.value_form(ground.actor, spec, path, "contains", "acme"))


def _asked(ground: Ground) -> Asked:
    """A list with a filter in which a group lies."""
    known = title_path(ground.spec)
    value = ground.spec.board.value if ground.spec.board else ""
    large = {"field": value, "op": "gte", "value": "1000"} if value else _condition(known, "starts", "N")
    either = {"any": [large, _condition(known, "ends", "azul")]}
    return lists.read(
        ground.request, ground.spec, {"filter": json.dumps({"all": [_condition(known, "contains", "a"), either]})}
    )


def _condition(path: str, op: str, value: str) -> dict[str, Json]:
    return {"field": path, "op": op, "value": value}


def _board(ground: Ground, asked: Asked) -> Iterator[Specimen]:
    board = Board(asked)
    shown = board.lanes[:3]
    tallies = {each.key: Tally(2, Decimal(9642), Decimal(1928)) for each in shown}
    vars(board)["tallies"] = tallies
    lanes = []
    for place, lane in enumerate(shown):
        rows = [ground.row(board.paths, place), ground.row(board.paths, place + 1)]
        lanes.append((lane, SafeString(board.head(lane)), faces.joined(map(board.card, rows))))
    tracks = [(key, label, HERE) for key, label in (*board.tracks, ("", NAMES[2]))]
    choices = [(each.name, each.label, HERE) for each in asked.spec.fields[:2]]
    yield Specimen("board_tools", {"board": board, "tracks": tracks, "choices": choices})
    context = {"spec": asked.spec, "board": board, "lanes": lanes, "totals_url": HERE, "moves": "", "card_query": ""}
    yield Specimen("board_view", {**context, **bulk_bar(ground.actor, asked.spec)}, "full")


def _list(ground: Ground, table: Table, rows: list[dict[str, Any]], bar: dict[str, object]) -> Specimen:
    picked = PickedTable(ident(1), table, changeable=True)
    entry = Entry(ident(1), "12 × GTX Plus Pro", 1, Decimal(1), rows[0])
    context = {
        "spec": ground.spec, "list_spec": registry.get("list"), "changeable": True, "count": 1, "hidden": 2,
        "whole": {"id": ident(1), "name": NAMES[1], "description": ground.spec.help}, "table": picked,
        "rows": picked.rows(Found([entry], "")), "own": HERE, "kept": True,
    }  # fmt: skip
    return Specimen("list_view", {**context, **bar}, "full")


# One record -------------------------------------------------------------------------------------------------------


def one(ground: Ground) -> Iterator[Specimen]:
    """A record's page, in a queue, so that both are seen; and what is fetched for it alone."""
    spec = ground.spec
    known = actions.of(spec.name)
    waiting = [
        {"url": HERE, "name": name, "is_current": not place, "cells": [spec.label, PEOPLE[place]]}
        for place, name in enumerate(NAMES)
    ]
    queue = {
        "queue": {"icon": spec.icon, "empty": spec.help}, "counters": [(spec.label_plural, 3)], "rows": waiting,
        "verdicts": known[:2], "next_url": HERE, "again_url": HERE,
    }  # fmt: skip
    yield Specimen("queue_work", {**queue, **_record(ground)}, "tall")
    yield Specimen("queue_work", {**queue, "empty": True, "spec": spec})
    yield Specimen("neighbours", {"before": HERE, "after": ""})
    yield Specimen("follow", {"url": HERE, "follows": True, "people": [(ident(1), PEOPLE[0])]})
    yield Specimen(
        "faces.avatar", html="".join(faces.avatar(each, "m", live=True) for each in PEOPLE), within="span.avatars"
    )


def _record(ground: Ground) -> dict[str, Any]:
    spec, actor, locale = ground.spec, ground.actor, ground.locale
    own = [each.name for each in spec.fields if not each.part_of]
    shares = [f"{each.name}.{share}" for each in spec.fields if (share := faces.shares(each))]
    row = ground.row((*own, *shares))
    known = actions.of(spec.name)
    return {
        "spec": spec, "id": row["id"], "url": HERE, "row": row, "name": NAMES[0],
        "mark": faces.avatar(NAMES[0], "xl", "square"),
        "under": record.under(spec, row, locale),
        "verbs": known[2:4], "more_verbs": known[4:], "primary": None,
        "reach": Reach("+34600111222", "compras@acme.example"),
        "may_merge": may_merge(actor, spec), "may_delete": True,
        "highlights": record.highlights(spec, row, locale),
        "next_step": record.next_step(spec, row, locale),
        "sections": record.field_sections(actor, spec, row),
        "panes": composing.panes(actor, spec), "planner": composing.planner(actor, spec), "attaches": True,
        "entries": story.entries(actor, made_up.happenings(actor, spec), about=row["id"], more=f"{HERE}?"),
        "passage": [Step(name, f"{6 * place + 2} d", "", place == 2) for place, name in enumerate(NAMES)],
        "panels": list(_panels(ground)),
    }  # fmt: skip


def _panels(ground: Ground) -> Iterator[Related]:
    """What other objects show of it: records in one panel, nothing yet in the other."""
    spec, locale = ground.spec, ground.locale
    known = title_path(spec)
    paths = tuple(dict.fromkeys((known, *(spec.board.card if spec.board else ()))))
    rows = faces.joined(record.panel_row(spec, ground.row(paths, place), paths, locale, "") for place in range(2))
    yield Related(spec, spec.label_plural, rows, "12", HERE, HERE, True)
    yield Related(registry.get("list"), _("Lists"), SafeString(""), "0", HERE, "", False)
