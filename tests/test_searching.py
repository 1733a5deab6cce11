"""Finding things, as a person does: by the palette and on the page of search, in Spanish at a desk, in English on a
phone, with nothing but keys."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def company(site: Running, browser: Browser, signed_in: str) -> Running:
    """Somebody with an accent in the name, an account, and a deal."""
    context = browser.new_context(storage_state=signed_in, base_url=site.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    for plural, fields in (
        ("contacts", {"name-given": "Lucía", "name-family": "González"}),
        ("accounts", {"name": "Hierros Ñandú"}),
        ("deals", {"name": "Vigas para el puente"}),
    ):
        page.goto(f"/{plural}")
        page.wait_for_selector("t-palette:defined", state="attached")
        page.keyboard.press("c")
        drawer = page.get_by_role("dialog").last
        expect(drawer).to_be_visible()
        for name, text in fields.items():
            drawer.locator(f'[name="{name}"]').first.fill(text)
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    context.close()
    return site


@pytest.fixture
def phone(browser: Browser, company: Running, signed_in: str) -> Iterator[Page]:
    context = browser.new_context(
        storage_state=signed_in, base_url=company.url, viewport={"width": 390, "height": 844}, has_touch=True
    )
    yield context.new_page()
    context.close()


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("t-palette:defined", state="attached")


def _ask(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    field = page.locator("t-palette input[role=combobox]")
    expect(field).to_be_focused()
    field.fill(text)


def test_the_language_is_changed_and_a_misspelt_name_opened_in_spanish(company: Running, page: Page) -> None:
    _open(page, "/")
    _ask(page, "español")
    with page.expect_navigation():
        page.get_by_role("option", name="Idioma: Español").or_(
            page.get_by_role("option", name="Language: Español")
        ).click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    _open(page, "/deals")
    _ask(page, "gonsales")
    option = page.get_by_role("option", name="Lucía González")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(option.locator("mark")).to_have_text("González")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/contacts/[0-9a-f-]{36}"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lucía González")

    with page.expect_response("**/palette/used"):
        _open(page, "/deals")
        page.get_by_role("link", name="Vigas para el puente").click()
    page.wait_for_url(re.compile("/deals/[0-9a-f-]{36}"))
    page.wait_for_selector("t-palette:defined", state="attached")
    page.keyboard.press("Control+k")
    expect(page.get_by_text("Abiertos hace poco")).to_be_visible()
    expect(page.get_by_role("option", name="Lucía González")).to_be_visible()
    page.locator("t-palette input").fill("ganar")
    expect(page.get_by_role("option", name="Ganar").first).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("option", name="Ganar").first.locator("kbd")).to_have_text("W")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").last).to_be_visible()


def test_the_page_of_search_is_worked_by_keys_in_english(company: Running, page: Page) -> None:
    _open(page, "/")
    _ask(page, "english")
    with page.expect_navigation():
        page.locator('[data-post="/palette/language/en"]').click()
    _open(page, "/search")
    expect(page.get_by_label("Search all records")).to_be_focused()
    page.keyboard.type("nandu")
    expect(page.locator(".hits")).to_contain_text("Hierros Ñandú")
    expect(page).to_have_url(re.compile(r"/search\?q=nandu"))
    page.get_by_label("Search all records").blur()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Hierros Ñandú")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Search all records")).to_be_focused()
    page.get_by_label("Search all records").fill("xyzzyq")
    expect(page.get_by_role("heading", name="Nothing found for “xyzzyq”")).to_be_visible()
    page.get_by_label("Search all records").fill("gonsales")
    expect(page.locator(".meant")).to_contain_text("gonzalez")
    page.get_by_role("navigation", name="Look through").get_by_role("link", name="Contacts").click()
    expect(page.get_by_role("link", name="Lucía González")).to_be_visible()
    page.get_by_role("link", name="See as a list").click()
    page.wait_for_url(re.compile(r"/contacts\?q=gonsales"))
    expect(page.locator("tbody tr[data-id]")).to_have_count(1)


def test_keys_lead_everywhere_and_are_shown(company: Running, page: Page) -> None:
    _open(page, "/")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    for name in ("Deals", "Contacts", "Search or go to…", "Inbox"):
        expect(keys.locator("dt", has_text=re.compile(f"^{re.escape(name)}$"))).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url(re.compile("/deals"))
    _open(page, "/search?q=vigas")
    page.keyboard.press("c")
    expect(page.get_by_role("option").first).to_contain_text("New")


def test_a_phone_searches_in_a_sheet_that_fills_the_screen(phone: Page) -> None:
    _open(phone, "/deals")
    phone.get_by_role("navigation", name="At hand").get_by_role("button", name="Search").tap()
    sheet = phone.locator("dialog.palette")
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["width"]), round(box["height"])) == (0, 390, 844)
    phone.locator("t-palette input").fill("nandu")
    expect(phone.get_by_role("option", name="Hierros Ñandú")).to_be_visible()
    sheet.get_by_role("button", name="Cancel").tap()
    expect(sheet).to_be_hidden()
    phone.get_by_role("navigation", name="At hand").get_by_role("button", name="Search").tap()
    phone.locator("t-palette input").fill("nandu")
    phone.get_by_role("option", name="Hierros Ñandú").tap()
    phone.wait_for_url(re.compile("/accounts/[0-9a-f-]{36}"))
    _open(phone, "/search?q=gonsales")
    expect(phone.get_by_role("link", name="Lucía González")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
