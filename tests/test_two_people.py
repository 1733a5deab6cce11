"""Two people at their browsers at once: each sees the other, what the other edits and gives them, and loses nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser

ADDRESS = re.compile(r"https?://\S+/sign-in/link/\S+")


@pytest.fixture
def colleague(browser: Browser, site: Running) -> Iterator[Page]:
    """A manager's browser, beside the administrator's."""
    said = site.ask("user", "create", "eva@example.com", "--name", "Eva Ruiz", "--role", "administrator")
    found = ADDRESS.search(said)
    assert found, said
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.goto(found[0])
    opened.get_by_role("main").get_by_role("button").click()
    expect(opened).to_have_url(f"{site.url}/")
    yield opened
    context.close()


def _make(page: Page, name: str) -> str:
    """An account made in the drawer; answers its path."""
    page.goto("/accounts")
    page.get_by_role("main").get_by_role("button", name="New account").first.click()
    drawer = page.get_by_role("dialog", name="New account")
    drawer.get_by_label("Name (required)").fill(name)
    drawer.get_by_role("button", name="Create").click()
    page.wait_for_url(re.compile(r"/accounts/[0-9a-f-]{36}"))
    return page.url


def test_two_at_one_record_see_each_other_and_what_is_given(page: Page, colleague: Page) -> None:
    address = _make(page, "Acme")
    colleague.goto(address)
    here = page.get_by_role("group", name="Also here")
    expect(here.get_by_label("Eva Ruiz")).to_be_visible()
    expect(colleague.get_by_role("group", name="Also here").get_by_role("img")).to_have_count(1)

    legal = colleague.locator('[data-field="legal_name"]')
    legal.get_by_role("button").click()
    expect(page.locator('[data-field="legal_name"]')).to_have_attribute("data-by", "Eva Ruiz")
    legal.get_by_role("textbox").fill("Acme, S. A.")
    legal.get_by_role("textbox").press("Enter")
    expect(page.locator('[data-field="legal_name"] dd')).to_have_text("Acme, S. A.")
    expect(page.locator('[data-field="legal_name"]')).not_to_have_attribute("data-by", "Eva Ruiz")

    badge = page.locator('.sidebar [data-badge="inbox"]')
    expect(badge).to_be_hidden()
    other = _make(colleague, "Globex")
    owner = colleague.locator('[data-field="owner"]')
    owner.locator("dd").click()
    owner.get_by_role("combobox").fill("admin")
    colleague.get_by_role("option").first.click()
    expect(badge).to_have_text("1")
    expect(page.get_by_role("status").last).to_contain_text("Eva Ruiz made you the owner of Globex")

    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page).to_have_url(re.compile("/inbox$"))
    expect(badge).to_have_text("1")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(other)
    expect(badge).to_be_hidden()
    page.goto("/inbox")
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="You are up to date")).to_be_visible()

    colleague.goto("/")
    page.goto(address)
    expect(page.get_by_role("group", name="Also here").get_by_role("img")).to_have_count(0)


def test_what_one_makes_comes_into_the_others_table_without_moving_their_work(page: Page, colleague: Page) -> None:
    _make(page, "Initech")
    page.goto("/accounts")
    counter = page.locator('.sidebar [data-count="/accounts"]')
    before = int(counter.inner_text())
    _make(colleague, "Umbrella")
    expect(page.get_by_role("link", name="Umbrella")).to_be_visible()
    expect(counter).to_have_text(str(before + 1))

    cell = page.get_by_role("row").filter(has_text="Initech").locator('[data-field="legal_name"]')
    if not cell.count():
        cell = page.get_by_role("row").filter(has_text="Initech").locator("td[data-field]").nth(1)
    cell.click()
    _make(colleague, "Hooli")
    pill = page.get_by_role("button", name="1 new record")
    expect(pill).to_be_visible()
    expect(page.get_by_role("link", name="Hooli")).to_have_count(0)
    page.keyboard.press("Escape")
    pill.click()
    expect(page.get_by_role("link", name="Hooli")).to_be_visible()
