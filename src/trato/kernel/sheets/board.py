"""The board of any object: lanes by its own field or another that suits, with their figures, and cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.select import SelectField
from trato.kernel.filters.aggregate import AggregateQuery, Dimension, Figure
from trato.kernel.filters.language import Condition, Group
from trato.kernel.objects import registry
from trato.kernel.objects.due_fields import SinceField
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.objects.spec import Board as BoardSpec
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import figures, lanes, listing
from trato.kernel.records.listing import ListQuery, Page
from trato.kernel.records.variables import locale_of
from trato.kernel.ui import faces, wording
from trato.kernel.ui.lists import Asked, title_path
from trato.kernel.ui.shell import may_create, said
from trato.kernel.views.shape import is_lanes
from trato.lib import money
from trato.lib.money import Money

LANE_CARDS = 20
MAX_LANES = 200
FEW_LANES = 20
"""More lanes than this are shown only where they hold something; of the object's own board all are."""
TONES = {"won": "positive", "lost": "negative"}


@dataclass(frozen=True)
class Lane:
    """One column. `key` is the option or the linked record's id; `track` the larger whole it is a part of."""

    key: str
    label: str
    share: int | None = None
    tone: str = ""
    track: str = ""
    track_label: str = ""
    default_track: bool = False


@dataclass(frozen=True)
class Tally:
    count: int = 0
    value: Decimal | None = None
    weighted: Decimal | None = None


class Board:
    """Draws a list in lanes. UnknownObject when the object has no board."""

    def __init__(self, asked: Asked, track: str = "") -> None:
        self.asked, self.spec = asked, asked.spec
        self.board = board_of(asked)
        self.by: Field = asked.spec.by_name[self.board.by]
        self.locale = locale_of(asked.actor)
        self.wanted_track = track

    # Lanes

    @property
    def is_own(self) -> bool:
        """Whether it goes by the field that the object's board goes by; a drop then runs the board's verb."""
        return self.spec.board is not None and self.spec.board.by == self.board.by

    @cached_property
    def every_lane(self) -> list[Lane]:
        if isinstance(self.by, SelectField):
            found = [Lane(each.key, str(each.label)) for each in self.by.options]
        else:
            found = self._linked_lanes(registry.get(self.by.to)) if isinstance(self.by, LinkField) else []
        if self.is_own:
            return found
        if len(found) > FEW_LANES:
            found = [each for each in found if each.key in self.tallies]
        return [*found, Lane("", _("Without {field}").format(field=str(self.by.label).lower()))]

    def _linked_lanes(self, spec: ObjectSpec) -> list[Lane]:
        """The linked records in their own order. A link that they and the cards share (a stage's pipeline) parts
        them into tracks, of which one is shown."""
        known, track = title_path(spec), self._track_field(spec)
        share = "probability" if "probability" in spec.by_name else ""
        kind = "kind" if "kind" in spec.by_name else ""
        marked = ""
        if track and "is_default" in registry.get(track.to).by_name:
            marked = f"{track.name}.is_default"
        paths = [each for each in (known, share, kind, track.name if track else "", marked) if each]
        rows = listing.page(self.asked.actor, spec, ListQuery(paths=tuple(paths), limit=MAX_LANES)).rows
        found = []
        for row in rows:
            whole = row[track.name] if track else None
            found.append(
                Lane(
                    key=str(row["id"]),
                    label=spec.by_name[known].text(row[known], self.locale),
                    share=int(row[share] or 0) if share else None,
                    tone=TONES.get(row[kind] or "", "") if kind else "",
                    track=str(whole.id) if whole else "",
                    track_label=whole.name if whole else "",
                    default_track=bool(row[marked]) if marked else False,
                )
            )
        return found

    def _track_field(self, spec: ObjectSpec) -> LinkField | None:
        for each in spec.fields:
            mine = self.spec.by_name.get(each.name)
            if isinstance(each, LinkField) and each.required and isinstance(mine, LinkField) and mine.to == each.to:
                return each
        return None

    @cached_property
    def tracks(self) -> list[tuple[str, str]]:
        """(key, label) of the wholes to choose from."""
        found = {each.track: each.track_label for each in self.every_lane if each.track}
        return sorted(found.items(), key=lambda each: each[1].casefold())

    @cached_property
    def track(self) -> str:
        keys = [key for key, _label in self.tracks]
        if self.wanted_track in keys:
            return self.wanted_track
        marked = next((each.track for each in self.every_lane if each.default_track), "")
        return marked or (keys[0] if keys else "")

    @cached_property
    def lanes(self) -> list[Lane]:
        return [each for each in self.every_lane if each.track == self.track]

    # Figures

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """Count and sums by lane, in one query."""
        dimension = Dimension("lane", (self.board.by,))
        sums = [(name, path) for name in ("value", "weighted") if (path := getattr(self.board, name))]
        measures = (Figure("count", "count"), *(Figure(name, "sum", (path,)) for name, path in sums))
        query = AggregateQuery(self.asked.filter, (dimension,), measures)
        rows, _more = figures.aggregate(self.asked.actor, self.spec, query, self.asked.narrow)
        return {_key(row["lane"]): _tally(row) for row in rows}

    @property
    def count(self) -> int:
        return sum(self.tallies.get(each.key, Tally()).count for each in self.lanes)

    def head(self, lane: Lane) -> str:
        """A lane's name, count, sums and probability."""
        tally = self.tallies.get(lane.key, Tally())
        glyph = faces.pie(lane.share, tone=lane.tone) if lane.share is not None or lane.tone else ""
        share = ""
        if lane.share is not None:
            share = (
                '<svg class="share" preserveAspectRatio="none" viewBox="0 0 100 1" aria-hidden="true"'
                f' data-object="{escape(self.spec.hue)}">'
                f'<rect width="{min(max(lane.share, 0), 100)}" height="1"/></svg>'
            )
        return (
            f'<header data-lane="{escape(lane.key)}"><h2 id="lane-{escape(lane.key)}">{glyph}{escape(lane.label)}'
            f' <span class="count" data-lane-count>{said(tally.count)}</span></h2>{self._add(lane)}'
            f"<dl>{self._sums(tally)}</dl>{share}</header>"
        )

    def _add(self, lane: Lane) -> str:
        if not (self.spec.create and may_create(self.asked.actor, self.spec)) or lane.tone:
            return ""
        label = escape(_("{what} in {lane}").format(what=wording.new(self.spec), lane=lane.label))
        return (
            f'<button type="button" class="button" data-kind="quiet" data-size="s" data-only aria-label="{label}"'
            f' hx-get="/{self.spec.plural}/new?{self.board.by}={escape(lane.key)}" hx-target="#floats"'
            f' hx-swap="beforeend">{faces.icon("plus", "s")}</button>'
        )

    def _sums(self, tally: Tally) -> str:
        parts = []
        if self.board.value:
            total = Money(tally.value or Decimal(0), self.locale.currency)
            shown = escape(money.shown(total, self.locale.language))
            parts.append(f'<div><dt class="hidden-text">{escape(_("Sum"))}</dt><dd>{shown}</dd></div>')
        if self.board.weighted and tally.weighted:
            number = money.grouped(tally.weighted, self.locale.language, places=0)
            parts.append(f"<div><dt>{escape(_('Weighted'))}</dt><dd>{number}</dd></div>")
        return "".join(parts)

    # Cards

    @cached_property
    def paths(self) -> tuple[str, ...]:
        extra = ("owner" if self.spec.owned else "", self.board.by, self.board.value)
        return tuple(dict.fromkeys((self.asked.title, *self.board.card, *(each for each in extra if each))))

    def query(self, lane: Lane, cursor: str = "") -> ListQuery:
        """The list of one lane's cards."""
        value: Any = UUID(lane.key) if lane.key and isinstance(self.by, LinkField) else lane.key
        inside = Condition((self.board.by,), "is", value) if lane.key else Condition((self.board.by,), "empty")
        whole = Group("all", (self.asked.filter, inside)) if self.asked.filter else Group("all", (inside,))
        return ListQuery(
            filter=whole,
            sort=self.asked.sort,
            paths=self.paths,
            limit=LANE_CARDS,
            cursor=cursor,
            narrow=self.asked.narrow,
        )

    def drawn(self) -> list[tuple[Lane, SafeString, SafeString]]:
        """(lane, head, cards) of each lane; the cards of all lanes are read at once."""
        pages = lanes.first_pages(self.asked.actor, self.spec, [self.query(each) for each in self.lanes])
        return [
            (each, SafeString(self.head(each)), self.cards(each, page))
            for each, page in zip(self.lanes, pages, strict=True)
        ]

    def heads(self) -> SafeString:
        return faces.joined(self.head(each) for each in self.lanes)

    def cards(self, lane: Lane, page: Page) -> SafeString:
        """A lane's cards, and what fetches the next ones."""
        parts = [self.card(each) for each in page.rows]
        if page.next:
            address = self.asked.address(f"/{self.spec.plural}/board/lane", lane=lane.key, cursor=page.next)
            parts.append(
                f'<li class="more" data-next-url="{escape(address)}"><div class="loader" role="status">'
                f'<span class="spinner"></span>{escape(_("Loading the next ones…"))}</div></li>'
            )
        return faces.joined(parts)

    def card(self, row: Mapping[str, Any]) -> str:
        """One record."""
        address = f"/{self.spec.plural}/{row['id']}"
        name = self.spec.by_name[self.asked.title].text(row[self.asked.title], self.locale) or _("Untitled")
        lane = row[self.board.by]
        key = _key(self.by.to_json(lane)) if lane is not None else ""
        fixed = "" if self._may_move(row) else " data-fixed"
        figure, what, bottom = self._facts(row, name)
        select = escape(_("Select {record}").format(record=name))
        return (
            f'<li data-id="{row["id"]}" data-version="{row["version"]}" data-url="{address}"'
            f' data-lane="{escape(key)}"{fixed}{self._sum(row)}>'
            f'<article class="deal-card"><div class="top"><h3><a href="{address}">{escape(name)}</a></h3>{figure}</div>'
            f'<p class="what">{what}</p><div class="bottom">{bottom}<label class="check"><input type="checkbox"'
            f' data-select="row" tabindex="-1" aria-label="{select}"></label></div></article></li>'
        )

    def _sum(self, row: Mapping[str, Any]) -> str:
        value = row[self.board.value] if self.board.value else None
        return "" if value is None else f' data-sum="{value.base if isinstance(value, Money) else value}"'

    def _facts(self, row: Mapping[str, Any], name: str) -> tuple[str, str, str]:
        """What stands beside the name, below it, and at the foot of a card."""
        figure, texts, when, person = "", [], "", ""
        for path in self.board.card:
            field, value = self.spec.by_name[path], row[path]
            if value is None:
                continue
            if path == self.board.value:
                figure = field.cell(value, self.locale)
            elif faces.is_person(field):
                person = faces.avatar(value.name).replace('aria-hidden="true"', f'title="{escape(value.name)}"')
            elif isinstance(field, SinceField):
                when = when or (field.cell(value, self.locale) if field.is_idle(value, self.locale) else "")
            elif field.family in {"date", "datetime"}:
                when = when or f'<span class="next">{faces.icon("calendar")}{field.cell(value, self.locale)}</span>'
            elif (text := field.text(value, self.locale)) and text not in name:
                texts.append(text)
        return figure, escape(" · ".join(texts)), when + person

    def _may_move(self, row: Mapping[str, Any]) -> bool:
        owner = row.get("owner")
        return policy.may(self.asked.actor, "update", self.spec, owner.id if owner else None)


def board_of(asked: Asked) -> BoardSpec:
    """The board that a list is shown on: its object's own, or one by the field that was chosen. UnknownObject when no
    field suits."""
    spec, own = asked.spec, asked.spec.board
    by = asked.shape.lanes or (own.by if own else next(iter(lane_fields(spec)), ""))
    if own is not None and own.by == by:
        return own
    if not by:
        raise UnknownObject(spec.plural)
    card = own.card if own else tuple(each.path for each in asked.columns[1:6] if "." not in each.path)
    return BoardSpec(by=by, verb="", value=own.value if own else "", weighted=own.weighted if own else "", card=card)


def lane_fields(spec: ObjectSpec) -> list[str]:
    """The fields that a board can go by."""
    return [each.name for each in spec.fields if is_lanes(spec, each.name)]


def _key(value: Json) -> str:
    """What names a lane."""
    if value is None:
        return ""
    return str(value["id"]) if isinstance(value, dict) else str(value)


def _tally(row: Mapping[str, Json]) -> Tally:
    value, weighted = (None if row.get(name) is None else Decimal(str(row[name])) for name in ("value", "weighted"))
    return Tally(row["count"], value, weighted)
