"""Records that are files: made from an upload, read back as bytes. Wings say how for their objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from trato.kernel.actions.runner import Outcome
from trato.kernel.fields.base import Json
from trato.kernel.tenancy.actor import Actor

Upload: TypeAlias = "UploadedFile[Any]"


class TooLarge(ValueError):
    """The file has more bytes than are taken in."""


@dataclass(frozen=True)
class Content:
    """What a file holds. `type` was read from the content itself, whatever its name said."""

    name: str
    type: str
    size: int
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class Shelf:
    """Where an object's contents are: `take` makes a record of an upload (with values as JSON), `replace` gives one a
    new version, `read` answers a version (None: the last)."""

    take: Callable[[Actor, Upload, Mapping[str, Json]], Outcome]
    replace: Callable[[Actor, UUID, Upload], Outcome]
    read: Callable[[Actor, UUID, int | None], Content]


shelves: dict[str, Shelf] = {}
"""By object."""
