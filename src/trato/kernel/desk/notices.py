"""Notifications in words: what happened, to what, and where it leads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trato.kernel.actions import registry as actions
from trato.kernel.fields.base import Locale
from trato.kernel.jobs.models import Job
from trato.kernel.notifications import kinds
from trato.kernel.notifications.inbox import Told
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.ui import faces, story
from trato.lib import dates

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_JOBS: dict[str, tuple[_StrOrPromise, _StrOrPromise]] = {
    "exchange.import": (gettext_lazy("Your import is finished"), gettext_lazy("Your import failed")),
    "exchange.export": (gettext_lazy("Your export is ready"), gettext_lazy("Your export failed")),
    "actions.bulk": (gettext_lazy("Your bulk change is finished"), gettext_lazy("Your bulk change failed")),
}
_OTHER_JOB = (
    gettext_lazy("Your work in the background is finished"),
    gettext_lazy("Your work in the background failed"),
)


@dataclass(frozen=True)
class Notice:
    """A notification, ready to print."""

    told: Told
    line: SafeString
    plain: str
    mark: SafeString
    when: str
    href: str


def notice(told: Told, locale: Locale) -> Notice:
    """What is shown of one notification; its link marks it as read on the way."""
    spec = registry.declared(told.object) if told.object else None
    words, what = _sentence(told), _what(told, spec)
    bold = {"who": format_html("<b>{}</b>", told.actor_name), "what": format_html("<b>{}</b>", what)}
    sentence = escape(words).format(count=told.number, **bold)
    plain = words.format(count=told.number, who=told.actor_name, what=what)
    return Notice(told, SafeString(sentence), plain, _mark(told, spec), _when(told.at, locale), f"/inbox/{told.id}")


def address(told: Told) -> str:
    """Where a notification leads."""
    spec = registry.declared(told.object) if told.object else None
    if told.job_id is not None:
        return f"/inbox/job/{told.job_id}"
    if spec is None:
        return "/inbox"
    if told.record_id is not None:
        return f"/{spec.plural}/{told.record_id}"
    mine = {"field": "owner", "op": "is", "value": {"var": "me"}}
    return f"/{spec.plural}?" + urlencode({"filter": json.dumps({"all": [mine]}), "sort": "-updated_at"})


def _sentence(told: Told) -> str:
    """A sentence with {who}, {what} and {count}."""
    if told.kind == kinds.ASSIGNED:
        return _("{who} made you the owner of {what}")
    if told.kind == kinds.MENTIONED:
        return _("{who} mentioned you in {what}")
    if told.kind == kinds.REMINDED:
        return _("Reminder: {what}")
    if told.kind == kinds.JOB:
        done, failed = _JOBS.get(told.title, _OTHER_JOB)
        return str(failed if told.verb == Job.State.FAILED else done)
    if told.number > 1:
        return ngettext(
            "{count} change of {what}, the last by {who}", "{count} changes of {what}, the last by {who}", told.number
        )
    action = actions.get(told.verb)
    if action is not None:
        return _("{who} {did} {what}").replace("{did}", str(action.past))
    return story.sentence_of(told.verb.partition(".")[2], 1)


def _what(told: Told, spec: ObjectSpec | None) -> str:
    if spec is not None and told.record_id is None:
        return f"{told.number} {str(spec.label_plural).lower()}"
    return told.title or (str(spec.label) if spec else "")


def _mark(told: Told, spec: ObjectSpec | None) -> SafeString:
    if told.kind in {kinds.ASSIGNED, kinds.MENTIONED} and told.actor_name:
        return faces.avatar(told.actor_name, "m")
    icon = next(each.icon for each in kinds.KINDS if each.name == told.kind)
    if spec is not None:
        return format_html('<span class="tile" data-object="{}">{}</span>', spec.hue, faces.icon(spec.icon))
    tone = "negative" if told.verb == Job.State.FAILED else "neutral"
    return format_html('<span class="tile" data-tone="{}">{}</span>', tone, faces.icon(icon))


def _when(moment: datetime, locale: Locale) -> str:
    """The hour today, the day before that."""
    local = moment.astimezone(ZoneInfo(locale.zone))
    today = timezone.now().astimezone(ZoneInfo(locale.zone)).date()
    return (
        f"{local.hour:02}:{local.minute:02}"
        if local.date() == today
        else dates.shown_date(local.date(), locale.language)
    )
