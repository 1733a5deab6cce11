"""What one was told, and who follows what."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trato.kernel.api.answers import Answer, no_content
from trato.kernel.api.describing import plural_of
from trato.kernel.api.operations import Call, operation
from trato.kernel.api.problems import ApiProblem, invalid
from trato.kernel.api.views.jobs import moment
from trato.kernel.fields.base import Json
from trato.kernel.notifications import following, inbox
from trato.kernel.notifications.inbox import Told
from trato.kernel.objects.spec import ObjectSpec
from trato.lib.ids import as_uuid


@operation("What you were told, newest first.", "box", "limit", "cursor", gives="Notifications")
def browse(call: Call) -> Answer:
    asked = call.params.choice("box", "new")
    box: inbox.Box = next(each for each in inbox.BOXES if each == asked)
    limit = call.params.limit(most=inbox.MAX_PAGE)
    told, following = inbox.page(call.actor, box, before=_place(call.params.text("cursor")), limit=limit)
    further = f"{following[0].astimezone(UTC).isoformat()}~{following[1]}" if following else None
    unread = inbox.unread(call.actor.id) if call.actor.id else 0
    return Answer({"items": [_as_json(each) for each in told], "next": further, "unread": unread})


@operation("Mark a notification as read.", gives="Notification")
def read(call: Call, notification: UUID) -> Answer:
    inbox.read(call.actor, [_find(call, notification).id])
    return Answer(_as_json(_find(call, notification)))


@operation("Mark a notification as not read.", gives="Notification")
def unread(call: Call, notification: UUID) -> Answer:
    inbox.unread_again(call.actor, _find(call, notification).id)
    return Answer(_as_json(_find(call, notification)))


@operation("Put a notification away.", gives="Notification")
def done(call: Call, notification: UUID) -> Answer:
    inbox.done(call.actor, _find(call, notification).id)
    return Answer(_as_json(_find(call, notification)))


@operation("Let a notification come back at a time within a year.", takes="Snooze", gives="Notification")
def snooze(call: Call, notification: UUID) -> Answer:
    until = _moment(call.object.get("until"))
    inbox.snooze(call.actor, _find(call, notification).id, until)
    return Answer(_as_json(_find(call, notification)))


@operation("Who follows a record.", gives="Followers")
def followers(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    found = following.followers(call.actor, spec, record_id)
    return Answer({"items": [{"id": str(one), "name": name} for one, name in found]})


@operation("Follow a record: you are told when others change it.", gives="Followers")
def follow(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    following.follow(call.actor, spec, record_id)
    found = following.followers(call.actor, spec, record_id)
    return Answer({"items": [{"id": str(one), "name": name} for one, name in found]})


@operation("Follow a record no longer.", status=204)
def unfollow(call: Call, spec: ObjectSpec, record_id: UUID) -> Answer:
    following.followers(call.actor, spec, record_id)
    following.unfollow(call.actor, record_id)
    return no_content()


def _find(call: Call, notification: UUID) -> Told:
    found = inbox.find(call.actor, notification)
    if found is None:
        raise ApiProblem("not_found")
    return found


def _as_json(told: Told) -> dict[str, Json]:
    record: dict[str, Json] | None = None
    if told.object:
        record = {"object": plural_of(told.object), "id": _text(told.record_id), "name": told.title}
    return {
        "id": str(told.id),
        "kind": told.kind,
        "at": moment(told.at),
        "record": record,
        "number": told.number,
        "verb": told.verb,
        "actor": told.actor_name,
        "entry": _text(told.entry_id),
        "job": _text(told.job_id),
        "unread": told.is_unread,
        "snoozed_until": moment(told.snoozed_until),
    }


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _place(text: str) -> tuple[datetime, UUID] | None:
    if not text:
        return None
    at, _mark, last = text.partition("~")
    one = as_uuid(last)
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        one = None
    if one is None:
        raise ApiProblem("bad_cursor", _("The cursor belongs to another list"))
    return when, one


def _moment(value: Json) -> datetime:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found <= timezone.now():
        raise invalid("until", "invalid", _("Give a moment in the future, with its offset."))
    return found
