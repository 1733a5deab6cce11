"""The page of one record: its head, its fields by sections, and what other objects say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.fields.base import Field, Json, Locale
from trato.kernel.fields.entry import EntryField
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.filters.language import parse, to_json
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Panel
from trato.kernel.pages import reach
from trato.kernel.records import figures, listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.selection import UnknownField, resolve
from trato.kernel.records.variables import locale_of
from trato.kernel.sheets.table import can_edit
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline import history
from trato.kernel.ui import faces, forms, story, wording
from trato.kernel.ui.lists import title_path
from trato.kernel.ui.shell import may_create
from trato.kernel.ui.shell import said as counted
from trato.lib import dates

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PANEL_ROWS = 5
SYSTEM = ("team", "created_at", "created_by", "updated_at", "updated_by")

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """A value with its label, ready to print."""

    label: _StrOrPromise
    html: SafeString


def read(actor: Actor, spec: ObjectSpec, record_id: UUID) -> dict[str, Any]:
    """Everything the page shows of the record itself, in one statement."""
    shares = (f"{each.name}.{share}" for each in spec.fields if (share := faces.shares(each)))
    own = (each.name for each in spec.fields if not each.part_of)
    return listing.get(actor, spec, record_id, (*own, *shares, *reach.paths(spec)))


def title(spec: ObjectSpec, row: Values, locale: Locale) -> str:
    """What the record is called."""
    return spec.by_name[title_path(spec)].text(row[title_path(spec)], locale) or _("Untitled")


def may_edit(actor: Actor, spec: ObjectSpec, row: Values, right: policy.Right = "update") -> bool:
    owner = row.get("owner") if spec.owned else None
    return policy.may(actor, right, spec, owner.id if owner else None)


# Head


def under(spec: ObjectSpec, row: Values, locale: Locale) -> list[SafeString]:
    """The line under the name: what search shows beside it, and the owner."""
    cells = [_cell(spec.by_name[name], row, locale) for name in spec.search.subtitle if row.get(name) is not None]
    owner = row.get("owner") if spec.owned else None
    if owner is not None:
        cells.append(escape(_("Owner: {name}").format(name=owner.name)))
    return [SafeString(each) for each in cells if each]


def highlights(spec: ObjectSpec, row: Values, locale: Locale) -> list[Shown]:
    return [
        Shown(spec.by_name[name].label, SafeString(_cell(spec.by_name[name], row, locale))) for name in spec.highlights
    ]


def next_step(spec: ObjectSpec, row: Values, locale: Locale) -> SafeString:
    """What is planned next and when, for a phone's page; nothing where the highlights say it."""
    names = [each for each in ("next_activity", "next_activity_at") if each in spec.by_name]
    if set(names) & set(spec.highlights):
        return SafeString("")
    return SafeString(" · ".join(_cell(spec.by_name[each], row, locale) for each in names if row.get(each)))


# Fields


def sections(spec: ObjectSpec) -> Iterator[tuple[_StrOrPromise, list[Field], bool]]:
    """(heading, fields, whether it begins open): the layout, what it does not name, and what the platform keeps."""
    named: set[str] = set()
    for section in spec.layout:
        named.update(section.fields)
        yield section.label, [spec.by_name[name] for name in section.fields], True
    known = (each for each in spec.fields if not each.part_of)
    rest = [each for each in known if each.name not in named and each.name not in SYSTEM]
    if rest:
        yield _("More") if spec.layout else _("Fields"), rest, True
    yield _("System"), [spec.by_name[name] for name in SYSTEM if name in spec.by_name and name not in named], False


def field_sections(actor: Actor, spec: ObjectSpec, row: Values) -> list[tuple[_StrOrPromise, SafeString, bool]]:
    editable, locale = may_edit(actor, spec, row), locale_of(actor)
    return [
        (heading, faces.joined(_row(actor, each, row, locale, editable=editable) for each in fields), is_open)
        for heading, fields, is_open in sections(spec)
        if fields
    ]


def field_rows(actor: Actor, spec: ObjectSpec, row: Values) -> SafeString:
    """All rows of the panel, to take the place of those shown."""
    editable, locale = may_edit(actor, spec, row), locale_of(actor)
    fields = [each for _heading, some, _open in sections(spec) for each in some]
    return faces.joined(_row(actor, each, row, locale, editable=editable) for each in fields)


def _row(actor: Actor, field: Field, row: Values, locale: Locale, *, editable: bool) -> str:
    """A row of the panel; what an entry made so is told in the entry's words."""
    if isinstance(field, EntryField) and row[field.name]:
        return field_row(field, row, locale, editable=False, inner=story.said(actor, row[field.name]))
    return field_row(field, row, locale, editable=editable)


def field_row(field: Field, row: Values, locale: Locale, *, editable: bool, inner: str | None = None) -> str:
    """Label and value; an empty one that may be filled says so. `inner` is how the value is drawn, if not as usual."""
    label, inner = escape(field.label), _cell(field, row, locale) if inner is None else inner
    can = editable and can_edit(field)
    if not inner and can:
        add = escape(_("Add {field}").format(field=str(field.label).lower()))
        inner = f'<button type="button" class="add" aria-label="{add}">{escape(_("Add"))}</button>'
    kind = ' class="tags"' if field.family == "choices" else ' class="derived"' if field.readonly else ""
    return (
        f'<div data-field="{field.name}" data-version="{row["version"]}"{" data-editable" if can else ""}>'
        f'<dt title="{label}">{label}</dt><dd{kind}>{inner}</dd></div>'
    )


def _cell(field: Field, row: Values, locale: Locale) -> str:
    value = row[field.name]
    if share := faces.shares(field):
        return (
            ""
            if value is None
            else f'<span class="stage">{faces.pie(row[f"{field.name}.{share}"])}{escape(value.name)}</span>'
        )
    return faces.face(field, locale)(value)


# The way through the lanes


@dataclass(frozen=True)
class Step:
    """A lane that the record passed through, for how long, and whether it stands there now."""

    name: str
    lasted: str
    since: str
    is_now: bool


def passage(spec: ObjectSpec, row: Values, locale: Locale) -> list[Step]:
    """How long the record stood in each lane of its board, oldest first; empty for objects without one."""
    field = spec.by_name.get(spec.board.by) if spec.board else None
    if field is None:
        return []
    now = timezone.now()
    return [
        Step(
            field.text(field.from_json(each.value), locale) if each.value is not None else "",
            wording.lasted(each.lasted(now)),
            dates.shown_datetime(each.since, locale.language, locale.zone),
            each.until is None,
        )
        for each in history.of_field(spec, row["id"], field.name)
    ]


# Related


@dataclass(frozen=True)
class Related:
    """A panel of another object's records that belong to this one."""

    spec: ObjectSpec
    label: _StrOrPromise
    rows: SafeString
    count: str
    all_url: str
    add_url: str
    remaining: bool


def panels(actor: Actor, spec: ObjectSpec, row: Values) -> list[Related]:
    """What other objects show on this one's page. One statement each for rows, one for all the counts."""
    declared = [
        (other, panel)
        for other in registry.every()
        for each in other.panels
        if (panel := each.at(spec, other)) and policy.reach(actor, "read", other)
    ]
    queries = [_narrowed(actor, other, panel, row["id"]) for other, panel in declared]
    counts = figures.counts(actor, [(other, each) for (other, _panel), each in zip(declared, queries, strict=True)])
    return [
        _related(actor, other, panel, query, count, row)
        for (other, panel), query, count in zip(declared, queries, counts, strict=True)
    ]


def _narrowed(actor: Actor, other: ObjectSpec, panel: Panel, record_id: UUID) -> ListQuery:
    """The panel's list, as a filter that anybody can open."""
    if isinstance(other.by_name[panel.field], LinkField):
        raw: Json = {"field": panel.field, "op": "is", "value": str(record_id)}
    else:
        raw = {"field": panel.field, "op": "related", "where": {"field": "id", "op": "is", "value": str(record_id)}}
    if panel.where:
        raw = {"all": [raw, dict(panel.where)]}
    return ListQuery(filter=parse(raw, other, locale_of(actor)), limit=PANEL_ROWS)


def _related(
    actor: Actor, other: ObjectSpec, panel: Panel, query: ListQuery, count: tuple[int, bool], row: Values
) -> Related:
    known = title_path(other)
    paths = tuple(dict.fromkeys((known, *(each for each in panel.columns if _exists(other, each)))))
    page = (
        listing.page(actor, other, ListQuery(filter=query.filter, limit=PANEL_ROWS, paths=paths)) if count[0] else None
    )
    found = page.rows if page else ()
    rows = faces.joined(panel_row(other, each, paths, locale_of(actor), panel.tick) for each in found)
    everything = f"/{other.plural}?" + urlencode({"filter": forms.remembered(to_json(query.filter))})
    field = other.by_name[panel.field]
    given = (
        {field.part_of: f"{registry.get(field.to).plural}:{row['id']}"}
        if _is_part(field)
        else {panel.field: str(row["id"])}
    )
    add = f"/{other.plural}/new?" + urlencode({**given, "stay": "1"})
    creatable = may_create(actor, other) and other.create and not field.readonly
    return Related(
        other, panel.label, rows, counted(*count), everything, add if creatable else "", bool(page and page.next)
    )


def _is_part(field: Field) -> TypeGuard[ManyLinksField]:
    return isinstance(field, ManyLinksField) and bool(field.part_of)


def panel_row(spec: ObjectSpec, row: Values, paths: tuple[str, ...], locale: Locale, tick: str) -> str:
    """Name, one figure at the end, the rest in a note below."""
    known, *others = paths
    fields = {path: resolve(spec, path).field for path in paths}
    end = next((each for each in others if fields[each].numeric or fields[each].family in {"date", "datetime"}), "")
    name = escape(fields[known].text(row[known], locale) or _("Untitled"))
    texts = (fields[each].text(row[each], locale) for each in others if each != end)
    note = escape(" · ".join(each for each in texts if each))
    mark = faces.avatar(name, "m") if fields[known].kind == "person_name" or spec.name == "user" else faces.tile(spec)
    figure = fields[end].cell(row[end], locale) if end else ""
    return (
        f"<li>{_box(spec, row, name, tick) or mark}"
        f'<span class="name"><a href="/{spec.plural}/{row["id"]}">{name}</a></span>'
        f'<span>{figure}</span><span class="note">{note}</span></li>'
    )


def _box(spec: ObjectSpec, row: Values, name: str, verb: str) -> str:
    """The box that is ticked when something is done."""
    address = f"/{spec.plural}/{row['id']}/actions/{verb}"
    return faces.tick(address, name) if verb else ""


def _exists(spec: ObjectSpec, path: str) -> bool:
    try:
        resolve(spec, path)
    except UnknownField:
        return False
    return True
