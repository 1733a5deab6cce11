"""The filter as a sentence of chips."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.filters import words
from trato.kernel.filters.words import Chip, Cluster
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.listing import ListQuery
from trato.kernel.records.variables import locale_of
from trato.kernel.tenancy.actor import Actor
from trato.kernel.ui import faces
from trato.kernel.ui.lists import Asked, title_path, written
from trato.lib.sql import Sql


def draw(asked: Asked, path: str) -> SafeString:
    """The element t-filter with its chips."""
    spec = asked.spec
    locale = locale_of(asked.actor)
    names = titles(asked.actor, words.references(asked.filter, spec))
    cluster = words.chips(asked.filter, spec, locale, names)
    opening = _("{objects} where").format(objects=str(spec.label_plural))
    start = f'<span class="word">{escape(opening)}</span>' if cluster.items else ""
    add = (
        '<button type="button" class="button" data-kind="quiet" data-size="s" data-part="add" data-path=""'
        ' data-key="/">'
        f"{faces.icon('plus', 's')}{escape(_('Add filter'))} <kbd>/</kbd></button>"
    )
    address = escape(asked.address(path, filter=written(asked.base)["filter"]))
    none = ' data-none="{}"' if asked.base.filter else ""
    return SafeString(
        f'<t-filter data-fields-url="/{spec.plural}/filter/fields" data-value-url="/{spec.plural}/filter/value"'
        f' data-url="{address}"{none} data-target="#view">'
        f'<input type="hidden" name="filter" value="{escape(asked.filter_json)}">'
        f'<div class="filter" role="group" aria-label="{escape(_("Filter"))}">{_words(asked, path)}{start}'
        f"{_cluster(cluster)}{add}</div>"
        "</t-filter>"
    )


def _words(asked: Asked, path: str) -> str:
    """The words that the view searches for, which can be taken out."""
    words = asked.shape.q
    if not words:
        return ""
    remove = escape(_("Remove filter: {name}").format(name=words))
    said = f'{escape(_("with the words"))} <span class="value">{escape(words)}</span>'
    return (
        f'<span class="chip"><span class="fixed">{said}</span>'
        f'<a class="remove" href="{escape(asked.address(path, q=""))}" aria-label="{remove}">'
        f"{faces.icon('close')}</a></span>"
    )


def _cluster(cluster: Cluster) -> str:
    """Chips with the group's word between them; each word stays with the chip behind it."""
    lead = f'<span class="word">{escape(cluster.lead)}</span>' if cluster.lead else ""
    parts = []
    for place, item in enumerate(cluster.items):
        inner = _chip(item) if isinstance(item, Chip) else _group(item)
        if place:
            inner = (
                f'<span class="clause"><button type="button" class="word" data-part="join" data-path="{cluster.path}">'
                f"{escape(cluster.word)}</button>{inner}</span>"
            )
        parts.append(inner)
    return lead + "".join(parts)


def _group(cluster: Cluster) -> str:
    add = (
        '<button type="button" class="button" data-kind="quiet" data-size="s" data-only data-part="add"'
        f' data-path="{cluster.path}" aria-label="{escape(_("Add filter"))}">{faces.icon("plus", "s")}</button>'
    )
    return f'<span class="group" role="group" data-path="{cluster.path}">{_cluster(cluster)}{add}</span>'


def _chip(chip: Chip) -> str:
    subject, verb, value = escape(chip.subject), escape(chip.verb), escape(chip.value)
    remove = escape(_("Remove filter: {name}").format(name=chip.subject))
    close = (
        f'<button type="button" class="remove" data-part="remove" aria-label="{remove}">{faces.icon("close")}</button>'
        "</span>"
    )
    if not chip.simple:
        inner = (
            f'<span class="fixed">{subject} <span class="verb">{verb}</span> <span class="value">{value}</span></span>'
        )
        return f'<span class="chip" data-path="{chip.path}">{inner}{close}'
    shown = f'<button type="button" class="value" data-part="value">{value}</button>' if value else ""
    return (
        f'<span class="chip" data-path="{chip.path}"><button type="button" data-part="field">{subject}</button>'
        f'<button type="button" class="verb" data-part="op">{verb}</button>{shown}{close}'
    )


def titles(actor: Actor, references: Iterable[tuple[str, UUID]]) -> dict[UUID, str]:
    """What the records that a filter names are called, as far as the actor may see them."""
    by_object: dict[str, list[UUID]] = {}
    for name, one in references:
        by_object.setdefault(name, []).append(one)
    found: dict[UUID, str] = {}
    locale = locale_of(actor)
    for name, ids in by_object.items():
        spec = registry.get(name)
        known = title_path(spec)
        query = ListQuery(paths=(known,), limit=len(ids), narrow=Sql("a.id = ANY(%s::uuid[])", (ids,)))
        for row in listing.page(actor, spec, query).rows:
            found[row["id"]] = spec.by_name[known].text(row[known], locale)
    return found
