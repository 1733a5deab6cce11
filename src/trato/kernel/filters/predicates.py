"""The meaning of every operator, in five elementary predicates that SQL and Python each know how to ask.

An empty value satisfies none of the five; an operator that also holds for empties is the negation of one that does not.
So there are two truth values only, and no third one to reconcile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from trato.kernel.filters.operands import Operand, Period, Var
from trato.kernel.filters.variables import Variables
from trato.lib import dates

NEGATIONS = {
    "is_not": "is",
    "not_in": "in",
    "empty": "not_empty",
    "not_contains": "contains",
    "has_none": "has_any",
}


@dataclass(frozen=True, slots=True)
class Present:
    """There is a value."""


@dataclass(frozen=True, slots=True)
class Equal:
    """The value, or one of the many, is one of these; no value is, when there are none."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Holds:
    """All of these are among the many values."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """From `low` to `high`; None leaves an end open, `…_out` leaves the bound itself out."""

    low: Any = None
    high: Any = None
    low_out: bool = False
    high_out: bool = False


@dataclass(frozen=True, slots=True)
class Reads:
    """The text contains, starts, ends with, or is like `text`, whatever the case and accents."""

    how: Literal["contains", "starts", "ends", "like"]
    text: str


Predicate = Present | Equal | Holds | Between | Reads


@dataclass(frozen=True, slots=True)
class Test:
    """One of the predicates holds; or, negated, none does."""

    options: tuple[Predicate, ...]
    negated: bool = False

    __test__ = False


def test_of(op: str, operand: Operand, family: str, variables: Variables) -> Test:
    """What `op operand` asks of a value of that family."""
    positive = NEGATIONS.get(op, op)
    options = _Meaning(family, variables).of(positive, operand)
    return Test(options, negated=positive != op)


@dataclass(frozen=True)
class _Meaning:
    family: str
    variables: Variables

    def of(self, op: str, operand: Any) -> tuple[Predicate, ...]:
        if op == "not_empty":
            return (Present(),)
        if op in {"contains", "starts", "ends", "like"}:
            return (Reads(op, operand),)  # type: ignore[arg-type]  # narrowed by the test above
        if op == "within":
            return (self.within(operand),)
        if op == "between":
            low, high = (self.value(each) for each in operand)
            return (Between(self.first(low), self.last(high), high_out=self.ends_open(high)),)
        if op in {"gt", "gte", "lt", "lte", "before", "after"}:
            return (self.beyond(op, self.value(operand)),)
        values = tuple(one for each in self.listed(operand) for one in self.values(each))
        if op == "has_all":
            return (Holds(values),)
        return self.equal(values)

    def equal(self, values: tuple[Any, ...]) -> tuple[Predicate, ...]:
        """A day means the whole of it where values are instants."""
        if self.family != "datetime":
            return (Equal(values),)
        exact = tuple(each for each in values if isinstance(each, datetime))
        days = tuple(self.day(each) for each in values if not isinstance(each, datetime))
        return ((Equal(exact),) if exact or not days else ()) + days

    def beyond(self, op: str, value: Any) -> Between:
        if op in {"gt", "after"}:
            return Between(low=self.last(value), low_out=not self.ends_open(value))
        if op == "gte":
            return Between(low=self.first(value))
        if op == "lte":
            return Between(high=self.last(value), high_out=self.ends_open(value))
        return Between(high=self.first(value), high_out=True)

    def within(self, period: Period) -> Predicate:
        try:
            first, after = dates.period(
                period.direction, period.n, period.unit, self.variables.today, self.variables.fiscal_year_start
            )
        except ValueError:
            return Equal(())
        if self.family == "datetime":
            return Between(self.first(first), self.first(after), high_out=True)
        return Between(first, after, high_out=True)

    def day(self, day: date) -> Between:
        return Between(self.first(day), self.last(day), high_out=True)

    def ends_open(self, value: Any) -> bool:
        """Whether `last` of the value is the first instant past it."""
        return self.family == "datetime" and not isinstance(value, datetime)

    def first(self, value: Any) -> Any:
        """The first instant of a day, where values are instants; otherwise the value itself."""
        return day_start(value, self.variables.zone) if self.ends_open(value) else value

    def last(self, value: Any) -> Any:
        """The first instant after a day, where values are instants; otherwise the value itself."""
        return day_start(value, self.variables.zone, later=1) if self.ends_open(value) else value

    def listed(self, operand: Any) -> tuple[Any, ...]:
        return operand if type(operand) is tuple else (operand,)

    def value(self, operand: Any) -> Any:
        return self.values(operand)[0]

    def values(self, operand: Any) -> tuple[Any, ...]:
        """The values an operand stands for: variables may stand for none or several."""
        if not isinstance(operand, Var):
            return (operand,)
        known = self.variables
        if operand.var == "now":
            return (known.now if self.family == "datetime" else known.today,)
        found = getattr(known, operand.var)
        if isinstance(found, tuple):
            return found
        return () if found is None else (found,)


def day_start(day: date, zone: str, *, later: int = 0) -> datetime:
    """The instant, in UTC, at which the day `later` days after `day` begins in `zone`; within the calendar's ends."""
    try:
        return datetime.combine(day + timedelta(days=later), time(), dates.zone_of(zone)).astimezone(UTC)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if day.year > 1 else datetime.min.replace(tzinfo=UTC)
