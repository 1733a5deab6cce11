"""Where imported and exported files lie: in the organization's own folder, under names nobody can guess."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from trato.kernel.tenancy import scope

MAX_BYTES = 1 << 30
"""The largest file taken in: 1 GiB."""


class TooLarge(ValueError):
    """The file has more than `MAX_BYTES`."""


def folder(kind: str) -> Path:
    """The organization's folder for `kind` ("imports", "exports"), made when missing, readable by its owner only."""
    found = _root() / kind
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def _root() -> Path:
    return Path(settings.MEDIA_ROOT, str(scope.organization().schema_name))


def new(kind: str, suffix: str) -> Path:
    """A path for a new file of that kind."""
    return folder(kind) / f"{secrets.token_urlsafe(24)}{suffix}"


def relative(path: Path) -> str:
    """The path as it is kept in the database."""
    return str(path.relative_to(_root()))


def absolute(kept: str) -> Path:
    """The file that a kept path names. ValueError when it would lead out of the organization's folder."""
    root = _root().resolve()
    found = (root / kept).resolve()
    if not found.is_relative_to(root):
        raise ValueError("a path out of the organization's folder")
    return found


def store(chunks: Iterable[bytes], kind: str, suffix: str) -> tuple[Path, int]:
    """Write the chunks to a new file as they come; answers path and size. TooLarge leaves nothing behind."""
    path, size = new(kind, suffix), 0
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            for chunk in chunks:
                size += file.write(chunk)
                _bound(size)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, size


def _bound(size: int) -> None:
    if size > MAX_BYTES:
        raise TooLarge
