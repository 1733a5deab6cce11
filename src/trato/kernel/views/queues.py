"""Queues: records to be worked one after the other, the most promising first, until none is left.

A wing declares one (whom to qualify, whom to call); the page shows its first record with the verbs that deal with it.
Working is nothing but running verbs: what a verb changes takes the record out of the queue, or leaves it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trato.kernel.access import policy
from trato.kernel.fields.base import Json
from trato.kernel.filters.language import parse
from trato.kernel.objects import registry
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A figure over the queue: how many records of its object a filter lets through."""

    label: _StrOrPromise
    filter: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What is worked: records of `object` that `filter` lets through, in the order `sort`; `verbs` deal with them."""

    name: str
    label: _StrOrPromise
    icon: str
    object: str
    filter: Mapping[str, Json]
    sort: str
    columns: tuple[str, ...] = ()
    """What a row shows beside the title."""
    verbs: tuple[str, ...] = ()
    counters: tuple[Counter, ...] = ()
    help: _StrOrPromise = ""
    """What belongs here, for the empty queue."""
    empty: _StrOrPromise = ""


_queues: dict[str, Queue] = {}


def declare(queue: Queue) -> Queue:
    """Add a queue. ValueError when there is one of that name."""
    if queue.name in _queues:
        raise ValueError(f"queue {queue.name!r} is declared twice")
    _queues[queue.name] = queue
    return queue


def of(actor: Actor) -> list[Queue]:
    """The queues whose records the actor may read."""
    return [each for each in _queues.values() if policy.reach(actor, "read", registry.get(each.object))]


def find(actor: Actor, name: str) -> Queue | None:
    """The queue of that name, if the actor may read what it holds."""
    return next((each for each in of(actor) if each.name == name), None)


def query(actor: Actor, queue: Queue, paths: tuple[str, ...], limit: int) -> ListQuery:
    """The queue's list."""
    spec = registry.get(queue.object)
    return ListQuery(filter=parse(queue.filter, spec, locale_of(actor)), sort=queue.sort, paths=paths, limit=limit)


def counted(actor: Actor, counter: Counter, queue: Queue) -> ListQuery:
    """What a counter counts."""
    return ListQuery(filter=parse(counter.filter, registry.get(queue.object), locale_of(actor)))
