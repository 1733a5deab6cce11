"""What a first page weighs, and what the processes hold at rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Figure

DIST = Path(__file__).parent.parent / "src" / "trato" / "kernel" / "ui" / "static" / "dist"


def measure() -> Iterator[Figure]:
    """The compressed scripts and styles of a table page (brotli, as browsers take them)."""
    manifest = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    entry = next(each for name, each in manifest.items() if name.endswith("app.ts"))
    files = [entry["file"], *entry.get("css", [])]
    weight = sum((DIST / f"{name}.br").stat().st_size for name in files) / 1000
    yield Figure(group="Footprint", name="first table page: scripts and styles", ours=weight, unit="kB", bar=150)
