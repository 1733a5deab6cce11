"""Twin sets of records, over which the same verb is run at once and one by one: what is told of either is the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from trato.kernel.actions import runner, undo
from trato.kernel.bulk import rehearsing, running, sets
from trato.kernel.objects import registry
from trato.kernel.records.listing import ListQuery
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry, Outbox, Subject
from trato.lib.sql import Sql

MOMENTS = frozenset({"created_at", "updated_at", "stage_since", "status_since", "mql_at", "sql_at"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(\+00:00|Z)?")

Beside = Callable[[list[UUID]], list[Any]]
"""What is stored beside records of these ids."""


@dataclass
class Twin:
    """Records with their names, by which those of two sets can be told apart from each other but not from their twins.
    The verb is run over those of `object`, a verb over all of which says what it does `beside` their rows."""

    actor: Actor
    object: str
    beside: Beside = lambda _ids: []
    names: dict[UUID, str] = field(default_factory=dict)
    ids: list[UUID] = field(default_factory=list)

    def make(self, object_name: str, name: str, /, **values: Any) -> str:
        """The id of a new record, which is called so here."""
        made = runner.create(self.actor, object_name, values).record.pk
        self.names[made] = name
        if object_name == self.object:
            self.ids.append(made)
        return str(made)

    @property
    def chosen(self) -> ListQuery:
        return ListQuery(narrow=Sql("a.id = ANY(%s::uuid[])", (self.ids,)))

    def told(self, whole: UUID) -> list[str]:
        """All that can be known of the records, and of the entries that the bulk `whole` caused."""
        for one, name in list(self.names.items()):
            for number, each in enumerate(Entry.objects.filter(record_id=one).order_by("id")):
                self.names[each.pk] = f"{each.verb} {number} of {name}"
        objects = {*Entry.objects.filter(record_id__in=[*self.names]).values_list("object", flat=True)}
        rows = [self._said([name, row]) for name in sorted(objects) for row in self._rows(name)]
        return [*rows, *map(self._said, self.beside(self.ids)), *sorted(self._entries(whole))]

    def _rows(self, object_name: str) -> Iterator[Mapping[str, Any]]:
        rows = registry.get(object_name).model._default_manager.filter(pk__in=[*self.names]).order_by("pk")
        yield from ({key: value for key, value in row.items() if key not in MOMENTS} for row in rows.values())

    def _entries(self, cause: UUID) -> Iterator[str]:
        for each in Entry.objects.filter(cause_id=cause).order_by("id"):
            concerned = Subject.objects.filter(entry_id=each.pk).values_list("object", "record_id")
            what = (each.verb, each.object, each.record_id, each.title, each.version, each.diff, each.data)
            who = (each.actor_id, each.actor_name, each.actor_kind)
            queued = Outbox.objects.filter(entry_id=each.pk).exists()
            yield self._said([self.names.get(cause, "bulk"), who, what, sorted(map(self._said, concerned)), queued])
            yield from self._entries(each.pk)

    def _said(self, value: Any) -> str:
        """The value as text, with names in the place of ids, and no moments."""
        text = json.dumps(value, default=str, sort_keys=True)
        for one, name in self.names.items():
            text = text.replace(str(one), f"<{name}>")
        return _MOMENT.sub("<moment>", text)


Twins = tuple[Twin, Twin]


def compare(
    actor: Actor, twins: Twins, verb: str, values: Mapping[str, Any], patch: pytest.MonkeyPatch
) -> tuple[int, int, int, int]:
    """Run the verb over both, one by one and at once, and take it back, comparing them. Answers how many it changed,
    left as they were so already, and refused, and how many records were taken one by one where it was done at once."""
    point = transaction.savepoint()
    ones, all_ = twins
    case, alone, perform = (verb, values), list[UUID](), runner.perform

    def performed(actor: Actor, name: str, record_id: UUID, raw: Any) -> runner.Outcome:
        alone.append(record_id)
        return perform(actor, name, record_id, raw)

    foreseen = rehearsing.rehearse(actor, registry.get(ones.object), verb, values, all_.chosen)
    with patch.context() as patched:
        patched.setattr(runner, "perform", performed)
        at_once = running.run(actor, all_.object, verb, values, all_.chosen)
    with patch.context() as patched:
        patched.setattr(sets, "plan", lambda *_given: None)
        one_by_one = running.run(actor, ones.object, verb, values, ones.chosen)
    counts = (at_once.done, at_once.same, at_once.skipped)
    assert (case, counts) == (case, (one_by_one.done, one_by_one.same, one_by_one.skipped))
    assert (case, at_once.reasons) == (case, one_by_one.reasons)
    assert (case, counts) == (case, (foreseen.change, foreseen.same, foreseen.left))
    assert (case, all_.told(at_once.entry)) == (case, ones.told(one_by_one.entry))
    if at_once.done:
        for twin, done in ((all_, at_once), (ones, one_by_one)):
            undo.undo(twin.actor, done.entry)
    assert (case, all_.told(at_once.entry)) == (case, ones.told(one_by_one.entry))
    transaction.savepoint_rollback(point)
    return *counts, len(alone)
