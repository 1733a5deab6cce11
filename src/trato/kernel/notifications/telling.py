"""Deciding who is told what: the outbox's consumer, a batch at a time.

Each question (who was given something, who was mentioned…) is one statement over the batch. What one act did to many
records is told once, with their number; what happens again to a record before it was read adds to what was told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

import orjson

from trato.kernel.access import actors, policy
from trato.kernel.jobs.models import Job
from trato.kernel.notifications import following, kinds
from trato.kernel.objects import registry
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch
from trato.kernel.timeline.consuming import Consumer
from trato.lib import sql
from trato.lib.ids import uuid7
from trato.lib.sql import Sql

CHANNEL = "trato_notified"
WORTH_TELLING_SECONDS = 10
"""Whoever starts a job that is over sooner sees its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to tell one person; fields as in models.Notification."""

    user: UUID
    kind: str
    topic: str
    object: str = ""
    record: UUID | None = None
    title: str = ""
    number: int = 1
    verb: str = ""
    entry: UUID | None = None
    job: UUID | None = None
    actor_name: str = ""


class People:
    """Who people are now, each asked once a batch; None for those who may not act any more."""

    def __init__(self) -> None:
        self._known: dict[UUID, Actor | None] = {}

    def get(self, user: UUID) -> Actor | None:
        if user not in self._known:
            try:
                self._known[user] = actors.of_user(user)
            except LookupError:
                self._known[user] = None
        return self._known[user]


def tell(after: int, until: int) -> None:
    """Tell people of the entries at these positions of the outbox."""
    people = People()
    told = [*_assigned(people, after, until), *_named(people, after, until), *_followed(people, after, until)]
    following.begin([each for each in told if each.kind in {kinds.ASSIGNED, kinds.MENTIONED}])
    store(told)


consumer = Consumer("notifications", tell)

_MANY = "('bulk', 'import')"
_BATCH = "FROM outbox o JOIN entry e ON e.id = o.entry_id"
_PLACES = "o.pos > %s AND o.pos <= %s"


def _assigned(people: People, after: int, until: int) -> Iterator[Notice]:
    """The new owners of records, told by the act that made them so."""
    found: list[Notice] = []
    rows = fetch(
        "SELECT (e.diff->'owner'->1->>'id')::uuid, e.object, coalesce(b.id, e.id), count(*),"
        " (array_agg(e.record_id))[1], max(e.title), max(e.verb), max(e.actor_name)"
        f" {_BATCH} LEFT JOIN entry b ON b.id = e.cause_id AND b.verb IN {_MANY} WHERE {_PLACES}"
        " AND e.diff->'owner'->1->>'id' IS NOT NULL AND (e.diff->'owner'->1->>'id')::uuid IS DISTINCT FROM e.actor_id"
        " AND e.undoes_id IS NULL GROUP BY 1, 2, 3",
        [after, until],
    )
    for user, name, entry, number, record, title, verb, actor_name in rows:
        actor, spec = people.get(user), registry.declared(name)
        if actor is not None and spec is not None and policy.may(actor, "read", spec, user):
            one = record if number == 1 else None
            told = Notice(
                user=user, kind=kinds.ASSIGNED, topic=f"assigned:{entry}:{name}", object=name, record=one,
                title=title if one else "", number=number, verb=verb, entry=entry, actor_name=actor_name,
            )  # fmt: skip
            found.append(told)
    yield from _seen(people, found)


def _named(people: People, after: int, until: int) -> Iterator[Notice]:
    """Those whom an entry names in its data: {"mentions": [user…]} and, a moment before the time, {"reminds": […]}."""
    rows = fetch(
        "SELECT named.kind, named.who::uuid, e.object, e.record_id, e.title, e.verb, e.id, e.actor_name"
        f" {_BATCH} CROSS JOIN LATERAL (SELECT 'mentioned', jsonb_array_elements_text(e.data->'mentions')"
        " UNION ALL SELECT 'reminded', jsonb_array_elements_text(e.data->'reminds')) AS named (kind, who)"
        f" WHERE {_PLACES} AND (e.data ? 'mentions' OR e.data ? 'reminds') AND e.record_id IS NOT NULL"
        " AND (named.kind = 'reminded' OR named.who::uuid IS DISTINCT FROM e.actor_id)",
        [after, until],
    )
    found = [
        Notice(
            user=user, kind=kind, topic=f"{kind}:{entry}", object=name, record=record, title=title, verb=verb,
            entry=entry, actor_name=actor_name,
        )
        for kind, user, name, record, title, verb, entry, actor_name in rows
    ]  # fmt: skip
    yield from _seen(people, found)


def _followed(people: People, after: int, until: int) -> Iterator[Notice]:
    """Followers of the records that entries concern, but those who are told of the entry already."""
    rows = fetch(
        "SELECT f.user_id, s.object, s.record_id, e.object, e.record_id, e.title, e.verb, e.id, e.actor_name"
        f" {_BATCH} JOIN subject s ON s.entry_id = e.id JOIN follow f ON f.record_id = s.record_id WHERE {_PLACES}"
        " AND f.user_id IS DISTINCT FROM e.actor_id AND f.since <= e.at AND e.record_id IS NOT NULL"
        " AND e.diff->'owner'->1->>'id' IS DISTINCT FROM f.user_id::text"
        " AND NOT coalesce(e.data->'mentions' ? f.user_id::text OR e.data->'reminds' ? f.user_id::text, FALSE)"
        " ORDER BY o.pos",
        [after, until],
    )
    happened: list[tuple[Notice, Notice]] = []
    for user, name, record, changed, changed_record, title, verb, entry, actor_name in rows:
        about = Notice(
            user=user, kind=kinds.FOLLOWED, topic=f"followed:{record}", object=name, record=record, title=title,
            verb=f"{changed}.{verb}", entry=entry, actor_name=actor_name,
        )  # fmt: skip
        happened.append((about, replace(about, object=changed, record=changed_record)))
    seen = set(_seen(people, [part for pair in happened for part in pair]))
    found: dict[tuple[UUID, str], Notice] = {}
    for about, change in happened:
        if about in seen and change in seen:
            key = (about.user, about.topic)
            before = found.get(key)
            found[key] = replace(about, number=about.number + (before.number if before else 0))
    yield from found.values()


def _seen(people: People, notices: Iterable[Notice]) -> Iterator[Notice]:
    """Those about many records, or about one that is there and the person told may see; one statement for each person
    and object."""
    wanted: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    given = list(notices)
    for each in given:
        if each.record is not None:
            wanted[each.user, each.object].add(each.record)
    visible = {key: visible_ids(people.get(key[0]), key[1], ids) for key, ids in wanted.items()}
    for each in given:
        if each.record is None or each.record in visible[each.user, each.object]:
            yield each


def visible_ids(actor: Actor | None, object_name: str, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the records that the actor may see now."""
    spec = registry.declared(object_name)
    if actor is None or spec is None:
        return frozenset()
    condition = sql.both([Sql("a.id = ANY(%s::uuid[])", (list(ids),)), policy.visible(actor, spec, "a")])
    return frozenset(one for (one,) in fetch(f"SELECT a.id FROM {sql.name(spec.table)} a WHERE " + condition))


def job_ended(job: Job) -> None:
    """Tell who started a long job that it is over, or that it failed."""
    began, ended = job.started_at or job.created_at, job.finished_at
    slow = ended is not None and began is not None and (ended - began).total_seconds() >= WORTH_TELLING_SECONDS
    if job.actor_id is None or job.state == Job.State.CANCELLED or not (slow or job.state == Job.State.FAILED):
        return
    store(
        [Notice(user=job.actor_id, kind=kinds.JOB, topic=f"job:{job.pk}", job=job.pk, title=job.kind, verb=job.state)]
    )


_STORE = f"""
WITH new AS (
    INSERT INTO notification AS n (id, user_id, kind, topic, object, record_id, title, number, verb, entry_id, job_id,
        actor_name)
    SELECT g.id, g.user, g.kind, g.topic, g.object, g.record, g.title, g.number, g.verb, g.entry, g.job, g.actor_name
    FROM jsonb_to_recordset(%s::jsonb) AS g (id uuid, "user" uuid, kind text, topic text, object text, record uuid,
        title text, number int, verb text, entry uuid, job uuid, actor_name text)
    WHERE NOT EXISTS (SELECT 1 FROM notification_unwanted w WHERE w.user_id = g.user AND w.kind = g.kind)
    ON CONFLICT (user_id, topic) WHERE read_at IS NULL AND done_at IS NULL DO UPDATE SET at = now(),
        number = n.number + excluded.number, verb = excluded.verb, entry_id = excluded.entry_id,
        title = CASE WHEN n.kind = '{kinds.ASSIGNED}' THEN '' ELSE excluded.title END,
        record_id = CASE WHEN n.kind = '{kinds.ASSIGNED}' THEN NULL ELSE n.record_id END,
        actor_name = excluded.actor_name, snoozed_until = NULL
    RETURNING user_id
)
SELECT pg_notify('{CHANNEL}', current_schema() || ' ' || user_id) FROM (SELECT DISTINCT user_id FROM new) told
"""


def store(notices: Iterable[Notice]) -> None:
    """Put notices into their inboxes, but kinds that are not wanted, and wake the browsers of those told."""
    rows = [{"id": uuid7(), **{name: getattr(each, name) for name in Notice.__slots__}} for each in notices]
    if rows:
        execute(_STORE, [orjson.dumps(rows).decode()])
