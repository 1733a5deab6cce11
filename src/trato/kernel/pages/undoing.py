"""What the dialog says that asks before something is undone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trato.kernel.actions import undo
from trato.kernel.actions.foreseeing import Foresight
from trato.kernel.objects import registry
from trato.kernel.records import links
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.timeline.models import Entry
from trato.kernel.ui import shell, story
from trato.lib.ids import as_uuid


@dataclass(frozen=True)
class Line:
    """One thing that is put back, or stays: of which record, which field, from what to what."""

    record: str
    field: str = ""
    now: str = ""
    then: str = ""


def context(actor: Actor, found: Foresight) -> dict[str, object]:
    """What the template is given."""
    shown = [line for each in found.entries for line in _back(actor, each)]
    words = ngettext("{count} change is put back", "{count} changes are put back", found.back)
    stays = ngettext(
        "{count} was changed or used since, and stays as it is",
        "{count} were changed or used since, and stay as they are",
        found.stay,
    )
    return {
        "entry": found.entry.pk,
        "back": words.format(count=shell.said(found.back, found.partly)),
        "lines": shown,
        "further": max(0, found.back - len(found.entries)),
        "stays": stays.format(count=shell.said(found.stay)) if found.stay else "",
        "conflicts": _conflicts(actor, found),
        "possible": found.back > 0,
    }


def _back(actor: Actor, entry: Entry) -> list[Line]:
    """What of one record is put back."""
    fixed = {
        "create": _("goes to the trash"),
        "delete": _("comes back from the trash"),
        "merge_away": _("comes back as a record of its own"),
    }
    spec = story.spec_of(entry.object)
    verb = "create" if undo.brought(entry) else entry.verb
    if verb in fixed:
        title = entry.title or (str(spec.label) if spec else "")
        return [Line(title, then=fixed[verb])]
    locale = locale_of(actor)
    found = []
    for name, (before, after) in list(entry.diff.items())[:3]:
        if name in story.NOT_SHOWN:
            continue
        label, old, new = story.difference(spec, name, before, after, locale)
        found.append(Line(entry.title, label, new or _("empty"), old or _("empty")))
    return found or [Line(entry.title, then=_("is as it was before"))]


def _conflicts(actor: Actor, found: Foresight) -> list[Line]:
    """What somebody changed since, with its value now; or the record alone, which stays as a whole."""
    locale, lines = locale_of(actor), []
    for each in found.conflicts:
        spec = registry.get(str(each["object"]))
        record_id = as_uuid(each["id"])
        title = links.titles(spec.name, [record_id]).get(record_id, "") if record_id else ""
        if not each["field"]:
            lines.append(Line(title))
            continue
        label, now, then = story.difference(spec, str(each["field"]), each["now"], each["before"], locale)
        lines.append(Line(title, label, now or _("empty"), then or _("empty")))
    return lines
