"""The first page: what lies ahead of somebody today and this week, in short lists that wings declare.

Each list shows its first records and leads to a table of all of them; a list of what has a clock time is an agenda.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.fields.base import Json, Locale
from trato.kernel.fields.links import LinkField
from trato.kernel.filters.language import parse, to_json
from trato.kernel.objects import registry
from trato.kernel.objects.due_fields import SinceField, UpcomingField
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import figures, listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.selection import resolve
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import composing, faces, forms, wording
from trato.kernel.ui.lists import title_path
from trato.kernel.ui.shell import said
from trato.lib import dates

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Span = Literal["day", "week"]
Row = Mapping[str, Any]
SHOWN = 7


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """One list of the first page: records of `object` that its filter lets through, `day`'s or `week`'s.

    `note` are the paths whose words stand beside the name, `end` those whose values stand at the end; `tick` is the
    verb of the box before each row, `plans` offers to plan the next step. With `at`, a moment, rows lie along the
    clock. `counted` says how many there are ("3 tasks").
    """

    name: str
    label: _StrOrPromise
    object: str
    day: Json
    week: Json
    sort: str
    note: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    tick: str = ""
    plans: bool = False
    at: str = ""
    length: str = ""
    column: Literal[1, 2] = 1
    empty: _StrOrPromise = ""
    counted: Callable[[int], str] | None = None


agendas: list[Agenda] = []
"""Added when apps are ready, in the order in which they stand."""


@dataclass(frozen=True)
class Listed:
    """An agenda, ready to print."""

    agenda: Agenda
    spec: ObjectSpec
    count: str
    number: int
    rows: SafeString
    all_url: str

    @property
    def all(self) -> str:
        return wording.every(self.spec)

    @property
    def along(self) -> bool:
        return bool(self.agenda.at)


def of(actor: Actor, span: Span) -> list[Listed]:
    """The lists of a day or a week; one statement for each, and one for all the counts."""
    shown = [(each, spec) for each in agendas if policy.reach(actor, "read", spec := registry.get(each.object))]
    locale = locale_of(actor)
    queries = [_query(each, spec, locale, span) for each, spec in shown]
    counts = figures.counts(actor, [(spec, query) for (_a, spec), query in zip(shown, queries, strict=True)])
    return [
        _listed(actor, each, spec, query, count, span)
        for (each, spec), query, count in zip(shown, queries, counts, strict=True)
    ]


def summary(found: Sequence[Listed]) -> str:
    """How much there is, in one line: "3 tasks, 2 meetings"."""
    parts = [each.agenda.counted(each.number) for each in found if each.number and each.agenda.counted]
    return ", ".join(parts)


def _query(agenda: Agenda, spec: ObjectSpec, locale: Locale, span: Span) -> ListQuery:
    known = title_path(spec)
    paths = (
        known,
        *agenda.note,
        *agenda.end,
        *_shares(spec),
        *(each for each in (agenda.at, agenda.length) if each),
    )
    wanted = parse(agenda.day if span == "day" else agenda.week, spec, locale)
    return ListQuery(filter=wanted, sort=agenda.sort, paths=tuple(dict.fromkeys(paths)), limit=SHOWN)


def _shares(spec: ObjectSpec) -> tuple[str, ...]:
    """The path that says how probable a record is, for the mark before its name."""
    by = spec.by_name.get(spec.board.by) if spec.board else None
    share = faces.shares(by) if isinstance(by, LinkField) else ""
    return (f"{by.name}.{share}",) if by and share else ()


def _listed(
    actor: Actor, agenda: Agenda, spec: ObjectSpec, query: ListQuery, count: tuple[int, bool], span: Span
) -> Listed:
    locale = locale_of(actor)
    rows = listing.page(actor, spec, query).rows if count[0] else []
    if agenda.at:
        html = _along(agenda, spec, rows, locale, span)
    else:
        html = faces.joined(_row(actor, agenda, spec, each, locale) for each in rows)
    everything = f"/{spec.plural}?" + urlencode(
        {"filter": forms.remembered(to_json(query.filter)), "sort": agenda.sort}
    )
    return Listed(agenda, spec, said(*count), count[0], html, everything)


def _row(actor: Actor, agenda: Agenda, spec: ObjectSpec, row: Row, locale: Locale) -> str:
    name = _name(spec, row, locale)
    address = f"/{spec.plural}/{row['id']}"
    mark = faces.tick(f"{address}/actions/{agenda.tick}", name) if agenda.tick else _mark(spec, row, name)
    end = "".join(f"<span>{cell}</span>" for path in agenda.end if (cell := _cell(spec, path, row, locale)))
    return (
        f'<li>{mark}<span class="name"><a href="{address}">{name}</a>{_note(agenda, spec, row, locale, name)}</span>'
        f'<span class="end">{end}{_planner(actor, agenda, spec, row)}</span></li>'
    )


def _mark(spec: ObjectSpec, row: Row, name: str) -> str:
    for path in _shares(spec):
        return f'<span class="stage">{faces.pie(row[path])}</span>'
    return faces.avatar(name, "m")


def _note(agenda: Agenda, spec: ObjectSpec, row: Row, locale: Locale, name: str) -> str:
    texts = (resolve(spec, path).field.text(row[path], locale) for path in agenda.note)
    words = " · ".join(each for each in texts if each and each not in name)
    return f"<small>{escape(words)}</small>" if words else ""


def _cell(spec: ObjectSpec, path: str, row: Row, locale: Locale) -> str:
    """Days and moments in few words, anything else as in a table."""
    field, value = resolve(spec, path).field, row[path]
    if value is None:
        return ""
    if field.family == "datetime" and not isinstance(field, SinceField | UpcomingField):
        return str(faces.day(value, locale))
    return field.cell(value, locale)


def _planner(actor: Actor, agenda: Agenda, spec: ObjectSpec, row: Row) -> str:
    """A button that plans the next step."""
    tab = next((each for each in composing.tabs if each.plans), None)
    if not agenda.plans or tab is None or not policy.reach(actor, "create", tab.spec) or tab.spec.about is None:
        return ""
    address = f"/{tab.spec.plural}/new?" + urlencode({tab.spec.about.name: f"{spec.plural}:{row['id']}", "stay": "1"})
    return (
        f'<button type="button" class="button" data-kind="quiet" data-size="s" hx-get="{escape(address)}"'
        f' hx-target="#floats" hx-swap="beforeend">{escape(_("Plan a step"))}</button>'
    )


def _along(agenda: Agenda, spec: ObjectSpec, rows: Sequence[Row], locale: Locale, span: Span) -> SafeString:
    """Rows along the clock, with a line where now is."""
    now = timezone.now().astimezone(dates.zone_of(locale.zone))
    parts, passed = [], span == "week"
    for row in rows:
        at = row[agenda.at].astimezone(now.tzinfo)
        if not passed and at > now:
            parts.append(_now(now))
            passed = True
        parts.append(_slot(agenda, spec, row, at, locale, span))
    if rows and not passed:
        parts.append(_now(now))
    return faces.joined(parts)


def _now(now: datetime) -> str:
    return f'<li data-now><time datetime="{now.isoformat()}">{now.hour}:{now.minute:02}</time><hr></li>'


def _slot(agenda: Agenda, spec: ObjectSpec, row: Row, at: datetime, locale: Locale, span: Span) -> str:
    name, clock = _name(spec, row, locale), f"{at.hour}:{at.minute:02}"
    when = clock if span == "day" else f"{dates.shown_date(at.date(), locale.language)} {clock}"
    length = resolve(spec, agenda.length).field.text(row[agenda.length], locale) if agenda.length else ""
    said_beside = (resolve(spec, path).field.text(row[path], locale) for path in agenda.note)
    beside = " · ".join(each for each in (length, *said_beside) if each and each not in name)
    return (
        f'<li data-object="{escape(spec.hue)}"><time datetime="{at.isoformat()}">{escape(when)}</time>'
        f'<div class="slot"><b><a href="/{spec.plural}/{row["id"]}">{name}</a></b>'
        f"<small>{escape(beside)}</small></div></li>"
    )


def _name(spec: ObjectSpec, row: Row, locale: Locale) -> str:
    known = title_path(spec)
    return escape(spec.by_name[known].text(row[known], locale) or _("Untitled"))
