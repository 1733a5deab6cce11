"""What Lighthouse says of table, board and record: how fast each stands, and whether everybody can use it.

Its own program in `lighthouse/` looks, as it does by default: as a phone (processor four times slower, 150 ms and
1.6 Mbit/s away), and as a desktop.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.cast import Person
from benchmarks.company import ROOT, Product
from benchmarks.report import Figure

LOOK = Path(__file__).parent / "lighthouse" / "look.js"
ROUNDS = 5
SCREENS = {"phone": ("performance", "accessibility", "paint", "blocked", "shift"), "desktop": ("performance",)}
LABELS = {"paint": "largest paint"}
BARS = {"performance": ("", 95.0), "accessibility": ("", 95.0), "paint": ("ms", 2_500.0), "blocked": ("ms", 200.0)}
BARS["shift"] = ("", 0.1)
SCORES = {"performance", "accessibility"}

Looks = list[dict[str, Any]]


def measure(product: Product, person: Person, deal: str) -> Iterator[Figure]:
    """Medians of some looks at each page; the pages take turns."""
    chromium = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if chromium is None:
        if os.environ.get("CI"):
            raise RuntimeError("there is no Chromium to look with")
        print("Browsing is left out: there is no Chromium here.", flush=True)
        return
    places = {"table": "/deals", "board": "/deals/board", "record": f"/deals/{deal}"}
    origin = f"http://demo.localhost:{product.port}"
    seen = _look(chromium, person, [origin + place for place in places.values()])
    for name, place in places.items():
        for screen, wanted in SCREENS.items():
            looks = [each for each in seen if each["url"] == origin + place and each["screen"] == screen]
            for what in wanted:
                yield _figure(f"{name} on a {screen}", what, looks, person.label)


def _figure(name: str, what: str, looks: Looks, who: str) -> Figure:
    unit, bar = BARS[what]
    values = sorted(each[what] for each in looks)
    failed = sorted({word for each in looks for word in each["failed"]}) if what == "accessibility" else []
    spread = f"{values[0]:.2f} to {values[-1]:.2f}" if values[0] != values[-1] else ""
    return Figure(
        group="Browsing",
        name=f"{name}: {LABELS.get(what, what)}",
        who=who,
        ours=median(values),
        unit=unit,
        bar=bar,
        at_least=what in SCORES,
        note=", ".join(failed) or spread,
    )


def _look(chromium: str, person: Person, urls: list[str]) -> Looks:
    looks = [{"url": url, "screen": screen} for _round in range(ROUNDS) for screen in SCREENS for url in urls]
    asked = {"chromium": chromium, "cookie": {"name": "trato_session", "value": person.cookie}, "looks": looks}
    command = [str(ROOT / "tools" / "with-node"), "node", str(LOOK)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Lighthouse did not finish:\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]
