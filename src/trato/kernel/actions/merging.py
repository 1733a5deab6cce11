"""Making one record of several that mean the same.

The survivor takes what it lacks, or what was chosen; whatever pointed to the others points to it from then on; their
ids lead to it for ever. The rows of the others go, and are kept in their entries, so that a merge can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.actions import repointing, runner, writing
from trato.kernel.actions.diffs import Snapshot
from trato.kernel.actions.runner import NotAvailable, Outcome
from trato.kernel.actions.writing import EntryDraft
from trato.kernel.fields.base import Field
from trato.kernel.fields.links import Linked, LinkField, ManyLinksField, Ref
from trato.kernel.fields.many import MAX_VALUES, ContactPoint, ContactPointsField
from trato.kernel.objects import registry as objects
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import links, outside_keys
from trato.kernel.records.errors import Invalid, Problem
from trato.kernel.records.models import ExternalId, Link, Merged
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry
from trato.lib import sql
from trato.lib.ids import uuid7

AWAY = "merge_away"
"""The verb of the entries of records that went into another."""
MAX_MERGED = 50

_SHARE_TIMELINE = (
    "INSERT INTO subject (record_id, entry_id, object) SELECT %s, entry_id, object FROM subject WHERE record_id = %s"
    " ON CONFLICT DO NOTHING"
)
_UNSHARE_TIMELINE = (
    "DELETE FROM subject s USING entry e WHERE s.record_id = %s AND e.id = s.entry_id AND e.record_id = %s"
)


def merge(
    actor: Actor,
    object_name: str,
    keep: UUID,
    others: Sequence[UUID],
    choose: Mapping[str, UUID] | None = None,
    *,
    expect: int | None = None,
) -> Outcome:
    """Merge `others` into `keep`. `choose` says for a field from which of them its value comes.

    Needs the right to change the survivor and to delete the others. Invalid for a choice that makes no sense.
    """
    spec = objects.get(object_name)
    chosen = dict(choose or {})
    if spec.guarded:
        raise NotAvailable("merge")
    _check(spec, keep, others, chosen)

    def work(snapshot: Snapshot, entry: UUID) -> Mapping[str, Any]:
        merging = _Merging(actor, spec, snapshot, [runner.lock(actor, spec, each, "delete") for each in others])
        values, keys = merging.values(chosen), merging.outside_keys()
        merging.repoint()
        merged = [merging.remove(record, entry) for record in merging.others]
        snapshot.take(values)
        snapshot.take_keys(keys)
        return {"merged": merged}

    return runner.change(actor, object_name, keep, "merge", work, expect=expect)


Result = TypeVar("Result")


class _Rehearsed(Exception):
    """Takes a rehearsal back."""


def rehearse(
    actor: Actor,
    object_name: str,
    keep: UUID,
    others: Sequence[UUID],
    choose: Mapping[str, UUID],
    read: Callable[[], Result],
) -> Result:
    """What `read` finds once they are merged, which they are not. The same errors as `merge`."""
    try:
        with transaction.atomic():
            merge(actor, object_name, keep, others, choose)
            found = read()
            raise _Rehearsed
    except _Rehearsed:
        return found


def united(field: Field) -> bool:
    """Whether the survivor gets the values of all: it may have several."""
    return isinstance(field, ContactPointsField | ManyLinksField) or field.family == "choices"


def choosable(spec: ObjectSpec) -> list[Field]:
    """The fields for which one may say from which of the records their value comes."""
    return [each for each in spec.fields if _is_free(spec, each)]


def _check(spec: ObjectSpec, keep: UUID, others: Sequence[UUID], chosen: Mapping[str, UUID]) -> None:
    problems = []
    if not 0 < len(others) <= MAX_MERGED or keep in others or len(set(others)) != len(others):
        message = _("Give 1 to {limit} other records.").format(limit=MAX_MERGED)
        problems.append(Problem("merge", "invalid", message))
    for name, source in chosen.items():
        field = spec.by_name.get(name)
        if field is None:
            problems.append(Problem("choose", "unknown_field", _("There is no such field."), f"/{name}"))
        elif not _is_free(spec, field):
            message = _("This field is computed and cannot be written.")
            problems.append(Problem("choose", "readonly", message, f"/{name}"))
        elif source not in (keep, *others):
            problems.append(Problem("choose", "not_found", _("There is no such record."), f"/{name}"))
    if problems:
        raise Invalid(problems)


def _is_free(spec: ObjectSpec, field: Field) -> bool:
    return not (field.readonly or field.composed or field.name in spec.verbs)


@dataclass
class _Merging:
    """One merge under way: the survivor in its snapshot, the others locked."""

    actor: Actor
    spec: ObjectSpec
    snapshot: Snapshot
    others: list[Record]

    @property
    def keep(self) -> Record:
        return self.snapshot.record

    @property
    def all(self) -> list[Record]:
        return [self.keep, *self.others]

    def values(self, chosen: Mapping[str, UUID]) -> dict[str, Any]:
        """What the survivor is to hold, by field; without what stays as it is."""
        found: dict[str, Any] = {}
        for field in self.spec.fields:
            if not _is_free(self.spec, field):
                continue
            having = [each for each in self.all if each.pk == chosen.get(field.name, each.pk)]
            value = _united(field, [_value(field, each) for each in having])
            if isinstance(field, LinkField | ManyLinksField) and field.to == self.spec.name:
                value = _without(value, {each.pk for each in self.all})
            found[field.name] = value
        self._take_owner(found.get("owner"))
        return found

    def _take_owner(self, owner: Ref | None) -> None:
        """The survivor belongs to the team of the record whose owner it takes."""
        if owner is not None and owner.id != self.keep.owner_id:
            policy.require(self.actor, "update", self.spec, owner.id)
            self.keep.team_id = next(each.team_id for each in self.others if each.owner_id == owner.id)

    def outside_keys(self) -> outside_keys.Keys:
        """The keys of all of them."""
        ids = [each.pk for each in self.all]
        known = outside_keys.read(self.spec.name, ids)
        return tuple((each["source"], each["key"]) for one in ids for each in known[one])

    def repoint(self) -> None:
        """Lead every link to one of the others to the survivor."""
        repointing.lead_records(self.spec, [each.pk for each in self.others], self.keep.pk)

    def remove(self, record: Record, cause: UUID) -> dict[str, str]:
        """Take one of the others away, remembering all that is needed to bring it back."""
        name = links.titles(self.spec.name, [record.pk]).get(record.pk, "")
        draft = EntryDraft(id=uuid7(), actor=self.actor, verb=AWAY, spec=self.spec, record_id=record.pk, cause=cause)
        draft.data = _remembered(self.spec, record.pk, self.keep.pk)
        with connection.cursor() as cursor:
            cursor.execute(_SHARE_TIMELINE, [self.keep.pk, record.pk])
        Link.objects.filter(source_id=record.pk).delete()
        ExternalId.objects.filter(object=self.spec.name, record_id=record.pk).delete()
        writing.remove(draft)
        Merged.objects.filter(survivor_id=record.pk).update(survivor_id=self.keep.pk)
        Merged.objects.create(id=record.pk, object=self.spec.name, survivor_id=self.keep.pk)
        _run_tails(self.spec, record.pk)
        return {"id": str(record.pk), "name": name}


def _value(field: Field, record: Record) -> Any:
    return links.read(field, record.pk) if isinstance(field, ManyLinksField) else field.get(record)


def _united(field: Field, values: list[Any]) -> Any:
    """One value of several: the first that is one, or all together where a record may have many."""
    given = [each for each in values if each]
    if isinstance(field, ContactPointsField):
        return _joined_points([point for value in given for point in value])
    if isinstance(field, ManyLinksField):
        return _joined_links([each for value in given for each in value])
    if field.family == "choices":
        return tuple(dict.fromkeys(each for value in given for each in value)) or None
    return next((each for each in values if each is not None), None)


def _joined_points(found: list[ContactPoint]) -> tuple[ContactPoint, ...] | None:
    """Each way to reach somebody once; the first stays the primary one."""
    joined: dict[tuple[str, str], ContactPoint] = {}
    for each in found:
        joined.setdefault((each.value, each.extension), each)
    kept = list(joined.values())[:MAX_VALUES]
    return tuple(replace(each, primary=place == 0) for place, each in enumerate(kept)) or None


def _without(value: Any, ids: set[UUID]) -> Any:
    """A link, or many, without those to the merged records themselves."""
    if isinstance(value, Ref):
        return None if value.id in ids else value
    return tuple(each for each in value if links.target(each) not in ids) if value else value


def _joined_links(found: list[Linked]) -> tuple[Linked, ...]:
    """Each record once, with the role it was first given; the first primary stays the only one."""
    joined: dict[UUID, Linked] = {}
    for each in found:
        joined.setdefault(links.target(each), each)
    first = next((each for each in joined.values() if each.primary), None)
    return tuple(Linked(each.to, each.role, each is first) for each in joined.values())


def _remembered(spec: ObjectSpec, record_id: UUID, survivor: UUID) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(a)::text FROM {sql.name(spec.table)} a WHERE id = %s", [record_id])
        [row] = cursor.fetchone() or [None]
    own = Link.objects.filter(source_id=record_id).values("relation", "target_id", "role", "is_primary", "position")
    before = Merged.objects.filter(survivor_id=record_id).values_list("id", flat=True)
    return {
        "survivor": str(survivor),
        "row": row,  # as text: numbers keep all their digits
        "external_ids": outside_keys.read(spec.name, [record_id])[record_id],
        "links": [{**each, "target_id": str(each["target_id"])} for each in own],
        "merged_before": [str(one) for one in before],
    }


def bring_back(actor: Actor, entry: Entry) -> None:
    """Undo what `remove` did. Denied unless the actor may delete such a record, as the merge needed."""
    spec, remembered, record_id = objects.get(entry.object), entry.data, entry.record_id or UUID(int=0)
    owner = orjson.loads(remembered["row"])["owner_id"]
    policy.require(actor, "delete", spec, UUID(owner) if owner else None)
    survivor = UUID(remembered["survivor"])
    draft = EntryDraft(id=uuid7(), actor=actor, verb="undo", spec=spec, record_id=record_id, undoes=entry.pk)
    writing.bring_back(spec.model, remembered["row"], draft)
    again = (Link(source_id=record_id, **each) for each in remembered["links"])
    Link.objects.bulk_create(again, ignore_conflicts=True)
    for each in remembered["external_ids"]:
        known = ExternalId.objects.filter(object=spec.name, **each)
        if not known.filter(record_id=survivor).update(record_id=record_id) and not known.exists():
            ExternalId.objects.create(object=spec.name, record_id=record_id, **each)
    Merged.objects.filter(id=record_id).delete()
    Merged.objects.filter(id__in=remembered["merged_before"]).update(survivor_id=record_id)
    with connection.cursor() as cursor:
        cursor.execute(_UNSHARE_TIMELINE, [survivor, record_id])
    _run_tails(spec, record_id)


def _run_tails(spec: ObjectSpec, record_id: UUID) -> None:
    for tail in runner.tails:
        tail(spec, [record_id], frozenset({"deleted_at"}))
