"""Where a page of a list begins: an opaque text that belongs to one filter and one order."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

import orjson

from trato.lib.ids import as_uuid


class BadCursor(ValueError):
    """The cursor was not made by this list: another filter or order, or not by us at all."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """After (or before) the row with these sort values (as text, None when empty) and this id."""

    keys: tuple[str | None, ...]
    id: UUID
    backwards: bool = False

    def encode(self, digest: str) -> str:
        """The cursor for a list whose filter and order hash to `digest`."""
        body = orjson.dumps([digest, list(self.keys), str(self.id), self.backwards])
        return base64.urlsafe_b64encode(body).rstrip(b"=").decode()


def decode(text: str, digest: str, keys: int) -> Cursor:
    """The cursor that `text` holds, for the list with that digest and number of sort keys. BadCursor otherwise."""
    try:
        body = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        made_for, values, identity, backwards = body
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadCursor("not a cursor") from error
    found = as_uuid(identity)
    fits = isinstance(values, list) and len(values) == keys and all(v is None or isinstance(v, str) for v in values)
    if made_for != digest or found is None or not fits or any(v and "\0" in v for v in values):
        raise BadCursor("made for another list")
    return Cursor(tuple(values), found, backwards is True)
