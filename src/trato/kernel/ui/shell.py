"""What stands around every page: the organization, where one can go, what one can create, how the page looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails

from trato.kernel.access import policy
from trato.kernel.access.middleware import SignedInRequest
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import figures
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization
from trato.kernel.ui.middleware import live_url
from trato.kernel.views.desk import Desk, Favourite
from trato.lib import money

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

GROUPS: dict[str, _StrOrPromise] = {
    "sales": _("Sales"),
    "directory": _("Customers"),
    "commerce": _("Commerce"),
    "marketing": _("Marketing"),
    "service": _("Service"),
    "collaboration": _("Work"),
}
"""Headings of the sidebar by `ObjectSpec.group`, in their order."""

QUICK = "lead"
"""What the page of quick entry makes."""

places: list[Callable[[Actor], Sequence[Place]]] = []
"""Pages beside those of objects (dashboards, inbox), offered to those who may see them. Added when apps are ready."""


class PageRequest(SignedInRequest):
    """What a view of a page gets."""

    htmx: HtmxDetails
    csp_nonce: str


@dataclass(frozen=True)
class Place:
    """Somewhere to go."""

    url: str
    label: _StrOrPromise
    icon: str
    hue: str = ""
    count: str = ""
    current: bool = False
    key: str = ""


@dataclass
class Shell:
    """All that base.html prints around a page."""

    request: PageRequest
    _desk: Desk | None = None
    _counted: ListQuery | None = None

    @property
    def actor(self) -> Actor:
        return self.request.actor

    @property
    def organization(self) -> Organization:
        return scope.organization()

    @property
    def live_url(self) -> str:
        """Where the browser listens for what happens elsewhere."""
        return live_url(self.request.get_host())

    @property
    def theme(self) -> str:
        return _one_of(self.request.COOKIES.get("theme"), ("light", "dark"))

    @property
    def density(self) -> str:
        return _one_of(self.request.COOKIES.get("density"), ("compact", "comfortable"))

    def desk(self, spec: ObjectSpec | None = None, counted: ListQuery | None = None) -> Desk:
        """The person's views of an object and their favourites, read together with the sidebar's counts, and with the
        count of the list `counted` where it is known before: none of them costs a statement of its own."""
        if self._desk is None or (spec is not None and self._desk.spec is not spec):
            lists = [] if self.request.htmx else [(each, ListQuery()) for each in self.counted]
            self._counted = counted
            if spec is not None and counted is not None:
                lists.append((spec, counted))
            self._desk = Desk(self.actor, spec, figures.counting(self.actor, lists))
        return self._desk

    @property
    def favourites(self) -> list[Favourite]:
        return self.desk().favourites

    @cached_property
    def specs(self) -> tuple[ObjectSpec, ...]:
        return listed(self.actor)

    @cached_property
    def counted(self) -> tuple[ObjectSpec, ...]:
        """Those whose records the sidebar counts. Not what hangs on others (notes, tasks): who may see one of these
        hangs on all that it is about, which is no question for every page."""
        return tuple(each for each in self.specs if each.about is None)

    @cached_property
    def groups(self) -> list[tuple[_StrOrPromise, list[Place]]]:
        """The sidebar's objects under their headings."""
        found: dict[str, list[Place]] = {}
        for spec, place in zip(self.specs, self._places(), strict=True):
            found.setdefault(spec.group, []).append(place)
        return [(GROUPS.get(name, name.capitalize()), items) for name, items in found.items()]

    @cached_property
    def elsewhere(self) -> list[Place]:
        path = self.request.path + "/"
        return [replace(each, current=path.startswith(each.url + "/")) for each in offered(self.actor)]

    @cached_property
    def creatable(self) -> list[ObjectSpec]:
        """What the actor may create, with a form for it."""
        return [each for each in self.specs if each.create and may_create(self.actor, each)]

    @property
    def quick(self) -> bool:
        """Whether one person after the other can be entered here."""
        return any(each.name == QUICK for each in self.creatable)

    @property
    def here(self) -> Place | None:
        """The object whose page this is, else the first: what the phone's navigation offers."""
        items = [place for _label, group in self.groups for place in group]
        return next((place for place in items if place.current), items[0] if items else None)

    def count(self, spec: ObjectSpec, query: ListQuery) -> tuple[int, bool]:
        """How many records a list holds: known already where the desk counted it, or all of the object's."""
        desk = self.desk(spec)
        if self._counted == query:
            return figures.counted(desk.figures[-1])
        if query == ListQuery() and spec in self.counted and not self.request.htmx:
            return self.totals[spec.plural]
        return figures.counts(self.actor, [(spec, query)])[0]

    @cached_property
    def totals(self) -> dict[str, tuple[int, bool]]:
        """How many records there are, by the plural names of `counted`."""
        if self.request.htmx:
            found = figures.counts(self.actor, [(each, ListQuery()) for each in self.counted])
        else:
            found = [figures.counted(each) for each in self.desk().figures[: len(self.counted)]]
        return {spec.plural: each for spec, each in zip(self.counted, found, strict=True)}

    def _places(self) -> list[Place]:
        path = self.request.path + "/"
        letters = keys(self.actor)
        found = []
        for spec in self.specs:
            url, key = f"/{spec.plural}", letters.get(spec.name, "")
            number = said(*self.totals[spec.plural]) if spec.plural in self.totals else ""
            found.append(Place(url, spec.label_plural, spec.icon, spec.hue, number, path.startswith(url + "/"), key))
        return found


def offered(actor: Actor) -> list[Place]:
    """The pages beside those of objects that the actor may go to."""
    return [place for make in places for place in make(actor)]


def of(request: PageRequest) -> Shell:
    """The request's shell: one, whoever asks."""
    found: Shell | None = request.__dict__.get("shell")
    if found is None:
        found = request.__dict__["shell"] = Shell(request)
    return found


def listed(actor: Actor) -> tuple[ObjectSpec, ...]:
    """The objects of the sidebar that the actor may read, in its order."""
    order = {name: place for place, name in enumerate(GROUPS)}
    seen = [each for each in registry.every() if each.group and policy.reach(actor, "read", each)]
    return tuple(sorted(seen, key=lambda each: order.get(each.group, len(order))))


def keys(actor: Actor) -> dict[str, str]:
    """The keys that lead to the objects of the sidebar, by name: g and the first letter of the plural that is free."""
    found: dict[str, str] = {}
    taken = {"h", "i", *(each.key.removeprefix("g ") for each in offered(actor))}
    for spec in listed(actor):
        letter = next((each for each in str(spec.label_plural).casefold() if each.isalpha() and each not in taken), "")
        if letter:
            taken.add(letter)
            found[spec.name] = f"g {letter}"
    return found


def may_create(actor: Actor, spec: ObjectSpec) -> bool:
    """Whether the actor may create at least records of their own."""
    return bool(policy.reach(actor, "create", spec))


def said(count: int, more: bool = False) -> str:  # the pair that counts answer
    """A count as people read it; "10,000+" where counting stopped."""
    return money.grouped(count, get_language() or "en") + ("+" if more else "")


def _one_of(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""
