"""Errors in the one form the API knows (RFC 9457), with a closed list of codes (docs/reference/api-errors.md)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trato.kernel.access.policy import Denied
from trato.kernel.actions import custom_fields
from trato.kernel.actions.purging import StillReferred
from trato.kernel.actions.runner import NotAvailable
from trato.kernel.actions.undo import MAX_CAUSED, AlreadyUndone, CannotUndo, TooMany
from trato.kernel.api.answers import Answer
from trato.kernel.filters.errors import FilterError
from trato.kernel.objects import registry
from trato.kernel.records.cursor import BadCursor
from trato.kernel.records.duplicates import Match
from trato.kernel.records.errors import Duplicate, Invalid, RecordMerged, RecordNotFound, StaleVersion
from trato.kernel.records.errors import Problem as Fault
from trato.kernel.records.selection import UnknownField

log = logging.getLogger("trato.api")

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:problem-type:trato:"


class Kind(NamedTuple):
    """One entry of the closed list: the status its code comes with and its title."""

    status: int
    title: Any


CODES: Mapping[str, Kind] = {
    "malformed": Kind(400, gettext_lazy("The request cannot be read")),
    "unknown_parameter": Kind(400, gettext_lazy("There is no such parameter")),
    "unauthenticated": Kind(401, gettext_lazy("A valid token is needed")),
    "denied": Kind(403, gettext_lazy("Not allowed")),
    "not_found": Kind(404, gettext_lazy("Not found")),
    "method_not_allowed": Kind(405, gettext_lazy("This method does not exist here")),
    "duplicate": Kind(409, gettext_lazy("Such a record exists already")),
    "merged": Kind(409, gettext_lazy("The record was merged into another")),
    "not_available": Kind(409, gettext_lazy("This cannot be done with the record as it is now")),
    "already_undone": Kind(409, gettext_lazy("This was undone before")),
    "cannot_undo": Kind(409, gettext_lazy("This cannot be undone")),
    "in_progress": Kind(409, gettext_lazy("The same request is still being worked on")),
    "stale_version": Kind(412, gettext_lazy("The record changed since it was read")),
    "too_large": Kind(413, gettext_lazy("The request is too large")),
    "unsupported_media_type": Kind(415, gettext_lazy("Send JSON")),
    "invalid": Kind(422, gettext_lazy("Some values are not right")),
    "bad_cursor": Kind(422, gettext_lazy("The cursor belongs to another list")),
    "key_reused": Kind(422, gettext_lazy("This key was used for another request")),
    "rate_limited": Kind(429, gettext_lazy("Too many requests")),
    "internal": Kind(500, gettext_lazy("Something went wrong on our side")),
    "unavailable": Kind(503, gettext_lazy("Not available for a moment")),
}
"""Every `code` an answer can have."""

FIELD_CODES: Mapping[str, str] = {
    "required": "a value is needed",
    "invalid": "not a value of this type",
    "unknown_field": "the object has no such field",
    "unknown_key": "a key that means nothing at this place",
    "readonly": "computed by the platform; cannot be written",
    "not_found": "names a record that does not exist or that you may not see",
    "ambiguous": "several records match; give an id",
    "not_an_option": "not one of the options, roles or currencies",
    "out_of_range": "too small or too large",
    "too_long": "more characters than allowed",
    "too_many": "more values or conditions than allowed",
    "too_deep": "groups are nested too deep",
    "too_precise": "more decimals than allowed",
    "bad_operator": "the field cannot be asked this",
    "not_supported": "not supported by this version",
    "no_rate": "there is no exchange rate for the currency",
}
"""Every `code` inside `errors`."""


class ApiProblem(Exception):
    """An error answer. `code` is one of CODES; `extra` are further members of the problem."""

    def __init__(self, code: str, detail: str = "", *, headers: Mapping[str, str] | None = None, **extra: Any) -> None:
        super().__init__(detail or code)
        self.code, self.detail, self.headers, self.extra = code, detail, dict(headers or {}), extra

    def answer(self) -> Answer:
        kind = CODES[self.code]
        body: dict[str, Any] = {"type": TYPE + self.code, "title": str(kind.title), "status": kind.status}
        body["detail"] = self.detail or str(kind.title)
        return Answer({**body, "code": self.code, **self.extra}, kind.status, self.headers, CONTENT_TYPE)


def invalid(field: str, code: str, message: str, pointer: str = "") -> ApiProblem:
    """A 422 about one value."""
    return ApiProblem("invalid", message, errors=[_fault(Fault(field, code, message, pointer))])


def of(error: Exception) -> ApiProblem:
    """The problem that an exception of the kernel means; `internal`, logged, for one that means none."""
    if isinstance(error, ApiProblem):
        return error
    for kind, translate in _TRANSLATIONS:
        if isinstance(error, kind):
            return translate(error)
    log.error("the API failed", exc_info=error)
    return ApiProblem("internal")


def faults(problems: list[Fault]) -> list[dict[str, str]]:
    """Problems with values, as the API says them."""
    return [_fault(each) for each in problems]


def _fault(problem: Fault) -> dict[str, str]:
    pointer = "".join([f"/{problem.field.replace('.', '/')}" if problem.field else "", problem.pointer])
    return {"field": problem.field, "pointer": pointer, "code": problem.code, "message": problem.message}


def _invalid(error: Invalid) -> ApiProblem:
    detail = error.problems[0].message if len(error.problems) == 1 else ""
    return ApiProblem("invalid", detail, errors=faults(error.problems))


def _denied(error: Denied) -> ApiProblem:
    return ApiProblem("denied", _("You may not do this with {objects}.").format(objects=error.spec.label_plural))


def duplicate(field: str, matches: list[dict[str, Any]], hidden: int) -> ApiProblem:
    """A 409 about records with the same key; those the caller may not see are only counted."""
    found: dict[str, Any] = {"field": field, "matches": matches, "hidden": hidden}
    return ApiProblem("duplicate", **({**found, "id": matches[0]["id"]} if matches else found))


def matched(match: Match) -> dict[str, Any]:
    """A record that is, or may be, the same, with why."""
    reasons = [{"field": each.field, "label": str(each.label), "score": each.score} for each in match.reasons]
    return {"id": str(match.id), "name": match.name, "score": match.score, "reasons": reasons}


def _duplicate(error: Duplicate) -> ApiProblem:
    if error.found is None:
        return duplicate(error.field, [], 1)
    return duplicate(error.field, [matched(each) for each in error.found.matches], error.found.hidden)


def merged(survivor: UUID) -> ApiProblem:
    return ApiProblem("merged", id=str(survivor))


def _too_many(error: TooMany) -> ApiProblem:
    words = _("This made {count} changes; at most {most} are taken back at once.")
    return ApiProblem("cannot_undo", words.format(count=error.count, most=MAX_CAUSED))


def _data(error: Exception) -> ApiProblem:
    """A value that the database refuses and no field type foresaw: the caller's mistake, but ours to know of."""
    log.warning("the database refused a value", exc_info=error)
    return ApiProblem("invalid", _("A value cannot be stored."), errors=[])


def _database(error: Exception) -> ApiProblem:
    log.error("the database did not do its part", exc_info=error)
    return ApiProblem("unavailable", headers={"Retry-After": "1"})


_TRANSLATIONS: tuple[tuple[type[Exception], Callable[[Any], ApiProblem]], ...] = (
    (Invalid, _invalid),
    (FilterError, lambda error: invalid("filter", error.code, str(error), error.pointer)),
    (
        UnknownField,
        lambda error: invalid("fields", "unknown_field", _("There is no field “{name}”.").format(name=error.path)),
    ),
    (BadCursor, lambda _error: ApiProblem("bad_cursor")),
    (RecordNotFound, lambda _error: ApiProblem("not_found")),
    (registry.UnknownObject, lambda _error: ApiProblem("not_found")),
    (RecordMerged, lambda error: merged(error.survivor)),
    (StaleVersion, lambda error: ApiProblem("stale_version", version=error.current)),
    (Duplicate, _duplicate),
    (Denied, _denied),
    (NotAvailable, lambda _error: ApiProblem("not_available")),
    (StillReferred, lambda _error: ApiProblem("not_available", _("Other records refer to it."))),
    (AlreadyUndone, lambda _error: ApiProblem("already_undone")),
    (TooMany, _too_many),
    (CannotUndo, lambda _error: ApiProblem("cannot_undo")),
    (custom_fields.NoSuchField, lambda _error: ApiProblem("not_found")),
    (custom_fields.NameTaken, lambda _error: ApiProblem("duplicate", _("There is such a field, or was."))),
    (RequestDataTooBig, lambda _error: ApiProblem("too_large")),
    (SuspiciousOperation, lambda _error: ApiProblem("malformed")),
    (DataError, _data),
    (OperationalError, _database),
    (InterfaceError, _database),
)
