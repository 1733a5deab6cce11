"""What a run changed: a record before and after, as columns to store and as a diff to remember."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID

from trato.kernel.fields.base import Field, Json
from trato.kernel.fields.links import Linked, LinkField, ManyLinksField, Ref
from trato.kernel.objects.model import Record
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records import links, outside_keys

KEPT_BY_WRITING = frozenset({"created_at", "created_by", "updated_at", "updated_by"})

Pair = tuple[Any, Any]


class Snapshot:
    """A record as it was when the run began, against which it is compared when the run ends."""

    def __init__(self, spec: ObjectSpec, record: Record, *, new: bool = False) -> None:
        self.spec, self.record, self.new = spec, record, new
        self._stored = [each.attname for each in record._meta.concrete_fields if not each.generated]
        self._before = {name: None if new else _kept(record.__dict__.get(name)) for name in self._stored}
        self._links: dict[str, tuple[tuple[Linked, ...], tuple[Linked, ...]]] = {}
        self._keys: tuple[outside_keys.Keys, outside_keys.Keys] | None = None
        self._pairs: dict[str, Pair] = {}

    def take(self, values: Mapping[str, Any]) -> None:
        """Put clean values on the record; many-links are kept aside until it is stored."""
        for name, value in values.items():
            field = self.spec.field(name)
            if isinstance(field, ManyLinksField):
                before = () if self.new else links.read(field, self.record.pk)
                self._links[name] = (before, links.apply(before, value))
            else:
                field.set(self.record, value)

    def take_keys(self, keys: outside_keys.Keys) -> None:
        """The record's outside keys are to be `keys`."""
        stored = [] if self.new else outside_keys.read(self.spec.name, [self.record.pk])[self.record.pk]
        self._keys = (tuple((each["source"], each["key"]) for each in stored), keys)

    def columns(self) -> dict[str, Any]:
        """Changed columns by attribute name, with their new values."""
        after = self.record.__dict__
        return {name: after.get(name) for name in self._stored if self._before[name] != after.get(name)}

    def compare(self) -> dict[str, list[Json]]:
        """{field: [before, after]} in JSON form, for fields whose value differs."""
        moved = self.columns().keys()
        self._pairs = {}
        for field in self.spec.fields:
            pair = self._pair(field, frozenset(moved))
            if pair is not None and pair[0] != pair[1]:
                self._pairs[field.name] = pair
        self._name_links()
        diff = {name: [self._json(name, side) for side in pair] for name, pair in self._pairs.items()}
        if self._keys and self._keys[0] != self._keys[1]:
            diff["external_ids"] = [[{"source": s, "key": k} for s, k in side] for side in self._keys]
        return diff

    def before(self) -> dict[str, Any]:
        """The values before of the fields that differ, by name. After `compare`."""
        return {name: pair[0] for name, pair in self._pairs.items()}

    def subjects(self) -> frozenset[tuple[str, UUID]]:
        """The other records that this change concerns: those its timeline links lead to, before and after; but those of
        `relations`."""
        found: set[tuple[str, UUID]] = set()
        for field in self.spec.fields:
            if isinstance(field, LinkField) and field.on_timeline:
                refs = self._pairs.get(field.name) or (field.get(self.record),)
                found |= {(field.to, ref.id) for ref in refs if ref is not None}
            elif isinstance(field, ManyLinksField) and field.on_timeline:
                sides = self._links.get(field.name, ())
                found |= {(field.to, links.target(each)) for side in sides for each in side}
        return frozenset(found)

    def relations(self) -> tuple[tuple[str, str], ...]:
        """(relation, object) of the timeline's many-links that this run leaves alone: whoever they lead to is concerned
        as well."""
        if self.new:
            return ()
        fields = (each for each in self.spec.fields if isinstance(each, ManyLinksField) and each.on_timeline)
        return tuple((each.relation, each.to) for each in fields if each.name not in self._links)

    def store_beside(self) -> None:
        """Store what lives outside the record's row: many-links and outside keys."""
        for name, (before, after) in self._links.items():
            field = self.spec.field(name)
            if before != after and isinstance(field, ManyLinksField):
                links.store(field, self.record.pk, after)
        if self._keys and self._keys[0] != self._keys[1]:
            outside_keys.store(self.spec.name, self.record.pk, self._keys[1])

    def _pair(self, field: Field, moved: frozenset[str]) -> Pair | None:
        if field.name in KEPT_BY_WRITING:
            return None
        if isinstance(field, ManyLinksField):
            return self._links.get(field.name)
        if field.custom:
            if "custom" not in moved:
                return None
            before = (self._before["custom"] or {}).get(field.name)
            return None if before is None else field.from_json(before), field.get(self.record)
        names = [column.name for column in field.columns]
        if moved.isdisjoint(names):
            return None
        return field.load(*(self._before[name] for name in names)), field.get(self.record)

    def _name_links(self) -> None:
        """Give the links that differ the names of their records, one statement for each kind."""
        wanted: dict[str, set[UUID]] = {}
        for name, pair in self._pairs.items():
            field = self.spec.field(name)
            if isinstance(field, LinkField):
                wanted.setdefault(field.to, set()).update(ref.id for ref in pair if ref is not None)
        found = {to: links.titles(to, ids) for to, ids in wanted.items()}
        for name, pair in list(self._pairs.items()):
            field = self.spec.field(name)
            if isinstance(field, LinkField):
                names = found[field.to]
                before, after = (None if ref is None else Ref(ref.id, names.get(ref.id, "")) for ref in pair)
                self._pairs[name] = (before, after)

    def _json(self, name: str, value: Any) -> Json:
        return None if value is None else self.spec.field(name).to_json(value)


def _kept(value: Any) -> Any:
    """A value as it is now, whatever becomes of it."""
    return deepcopy(value) if isinstance(value, dict | list) else value
