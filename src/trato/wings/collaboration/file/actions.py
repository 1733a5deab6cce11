"""Taking files in, giving them new versions, reading them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from trato.kernel.access import policy
from trato.kernel.actions import contents, runner
from trato.kernel.actions.contents import Content, Shelf, Upload
from trato.kernel.actions.purging import purges
from trato.kernel.actions.registry import prepares, reaction
from trato.kernel.actions.runner import Outcome
from trato.kernel.fields.base import Json
from trato.kernel.objects import registry
from trato.kernel.records import listing
from trato.kernel.records.errors import Invalid, Problem, RecordNotFound
from trato.kernel.tenancy.actor import Actor
from trato.wings.collaboration.file import rules, storage
from trato.wings.collaboration.file.model import File, FileVersion


@dataclass(frozen=True)
class _Stored:
    """An upload that lies in the storage already."""

    name: str
    size: int
    type: str
    content: str


_coming: ContextVar[_Stored | None] = ContextVar("trato_file_coming", default=None)
"""The content of the file that is being made: no value that a caller may give."""


def take(actor: Actor, upload: Upload, values: Mapping[str, Json]) -> Outcome:
    """A new file record of an upload. Invalid for a content that is not taken in."""
    policy.require(actor, "create", registry.get("file"), actor.id)
    stored = _store(upload, str(values.get("name") or upload.name or ""))
    token = _coming.set(stored)
    try:
        return runner.create(actor, "file", {**values, "name": stored.name})
    except Exception:
        storage.discard(stored.content)
        raise
    finally:
        _coming.reset(token)


def replace(actor: Actor, record_id: UUID, upload: Upload) -> Outcome:
    """A new version of a file; the former stay."""
    spec = registry.get("file")
    listing.get(actor, spec, record_id, ())
    runner.lock(actor, spec, record_id, "update")
    stored = _store(upload, upload.name or "")
    values = {"name": stored.name, "size": stored.size, "type": stored.type, "content": stored.content}
    try:
        return runner.put(actor, "file", record_id, values, verb="update")
    except Exception:
        storage.discard(stored.content)
        raise


@purges("file")
def forget(ids: Sequence[UUID]) -> None:
    """The bytes of all versions go with the files, once it is certain that they go."""
    contents_of = FileVersion.objects.filter(file_id__in=ids).values_list("content", flat=True)
    for content in set(contents_of):
        transaction.on_commit(partial(storage.discard, content))


def read(actor: Actor, record_id: UUID, number: int | None) -> Content:
    """A version's content, the last one's by default. RecordNotFound for what is not there, or not to be seen."""
    row = listing.get(actor, registry.get("file"), record_id, ("name", "size", "type", "content"))
    if number is not None:
        found = FileVersion.objects.filter(file_id=record_id, number=number).first()
        if found is None:
            raise RecordNotFound(str(record_id))
        row = {"name": found.name, "size": found.size, "type": found.type, "content": found.content}
    try:
        return Content(row["name"], row["type"], row["size"], storage.pieces(row["content"]))
    except FileNotFoundError:
        raise RecordNotFound(str(record_id)) from None


def _store(upload: Upload, name: str) -> _Stored:
    upload.seek(0)
    try:
        plain, kind = rules.judged(name, upload.read(rules.HEAD))
    except rules.Refused as error:
        words = {
            "required": gettext("The file is empty."),
            "not_allowed": gettext("This file is not what its name says, or may run by itself: it is not taken in."),
        }
        raise Invalid(
            [Problem("file", "required" if error.code == "required" else "invalid", words[error.code])]
        ) from None
    return _Stored(plain, upload.size or 0, kind, storage.keep(upload))


@prepares("file")
def complete(*, actor: Actor, record: File, given: frozenset[str]) -> None:
    """A file record without a file is none; a renamed one keeps a name that suits its content."""
    if not record._state.adding:
        record.name = rules.clean_name(record.name or "")
        return
    stored = _coming.get()
    if stored is None:
        raise Invalid([Problem("file", "required", gettext("Send the file as multipart/form-data."))])
    record.size, record.type, record.content = stored.size, stored.type, stored.content


@reaction("file", fields=("content",))
def remember_version(*, actor: Actor, record: File, entry: UUID, before: Mapping[str, Any]) -> None:
    """Every content a file ever had stays, with who gave it."""
    known = FileVersion.objects.filter(file_id=record.pk)
    if known.filter(content=record.content).exists():
        return
    FileVersion.objects.create(
        file_id=record.pk,
        number=known.count() + 1,
        name=record.name,
        size=record.size,
        type=record.type,
        content=record.content,
        created_by_id=actor.id,
    )


contents.shelves["file"] = Shelf(take, replace, read)
