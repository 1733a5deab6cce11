"""What operators, variables and periods are called, in the language in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext, pgettext, pgettext_lazy

from trato.kernel.filters.operands import Period

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PLAIN: dict[str, _StrPromise] = {
    "is": pgettext_lazy("filter", "is"),
    "is_not": pgettext_lazy("filter", "is not"),
    "in": pgettext_lazy("filter", "is"),
    "not_in": pgettext_lazy("filter", "is not"),
    "empty": pgettext_lazy("filter", "has no value"),
    "not_empty": pgettext_lazy("filter", "has a value"),
    "contains": pgettext_lazy("filter", "contains"),
    "not_contains": pgettext_lazy("filter", "does not contain"),
    "starts": pgettext_lazy("filter", "starts with"),
    "ends": pgettext_lazy("filter", "ends with"),
    "like": pgettext_lazy("filter", "is like"),
    "gt": pgettext_lazy("filter", ">"),
    "gte": pgettext_lazy("filter", "≥"),
    "lt": pgettext_lazy("filter", "<"),
    "lte": pgettext_lazy("filter", "≤"),
    "between": pgettext_lazy("filter", "between"),
    "has_any": pgettext_lazy("filter", "includes any of"),
    "has_all": pgettext_lazy("filter", "includes all of"),
    "has_none": pgettext_lazy("filter", "includes none of"),
    "related": pgettext_lazy("filter", "there is one"),
    "not_related": pgettext_lazy("filter", "there is none"),
}
"""For values of most families."""

DATES: dict[str, _StrPromise] = {
    "is": pgettext_lazy("filter of dates", "is"),
    "is_not": pgettext_lazy("filter of dates", "is not"),
    "in": pgettext_lazy("filter of dates", "is"),
    "not_in": pgettext_lazy("filter of dates", "is not"),
    "gt": pgettext_lazy("filter of dates", "after"),
    "after": pgettext_lazy("filter of dates", "after"),
    "gte": pgettext_lazy("filter of dates", "from"),
    "lt": pgettext_lazy("filter of dates", "before"),
    "before": pgettext_lazy("filter of dates", "before"),
    "lte": pgettext_lazy("filter of dates", "until"),
    "between": pgettext_lazy("filter of dates", "between"),
    "within": pgettext_lazy("filter of dates", "in"),
}

DAYS: dict[str, _StrPromise] = {
    "is": pgettext_lazy("filter before a date", "is"),
    "is_not": pgettext_lazy("filter before a date", "is not"),
    "gt": pgettext_lazy("filter before a date", "after"),
    "after": pgettext_lazy("filter before a date", "after"),
    "gte": pgettext_lazy("filter before a date", "from"),
    "lt": pgettext_lazy("filter before a date", "before"),
    "before": pgettext_lazy("filter before a date", "before"),
    "lte": pgettext_lazy("filter before a date", "until"),
}
"""Where a date in figures follows, which some languages give an article ("antes del 5 ene", but "antes de hoy")."""

MANY: dict[str, _StrPromise] = {
    "is": pgettext_lazy("filter", "includes"),
    "is_not": pgettext_lazy("filter", "does not include"),
    "in": pgettext_lazy("filter", "includes any of"),
    "not_in": pgettext_lazy("filter", "includes none of"),
}
"""For fields with several values."""

VARIABLES: dict[str, _StrPromise] = {
    "me": pgettext_lazy("filter", "me"),
    "my_team": pgettext_lazy("filter", "my team"),
    "my_reports": pgettext_lazy("filter", "my reports"),
    "today": pgettext_lazy("filter", "today"),
    "now": pgettext_lazy("filter", "now"),
}

RELATED: dict[str, _StrPromise] = {
    "related": pgettext_lazy("filter", "with {relation}"),
    "not_related": pgettext_lazy("filter", "without {relation}"),
}

MEASURES: dict[str, _StrPromise] = {
    "count": pgettext_lazy("filter", "number of {relation}"),
    "sum": pgettext_lazy("filter", "sum of {field} of {relation}"),
    "avg": pgettext_lazy("filter", "average {field} of {relation}"),
    "min": pgettext_lazy("filter", "least {field} of {relation}"),
    "max": pgettext_lazy("filter", "greatest {field} of {relation}"),
}


def verb(op: str, family: str, *, figures: bool = False) -> str:
    """The operator's word for values of that family; `figures`: a date in figures follows."""
    if figures and family in {"date", "datetime"} and op in DAYS:
        return str(DAYS[op])
    if family in {"date", "datetime"} and op in DATES:
        return str(DATES[op])
    if family in {"choices", "values"} and op in MANY:
        return str(MANY[op])
    return str(PLAIN[op])


def period(period: Period) -> str:
    """The period in words: "this month", "the last 30 days"."""
    words = {"this": _this, "last": _last, "next": _next}[period.direction]
    return words(period.n)[period.unit].format(n=period.n)


def _this(_n: int) -> dict[str, str]:
    return {
        "day": pgettext("period", "today"),
        "week": pgettext("period", "this week"),
        "month": pgettext("period", "this month"),
        "quarter": pgettext("period", "this quarter"),
        "year": pgettext("period", "this year"),
        "fiscal_quarter": pgettext("period", "this fiscal quarter"),
        "fiscal_year": pgettext("period", "this fiscal year"),
    }


def _last(n: int) -> dict[str, str]:
    return {
        "day": ngettext("the last day", "the last {n} days", n),
        "week": ngettext("last week", "the last {n} weeks", n),
        "month": ngettext("last month", "the last {n} months", n),
        "quarter": ngettext("last quarter", "the last {n} quarters", n),
        "year": ngettext("last year", "the last {n} years", n),
        "fiscal_quarter": ngettext("last fiscal quarter", "the last {n} fiscal quarters", n),
        "fiscal_year": ngettext("last fiscal year", "the last {n} fiscal years", n),
    }


def _next(n: int) -> dict[str, str]:
    return {
        "day": ngettext("the next day", "the next {n} days", n),
        "week": ngettext("next week", "the next {n} weeks", n),
        "month": ngettext("next month", "the next {n} months", n),
        "quarter": ngettext("next quarter", "the next {n} quarters", n),
        "year": ngettext("next year", "the next {n} years", n),
        "fiscal_quarter": ngettext("next fiscal quarter", "the next {n} fiscal quarters", n),
        "fiscal_year": ngettext("next fiscal year", "the next {n} fiscal years", n),
    }
