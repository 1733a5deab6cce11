"""The palette: records, what can be done here, and where one can go, for what was typed; what was used lately first.

Other rooms add to it by `provides`: functions that answer rows of their own (saved views, lists). Not here: how rows
look in the browser (templates/ui/palette.html), finding records (`search`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import possible
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.palette import results
from trato.kernel.palette.likeness import likeness
from trato.kernel.records.errors import RecordMerged, RecordNotFound
from trato.kernel.records.variables import locale_of
from trato.kernel.search import finding, recent
from trato.kernel.search.context import Hit
from trato.kernel.settings import places as settings
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import faces, shell, verbs, wording

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

RECORDS = 8
LATELY = 5
ROWS = 6
MATCHING = 8


@dataclass(frozen=True)
class Row:
    """One result. Exactly one of `href`, `url`, `post` and `press` says what choosing it does: go there, open a dialog,
    do it at once, or press a control of the page (a selector). `use` is what is remembered of its use; a row without
    one is not remembered. `about` is the record it stands for, whose verbs Tab shows."""

    mark: SafeString
    name: _StrOrPromise
    note: _StrOrPromise = ""
    href: str = ""
    url: str = ""
    post: str = ""
    press: str = ""
    key: str = ""
    synonyms: tuple[str, ...] = ()
    use: str = ""
    about: str = ""
    shown: str = ""
    """The name with what was typed marked in it, if that is known."""

    @property
    def keys(self) -> list[str]:
        """The caps of its key: "g d" has two."""
        return self.key.upper().split()


@dataclass(frozen=True)
class Section:
    title: _StrOrPromise
    rows: list[Row]
    fit: int = 0
    """How well the best of its rows fits what was typed (likeness); 0 is the best."""


@dataclass(frozen=True)
class Ask:
    """What the palette is asked, and where: `plural` and `record` are those of the page, `chosen` how many of its rows
    are selected; `only` "create" asks for what can be created, "record" for what can be done with that record."""

    actor: Actor
    typed: str = ""
    plural: str = ""
    record: str = ""
    chosen: int = 0
    only: str = ""

    @cached_property
    def spec(self) -> ObjectSpec | None:
        try:
            return registry.by_plural(self.plural) if self.plural else None
        except UnknownObject:
            return None

    @cached_property
    def record_id(self) -> UUID | None:
        try:
            return UUID(self.record) if self.record else None
        except ValueError:
            return None

    @cached_property
    def used(self) -> dict[str, int]:
        """What the person used, by how lately: 0 is the latest."""
        return {key: place for place, key in enumerate(recent.keys(self.actor))}


Provider = Callable[[Ask], Section]
provides: list[Provider] = []
"""Sections of other rooms, between actions and places: all their rows, which the palette narrows and orders. Added when
apps are ready; asked anew each time, so they answer quickly."""


def sections(ask: Ask) -> list[Section]:
    """Results by kind, best kind first. Without anything typed: what was used lately, what can be done here, and where
    one can go."""
    if ask.only == "create":
        return _full([_narrowed(ask, Section(_("Create"), list(_creating(ask))), 20)])
    doing = _narrowed(
        ask, Section(_actions_title(ask), [*_selection(ask), *_verbs(ask)]), MATCHING if ask.typed else 12
    )
    if ask.only == "record":
        return _full([doing])
    records = Section(_records_title(ask), list(_records(ask)))
    others = [
        _narrowed(ask, Section(_("Create"), list(_creating(ask)))),
        *(_narrowed(ask, each(ask)) for each in provides),
        _narrowed(ask, Section(_("Go to"), list(_pages(ask.actor)))),
        _narrowed(ask, Section(_("Settings"), [*_settings(ask.actor), *_appearance()])),
    ]
    first = (records, doing) if ask.typed else (doing, records)
    found = [*first, *sorted(others, key=lambda each: each.fit)]
    if ask.typed and records.rows:
        found.append(Section(_("Search"), [_everywhere(ask.typed)]))
    return _full(found)


def _full(found: Iterable[Section]) -> list[Section]:
    return [each for each in found if each.rows]


def _records_title(ask: Ask) -> str:
    return _("Records") if ask.typed else _("Opened lately")


def _actions_title(ask: Ask) -> str:
    if ask.chosen and ask.only != "record":
        return _("With the selection ({count})").format(count=ask.chosen)
    return _("Actions")


def _records(ask: Ask) -> Iterator[Row]:
    if ask.typed:
        found = finding.search(ask.actor, ask.typed, limit=RECORDS, shown=True)
        yield from (_record(ask, hit, found.terms) for hit in found.hits)
    else:
        lately = recent.records(ask.actor, LATELY + 1)
        yield from [_record(ask, hit, ()) for hit in lately if str(hit.id) != ask.record][:LATELY]


def _record(ask: Ask, hit: Hit, terms: tuple[str, ...]) -> Row:
    spec = registry.get(hit.object)
    shown = results.title(hit, terms)
    return Row(
        results.mark(spec, hit),
        hit.title or _("Untitled"),
        results.note(spec, hit, locale_of(ask.actor)),
        href=f"/{spec.plural}/{hit.id}",
        about=f"{spec.plural}/{hit.id}",
        shown=shown,
    )


def _selection(ask: Ask) -> Iterator[Row]:
    """What can be done with the rows that are selected: the controls of the bar say it, and are pressed."""
    if not ask.chosen or ask.spec is None or ask.only == "record":
        return
    for each in verbs.bulk_verbs(ask.actor, ask.spec):
        press = f"form[data-bulk] [hx-post='/{ask.spec.plural}/actions/{each.name}']"
        yield Row(faces.glyph(each.icon, ask.spec.hue), each.label, press=press, use=f"do:{ask.spec.name}.{each.name}")
    onto = f"form[data-bulk] [hx-post='/{ask.spec.plural}/list']"
    yield Row(faces.glyph("list", ask.spec.hue), _("Add to list"), press=onto, use="do:list")


def _verbs(ask: Ask) -> Iterator[Row]:
    """What can be done with the record on whose page one is."""
    spec, record_id = ask.spec, ask.record_id
    if spec is None or record_id is None:
        return
    try:
        found = possible.verbs(ask.actor, spec, record_id)
    except (RecordNotFound, RecordMerged):
        return
    address = f"/{spec.plural}/{record_id}"
    for each in found:
        act = f"{address}/actions/{each.verb}"
        url, post = (act, "") if each.inputs else ("", act)
        mark, use = faces.glyph(each.icon, spec.hue), f"do:{each.name}"
        yield Row(mark, each.label, wording.this(spec), url=url, post=post, key=each.key, use=use)
    if not spec.personal:
        onto = f"/{spec.plural}/list?ids={record_id}"
        yield Row(faces.glyph("list", spec.hue), _("Add to list"), wording.this(spec), url=onto, use="do:list")
    if policy.reach(ask.actor, "delete", spec):
        yield Row(faces.glyph("delete"), _("Move to the trash"), wording.this(spec), post=f"{address}/delete")


def _creating(ask: Ask) -> Iterator[Row]:
    for spec in shell.listed(ask.actor):
        if spec.create and shell.may_create(ask.actor, spec):
            yield Row(
                faces.tile(spec),
                wording.new(spec),
                url=f"/{spec.plural}/new",
                key="c" if spec.plural == ask.plural and not ask.record else "",
                synonyms=(*spec.synonyms, str(spec.label), _("Create")),
                use=f"new:{spec.name}",
            )


def _pages(actor: Actor) -> Iterator[Row]:
    keys = shell.keys(actor)
    yield _place("home", _("Home"), "/", "g h")
    yield _place("bell", _("Inbox"), "/inbox", "g i")
    for spec in shell.listed(actor):
        tile, url, words = faces.tile(spec), f"/{spec.plural}", spec.synonyms
        yield Row(tile, spec.label_plural, href=url, synonyms=words, key=keys.get(spec.name, ""), use=f"go:{url}")
        if spec.board:
            board = _("{objects}: board").format(objects=str(spec.label_plural))
            yield Row(tile, board, href=f"{url}/board", synonyms=words, use=f"go:{url}/board")
    for place in shell.offered(actor):
        yield _place(place.icon, place.label, place.url, place.key)
    yield _place("search", _("Search"), "/search")
    yield _place("import", _("Import a file"), "/import")
    yield _place("trash", _("Trash"), "/trash")


def _settings(actor: Actor) -> Iterator[Row]:
    for heading in settings.headings(actor):
        for part in heading.parts:
            if part.url != "/trash":
                yield _place("settings", part.label, part.url, note=heading.label)


def _appearance() -> Iterator[Row]:
    """Language and theme, which the palette changes by itself."""
    for theme, icon, name in (
        ("light", "sun", _("Light theme")),
        ("dark", "moon", _("Dark theme")),
        ("system", "device", _("Theme as the system")),
    ):
        press = f"[data-set-theme='{theme}']"
        yield Row(
            faces.glyph(icon), name, press=press, synonyms=(_("Appearance"), "theme", "tema"), use=f"theme:{theme}"
        )
    for language in settings.LANGUAGES:
        if language.key != get_language():
            name = _("Language: {name}").format(name=language.label)
            words = ("language", "idioma", "lengua")
            yield Row(faces.glyph("language"), name, post=f"/palette/language/{language.key}", synonyms=words)


def _everywhere(typed: str) -> Row:
    name = _("Search “{typed}” everywhere").format(typed=typed)
    return Row(faces.glyph("search"), name, href="/search?" + results.query(typed))


def _place(icon: str, name: _StrOrPromise, url: str, key: str = "", note: _StrOrPromise = "") -> Row:
    return Row(faces.glyph(icon), name, note, href=url, key=key, use=f"go:{url}")


def _narrowed(ask: Ask, section: Section, most: int = 0) -> Section:
    """The rows that what was typed may mean, best first; among equals, and without anything typed, used ones first."""
    used, last = ask.used, len(ask.used)
    if ask.typed:
        ranked = [(likeness(ask.typed, str(row.name), row.synonyms), row) for row in section.rows]
        rows = [(rank, row) for rank, row in ranked if rank is not None]
        most = most or MATCHING
    else:
        rows = [(0, row) for row in section.rows]
        most = most or ROWS
    rows.sort(key=lambda each: (each[0], used.get(each[1].use, last)))
    return Section(section.title, [row for _rank, row in rows][:most], rows[0][0] if rows else 0)
