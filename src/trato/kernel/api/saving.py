"""Creating a record where one like it may exist, and writing by a key of another system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import runner
from trato.kernel.api import problems
from trato.kernel.api.problems import ApiProblem, invalid
from trato.kernel.fields.base import Json
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import duplicates, listing, outside_keys
from trato.kernel.records.duplicates import Found, Match
from trato.kernel.records.errors import Duplicate, RecordNotFound
from trato.kernel.tenancy.actor import Actor


@dataclass(frozen=True)
class Saved:
    """What was written: a new record (201), a changed or an untouched one (200), and likenesses worth a look."""

    id: UUID
    version: int
    status: int
    warnings: list[dict[str, Json]] = field(default_factory=list)


def create(actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json], on_duplicate: str) -> Saved:
    """A new record, unless one like it exists and `on_duplicate` says otherwise:

    '' refuses equal keys and reports likenesses · `reject` refuses both · `warn` only reports · `create` does not
    look · `skip` leaves the record that is there · `update` changes it. ApiProblem `duplicate` for what is refused.
    """
    policy.require(actor, "create", spec, actor.id)
    if on_duplicate == "create":
        return _created(actor, spec, raw)
    found = duplicates.check(actor, spec, raw)
    if on_duplicate in {"skip", "update"} and found.sure:
        existing = found.sure[0].id
        if on_duplicate == "update":
            return Saved(existing, runner.update(actor, spec.name, existing, raw).version, 200)
        return Saved(existing, 0, 200)
    refused = found.sure or found.hidden_sure
    if on_duplicate == "reject":
        refused = refused or found.likely or found.hidden_likely
    if refused and on_duplicate != "warn":
        raise refusal(found, sure=on_duplicate != "reject")
    return _created(actor, spec, raw, warnings_of(found))


def _created(
    actor: Actor, spec: ObjectSpec, raw: Mapping[str, Json], warnings: list[dict[str, Json]] | None = None
) -> Saved:
    done = runner.create(actor, spec.name, raw)
    return Saved(done.record.pk, done.version, 201, warnings or [])


def refusal(found: Found, *, sure: bool) -> ApiProblem:
    """409 with the matches the caller may see; the others are counted."""
    shown = [matched(each) for each in (found.sure if sure else found.matches)]
    hidden = found.hidden_sure + (0 if sure else found.hidden_likely)
    field_name = shown[0]["reasons"][0]["field"] if shown else ""
    return problems.duplicate(field_name, shown, hidden)


def seen(actor: Actor, spec: ObjectSpec, error: Duplicate) -> ApiProblem:
    """409 for a key that another record has, named only when the actor may see that record."""
    if error.id is not None:
        try:
            listing.get(actor, spec, error.id, ())
        except LookupError:
            return problems.of(error)
        return problems.duplicate(error.field, [{"id": str(error.id)}], 0)
    return problems.of(error)


def warnings_of(found: Found) -> list[dict[str, Json]]:
    """Likenesses, for the caller to look at."""
    if not (found.matches or found.hidden_sure or found.hidden_likely):
        return []
    message = _("Similar records exist.")
    hidden = found.hidden_sure + found.hidden_likely
    return [
        {
            "code": "duplicate",
            "message": message,
            "matches": [matched(each) for each in found.matches],
            "hidden": hidden,
        }
    ]


def matched(match: Match) -> dict[str, Json]:
    reasons = [{"field": each.field, "label": str(each.label), "score": each.score} for each in match.reasons]
    return {"id": str(match.id), "name": match.name, "score": match.score, "reasons": reasons}


def put(
    actor: Actor, spec: ObjectSpec, source: str, key: str, raw: Mapping[str, Json], *, expect: int | None = None
) -> Saved:
    """Change the record with that outside key, or create it. ApiProblem `duplicate` when another's."""
    pair = {"source": source, "key": key}
    existing = outside_keys.find(spec.name, source, key)
    if existing is None:
        if expect is not None:
            raise ApiProblem("stale_version")
        try:
            with transaction.atomic():
                return _created(actor, spec, {**raw, "external_ids": _with(raw, pair)})
        except Duplicate:
            existing = outside_keys.find(spec.name, source, key)
            if existing is None:
                raise
    values = {**raw, "external_ids": _with(raw, pair)} if "external_ids" in raw else raw
    try:
        done = runner.update(actor, spec.name, existing, values, expect=expect)
    except RecordNotFound:
        raise problems.duplicate("external_ids", [], 1) from None
    return Saved(existing, done.version, 200)


def _with(raw: Mapping[str, Json], pair: dict[str, str]) -> list[Json]:
    given = raw.get("external_ids") or []
    if not isinstance(given, list):
        raise invalid("external_ids", "invalid", _("Give a list of at most 20 outside keys."))
    return given if pair in given else [*given, pair]
