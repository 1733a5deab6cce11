"""How fast a page stands in a browser, and whether everybody can use it: Chromium's own entries, axe's verdict.

As Lighthouse sees a phone (processor four times slower, 150 ms and 1.6 Mbit/s away), against the bounds that score 0.9 or
better there. Lighthouse itself is left out: it brings some 150 packages for the same entries.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.cast import Person
from benchmarks.company import Product
from benchmarks.report import Figure

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BARS = {"largest paint": ("ms", 2_500.0), "blocked": ("ms", 200.0), "shift": ("", 0.1), "axe violations": ("", 0.0)}
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
WATCH = """globalThis.seen = { paint: 0, blocked: 0, shift: 0 };
const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({ type, buffered: true });
watch("largest-contentful-paint", each => { seen.paint = each.startTime; });
watch("longtask", each => { seen.blocked += Math.max(0, each.duration - 50); });
watch("layout-shift", each => { if (!each.hadRecentInput) seen.shift += each.value; });"""
ASK = "async rules => (await axe.run(document, { runOnly: rules })).violations.length"


def measure(product: Product, person: Person, deal: str) -> Iterator[Figure]:
    """Table, board and record, each in a browser that has seen nothing yet."""
    path = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if path is None and not os.environ.get("CI"):
        print("Browsing is left out: there is no Chromium here.", flush=True)
        return
    places = {"table": "/deals", "board": "/deals/board", "record": f"/deals/{deal}"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        seen = {name: _look(browser, product, person, place) for name, place in places.items()}
        browser.close()
    for name, entries in seen.items():
        for what, value in entries.items():
            unit, bar = BARS[what]
            yield Figure(group="Browsing", name=f"{name}: {what}", who=person.label, ours=value, unit=unit, bar=bar)


def _look(browser: Browser, product: Product, person: Person, place: str) -> dict[str, float]:
    origin = f"http://demo.localhost:{product.port}"
    context = browser.new_context(base_url=origin, viewport={"width": 390, "height": 844}, service_workers="block")
    context.add_cookies([{"name": "trato_session", "value": person.cookie, "url": origin}])
    context.add_init_script(WATCH)
    page = context.new_page()
    _slow(page)
    page.goto(place)
    page.wait_for_function("() => customElements.get('t-grid') !== undefined && seen.paint > 0")
    found = page.evaluate("seen")
    page.add_init_script(path=AXE)
    page.reload()
    violations = page.evaluate(ASK, RULES)
    context.close()
    return {
        "largest paint": found["paint"],
        "blocked": found["blocked"],
        "shift": found["shift"],
        "axe violations": violations,
    }


def _slow(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
