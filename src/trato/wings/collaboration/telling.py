"""How new notes, tasks and activities are told of in the timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.html import escape
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.api.views.contents import INLINE
from trato.kernel.fields.base import Locale
from trato.kernel.objects import registry
from trato.kernel.objects.due_fields import due_mark
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import faces, story
from trato.kernel.ui.story import Told
from trato.lib.sql import Sql

_ICONS = {"call": "phone", "meeting": "meeting", "email": "mail"}
MAX_PINNED = 10
Row = Mapping[str, Any]


def _rows(actor: Actor, spec: ObjectSpec, ids: Sequence[UUID], paths: tuple[str, ...]) -> list[dict[str, Any]]:
    narrow = Sql("a.id = ANY(%s::uuid[])", (list(ids),))
    return listing.page(actor, spec, ListQuery(paths=paths, limit=len(ids), narrow=narrow)).rows


def notes(actor: Actor, locale: Locale, ids: Sequence[UUID]) -> dict[UUID, Told]:
    """The note itself, with a button that keeps it on top."""
    rows = _rows(actor, registry.get("note"), ids, ("body", "is_pinned", "is_private"))
    return {row["id"]: Told(_link(_("wrote {a_note}"), _("a note"), f"/notes/{row['id']}"), prose(row)) for row in rows}


def pinned(actor: Actor, spec: ObjectSpec, record_id: UUID) -> str:
    """The notes that are kept above the timeline, the newest first."""
    note = registry.get("note")
    part = note.about.links.get(spec.plural) if note.about else None
    if part is None or not policy.reach(actor, "read", note):
        return ""
    tied = "SELECT l.source_id FROM link l WHERE l.relation = %s AND l.target_id = %s"
    narrow = Sql(f"a.is_pinned AND a.id IN ({tied})", (part.relation, record_id))
    paths = ("body", "is_pinned", "is_private", "created_by", "created_at")
    rows = listing.page(actor, note, ListQuery(paths=paths, limit=MAX_PINNED, narrow=narrow)).rows
    return "".join(_pinned(row, locale_of(actor)) for row in rows)


def _pinned(row: Row, locale: Locale) -> str:
    who = escape(row["created_by"].name if row["created_by"] else "")
    day = faces.day(row["created_at"], locale)
    head = f"<header>{faces.icon('pin', 's')}<b>{who}</b> {day}</header>"
    return f'<section class="pin" aria-label="{escape(_("Pinned note"))}">{head}{prose(row)}</section>'


def prose(row: Row) -> str:
    """A note's text, and what can be done with it."""
    verb, word = ("unpin", _("Unpin")) if row["is_pinned"] else ("pin", _("Pin"))
    marks = f"<span>{escape(_('Private'))}</span>" if row["is_private"] else ""
    button = (
        f'<button type="button" class="quiet" hx-post="/notes/{row["id"]}/actions/{verb}" hx-swap="none">'
        f"{escape(word)}</button>"
    )
    comment = _asking(_("Comment"), f"/comments/new?about=notes:{row['id']}&stay=1")
    return f'<div class="prose">{row["body"]}<footer>{marks}{button}{comment}</footer></div>'


def comments(actor: Actor, locale: Locale, ids: Sequence[UUID]) -> dict[UUID, Told]:
    """What was answered, and to what."""
    found = {}
    for row in _rows(actor, registry.get("comment"), ids, ("body", "about", "parent")):
        parent = row["parent"]
        if parent:
            line = _link(_("answered {a_comment}"), parent.name or _("a comment"), f"/comments/{parent.id}")
        else:
            named = next((each for each in row["about"] or ()), None)
            address = f"/{named.object}/{named.to.id}" if named else f"/comments/{row['id']}"
            line = _link(_("commented on {a_record}"), named.to.name if named else _("a record"), address)
        reply = _asking(_("Reply"), f"/comments/new?parent={row['id']}&stay=1")
        more = f'<div class="prose">{row["body"]}<footer>{reply}</footer></div>'
        found[row["id"]] = Told(line, more, "comment")
    return found


def _asking(word: str, address: str) -> str:
    """A quiet button that opens a form."""
    return (
        f'<button type="button" class="quiet" hx-get="{escape(address)}" hx-target="#floats" hx-swap="beforeend">'
        f"{escape(word)}</button>"
    )


def tasks(actor: Actor, locale: Locale, ids: Sequence[UUID]) -> dict[UUID, Told]:
    """What is to be done until when, by whom."""
    found = {}
    for row in _rows(actor, registry.get("task"), ids, ("name", "due_at", "status", "owner", "description")):
        due = row["due_at"]
        when = due_mark(due, locale) if due and row["status"] == "open" else ""
        whose = escape(row["owner"].name) if row["owner"] and row["owner"].id != actor.id else ""
        line = _link(_("planned {a_task}"), row["name"], f"/tasks/{row['id']}")
        more = f'<div class="prose">{row["description"]}</div>' if row["description"] else ""
        found[row["id"]] = Told(_dotted(line, when, whose), more, "task")
    return found


def activities(actor: Actor, locale: Locale, ids: Sequence[UUID]) -> dict[UUID, Told]:
    """A call, meeting or e-mail: how long, how it went, what was said."""
    spec = registry.get("activity")
    paths = ("kind", "name", "status", "starts_at", "duration", "outcome", "notes")
    found = {}
    for row in _rows(actor, spec, ids, paths):
        ahead = row["status"] == "planned"
        address = f"/activities/{row['id']}"
        line = _link(_("planned {a_meeting}") if ahead else _("logged {a_call}"), _said(spec, row, locale), address)
        facts = [spec.field(name).cell(row[name], locale) for name in ("duration", "outcome")]
        when = spec.field("starts_at").cell(row["starts_at"], locale) if ahead else ""
        more = f'<div class="prose">{row["notes"]}</div>' if row["notes"] else ""
        found[row["id"]] = Told(_dotted(line, when, *facts), more, _ICONS[row["kind"]])
    return found


def _said(spec: ObjectSpec, row: Row, locale: Locale) -> str:
    """ "the call “Offer”", or only "a call" where it has no name of its own."""
    words = {"call": _("a call"), "meeting": _("a meeting"), "email": _("an e-mail")}
    kind = spec.field("kind").text(row["kind"], locale)
    named = row["name"] and row["name"] not in {kind, row["kind"].capitalize()}
    return _("{a_call} “{name}”").format(a_call=words[row["kind"]], name=row["name"]) if named else words[row["kind"]]


def _link(phrase: str, words: str, address: str) -> str:
    """The phrase with its one placeholder as a link."""
    before, _brace, rest = phrase.partition("{")
    after = rest.partition("}")[2]
    return f'{escape(before)}<a href="{address}">{escape(words)}</a>{escape(after)}'


def _dotted(*parts: str) -> str:
    return " · ".join(each for each in parts if each)


def files(actor: Actor, locale: Locale, ids: Sequence[UUID]) -> dict[UUID, Told]:
    """What was attached, a picture as it looks."""
    spec = registry.get("file")
    found = {}
    for row in _rows(actor, spec, ids, ("name", "size", "type")):
        line = _link(_("attached {a_file}"), row["name"], f"/files/{row['id']}")
        size = spec.field("size").cell(row["size"], locale)
        found[row["id"]] = Told(_dotted(line, size), picture(row), "attach")
    return found


def picture(row: Row) -> str:
    """A file that is a picture, as it looks; '' for others."""
    if not row["type"].startswith("image/") or row["type"] not in INLINE:
        return ""
    address, name = f"/files/{row['id']}/content", escape(row["name"])
    return f'<a class="picture" href="{address}"><img src="{address}?inline" alt="{name}" loading="lazy"></a>'


def preview(actor: Actor, spec: ObjectSpec, record_id: UUID) -> str:
    """On a file's own page: its picture, and how to save it."""
    if spec.name != "file":
        return ""
    [row] = _rows(actor, spec, [record_id], ("name", "size", "type"))
    address = f"/files/{row['id']}/content"
    save = f'<a class="button" href="{address}" download>{faces.icon("download", "s")}{escape(_("Download"))}</a>'
    shown = ""
    if row["type"] == "application/pdf":
        words = escape(_("Open in a new tab"))
        shown = f'<a class="button" href="{address}?inline" target="_blank" rel="noopener">{words}</a>'
    return f'<section class="preview" aria-label="{escape(_("Preview"))}">{picture(row)}{save}{shown}</section>'


story.above += [pinned, preview]
story.tellers.update(note=notes, task=tasks, activity=activities, file=files, comment=comments)
