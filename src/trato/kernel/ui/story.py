"""The timeline in sentences: who did what, when, what differs, and whether it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trato.kernel.actions import credentials
from trato.kernel.actions import registry as actions
from trato.kernel.fields.base import Json, Locale
from trato.kernel.fields.entry import EntryField
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline import feed
from trato.kernel.timeline.feed import Happening
from trato.kernel.ui import faces, undoable, wording
from trato.kernel.ui.faces import in_words
from trato.lib import dates

PAGE = 30
MAX_DIFF = 12
MAX_WORDS = 200
NOT_SHOWN = frozenset({"team", "external_ids"})
_GLYPHS = {
    "create": "plus", "update": "edit", "delete": "delete", "restore": "restore", "undo": "undo", "import": "import",
    "bulk": "list", "merge": "merge",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """How a new record is told of: the sentence after who it was, and what stands below, both HTML; and its icon."""

    line: str
    more: str = ""
    icon: str = ""


Teller = Callable[[Actor, Locale, Sequence[UUID]], Mapping[UUID, Told]]
tellers: dict[str, Teller] = {}
"""By object, for those whose making says more than that they were made. Added when apps are ready."""


above: list[Callable[[Actor, ObjectSpec, UUID], str]] = []
"""What stands above a record's timeline, as HTML; '' for nothing. Added when apps are ready."""


def on_top(actor: Actor, spec: ObjectSpec, record_id: UUID) -> SafeString:
    """All that stands above the timeline of a record."""
    return faces.joined(each(actor, spec, record_id) for each in above)


def entries(
    actor: Actor, happened: Iterable[Happening], *, about: UUID | None = None, day: str = "", more: str = ""
) -> SafeString:
    """The list's items, a heading before each new day. `about` is the record whose page it is, whose name is left
    out; `day` the last heading already shown; `more` the address of older ones."""
    locale = locale_of(actor)
    parts: list[str] = []
    happened = list(happened)
    told = _told(actor, locale, happened)
    may_undo = undoable.among(actor, happened)
    for each in happened:
        local = each.at.astimezone(ZoneInfo(locale.zone))
        if local.date().isoformat() != day:
            day = local.date().isoformat()
            parts.append(f'<li class="day">{escape(_day(local.date(), locale))}</li>')
        button = _undo_button(each) if each.id in may_undo else ""
        parts.append(_entry(each, local, locale, about, told.get(each.id), button))
    if more:
        address = escape(f"{more}&day={day}")
        parts.append(
            f'<li class="older"><button type="button" class="button" data-kind="quiet" data-size="s" hx-get="{address}"'
            f' hx-target="closest li" hx-swap="outerHTML">{escape(_("Show older"))}</button></li>'
        )
    return faces.joined(parts)


def _told(actor: Actor, locale: Locale, happened: Sequence[Happening]) -> dict[UUID, Told]:
    """What there is to tell of new records, by entry; one reading for each kind."""
    found: dict[UUID, Told] = {}
    for name, tell in tellers.items():
        made = {each.record_id: each.id for each in happened if each.object == name and each.verb == "create"}
        ids = [each for each in made if each is not None]
        if ids:
            found |= {made[one]: told for one, told in tell(actor, locale, ids).items()}
    return found


def _entry(
    happening: Happening, local: datetime, locale: Locale, about: UUID | None, told: Told | None, button: str
) -> str:
    spec = spec_of(happening.object)
    diff = "" if happening.verb in {"create", "delete", "restore"} else _diff(spec, happening, locale)
    line = _line(spec, happening, about) if told is None else _telling(happening, told)
    diff = diff if told is None else told.more
    clock = f"{local.hour:02}:{local.minute:02}"
    return (
        f'<li class="entry" id="entry-{happening.id}">{_mark(spec, happening, told)}'
        f'<p class="line">{line}</p>'
        f'<span class="when">{button} <time datetime="{happening.at.isoformat()}">{clock}</time></span>'
        + (f'<div class="more">{diff}</div>' if diff else "")
        + "</li>"
    )


def _line(spec: ObjectSpec | None, happening: Happening, about: UUID | None) -> SafeString:
    """One sentence, as "Ana moved GTX Pro to another stage" or "Ana changed 2 fields"."""
    who = SafeString(f"<b>{escape(happening.actor_name)}</b>")
    what = _record(spec, happening, about)
    action = actions.get(f"{happening.object}.{happening.verb}")
    if action is not None:
        sentence = escape(_("{who} {did} {what}")).format(who=who, did=escape(action.past), what=what)
    else:
        sentence = escape(sentence_of(happening.verb, len(happening.diff))).format(
            who=who, what=what, count=len(happening.diff)
        )
    return SafeString(sentence + _undone(happening))


def _telling(happening: Happening, told: Told) -> str:
    return f"<b>{escape(happening.actor_name)}</b> {told.line}{_undone(happening)}"


def _undone(happening: Happening) -> str:
    return f' <span class="tag" data-tone="neutral">{escape(_("undone"))}</span>' if happening.undone else ""


def sentence_of(verb: str, fields: int) -> str:
    """What a verb that every object has did, as a sentence with {who}, {what} and {count} of fields."""
    if verb == "bulk":
        return _("{who} changed many: {what}")
    known = {
        "create": _("{who} created {what}"),
        "copy": _("{who} copied {what}"),
        "delete": _("{who} moved {what} to the trash"),
        "restore": _("{who} restored {what}"),
        "undo": _("{who} took a change of {what} back"),
        "import": _("{who} imported {what}"),
        "merge": _("{who} merged others into {what}"),
        credentials.SET_PASSWORD: _("{who} chose a new password"),
        credentials.SIGN_IN_BY_LINK: _("{who} signed in by a one-time link"),
        credentials.MAKE_TOKEN: _("{who} made an API token for {what}"),
        credentials.REVOKE_TOKEN: _("{who} revoked an API token of {what}"),
        credentials.CONFIGURE: _("{who} changed the settings of {what}"),
    }
    if verb in known:
        return known[verb]
    return ngettext("{who} changed a field of {what}", "{who} changed {count} fields of {what}", fields)


def _record(spec: ObjectSpec | None, happening: Happening, about: UUID | None) -> str:
    if happening.record_id is None or spec is None:
        return str(escape(happening.title))
    if happening.record_id == about:
        return str(escape(wording.this(spec)))
    return f'<a href="/{spec.plural}/{happening.record_id}">{escape(happening.title or spec.label)}</a>'


def _mark(spec: ObjectSpec | None, happening: Happening, told: Told | None) -> str:
    """People by their avatar; verbs by their icon on the object's hue."""
    if told is not None and told.icon and spec is not None:
        return f'<span class="tile" data-object="{escape(spec.hue)}">{faces.icon(told.icon)}</span>'
    action = actions.get(f"{happening.object}.{happening.verb}")
    if action is not None:
        tone = (
            f'data-tone="{action.tone}"' if action.tone else f'data-object="{escape(spec.hue if spec else "report")}"'
        )
        return f'<span class="tile" {tone}>{faces.icon(action.icon)}</span>'
    if happening.actor_kind == "user" and happening.verb in {"update", "create"}:
        return faces.avatar(happening.actor_name)
    return f'<span class="tile" data-tone="neutral">{faces.icon(_GLYPHS.get(happening.verb, "history"))}</span>'


def _diff(spec: ObjectSpec | None, happening: Happening, locale: Locale) -> str:
    arrow = faces.icon("arrow", "s", mirror=True)
    shown = [name for name in happening.diff if name not in NOT_SHOWN and not _is_entry(spec, name)]
    rows = []
    for name in shown[:MAX_DIFF]:
        before, after = happening.diff[name]
        label, old, new = difference(spec, name, before, after, locale)
        if old == new:
            continue
        old, new = escape(old or _("empty")), escape(new or _("empty"))
        rows.append(f"<li>{escape(label)} <del>{old}</del>{arrow}<ins>{new}</ins></li>")
    if len(shown) > MAX_DIFF:
        more = len(shown) - MAX_DIFF
        rows.append(
            f"<li>{escape(ngettext('and one more field', 'and {count} more fields', more).format(count=more))}</li>"
        )
    return f'<ul class="diff">{"".join(rows)}</ul>' if rows else ""


def _is_entry(spec: ObjectSpec | None, name: str) -> bool:
    return spec is not None and isinstance(spec.by_name.get(name), EntryField)


def said(actor: Actor, entry: str) -> SafeString:
    """An entry in its one sentence, its record linked; '' for one that is not the actor's to see."""
    happening = feed.one(actor, entry)
    return SafeString("") if happening is None else _line(spec_of(happening.object), happening, None)


def difference(spec: ObjectSpec | None, name: str, before: Json, after: Json, locale: Locale) -> tuple[str, str, str]:
    """What a field is called, and its values before and after in words."""
    field = spec.by_name.get(name) if spec else None
    if field is None:
        return name, _short(str(before or "")), _short(str(after or ""))
    return str(field.label), _short(in_words(field, before, locale)), _short(in_words(field, after, locale))


def _short(text: str) -> str:
    return text if len(text) <= MAX_WORDS else text[:MAX_WORDS].rstrip() + "…"


def _undo_button(happening: Happening) -> str:
    word = escape(_("Undo"))
    return (
        f'<button type="button" class="undo" hx-post="/timeline/{happening.id}/undo?ask=1" hx-target="#floats"'
        f' hx-swap="beforeend">{word}</button>'
    )


def _day(day: date, locale: Locale) -> str:
    today = timezone.now().astimezone(ZoneInfo(locale.zone)).date()
    shown = dates.shown_date(day, locale.language)
    if day == today:
        return _("Today, {date}").format(date=shown)
    if (today - day).days == 1:
        return _("Yesterday, {date}").format(date=shown)
    return shown


def spec_of(name: str) -> ObjectSpec | None:
    """The object an entry is about, if it is there still."""
    try:
        return registry.get(name)
    except UnknownObject:
        return None
