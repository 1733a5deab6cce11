"""The built front end: which files an entry needs, by Vite's manifest."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from trato.lib.controls import Sprite

ALWAYS = "app.ts"
LETTERS = "inter-latin-wght-normal.woff2"


class Files(NamedTuple):
    """Addresses of the style sheets and scripts of some entries, in the order in which they belong."""

    styles: tuple[str, ...]
    scripts: tuple[str, ...]


def files(*entries: str) -> Files:
    """What a page needs that uses these entries beside the one that every page has."""
    return _files(entries, _stamp())


def alone(entry: str) -> Files:
    """What a page needs that uses one entry and not the one that every page of the product has."""
    manifest = _manifest(_stamp())
    found: dict[str, None] = {}
    _collect(manifest, entry, found, set())
    return Files(tuple(found), (_address(manifest[entry]["file"]),) if entry in manifest else ())


def text(entry: str) -> str | None:
    """The built code of an entry; None before it was built."""
    chunk = _manifest(_stamp()).get(entry)
    return None if chunk is None else (Path(settings.STATIC_ROOT) / "dist" / chunk["file"]).read_text(encoding="utf-8")


def sprite() -> str:
    """The address of the icons."""
    found = _manifest(_stamp()).get("icons.svg")
    Sprite.url = _address(found["file"]) if found else ""
    return Sprite.url


def letters() -> tuple[str, ...]:
    """The addresses of the letters that any page needs: to be fetched beside the style sheets, not after them."""
    return tuple(_address(each["file"]) for name, each in _manifest(_stamp()).items() if name.endswith(LETTERS))


def _stamp() -> float:
    """When the front end was built; looked up again only where it may be built anew under a running server."""
    return _changed() if settings.DEBUG else _changed_once()


def _changed() -> float:
    path = _path()
    return path.stat().st_mtime if path.exists() else 0.0


@cache
def _changed_once() -> float:
    return _changed()


def _path() -> Path:
    return Path(settings.STATIC_ROOT) / "dist" / "manifest.json"


@cache
def _manifest(stamp: float) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(_path().read_text()) if stamp else {}
    return found


@cache
def _files(entries: tuple[str, ...], stamp: float) -> Files:
    manifest = _manifest(stamp)
    styles: dict[str, None] = {}
    scripts: dict[str, None] = {}
    for entry in dict.fromkeys((ALWAYS, *entries)):
        if entry in manifest:
            _collect(manifest, entry, styles, set())
            scripts[_address(manifest[entry]["file"])] = None
    return Files(tuple(styles), tuple(scripts))


def _collect(manifest: dict[str, dict[str, Any]], key: str, styles: dict[str, None], seen: set[str]) -> None:
    chunk = manifest.get(key)
    if chunk is None or key in seen:
        return
    seen.add(key)
    for inner in chunk.get("imports", ()):
        _collect(manifest, inner, styles, seen)
    styles.update((_address(each), None) for each in chunk.get("css", ()))


def _address(file: str) -> str:
    return f"{settings.STATIC_URL}dist/{file}"
