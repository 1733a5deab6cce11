"""The bar above the records of an object: its saved views as tabs, what can be done with the one that is open, and the
kinds in which the same records can be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trato.kernel.fields.base import Json
from trato.kernel.filters.language import to_json
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.ui import wording
from trato.kernel.ui.lists import Asked
from trato.kernel.views.desk import ALL, ICONS, Saved
from trato.kernel.views.shape import DATED, Shape, is_lanes

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MOST_TABS = 7
KINDS: tuple[tuple[str, _StrOrPromise], ...] = (
    ("table", gettext_lazy("Table")),
    ("board", gettext_lazy("Board")),
    ("calendar", gettext_lazy("Calendar")),
    ("chart", gettext_lazy("Chart")),
)


@dataclass(frozen=True)
class Tab:
    """A view to open, or a kind to look in."""

    url: str
    label: _StrOrPromise
    icon: str
    current: bool = False
    folder: str = ""


@dataclass(frozen=True)
class Viewbar:
    """What the bar shows of a list that is looked at in a kind."""

    asked: Asked
    kind: str

    @property
    def view(self) -> Saved | None:
        return self.asked.view

    @property
    def tabs(self) -> list[Tab]:
        """All records, then the first views; the open one is always there."""
        spec, view = self.asked.spec, self.view
        plain = f"/{spec.plural}" + (f"?view={ALL}" if self.asked.desk.default else "")
        others = self._others
        found = [*others[:MOST_TABS], *(each for each in others[MOST_TABS:] if each.current)]
        return [Tab(plain, wording.every(spec), ICONS["table"], view is None), *found]

    @property
    def folders(self) -> list[tuple[str, list[Tab]]]:
        """The views that the tabs have no room for, and those in folders, by folder."""
        rest = [each for place, each in enumerate(self._others) if each.folder or place >= MOST_TABS]
        rest.sort(key=lambda each: each.folder.casefold())
        return [(folder, list(each)) for folder, each in groupby(rest, lambda each: each.folder)]

    @property
    def _others(self) -> list[Tab]:
        view = self.view
        return [
            Tab(opening(each), each.name, ICONS[each.kind], view is not None and view.key == each.key, each.folder)
            for each in self.asked.desk.views
        ]

    @property
    def kinds(self) -> list[Tab]:
        """The same records in each kind that the object has."""
        offered = kinds_of(self.asked.spec)
        return [
            Tab(self.asked.address(page_of(self.asked.spec, kind)), label, ICONS[kind], kind == self.kind)
            for kind, label in KINDS
            if kind in offered
        ]

    # What can be done with the open view

    @property
    def is_changed(self) -> bool:
        """Whether something differs from how it was saved."""
        return self.asked.is_changed or (self.view is not None and self.view.kind != self.kind)

    @property
    def saves(self) -> bool:
        """Whether the changes can be saved into it."""
        return self.view is not None and self.view.changeable(self.asked.actor) and (self.is_changed or bool(self.lost))

    @property
    def changeable(self) -> bool:
        return self.view is not None and self.view.changeable(self.asked.actor)

    @property
    def lost(self) -> str:
        """What the view names and is no more, in a row of words."""
        return ", ".join(self.asked.base.lost)

    def _address(self, part: str) -> str:
        return self.asked.address(f"/{self.asked.spec.plural}/{part}", kind=self.kind)

    @property
    def save_url(self) -> str:
        return self._address("view-save")

    @property
    def save_as_url(self) -> str:
        return self._address("view-new")

    @property
    def discard_url(self) -> str:
        return self._address("view-discard")

    @property
    def own_url(self) -> str:
        """The view's own address, under which lie its settings."""
        return f"/{self.asked.spec.plural}/view/{self.view.key}" if self.view else ""

    @property
    def is_kept(self) -> bool:
        """Whether it is among the person's favourites."""
        return self.asked.desk.keeps(self.own_url)

    @property
    def shared_with(self) -> str:
        """Who made it and who sees it, in words."""
        view = self.view
        if view is None or view.is_shipped:
            return _("Comes with Trato")
        words = {"team": _("seen by the team"), "everyone": _("seen by everyone"), "role": _("opens first for a role")}
        return f"{view.owner_name} · {words.get(view.audience, _('private'))}"


def page_of(spec: ObjectSpec, kind: str) -> str:
    """The page that shows records in a kind."""
    return f"/{spec.plural}" + ("" if kind == "table" else f"/{kind}")


def opening(view: Saved) -> str:
    """The address that opens a view as it was saved."""
    return f"{page_of(view.spec, view.kind)}?view={view.key}"


def kinds_of(spec: ObjectSpec) -> frozenset[str]:
    """The kinds in which an object's records can be looked at."""
    dated = any(each.family in DATED for each in spec.fields)
    laned = spec.board is not None or any(is_lanes(spec, each.name) for each in spec.fields)
    return frozenset({"table", "chart"} | ({"board"} if laned else set()) | ({"calendar"} if dated else set()))


def values_of(asked: Asked, kind: str) -> dict[str, Json]:
    """What is shown now, as the values of a view."""
    shape: Shape = asked.shape
    columns = [{"field": path, **({"width": width} if width else {})} for path, width in asked.chosen]
    return {
        "kind": kind,
        "filter": to_json(asked.filter) or None,
        "q": shape.q or None,
        "sort": shape.sort or None,
        "columns": columns if asked.layout or asked.base.columns else None,
        "group_by": list(shape.group_by) or None,
        "lanes": shape.lanes or None,
        "dates": shape.dates or None,
        "chart": dict(shape.chart) or None,
    }
