"""The inbox: what one was told, and putting it away; following a record."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from trato.kernel.desk import notices
from trato.kernel.fields.base import Locale
from trato.kernel.fields.checkbox import CheckboxField
from trato.kernel.jobs import queue
from trato.kernel.notifications import following, inbox, kinds
from trato.kernel.notifications.inbox import Told
from trato.kernel.records.errors import RecordNotFound
from trato.kernel.records.variables import locale_of
from trato.kernel.settings import places as settings
from trato.kernel.ui import answers, forms, lists
from trato.kernel.ui.shell import PageRequest
from trato.lib.ids import as_uuid

PAGE = 50
NEWS_SECONDS = 30
MORNING = time(8)


@require_GET
def show(request: PageRequest) -> HttpResponse:
    """One box of the inbox; older ones of it as a fragment."""
    asked = request.GET.get("box", "")
    box: inbox.Box = next((each for each in inbox.BOXES if each == asked), "new")
    told, following = inbox.page(request.actor, box, before=_place(request.GET.get("before", "")), limit=PAGE)
    locale = locale_of(request.actor)
    context = {
        "box": box,
        "boxes": [("new", _("Inbox")), ("snoozed", _("Snoozed")), ("done", pgettext("box", "Done"))],
        "notices": [notices.notice(each, locale) for each in told],
        "snoozes": _snoozes(locale),
        "more": f"/inbox?box={box}&before={_in_address(following)}" if following else "",
    }
    if request.htmx and "before" in request.GET:
        return answers.fragment(request, "inbox_rows", context)
    return answers.page(request, "inbox", context)


@require_GET
def follow_link(request: PageRequest, notification: UUID) -> HttpResponse:
    """Go where a notification leads; it is read then."""
    told = _mine(request, notification)
    inbox.read(request.actor, [told.id])
    return HttpResponseRedirect(notices.address(told))


@require_GET
def job(request: PageRequest, job_id: UUID) -> HttpResponse:
    """What came of one's work in the background, as a page."""
    found = queue.find(request.actor, job_id)
    if found is None:
        raise RecordNotFound(str(job_id))
    return answers.page(request, "inbox_job", {"address": f"/jobs/{job_id}"})


@require_GET
def news(request: PageRequest) -> HttpResponse:
    """The latest notification as a toast, asked for when the live stream says that there is one."""
    latest = next((each for each in inbox.page(request.actor, limit=5).told if each.is_unread), None)
    if latest is None or (timezone.now() - latest.at).total_seconds() > NEWS_SECONDS:
        return answers.nothing()
    said = notices.notice(latest, locale_of(request.actor))
    return answers.nothing(toast=answers.toast(said.plain, href=said.href))


@require_POST
def mark(request: PageRequest, notification: UUID, verb: str) -> HttpResponse:
    """Put one away, snooze it, or say whether it is read. The row goes or is drawn anew."""
    told = _mine(request, notification)
    if verb == "read":
        inbox.read(request.actor, [told.id])
    elif verb == "unread":
        inbox.unread_again(request.actor, told.id)
    elif verb == "done":
        inbox.done(request.actor, told.id)
    elif verb == "snooze":
        until = _moment(request.POST.get("until", ""))
        if until is None:
            return answers.refusal(_("Choose a time in the future."), 422)
        inbox.snooze(request.actor, told.id, until)
    else:
        raise RecordNotFound(verb)
    locale = locale_of(request.actor)
    again = inbox.find(request.actor, told.id) if verb in {"read", "unread"} else None
    context = {"notices": [notices.notice(again, locale)] if again else [], "snoozes": _snoozes(locale)}
    return answers.fragment(request, "inbox_rows", context, badge=_badge(request))


@require_POST
def read_all(request: PageRequest) -> HttpResponse:
    """Mark everything as read."""
    inbox.read(request.actor)
    return answers.go("/inbox")


def chosen(request: PageRequest) -> HttpResponse:
    """The kinds of notifications that one wants."""
    fields = tuple(CheckboxField(name=each.name, label=each.label, help=each.help) for each in kinds.KINDS)
    me = _me(request)
    if request.method == "POST":
        kinds.choose(me, {each.name for each in fields if request.POST.get(each.name)})
        return answers.go("/settings/notifications", answers.toast(_("Saved")))
    wanted = kinds.wanted(me)
    context = {
        "headings": settings.headings(request.actor),
        "here": "/settings/notifications",
        "title": _("Notifications"),
        "intro": _("What Trato tells you in your inbox. You never hear of what you did yourself."),
        "controls": forms.blank(request.actor, fields, {each.name: each.name in wanted for each in fields}),
        "save": _("Save"),
    }
    return answers.page(request, "settings", context)


def follow(request: PageRequest, plural: str, record_id: UUID) -> HttpResponse:
    """Whether one follows a record, as a button; pressing it changes that."""
    spec = lists.readable(request.actor, plural)
    follows = following.follows(request.actor, record_id)
    if request.method == "POST":
        if follows:
            following.unfollow(request.actor, record_id)
        else:
            following.follow(request.actor, spec, record_id)
        follows = not follows
    people = following.followers(request.actor, spec, record_id)
    context = {"url": f"/{plural}/{record_id}/follow", "follows": follows, "people": people}
    return answers.fragment(request, "follow", context)


def _mine(request: PageRequest, notification: UUID) -> Told:
    found = inbox.find(request.actor, notification)
    if found is None:
        raise RecordNotFound(str(notification))
    return found


def _me(request: PageRequest) -> UUID:
    if request.actor.id is None:
        raise RecordNotFound("me")
    return request.actor.id


def _badge(request: PageRequest) -> dict[str, object]:
    return {"name": "inbox", "count": inbox.unread(_me(request)), "news": False}


def _snoozes(locale: Locale) -> list[tuple[str, str]]:
    """When a notification may come back: (moment, words)."""
    now = timezone.now().astimezone(ZoneInfo(locale.zone))
    tomorrow = datetime.combine(now.date() + timedelta(days=1), MORNING, now.tzinfo)
    monday = datetime.combine(now.date() + timedelta(days=7 - now.weekday()), MORNING, now.tzinfo)
    offered = [
        (now + timedelta(hours=3), _("In three hours")),
        (tomorrow, _("Tomorrow morning")),
        (monday, _("Next Monday")),
        (now + timedelta(days=30), _("In a month")),
    ]
    return [(moment.astimezone(UTC).isoformat(timespec="seconds"), words) for moment, words in offered]


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and found > timezone.now() else None


def _in_address(place: inbox.Place) -> str:
    return quote(f"{place[0].isoformat()}~{place[1]}")


def _place(text: str) -> tuple[datetime, UUID] | None:
    """Where a page of the inbox ended, as its link carries it."""
    at, _mark, last = text.partition("~")
    try:
        moment, record = datetime.fromisoformat(at), as_uuid(last)
    except ValueError:
        return None
    return (moment, record) if record is not None and moment.tzinfo else None
