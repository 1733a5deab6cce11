"""Phrases with the name of an object in them. Languages such as Spanish bend them by its gender, so that each stands
in the catalogue twice."""

from __future__ import annotations

from django.utils.translation import pgettext

from trato.kernel.objects.spec import ObjectSpec


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
