"""What Trato weighs: memory of its processes at rest, and what the first page loads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import psutil
from django.conf import settings

from benchmarks.cast import Person
from benchmarks.company import Product
from benchmarks.report import Figure
from benchmarks.wire import Wire

MEMORY_BAR, ASSETS_BAR = 350.0, 150.0
_LOADED = re.compile(rb'<(?:script|link)[^>]*?(?:src|href)="(/static/[^"]+\.(?:js|css))"')
_MIB = 2**20


def memory(product: Product, when: str) -> Iterator[Figure]:
    """Web, live and worker with all their children; pages that they share are counted once (PSS)."""
    processes = psutil.Process(product.process.pid).children(recursive=True)
    ours = [each for each in processes if "postgres" not in each.name()]
    pss = sum(each.memory_full_info().pss for each in ours) / _MIB
    rss = sum(each.memory_info().rss for each in ours) / _MIB
    note = f"{len(ours)} processes; {rss:.0f} MiB when shared pages are counted in each"
    yield Figure(group="Footprint", name=f"memory {when}", ours=pss, unit="MiB", bar=MEMORY_BAR, note=note)


def assets(product: Product, person: Person) -> Iterator[Figure]:
    """Scripts and styles that the table page names, with the scripts these import at once, as a browser gets them."""
    with Wire(product.port, "demo.localhost", {"Cookie": f"trato_session={person.cookie}"}) as plain:
        named = {each.decode() for each in _LOADED.findall(plain.ask("GET", "/contacts").body)}
    if not named:
        raise RuntimeError("The table page names no scripts.")
    found = sorted(_with_imports(named))
    with Wire(product.port, "demo.localhost", {"Accept-Encoding": "br, gzip"}) as compressed:
        sizes = {each: len(compressed.ask("GET", each).body) for each in found}
    total = sum(sizes.values()) / 1000
    note = f"{len(found)} files"
    yield Figure(
        group="Footprint", name="JS and CSS of the table page", ours=total, unit="kB", bar=ASSETS_BAR, note=note
    )


def _with_imports(named: set[str]) -> set[str]:
    folder = Path(settings.STATIC_ROOT) / "dist"
    chunks = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    address = f"{settings.STATIC_URL}dist/"
    wanted = [name for name, each in chunks.items() if address + each["file"] in named]
    found = set(named)
    while wanted:
        chunk = chunks[wanted.pop()]
        found.add(address + chunk["file"])
        wanted += [each for each in chunk.get("imports", ()) if address + chunks[each]["file"] not in found]
    return found
