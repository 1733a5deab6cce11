"""What becomes of a record that is, or may be, the same as another: the one policy, whichever road a change comes by.

An equal key is refused, a likeness only told of, unless whoever creates says otherwise. What a record had before is
nobody's business: only values that a change adds are looked at. Undoing, restoring and merging bring back or bring
together what was there, and are not refused. (Imports decide for whole files at once: intake.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from trato.kernel.fields.base import Json
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import duplicates, outside_keys
from trato.kernel.records.duplicates import Found
from trato.kernel.records.errors import Duplicate
from trato.kernel.tenancy.actor import Actor


class OnDuplicate(StrEnum):
    """What to do where a new record would double another."""

    USUAL = ""
    """Refuse equal keys, tell of likenesses."""
    REJECT = "reject"
    """Refuse both."""
    WARN = "warn"
    """Tell of both."""
    SKIP = "skip"
    """Leave the record with an equal key as it is, and create none."""
    UPDATE = "update"
    """Change the record with an equal key, and create none."""
    CREATE = "create"
    """Do not look."""

    @property
    def takes_existing(self) -> bool:
        return self in {OnDuplicate.SKIP, OnDuplicate.UPDATE}


def judge_new(
    actor: Actor, spec: ObjectSpec, record: Record, keys: outside_keys.Keys | None, choice: OnDuplicate
) -> Found:
    """What a new record would double. Duplicate when that is to be refused; a `choice` that takes the existing record
    is told of it and has nothing refused. One statement, for objects that have keys."""
    if choice is OnDuplicate.CREATE or not (spec.keys or keys):
        return Found()
    values = {each.name: each.to_json(value) for each in duplicates.watched(spec) if (value := each.get(record))}
    values["external_ids"] = [{"source": source, "key": key} for source, key in keys or ()]
    found = duplicates.check_holding(actor, spec, values, apart_from=record.pk)
    if choice is OnDuplicate.WARN or (choice.takes_existing and found.sure):
        return found
    refused = found if choice is OnDuplicate.REJECT else found.certain
    if refused:
        raise refusal(spec, refused)
    return found


def judge_change(actor: Actor, spec: ObjectSpec, record: Record, diff: Mapping[str, Sequence[Json]]) -> None:
    """Duplicate when a change gives the record a key that another has. One statement, when a key changes at all."""
    names = (name for name in (*spec.keys, "external_ids") if name in diff)
    values = {name: _added(*diff[name]) for name in dict.fromkeys(names)}
    if any(values.values()):
        found = duplicates.check_holding(actor, spec, values, apart_from=record.pk).certain
        if found:
            raise refusal(spec, found)


def refusal(spec: ObjectSpec, found: Found) -> Duplicate:
    """The refusal that names the first of the matches which the actor may see."""
    return Duplicate(found.field, found.matches[0].id if found.matches else None, found, object_name=spec.name)


def _added(before: Any, after: Any) -> Json:
    """What of a value was not there before: of several values, each by itself."""
    if not isinstance(after, list):
        return after
    known = [_core(each) for each in before or ()]
    return [each for each in after if _core(each) not in known]


def _core(part: Json) -> Json:
    """A way to reach somebody is the same whatever it is labelled."""
    return part["value"] if isinstance(part, dict) and "value" in part else part
