"""A phone that loses its connection: what was seen can be read, what was typed stays, nobody else's is shown."""

import pytest
from playwright.sync_api import Browser, expect

from tests.running import Running

pytestmark = pytest.mark.browser

CONTROLLED = "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
SEEN = "async () => (await (await caches.open('seen')).keys()).some((each) => each.url.endsWith('/accounts'))"
WIPED = "async () => (await (await caches.open('seen')).keys()).every((each) => each.url.endsWith('/offline'))"


def test_pages_seen_can_be_read_and_others_say_why_not(browser: Browser, site: Running, signed_in: str) -> None:
    context = browser.new_context(
        storage_state=signed_in, base_url=site.url, viewport={"width": 390, "height": 844}, has_touch=True
    )
    page = context.new_page()
    page.goto("/")
    page.wait_for_function(
        "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
    )
    page.goto("/accounts")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Accounts")
    page.goto("/accounts")
    page.wait_for_function(SEEN)

    context.set_offline(True)
    page.goto("/accounts")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Accounts")
    expect(page.get_by_role("status").first).to_contain_text("No connection. This is how it looked on")
    page.goto("/contacts")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()

    context.set_offline(False)
    page.goto("/accounts")
    page.evaluate("() => navigator.serviceWorker.controller.postMessage({ wipe: true })")
    page.wait_for_function(WIPED)
    context.set_offline(True)
    page.goto("/accounts")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    context.close()
