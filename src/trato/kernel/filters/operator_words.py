"""What operators, variables and periods are called, in the language in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext
from django.utils.translation import pgettext as _p
from django.utils.translation import pgettext_lazy as _l

from trato.kernel.filters.operands import Period

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PLAIN: dict[str, _StrPromise] = {
    "is": _l("filter", "is"),
    "is_not": _l("filter", "is not"),
    "in": _l("filter", "is"),
    "not_in": _l("filter", "is not"),
    "empty": _l("filter", "has no value"),
    "not_empty": _l("filter", "has a value"),
    "contains": _l("filter", "contains"),
    "not_contains": _l("filter", "does not contain"),
    "starts": _l("filter", "starts with"),
    "ends": _l("filter", "ends with"),
    "like": _l("filter", "is like"),
    "gt": _l("filter", ">"),
    "gte": _l("filter", "≥"),
    "lt": _l("filter", "<"),
    "lte": _l("filter", "≤"),
    "between": _l("filter", "between"),
    "has_any": _l("filter", "has any of"),
    "has_all": _l("filter", "has all of"),
    "has_none": _l("filter", "has none of"),
    "related": _l("filter", "there is one"),
    "not_related": _l("filter", "there is none"),
}
"""For values of most families."""

DATES: dict[str, _StrPromise] = {
    "is": _l("filter of dates", "is"),
    "is_not": _l("filter of dates", "is not"),
    "in": _l("filter of dates", "is"),
    "not_in": _l("filter of dates", "is not"),
    "gt": _l("filter of dates", "after"),
    "after": _l("filter of dates", "after"),
    "gte": _l("filter of dates", "from"),
    "lt": _l("filter of dates", "before"),
    "before": _l("filter of dates", "before"),
    "lte": _l("filter of dates", "until"),
    "between": _l("filter of dates", "between"),
    "within": _l("filter of dates", "in"),
}

MANY: dict[str, _StrPromise] = {
    "is": _l("filter", "includes"),
    "is_not": _l("filter", "does not include"),
    "in": _l("filter", "has any of"),
    "not_in": _l("filter", "has none of"),
}
"""For fields with several values."""

VARIABLES: dict[str, _StrPromise] = {
    "me": _l("filter", "me"),
    "my_team": _l("filter", "my team"),
    "my_reports": _l("filter", "my reports"),
    "today": _l("filter", "today"),
    "now": _l("filter", "now"),
}

MEASURES: dict[str, _StrPromise] = {
    "count": _l("filter", "number of {relation}"),
    "sum": _l("filter", "sum of {field} of {relation}"),
    "avg": _l("filter", "average {field} of {relation}"),
    "min": _l("filter", "least {field} of {relation}"),
    "max": _l("filter", "greatest {field} of {relation}"),
}


def verb(op: str, family: str) -> str:
    """The operator's word for values of that family."""
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
        "day": _p("period", "today"),
        "week": _p("period", "this week"),
        "month": _p("period", "this month"),
        "quarter": _p("period", "this quarter"),
        "year": _p("period", "this year"),
        "fiscal_quarter": _p("period", "this fiscal quarter"),
        "fiscal_year": _p("period", "this fiscal year"),
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
