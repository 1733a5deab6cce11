"""Saved views and lists as rows of the palette."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trato.kernel.access import policy
from trato.kernel.objects import registry
from trato.kernel.objects.registry import UnknownObject
from trato.kernel.palette.rows import Ask, Row, Section
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.database import fetch
from trato.kernel.ui import faces, shell
from trato.kernel.views.desk import ICONS, shipped
from trato.lib.sql import Sql

MOST = 200
"""Views and lists of a person that are looked through."""


def rows(ask: Ask) -> Section:
    """A provider of the palette. The views of the page's own object come first."""
    found = [*_shipped(ask), *_saved(ask.actor)]
    return Section(_("Views and lists"), sorted(found, key=lambda row: not row.href.startswith(f"/{ask.plural}/")))


def _shipped(ask: Ask) -> Iterator[Row]:
    for spec in shell.listed(ask.actor):
        for each in shipped(ask.actor, spec):
            url = f"/{spec.plural}/view/{each.key}"
            mark = faces.glyph(ICONS.get(each.kind, "table"), spec.hue)
            yield Row(mark, each.name, spec.label_plural, href=url, synonyms=spec.synonyms, use=f"go:{url}")


def _saved(actor: Actor) -> Iterator[Row]:
    """Those that people made and the actor may see; only of objects that they may read."""
    views = "(SELECT v.id, v.name, v.object, v.kind FROM view v WHERE v.deleted_at IS NULL AND "
    lists = " UNION ALL (SELECT l.id, l.name, l.object, 'list' FROM list l WHERE l.deleted_at IS NULL AND "
    statement = (
        views
        + policy.visible(actor, registry.get("view"), "v")
        + f" ORDER BY v.updated_at DESC LIMIT {MOST})"
        + lists
        + policy.visible(actor, registry.get("list"), "l")
        + Sql(f" ORDER BY l.updated_at DESC LIMIT {MOST})")
    )
    for key, name, plural, kind in fetch(statement):
        try:
            spec = registry.by_plural(plural)
        except UnknownObject:
            continue
        if policy.reach(actor, "read", spec):
            url = f"/lists/{key}" if kind == "list" else f"/{plural}/view/{key}"
            mark = faces.glyph("list" if kind == "list" else ICONS.get(kind, "table"), spec.hue)
            yield Row(mark, name, spec.label_plural, href=url, use=f"go:{url}")
