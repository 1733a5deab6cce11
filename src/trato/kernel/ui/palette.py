"""The palette: records, what can be done here, and where one can go, for what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.actions import possible
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.records.errors import RecordMerged, RecordNotFound
from trato.kernel.search import finding
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import faces, shell, wording
from trato.lib.text import norm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

RECORDS = 8
ROWS = 8


@dataclass(frozen=True)
class Row:
    """One result. Exactly one of the addresses says what choosing it does: go, open a dialog, or do at once."""

    mark: SafeString
    name: _StrOrPromise
    note: _StrOrPromise = ""
    href: str = ""
    url: str = ""
    post: str = ""
    key: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    title: _StrOrPromise
    rows: list[Row]


def sections(actor: Actor, typed: str, plural: str, record: str) -> list[Section]:
    """Results by kind, best kind first. Without anything typed: what can be done here, and where one can go."""
    found = [
        Section(_("Records"), list(_records(actor, typed))),
        Section(_("Actions"), _matching([*_verbs(actor, plural, record), *_creating(actor)], typed)[:ROWS]),
        Section(_("Go to"), _matching(list(_pages(actor)), typed)[:ROWS]),
    ]
    return [each for each in found if each.rows]


def _records(actor: Actor, typed: str) -> Iterator[Row]:
    for hit in finding.find(actor, typed, limit=RECORDS):
        spec = registry.get(hit.object)
        note = f"{spec.label} · {hit.subtitle}" if hit.subtitle else str(spec.label)
        mark = faces.avatar(hit.title, "m") if hit.object == "user" else faces.tile(spec)
        yield Row(mark, hit.title, note, href=f"/{spec.plural}/{hit.id}")


def _verbs(actor: Actor, plural: str, record: str) -> Iterator[Row]:
    """What can be done with the record on whose page one is."""
    try:
        spec = registry.by_plural(plural)
        verbs = possible.verbs(actor, spec, UUID(record))
    except (UnknownObject, ValueError, RecordNotFound, RecordMerged):
        return
    for each in verbs:
        address = f"/{spec.plural}/{record}/actions/{each.verb}"
        url, post = (address, "") if each.inputs else ("", address)
        yield Row(_glyph(each.icon, spec.hue), each.label, spec.label, url=url, post=post, key=each.key.upper())


def _creating(actor: Actor) -> Iterator[Row]:
    for spec in shell.listed(actor):
        if spec.create and shell.may_create(actor, spec):
            yield Row(faces.tile(spec), wording.new(spec), url=f"/{spec.plural}/new", synonyms=spec.synonyms)


def _pages(actor: Actor) -> Iterator[Row]:
    for spec in shell.listed(actor):
        yield Row(faces.tile(spec), spec.label_plural, href=f"/{spec.plural}", synonyms=spec.synonyms)
        if spec.board:
            board = _("{objects}: board").format(objects=str(spec.label_plural))
            yield Row(faces.tile(spec), board, href=f"/{spec.plural}/board", synonyms=spec.synonyms)
    for make in shell.places:
        place = make(actor)
        if place:
            yield Row(_glyph(place.icon), place.label, href=place.url)
    fixed = (("home", _("Home"), "/"), ("import", _("Import a file"), "/import"), ("trash", _("Trash"), "/trash"))
    for icon, name, href in (*fixed, ("settings", _("Settings"), "/settings")):
        yield Row(_glyph(icon), name, href=href)


def _matching(rows: list[Row], typed: str) -> list[Row]:
    """Those in whose words every typed word begins; by their own name first, then by their synonyms."""
    wanted = norm(typed).split()
    if not wanted:
        return rows
    own = [each for each in rows if _begins(str(each.name), wanted)]
    return own + [each for each in rows if each not in own and any(_begins(word, wanted) for word in each.synonyms)]


def _begins(text: str, wanted: list[str]) -> bool:
    have = norm(text).split()
    return all(any(word.startswith(each) for word in have) for each in wanted)


def _glyph(icon: str, hue: str = "") -> SafeString:
    tone = f'data-object="{hue}"' if hue else 'data-tone="neutral"'
    return SafeString(f'<span class="tile" {tone}>{faces.icon(icon)}</span>')
