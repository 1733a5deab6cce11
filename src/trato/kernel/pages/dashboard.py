"""A dashboard as a page: what its tools offer, and its tiles as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.links import LinkField
from trato.kernel.insight import drawing, periods
from trato.kernel.insight.lens import Lens
from trato.kernel.insight.marks import Card, Choice
from trato.kernel.insight.periods import ALWAYS, Period
from trato.kernel.insight.ranking import Ranking
from trato.kernel.insight.spec import Dashboard
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import filterbar
from trato.kernel.ui.shell import Place, may_create

PATH = "/dashboard"


def places(actor: Actor) -> list[Place]:
    """Where the dashboards are, for those who may see one."""
    return [Place(PATH, _("Dashboards"), "dashboard", "report", key="g p")] if drawing.offered(actor) else []


@dataclass(frozen=True)
class Offer:
    """An entry of a menu."""

    url: str
    label: Any
    current: bool


@dataclass(frozen=True)
class Narrowing:
    """A slice as a menu: what is chosen, and where the rest is fetched when it is opened."""

    label: Any
    icon: str
    menu_url: str
    chosen: bool


@dataclass(frozen=True)
class Page:
    """One dashboard through one lens."""

    dashboard: Dashboard
    lens: Lens

    @property
    def path(self) -> str:
        return f"{PATH}/{self.dashboard.name}"

    @cached_property
    def spec(self) -> ObjectSpec:
        return registry.get(self.dashboard.object)

    @cached_property
    def drawn(self) -> drawing.Drawn:
        return drawing.draw(self.dashboard, self.lens)

    @property
    def creatable(self) -> bool:
        return may_create(self.lens.actor, self.spec)

    @property
    def period(self) -> str:
        return self.lens.period.label(self.lens.locale.language)

    @property
    def periods(self) -> list[Offer]:
        """The usual periods, and all of time."""
        usual = [Period(name) for name in periods.NAMES]
        here = self.lens.period
        return [
            Offer(self.lens.at(self.path, period=each), each.label(self.lens.locale.language), each == here)
            for each in (ALWAYS, *usual)
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of a period sends along."""
        return [(name, value) for name, value in self.lens.asked_beside_period.items() if value]

    @property
    def whole(self) -> str:
        """The address of the page without period and slices."""
        return self.path

    @property
    def is_narrowed(self) -> bool:
        return bool(self.lens.period or self.lens.chosen)

    @property
    def narrowed(self) -> str:
        """What is looked at, in a line for narrow screens, whose menus show no words."""
        chosen = [str(each.label) for each in self.narrowings if each.chosen]
        return " · ".join([self.period, *chosen] if self.lens.period else chosen)

    @cached_property
    def narrowings(self) -> list[Narrowing]:
        """The slices, with the names of what is chosen."""
        fields = self.spec.by_name
        chosen = dict(self.lens.chosen)
        links = {each.field: fields[each.field] for each in self.dashboard.slices}
        named = filterbar.titles(
            self.lens.actor,
            [(link.to, chosen[name]) for name, link in links.items() if name in chosen and isinstance(link, LinkField)],
        )
        return [
            Narrowing(
                named.get(chosen[each.field], "…") if each.field in chosen else each.everything,
                each.icon,
                self.lens.at(f"{self.path}/slice/{each.field}"),
                each.field in chosen,
            )
            for each in self.dashboard.slices
        ]

    def offers(self, field: str) -> list[Offer]:
        """What the menu of a slice offers: everything, then each with its number of records."""
        chosen = dict(self.lens.chosen).get(field)
        everything = next(each.everything for each in self.dashboard.slices if each.field == field)
        found = drawing.slices(self.dashboard, self.lens, field)
        return [
            Offer(self.lens.at(self.path, {field: ""}), everything, chosen is None),
            *(Offer(self.lens.at(self.path, {field: each}), name, each == str(chosen)) for each, name, _n in found),
        ]

    def card(self, card: Card | Ranking) -> dict[str, Any]:
        """What the template of a tile needs."""
        choices = card.choices if len(card.choices) > 1 else ()
        return {
            "card": card,
            "template": f"ui/dashboard_{'ranking' if isinstance(card, Ranking) else 'chart'}.html",
            "hue": registry.get(card.tile.object).hue,
            "choices": [self._choice(card, each) for each in choices],
        }

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [self.card(each) for each in self.drawn.cards]

    def _choice(self, card: Card | Ranking, choice: Choice) -> dict[str, Any]:
        changed = {choice.asked: choice.value}
        return {
            "url": self.lens.at(self.path, changed),
            "part": self.lens.at(f"{self.path}/tile/{card.tile.name}", changed),
            "name": choice.name,
            "current": choice.current,
        }
