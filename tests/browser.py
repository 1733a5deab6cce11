"""A Trato seen from outside: `site`, one that really runs, and `page`, a browser page signed in as administrator."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.running import Running, two_free_ports
from trato.project import postgres

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


STARTS = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    playwright.chromium.launch(executable_path=sys.argv[1] or None, args=["--no-sandbox"]).close()
"""


@cache
def starts(path: str | None) -> bool:
    """Asked in a process of its own: where a library is missing, even Playwright's driver breaks off."""
    return subprocess.run([sys.executable, "-c", STARTS, path or ""], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def site_home() -> Iterator[Path]:
    """A TRATO_HOME that the database's own user may pass: pytest's folders are for one user only."""
    folder = Path(tempfile.mkdtemp(prefix="trato-"))
    folder.chmod(0o755)
    yield folder
    postgres.stop(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def site(site_home: Path) -> Iterator[Running]:
    """A running Trato with an empty organization, for the tests of one module."""
    trato = Running(site_home, two_free_ports())
    try:
        trato.until("Ctrl-C stops it.")
        yield trato
    finally:
        trato.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole run: while Playwright's loop is up, Django takes the thread for an asynchronous one."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if not os.environ.get("CI") and not starts(path):
        pytest.skip("No Chromium starts here (Debian: apt install chromium libatomic1).")
    expect.set_options(timeout=30_000)  # as patient as its clicks are: machines differ
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def signed_in(site: Running, browser: Browser) -> str:
    """The administrator's cookies, kept as Playwright keeps them; the link works only once."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.link())
    page.get_by_role("main").get_by_role("button").click()
    expect(page).to_have_url(f"{site.url}/")
    state = site.home / "browser.json"
    context.storage_state(path=state)
    context.close()
    return str(state)


@pytest.fixture
def page(browser: Browser, site: Running, signed_in: str) -> Iterator[Page]:
    """A page of its own for each test; whatever its console reports as an error fails the test."""
    context = browser.new_context(storage_state=signed_in, base_url=site.url, viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert errors == []
