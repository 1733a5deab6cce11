"""Start-up checks: a wrong declaration stops the start, naming the object, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error

from trato.kernel.fields.base import CUSTOM_NAME
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec

RESERVED = frozenset(
    [
        "me",
        "search",
        "jobs",
        "inbox",
        "queues",
        "quick",
        "counts",
        "offline",
        "f",
        "notifications",
        "imports",
        "exports",
        "meta",
        "changes",
        "webhooks",
        "tags",
        "timeline",
        "openapi.json",
        "sign-in",
        "sign-out",
        "static",
        "api",
        "r",
        "trash",
        "settings",
        "import",
        "dashboard",
        "demo",
        "palette",
        "options",
        "filter",
        "healthz",
        "readyz",
        "home",
        "favourites",
    ]
)
"""Paths that are not objects (API.md §1), and those of the pages."""


def check_specs(**_kwargs: Any) -> list[CheckMessage]:
    """Everything that can be known to be wrong with the shipped specs without a database."""
    return [message for spec in registry.shipped() for message in _check(spec)]


def _check(spec: ObjectSpec) -> Iterator[Error]:
    attributes = {each.attname for each in spec.model._meta.concrete_fields}
    if spec.plural in RESERVED or "." in spec.plural:
        yield _error(spec, "E001", f"the plural {spec.plural!r} is a reserved path", "choose another plural")
    if spec.title not in attributes:
        hint = f"add the column {spec.title!r} to {spec.model.__name__}, or name another as `title`"
        yield _error(spec, "E002", f"the title column {spec.title!r} does not exist", hint)
    if len(spec.by_name) != len(spec.fields):
        yield _error(spec, "E003", "two fields have the same name", "rename one of them")
    for field in spec.fields:
        if CUSTOM_NAME.fullmatch(field.name):
            yield _error(spec, "E004", f"{field.name!r} begins with x_", "x_ is for user-made fields; rename it")
        for column in field.columns:
            if column.name not in attributes:
                hint = f"add the column to {spec.model.__name__}"
                yield _error(
                    spec, "E005", f"the field {field.name!r} is kept in {column.name!r}, which is no column", hint
                )
        if isinstance(field, LinkField | ManyLinksField):
            yield from _check_link(spec, field)
    for what, names in _mentions(spec):
        for name in names:
            if name.removeprefix("-").split(".")[0] not in spec.by_name:
                yield _error(spec, "E006", f"{what} names {name!r}, which is no field", "name a field of the object")


def _check_link(spec: ObjectSpec, field: LinkField | ManyLinksField) -> Iterator[Error]:
    if field.to not in {each.name for each in registry.shipped()}:
        yield _error(spec, "E007", f"{field.name!r} links to {field.to!r}, which is no object", "register that object")
    if isinstance(field, ManyLinksField) and field.of != spec.name:
        yield _error(spec, "E008", f"{field.name!r} says it is a field of {field.of!r}", f"set of={spec.name!r}")


def _mentions(spec: ObjectSpec) -> Iterable[tuple[str, tuple[str, ...]]]:
    board = spec.board
    yield "columns", spec.columns
    yield "create", spec.create
    yield "highlights", spec.highlights
    yield "keys", tuple(each for each in spec.keys if each != "external_ids")
    yield "sort", tuple(spec.sort.split(","))
    yield "verbs", tuple(spec.verbs)
    yield "search", (*spec.search.names, *spec.search.prose, *spec.search.subtitle)
    for section in spec.layout:
        yield f"the section “{section.label}”", section.fields
    for panel in spec.panels:
        yield f"the panel on {panel.on}", (panel.field, *panel.columns)
    if board:
        yield "board", tuple(each for each in (board.by, board.value, board.weighted, *board.card) if each)


def _error(spec: ObjectSpec, code: str, message: str, hint: str) -> Error:
    return Error(f"{spec.name}: {message}", hint=hint, obj=spec.model, id=f"trato.{code}")
