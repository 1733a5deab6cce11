"""One browser for the module, a fresh page and a fresh made-up server for each test."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from . import pages
from .harness import Harness, serve

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole run: while Playwright's loop is up, no other one can be started."""
    chromium = os.environ.get("TRATO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None or not (pages.DIST / "manifest.json").exists():
        pytest.skip("needs Chromium and a built front end (npm run build)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def harness() -> Iterator[Harness]:
    with serve() as served:
        yield served


@pytest.fixture
def page(browser: Browser, harness: Harness) -> Iterator[Page]:
    """A page whose console must stay free of errors: a broken content security policy shows there."""
    context = browser.new_context(
        base_url=harness.address, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(5000)
    opened = context.new_page()
    trouble: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            trouble.append(message.text)

    opened.on("console", listen)
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    yield opened
    context.close()
    assert trouble == []
