"""Pictures of pages for the docs: few colours, so that hundreds of them stay light. Taken when TRATO_PICTURES is set
(`make pictures`); other runs walk the same ways without a camera."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.running import ROOT
from tests.tour import still

DOCS = ROOT / "docs"
COLOURS = 64


def shoot(page: Page, path: str) -> None:
    """Keep what the page shows as that picture below docs/."""
    if not os.environ.get("TRATO_PICTURES"):
        return
    page.wait_for_function("() => [...document.images].every(each => each.complete)")
    still(page)
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink') !== ''"), "unstyled"
    page.mouse.move(0, 0)
    target = DOCS / path
    target.parent.mkdir(parents=True, exist_ok=True)
    reduce(page.screenshot(caret="hide"), target)


def reduce(picture: bytes, target: Path) -> None:
    """To a palette, without specks between its colours."""
    with Image.open(BytesIO(picture)) as whole:
        few = whole.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(target, optimize=True)
