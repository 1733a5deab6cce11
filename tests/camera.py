"""Pictures of pages for the docs: small enough that hundreds of them stay light. Taken when TRATO_PICTURES is set
(`make pictures`); other runs walk the same ways without a camera."""

import os
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

from tests.running import ROOT
from tests.tour import still

DOCS = ROOT / "docs"
QUALITY = 30
"""Of WebP: text stays as sharp as in a PNG of 64 colours, which is half as large again."""
DRAWN = """async () => {
  for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
}"""


def is_there() -> bool:
    """Whether pictures are taken in this run."""
    return bool(os.environ.get("TRATO_PICTURES"))


def shoot(page: Page, path: str) -> None:
    """Keep what the page shows as that picture below docs/."""
    if not is_there():
        return
    page.wait_for_function("() => [...document.images].every(each => each.complete)")
    still(page)
    page.evaluate(DRAWN)
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink') !== ''"), "unstyled"
    page.mouse.move(0, 0)
    target = DOCS / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(page.screenshot(caret="hide"))) as whole:
        whole.convert("RGB").save(target, "WEBP", quality=QUALITY, method=6)
