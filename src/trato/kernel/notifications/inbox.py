"""A person's inbox: what they were told, newest first, and what they made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from trato.kernel.notifications.telling import visible_ids
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import execute, fetch

Box = Literal["new", "snoozed", "done"]
Place = tuple[datetime, UUID]
BOXES: tuple[Box, ...] = ("new", "snoozed", "done")
_UNREAD = "(n.read_at IS NULL OR n.read_at < n.snoozed_until)"
"""What was snoozed comes back as if it were new."""
MAX_PAGE = 100
MAX_COUNTED = 99
LONGEST_SNOOZE = timedelta(days=366)

_IN: dict[Box, str] = {
    "new": "n.done_at IS NULL AND (n.snoozed_until IS NULL OR n.snoozed_until <= now())",
    "snoozed": "n.done_at IS NULL AND n.snoozed_until > now()",
    "done": "n.done_at IS NOT NULL",
}
_COLUMNS = (
    "id", "kind", "at", "object", "record_id", "title", "number", "verb", "entry_id", "job_id", "actor_name", "read_at",
    "snoozed_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One notification as it is read; fields as in models.Notification."""

    id: UUID
    kind: str
    at: datetime
    object: str
    record_id: UUID | None
    title: str
    number: int
    verb: str
    entry_id: UUID | None
    job_id: UUID | None
    actor_name: str
    read_at: datetime | None
    snoozed_until: datetime | None

    @property
    def is_unread(self) -> bool:
        return self.read_at is None or (self.snoozed_until is not None and self.read_at < self.snoozed_until)


class Page(NamedTuple):
    """What a page of the inbox holds, and the place where the next one begins, if there is one."""

    told: list[Told]
    next: Place | None


def page(actor: Actor, box: Box = "new", *, before: Place | None = None, limit: int = 50) -> Page:
    """What is in a box of the actor's inbox, newest first, older than the place `before`: but what they may not see any
    more, so that a page may hold fewer than there were."""
    older = "AND (n.at, n.id) < (%s, %s)" if before else ""
    most = max(1, min(limit, MAX_PAGE))
    rows = fetch(
        f"SELECT {', '.join('n.' + each for each in _COLUMNS)} FROM notification n WHERE n.user_id = %s AND {_IN[box]}"
        f" {older} ORDER BY n.at DESC, n.id DESC LIMIT {most + 1}",
        [actor.id, *(before or ())],
    )
    told = [Told(*row) for row in rows[:most]]
    return Page(_visible(actor, told), (told[-1].at, told[-1].id) if len(rows) > most else None)


def find(actor: Actor, notification: UUID) -> Told | None:
    """One of the actor's notifications; None for those of others and of what they may not see any more."""
    rows = fetch(
        f"SELECT {', '.join(_COLUMNS)} FROM notification WHERE id = %s AND user_id = %s", [notification, actor.id]
    )
    return next(iter(_visible(actor, [Told(*row) for row in rows])), None)


def unread(user: UUID) -> int:
    """How many a person has not read; stops at MAX_COUNTED + 1."""
    [(count,)] = fetch(
        f"SELECT count(*) FROM (SELECT 1 FROM notification n WHERE n.user_id = %s AND {_UNREAD} AND {_IN['new']}"
        f" LIMIT {MAX_COUNTED + 1}) c",
        [user],
    )
    return int(count)


def read(actor: Actor, ids: Sequence[UUID] = ()) -> int:
    """Mark these as read, or all that are new; answers how many were unread."""
    chosen = "AND n.id = ANY(%s::uuid[])" if ids else f"AND {_IN['new']}"
    return execute(
        f"UPDATE notification n SET read_at = now() WHERE n.user_id = %s AND {_UNREAD} {chosen}",
        [actor.id, *([list(ids)] if ids else [])],
    )


def unread_again(actor: Actor, notification: UUID) -> bool:
    """Mark as not read; whether it could be: not when more of the same came since."""
    return bool(
        execute(
            "UPDATE notification n SET read_at = NULL, done_at = NULL WHERE n.id = %s AND n.user_id = %s AND NOT EXISTS"
            " (SELECT 1 FROM notification o WHERE o.user_id = n.user_id AND o.topic = n.topic AND o.id <> n.id"
            " AND o.read_at IS NULL AND o.done_at IS NULL)",
            [notification, actor.id],
        )
    )


def done(actor: Actor, notification: UUID) -> bool:
    """Put away what is dealt with; whether there was such a one."""
    return bool(
        execute(
            "UPDATE notification SET done_at = now(), read_at = coalesce(read_at, now()), snoozed_until = NULL"
            " WHERE id = %s AND user_id = %s",
            [notification, actor.id],
        )
    )


def snooze(actor: Actor, notification: UUID, until: datetime) -> bool:
    """Let it come back later, unread; whether there was such a one. Not further away than a year."""
    return bool(
        execute(
            "UPDATE notification n SET snoozed_until = least(%s, now() + %s), done_at = NULL WHERE id = %s"
            " AND user_id = %s",
            [until, LONGEST_SNOOZE, notification, actor.id],
        )
    )


def _visible(actor: Actor, told: Sequence[Told]) -> list[Told]:
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for each in told:
        if each.record_id is not None:
            wanted[each.object].add(each.record_id)
    seen = {name: visible_ids(actor, name, ids) for name, ids in wanted.items()}
    return [each for each in told if each.record_id is None or each.record_id in seen[each.object]]
