"""Creating a record where one like it may exist, and writing by a key of another system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from trato.kernel.actions import runner
from trato.kernel.actions.doubles import OnDuplicate
from trato.kernel.api import problems
from trato.kernel.api.problems import ApiProblem, invalid
from trato.kernel.fields.base import Json
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import outside_keys
from trato.kernel.records.duplicates import Found
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
    done = runner.create(actor, spec.name, raw, on_duplicate=OnDuplicate(on_duplicate))
    if done.existed:
        return Saved(done.record.pk, done.version, 200)
    return Saved(done.record.pk, done.version, 201, warnings_of(done.found))


def warnings_of(found: Found) -> list[dict[str, Json]]:
    """Likenesses, for the caller to look at."""
    if not found:
        return []
    matches = [problems.matched(each) for each in found.matches]
    return [{"code": "duplicate", "message": _("Similar records exist."), "matches": matches, "hidden": found.hidden}]


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
                return create(actor, spec, {**raw, "external_ids": _with(raw, pair)}, OnDuplicate.USUAL)
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
