"""Random worlds and random filters over them: few values, so that ties, empties and matches are common."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from trato.kernel.fields.address import Address
from trato.kernel.fields.links import LinkField, Ref
from trato.kernel.fields.many import ContactPoint
from trato.kernel.fields.personname import PersonName
from trato.kernel.filters import paths
from trato.kernel.filters.paths import Place, Target
from trato.kernel.filters.tests.world import COMPANY, DEAL, ME, MY_TEAM, PERSON, REPORT, World
from trato.kernel.objects import registry
from trato.lib.money import Money

WORDS = (
    "José Núñez",
    "jose nunez",
    "JOSÉ",
    "100%",
    "100 %",
    "a_b",
    "a\\b",
    "Straße 5",
    "ß",
    "％",
    "İzmir",
    "Σίσυφος",
    " ",
    "ñ",
)
KEYS = ("retail", "software", "food")
NUMBERS = (Decimal(-1), Decimal(0), Decimal("0.50"), Decimal(1), Decimal(10), Decimal("10.01"))
DAYS = tuple(
    date(2026, 3, 30) + timedelta(days=each) for each in (-400, -89, -31, -30, -7, -1, 0, 1, 2, 30, 31, 95, 370)
)
MOMENTS = tuple(
    datetime(2026, 3, 29, hour, minute, tzinfo=UTC) + timedelta(days=days)
    for days in (-365, -30, -1, 0, 1)
    for hour, minute in ((0, 30), (21, 59), (22, 0), (23, 30))
)
EMAILS = ("ana@acme.com", "jose@núñez.es", "info@acme.com")
PHONES = ("+34600111222", "+34600111223", "+12125550100")
CODES = (("erp", "7"), ("erp", "A_1"), ("erp", "a_1"), ("erp", "AB1"), ("erp.old", "7"), ("erp.old", "100%"))
EFFORTS = (timedelta(0), timedelta(minutes=90), timedelta(days=1), timedelta(hours=24, minutes=1))


def _ids(kind: int, count: int) -> list[UUID]:
    return [UUID(int=kind * 1000 + each) for each in range(count)]


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


_words = _maybe(st.sampled_from(WORDS))


def _points(values: tuple[str, ...]) -> st.SearchStrategy[Any]:
    some = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)
    return _maybe(some.map(lambda found: tuple(ContactPoint(each, primary=not at) for at, each in enumerate(found))))


def _several(values: tuple[str, ...]) -> st.SearchStrategy[Any]:
    return _maybe(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple))


def _row(identity: UUID, **values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    deleted = st.sampled_from([None, None, None, MOMENTS[0]])
    return st.fixed_dictionaries({"id": st.just(identity), "deleted_at": deleted, **values})


def _link(ids: list[UUID]) -> st.SearchStrategy[Any]:
    return _maybe(st.sampled_from(ids).map(Ref))


def _name_or_none(name: PersonName) -> PersonName | None:
    return None if name == PersonName() else name


def _company(identity: UUID, companies: list[UUID]) -> st.SearchStrategy[dict[str, Any]]:
    return _row(
        identity,
        name=_words,
        sector=_maybe(st.sampled_from(KEYS)),
        address=_maybe(st.builds(Address, city=st.sampled_from(WORDS), country=_maybe(st.sampled_from(["ES", "US"])))),
        employees=_maybe(st.sampled_from([-1, 0, 1, 10])),
        markets=_several(KEYS),
        fax=_maybe(st.sampled_from(PHONES)),
        parent=_link(companies),
        keeper=_link([ME, REPORT, UUID(int=7)]),
        squad=_link([MY_TEAM, UUID(int=8)]),
        x_score=_maybe(st.sampled_from(NUMBERS)),
        x_motto=_words,
        x_since=_maybe(st.sampled_from(DAYS)),
        x_labels=_several(WORDS),
    )


def _person(identity: UUID, companies: list[UUID]) -> st.SearchStrategy[dict[str, Any]]:
    name = st.builds(
        PersonName, given=_words.filter(lambda each: each != " "), family=_words.filter(lambda each: each != " ")
    )
    return _row(
        identity,
        title=name.map(_name_or_none),
        emails=_points(EMAILS),
        phones=_points(PHONES),
        subscribed=_maybe(st.booleans()),
        about=_maybe(st.sampled_from([f"<p>{each}</p>" for each in WORDS])),
        company=_link(companies),
    )


def _deal(identity: UUID, companies: list[UUID]) -> st.SearchStrategy[dict[str, Any]]:
    base = _maybe(st.sampled_from(NUMBERS))
    return _row(
        identity,
        name=_words,
        amount=_maybe(st.builds(Money, st.sampled_from(NUMBERS), st.just("USD"), base)),
        closes=_maybe(st.sampled_from(DAYS)),
        seen=_maybe(st.sampled_from(MOMENTS)),
        effort=_maybe(st.sampled_from(EFFORTS)),
        tags=_several(WORDS),
        company=_link(companies),
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    companies, people, deals = _ids(1, 3), _ids(2, 3), _ids(3, 4)
    rows = {
        "company": [draw(_company(each, companies)) for each in companies],
        "person": [draw(_person(each, companies)) for each in people],
        "trade": [draw(_deal(each, companies)) for each in deals],
    }
    for several in rows.values():
        held = draw(st.dictionaries(st.sampled_from(CODES), st.integers(0, len(several) - 1), max_size=4))
        for at, row in enumerate(several):
            row[paths.KEYS] = tuple(code for code, owner in held.items() if owner == at)
    pairs = draw(st.lists(st.tuples(st.sampled_from(deals), st.sampled_from(people)), unique=True, max_size=6))
    links = [(source, to, draw(st.sampled_from([None, "decides", "advises"]))) for source, to in pairs]
    hidden = draw(st.frozensets(st.sampled_from([*companies, *people, *deals]), max_size=2))
    return World(rows, links, hidden)


PATHS = {
    "company": [
        "id", "name", "sector", "address.city", "address.country", "address", "employees", "markets", "fax", "parent",
        "parent.sector", "parent.parent.name", "keeper", "keeper.name", "squad", "x_score", "x_motto", "x_since",
        "x_labels", "parent.x_score", "external_ids", "external_ids.erp", "external_ids.erp.old", "parent.external_ids",
    ],
    "person": [
        "title", "title.family", "emails", "phones", "subscribed", "about", "company", "company.sector",
        "company.address.city", "company.parent.name", "company.employees", "company.external_ids.erp",
    ],
    "trade": ["name", "amount", "closes", "seen", "effort", "tags", "company", "company.name", "company.markets", "id",
              "external_ids.erp"],
}  # fmt: skip
BONDS = {
    "company": ["parent", "children", "people", "trades", "parent.trades"],
    "person": ["company", "trades", "company.trades"],
    "trade": ["people", "company", "company.people"],
}
MEASURED = {
    "company": ["employees", "x_score", "x_since"],
    "person": [],
    "trade": ["amount", "closes", "seen", "effort"],
}
PERIODS = st.builds(
    lambda direction, number, unit: {direction: 1 if direction == "this" else number, "unit": unit},
    st.sampled_from(["this", "last", "next"]),
    st.sampled_from([1, 2, 30]),
    st.sampled_from(["day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"]),
)


def _values(target: Target) -> st.SearchStrategy[Any]:
    """JSON that may stand on the right side of a condition on `target`."""
    field = target.field
    if isinstance(field, LinkField | paths.IdField):
        ids = {
            "company": _ids(1, 3),
            "person": _ids(2, 3),
            "trade": _ids(3, 4),
            "user": [ME, REPORT],
            "team": [MY_TEAM],
        }
        variables = {"user": ["me", "my_reports"], "team": ["my_team"]}.get(field.to, [])
        given = [str(each) for each in ids[field.to]] + [{"var": each} for each in variables]
        return st.sampled_from(given)
    if target.part == "country":
        return st.sampled_from(["ES", "us", "Spain"])
    by_kind = {
        "role": ("decides", "advises"), "select": KEYS, "multi_select": KEYS, "tags": WORDS[:7], "phone": PHONES,
        "emails": EMAILS, "phones": (*PHONES, "600 111 222"), "checkbox": (True, False),
        "duration": ("PT1H30M", "PT24H", "P1D"), "rich_text": ("100%", "ß"),
        "external_ids": ("7", "A_1", "a_1", "AB1", "100%", "8"),
        "integer": (0, 1, 2.5, 10), "decimal": (0, "0.5", "10.01"), "money": (0, "0.5", 10, 1),
        "date": (*(each.isoformat() for each in DAYS), {"var": "today"}),
        "datetime": (*(each.isoformat() for each in (*DAYS, *MOMENTS)), {"var": "today"}, {"var": "now"}),
    }  # fmt: skip
    return st.sampled_from(by_kind.get(field.kind, tuple(each for each in WORDS if each.strip())))


def _right_side(op: str, target: Target) -> st.SearchStrategy[dict[str, Any]]:
    if op in {"empty", "not_empty"}:
        return st.just({})
    values = _values(target)
    if op == "within":
        values = PERIODS
    elif op == "between":
        values = st.lists(values, min_size=2, max_size=2)
    elif op in {"in", "not_in", "has_any", "has_all", "has_none"}:
        values = st.lists(values, min_size=1, max_size=3)
    elif op in {"contains", "not_contains", "starts", "ends", "like"}:
        numbers = st.sampled_from(["600", "0111", "3", "%1%", "_"] if op == "like" else ["600", "0111", "3", "222"])
        words = st.sampled_from(["jose", "n", "ñ", "%", "_", "\\", "e", "acme", "SS", "i", "Σ", "ς", "100", "<p>"])
        like = st.text(alphabet="josen%_\\ ñ10", min_size=1, max_size=6)
        values = numbers if target.field.kind in paths.DIGITS else like if op == "like" else words
        if target.family == "keys":
            values = st.sampled_from(["A", "a", "A_", "_", "1", "100%", "%"])
    return values.map(lambda value: {"value": value})


@st.composite
def filters(draw: st.DrawFn, place: Place, depth: int = 3) -> dict[str, Any]:
    kind = draw(st.sampled_from(["condition"] * 5 + (["group"] * 3 + ["related", "measure"] if depth else [])))
    if kind == "group":
        group = draw(st.sampled_from(["all", "any", "none"]))
        return {group: draw(st.lists(filters(place, depth - 1), min_size=1, max_size=3))}
    if kind == "condition":
        return draw(_condition(place))
    field = draw(st.sampled_from(BONDS[place.spec.name]))
    bond = paths.bond(place, tuple(field.split(".")))
    where = {"where": draw(filters(bond.place, depth - 1))} if draw(st.booleans()) else {}
    if kind == "related":
        return {"field": field, "op": draw(st.sampled_from(["related", "not_related"])), **where}
    return {"field": field, **where, **draw(_comparison(bond.to.name))}


@st.composite
def _condition(draw: st.DrawFn, place: Place) -> dict[str, Any]:
    names = (
        PATHS[place.spec.name]
        + (["role"] * 4 if place.through else [])
        + (["people"] if place.spec.name == "trade" else [])
    )
    field = draw(st.sampled_from(names))
    found = paths.target(place, tuple(field.split(".")))
    if not isinstance(found, Target):
        return {"field": field, "op": draw(st.sampled_from(["empty", "not_empty"]))}
    op = draw(st.sampled_from(sorted(found.operators - {"related", "not_related"})))
    return {"field": field, "op": op, **draw(_right_side(op, found))}


@st.composite
def _comparison(draw: st.DrawFn, to: str) -> dict[str, Any]:
    of = draw(st.sampled_from(["", *MEASURED[to]]))
    if not of:
        op = draw(st.sampled_from(["is", "is_not", "gt", "gte", "lt", "lte", "between"]))
        number = st.integers(0, 3)
        return {"op": "count", op: draw(st.tuples(number, number).map(list) if op == "between" else number)}
    target = paths.value(Place(registry.get(to)), (of,))
    measure = draw(st.sampled_from(["sum", "avg", "min", "max"] if target.family == "number" else ["min", "max"]))
    ops = ["is", "is_not", "gt", "gte", "lt", "lte", "between"]
    op = draw(st.sampled_from([*ops, "before", "after", "within"] if target.family != "number" else ops))
    return {"op": measure, "of": of, op: draw(_right_side(op, target))["value"]}


SUBJECTS = (COMPANY, PERSON, DEAL)
