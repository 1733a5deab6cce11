"""The made-up pages: the smallest HTML that keeps the contract of `../README.md`."""

import json
from html import escape
from pathlib import Path
from typing import NotRequired, TypedDict

FRONTEND = Path(__file__).parent.parent
DIST = FRONTEND.parent / "static" / "dist"
STRINGS = FRONTEND / "strings.json"
NONCE = "harness"
PAGE_SIZE = 30
ROWS = 70
FILTER = {"all": [{"field": "stage", "op": "in", "value": ["open"]}, {"field": "amount", "op": "gte", "value": 10}]}


class Entry(TypedDict):
    file: str
    css: NotRequired[list[str]]


def manifest() -> dict[str, Entry]:
    found: dict[str, Entry] = json.loads((DIST / "manifest.json").read_text())
    return found


def page(body: str, *, object_name: str = "deals", record: str = "") -> str:
    entries = [manifest()[f"{name}.ts"] for name in ("app", "record", "insight", "pages")]
    sheets = "".join(
        f'<link rel="stylesheet" href="/dist/{sheet}">' for entry in entries for sheet in entry.get("css", [])
    )
    scripts = "".join(
        f'<script type="module" nonce="{NONCE}" src="/dist/{entry["file"]}"></script>' for entry in entries
    )
    return f"""<!doctype html><html lang="es" dir="ltr"><head><meta charset="utf-8"><title>Harness</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="csrf-token" content="token">
<meta name="icons" content="/dist/{manifest()["icons.svg"]["file"]}">{sheets}{scripts}</head><body class="app">
<nav class="sidebar" aria-label="Main"><a class="jump" href="/palette" data-palette>Search</a>
<a href="#deals" data-key="g d">Deals</a>
<t-menu><button type="button" class="org" aria-haspopup="menu" id="menu">Organization</button>
<div class="menu" role="menu" popover><a role="menuitem" href="#one">One</a>
<button type="button" role="menuitem" data-set-theme="dark" id="dark">Dark</button></div></t-menu></nav>
<main class="sheet" id="main" data-object="{object_name}" data-id="{record}">
<header class="sheet-head"><h1>Harness</h1><div class="tools"><button type="button" class="button" data-key="c"
 hx-get="/new" hx-target="#floats" hx-swap="beforeend" id="new">New</button></div></header>{body}</main>
<t-palette data-url="/palette" data-used="/palette/used"><dialog class="palette" aria-label="Search"><div class="ask">
<span class="about" hidden></span><input type="text"
 role="combobox" aria-expanded="true" aria-autocomplete="list"
 aria-controls="palette-results" aria-label="Search"></div>
<div class="results" id="palette-results" role="listbox" aria-label="Results"></div></dialog></t-palette>
<div id="floats"></div><t-toast class="toasts" role="region" aria-label="Notices"></t-toast>
<t-live data-url="/live"></t-live>
<script type="application/json" id="t-strings">{STRINGS.read_text()}</script></body></html>"""


def row(number: int, amount: str | None = None, version: int = 1) -> str:
    value = amount or str(number * 10)
    return f"""<tr data-id="{number}" data-version="{version}" data-url="/deals/{number}" data-sum="{value}">
<th class="first" scope="row" data-field="name" data-card="title"><div><label class="check"><input type="checkbox"
 data-select="row" aria-label="Select {number}"></label><a href="/deals/{number}">Deal {number}</a></div></th>
<td data-field="amount" data-type="money" data-editable>{value}</td><td data-field="next" data-editable>Call</td>
<td data-field="stage">Open</td></tr>"""


def rows(start: int) -> str:
    last = min(start + PAGE_SIZE, ROWS + 1)
    drawn = "".join(row(number) for number in range(start, last))
    if last > ROWS:
        return drawn
    return f'{drawn}<tr class="more" data-next-url="/rows?start={last}"><td colspan="4">…</td></tr>'


def _chip(path: str, field: str, verb: str, value: str) -> str:
    return f"""<span class="chip" data-path="{path}"><button type="button" data-part="field">{field}</button>
<button type="button" class="verb" data-part="op">{verb}</button>
<button type="button" class="value" data-part="value">{value}</button>
<button type="button" class="remove" data-part="remove" aria-label="Remove {field}">×</button></span>"""


def filter_bar(text: str) -> str:
    root = json.loads(text) if text else {"all": []}
    join, children = next(iter(root.items()))
    word = f'<button type="button" class="word" data-part="join" data-path="">{"y" if join == "all" else "o"}</button>'
    chips = word.join(
        _chip(str(index), child["field"], child["op"], escape(json.dumps(child.get("value", ""))))
        for index, child in enumerate(children)
    )
    return f"""<t-filter data-fields-url="/filter/fields" data-value-url="/filter/value" data-url="/view"
 data-target="#view">
<input type="hidden" name="filter" value="{escape(text)}"><div class="filter" role="group" aria-label="Filter">{chips}
<button type="button" class="button" data-part="add" data-path="" data-key="/" id="add-filter">Add filter</button>
</div></t-filter>"""


def view(text: str) -> str:
    heads = "".join(
        f'<th scope="col" data-field="{name}"><button type="button">{name}</button></th>'
        for name in ("amount", "next", "stage")
    )
    return f"""<div id="view" class="view">{filter_bar(text)}
<t-grid data-object="deals" data-layout-url="/layout" data-total="{ROWS}" data-currency="EUR"
 data-totals-url="/totals">
<div class="grid-scroll" tabindex="0" role="region" aria-label="Deals"><table class="grid" role="grid"
 aria-multiselectable="true"><colgroup><col data-type="title" data-field="name" data-width="240">
<col data-type="money" data-field="amount"><col data-type="text" data-field="next">
<col data-type="stage" data-field="stage">
</colgroup><thead><tr><th class="first" scope="col" data-field="name"><div><label class="check"><input type="checkbox"
 data-select="page" aria-label="Select the page"></label><button type="button">Name</button></div></th>{heads}
</tr></thead>
<tbody>{rows(1)}</tbody><tfoot><tr><td colspan="4">Before</td></tr></tfoot></table></div>
{
        bulk_bar(f'''<input type="hidden" name="all"><input type="hidden" name="filter" value="{escape(text)}">
<button type="button" class="button" data-bulk-all hidden>Select all {ROWS}</button>''')
    }</t-grid></div>"""


def bulk_bar(more: str = "") -> str:
    return f"""<form class="bulk-bar" data-bulk role="toolbar" aria-label="Selection" hidden>{more}
<span class="sum"><strong data-bulk-count></strong><span data-bulk-sum></span></span>
<button type="button" class="button" hx-post="/bulk" hx-target="#floats" hx-swap="beforeend" id="assign">Assign</button>
<button type="button" class="button" data-bulk-few="2" hidden id="merge">Merge</button>
<button type="button" class="button" data-bulk-clear aria-label="Clear">×</button></form>"""


def card(number: int, lane: str, version: int = 1) -> str:
    return f"""<li data-id="{number}" data-version="{version}" data-url="/deals/{number}" data-lane="{lane}"
 data-sum="{number * 10}"><article class="deal-card"><div class="top"><h3>
<a href="/deals/{number}">Card {number}</a></h3></div>
<div class="bottom"><label class="check"><input type="checkbox" data-select="row" tabindex="-1"
 aria-label="Select {number}"></label></div></article></li>"""


def lane_head(lane: str, count: int) -> str:
    return f"""<header data-lane="{lane}"><h2 id="lane-{lane}">{lane.title()}
<span class="count" data-lane-count>{count}</span></h2>
<dl><div><dt>Sum</dt><dd>{count * 10}</dd></div></dl></header>"""


def board() -> str:
    lanes = "".join(
        f"""<section class="lane" data-lane="{lane}" aria-labelledby="lane-{lane}">{lane_head(lane, len(cards))}
<ul tabindex="0" data-cards>{"".join(card(number, lane) for number in cards)}</ul></section>"""
        for lane, cards in {"open": [1, 2, 3], "won": [4], "lost": [5]}.items()
    )
    return f"""<t-board data-object="deals" data-field="stage" data-totals-url="/board/totals" data-currency="EUR">
<div class="board" tabindex="0" role="region" aria-label="Board">{lanes}</div>{bulk_bar()}</t-board>"""


def record() -> str:
    fields = "".join(
        f'<div data-field="{name}" data-editable><dt>{name}</dt><dd>{value}</dd></div>'
        for name, value in {"employees": "2822", "city": "Vigo"}.items()
    )
    return f"""<article class="record"><t-fields data-object="accounts" data-id="7"
 data-url="/accounts/7" data-version="1">
<section class="fields" aria-label="Fields"><dl>{fields}</dl></section></t-fields>
<section class="story"><t-composer data-draft="accounts:7"><form class="composer" hx-post="/compose"
 hx-target="#timeline" hx-swap="afterbegin"><div class="tabs" role="tablist">
<button type="button" role="tab" aria-selected="true"
 data-kind="note">Note</button>
<button type="button" role="tab" aria-selected="false" data-kind="task">Task</button></div>
<input type="hidden" name="kind" value="note"><div data-pane="note">
<textarea name="note" aria-label="Note"></textarea></div>
<div data-pane="task" hidden><input name="title" class="input" aria-label="Title"></div>
<footer><span data-draft-state></span><button class="button" id="save">Save</button></footer></form></t-composer>
<ol id="timeline" class="timeline"></ol></section><aside class="related">
<t-prose><textarea name="text" aria-label="Text"></textarea></t-prose>
<t-combobox data-options-url="/options"><input type="hidden" name="account"><div class="input-group"><input type="text"
 role="combobox" id="pick" aria-expanded="false" aria-label="Account" autocomplete="off"></div></t-combobox>
<t-multi id="emails"><ul data-items></ul>
<template><li data-item>
<input class="input" name="emails-__index__" aria-label="E-mail">
<button type="button" data-remove aria-label="Remove">×</button></li></template>
<button type="button" class="button" data-add>Add</button></t-multi>
<t-job data-id="1" data-url="/jobs/1" data-state="running" data-pause="50">0 of 2</t-job></aside></article>"""


def job(polls: int) -> str:
    state = "done" if polls > 1 else "running"
    return f'<t-job data-id="1" data-url="/jobs/1" data-state="{state}">{polls} of 2</t-job>'


def chart() -> str:
    kinds = {
        "bar": {
            "categories": ["ene", "feb"],
            "series": [
                {
                    "name": "Won",
                    "values": [3, 5],
                    "labels": ["3", "5"],
                    "names": ["ene: 3", "feb: 5"],
                    "hrefs": ["#ene", "#feb"],
                }
            ],
        },
        "waterfall": {
            "categories": ["ene", "feb", "total"],
            "series": [{"name": "Forecast", "values": [3, 5, 8], "tones": [None, None, "neutral"]}],
        },
        "funnel": {
            "categories": ["Prospección", "Negociación", "Ganada"],
            "shares": ["100 %", "62 %", "37 %"],
            "flows": ["62 % avanza", "60 % avanza"],
            "series": [
                {
                    "name": "Funnel",
                    "values": [8, 5, 3],
                    "labels": ["8", "5", "3"],
                    "tones": [None, None, "positive"],
                }
            ],
        },
        "heatmap": {
            "categories": ["L", "M"],
            "rows": ["9", "10"],
            "series": [{"name": "Calls", "values": [[0, 0, 1], [1, 1, 4]]}],
        },
        "line": {
            "categories": ["ene", "feb"],
            "target": {"value": 4, "label": "4"},
            "series": [{"name": "Rate", "values": [3, 5]}],
        },
    }
    drawn = "".join(
        f"""<section class="card" data-span="6"><t-chart data-kind="{kind}" data-object="deal" aria-label="{kind}">
<script type="application/json">{json.dumps(figures)}</script><details class="chart-data" open><summary>Data</summary>
<table class="lines"><tr><td><a href="#ene">3</a></td></tr></table></details></t-chart></section>"""
        for kind, figures in kinds.items()
    )
    return f'<div class="sheet-body dash">{drawn}</div>'


def upload() -> str:
    return """<t-upload><form action="/upload" method="post" enctype="multipart/form-data"><label class="drop">
<input type="file" name="file" data-max="1000">Drop</label><progress class="progress" hidden></progress>
<p role="status"></p></form></t-upload>"""
