"""Phrases with the name of an object in them. Languages such as Spanish bend them by its gender, so that each stands
in the catalogue twice."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import get_language, gettext, ngettext, pgettext

from trato.kernel.objects.spec import ObjectSpec
from trato.lib import money


def lasted(length: timedelta) -> str:
    """How long something took, in its largest unit: "12 d", "5 h", "20 min"."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes >= 24 * 60:
        return f"{minutes // (24 * 60)} d"
    return f"{minutes // 60} h" if minutes >= 60 else f"{minutes} min"


def new(spec: ObjectSpec) -> str:
    """ "New deal", on what creates one."""
    phrase = pgettext("feminine", "New {object}") if spec.feminine else pgettext("masculine", "New {object}")
    return phrase.format(object=str(spec.label).lower())


def this(spec: ObjectSpec) -> str:
    """ "this deal", in a sentence on its own page."""
    phrase = pgettext("feminine", "this {object}") if spec.feminine else pgettext("masculine", "this {object}")
    return phrase.format(object=str(spec.label).lower())


def created(spec: ObjectSpec) -> str:
    phrase = pgettext("feminine", "{object} created") if spec.feminine else pgettext("masculine", "{object} created")
    return phrase.format(object=spec.label)


def trashed(spec: ObjectSpec) -> str:
    if spec.feminine:
        return pgettext("feminine", "{object} moved to the trash").format(object=spec.label)
    return pgettext("masculine", "{object} moved to the trash").format(object=spec.label)


def every(spec: ObjectSpec) -> str:
    """ "All", of the view without a filter."""
    return pgettext("feminine", "All") if spec.feminine else pgettext("masculine", "All")


def tally(done: int, same: int, skipped: int) -> str:
    """ "423 changed, 77 were so already, 2 left alone", of what was done to many records."""
    language = get_language() or "en"
    words = [ngettext("{count} changed", "{count} changed", done).format(count=money.grouped(done, language))]
    if same:
        told = ngettext("{count} was so already", "{count} were so already", same)
        words.append(told.format(count=money.grouped(same, language)))
    if skipped:
        told = ngettext("{count} left alone", "{count} left alone", skipped)
        words.append(told.format(count=money.grouped(skipped, language)))
    return ", ".join(words)


def untitled() -> str:
    """What a record without a title is called."""
    return gettext("Untitled")


def more(count: int) -> str:
    """ "+7 more", of what there is no room for."""
    return ngettext("+{count} more", "+{count} more", count).format(count=count)
