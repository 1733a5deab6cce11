"""All groups of figures, one after the other, inside the demo company."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import api, browsers, browsing, cast, footprint, imports, lists, pages, searching, writes
from benchmarks.cast import Person
from benchmarks.company import Product
from benchmarks.report import Figure
from trato.kernel.access import actors
from trato.kernel.access.models import User
from trato.kernel.tenancy import scope

ROUNDS, SQL_ROUNDS = 60, 9


def every(product: Product, home: Path, scale: str, only: list[str]) -> Iterator[Figure]:
    """The figures of the groups in `only`."""
    with scope.enter(cast.made(scale)):
        people = cast.people()
        acting = {name: actors.of_user(User.objects.get(email=each.email).id) for name, each in people.items()}
        yield from _in_browsers(product, people["rep2"], only)
        for name in ("rep2", "rep1"):
            person, actor = people[name], acting[name]
            contacts = cast.owned("contact", person)
            if "api" in only:
                yield from api.measure(product, person, contacts, home, ROUNDS)
            if "pages" in only:
                deal = cast.owned("deal", person)[0]
                yield from pages.measure(product, person, deal, contacts[0], ROUNDS)
            if "writing" in only:
                yield from writes.updates(actor, person.label, ROUNDS)
        if {"lists", "figures", "searching"} & set(only):
            lists.settle()
        for name in ("rep2", "rep1", "admin"):
            if "lists" in only:
                yield from lists.measure(acting[name], people[name].label, SQL_ROUNDS)
            if "figures" in only:
                yield from writes.aggregates(acting[name], people[name].label, SQL_ROUNDS)
        if "searching" in only:
            yield from searching.measure(acting, {name: each.label for name, each in people.items()}, ROUNDS)
        if "imports" in only:
            yield from imports.measure(home)


def _in_browsers(product: Product, person: Person, only: list[str]) -> Iterator[Figure]:
    """What pages, processes and open browsers weigh, and how soon a page stands."""
    if "footprint" in only:
        yield from footprint.assets(product, person)
        yield from footprint.memory(product, "at rest")
        yield from browsers.measure(product, person, cast.owned("contact", person))
    if "browsing" in only:
        yield from browsing.measure(product, person, cast.owned("deal", person)[0])
