"""Where the bytes of files lie: the storage that the installation was told of, a folder unless told otherwise."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from django.core.files.storage import Storage, storages

from trato.kernel.actions.contents import TooLarge, Upload
from trato.kernel.tenancy import scope

MAX_BYTES = 100 * 2**20
"""The largest file that is attached: 100 MiB."""
_PIECE = 64 * 1024


def _storage() -> Storage:
    return storages["files"]


def keep(upload: Upload) -> str:
    """Store an upload under a name that nobody can guess, which is answered."""
    if upload.size is None or upload.size > MAX_BYTES:
        raise TooLarge
    upload.seek(0)
    return _storage().save(f"{scope.organization().schema_name}/attached/{secrets.token_urlsafe(24)}", upload)


def discard(content: str) -> None:
    """Remove stored bytes for good."""
    if content.startswith(f"{scope.organization().schema_name}/"):
        _storage().delete(content)


def pieces(content: str) -> Iterator[bytes]:
    """The bytes stored under a name of the organization's own."""
    if not content.startswith(f"{scope.organization().schema_name}/"):
        raise FileNotFoundError(content)
    if not _storage().exists(content):
        raise FileNotFoundError(content)
    return _read(content)


def _read(content: str) -> Iterator[bytes]:
    with _storage().open(content) as opened:
        while piece := opened.read(_PIECE):
            yield piece
