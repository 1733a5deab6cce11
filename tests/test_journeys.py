"""Whole pieces of a day's work, as a person does and sees them: in Spanish at a desk, in English on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser

RECORD = re.compile(r"/[0-9a-f-]{36}(\?|$)")


@pytest.fixture
def phone(browser: Browser, site: Running, signed_in: str) -> Iterator[Page]:
    context = browser.new_context(
        storage_state=signed_in, base_url=site.url, viewport={"width": 390, "height": 844}, has_touch=True
    )
    yield context.new_page()
    context.close()


def _speak(page: Page, language: str) -> None:
    page.goto("/settings/own")
    page.locator("[name=language]").select_option(language)
    with page.expect_navigation():
        page.locator(".settings form.form [data-kind=primary]").first.click()


def _write(field: Locator, text: str) -> None:
    """Edit a field in the record's panel."""
    field.get_by_role("button").click()
    field.get_by_role("textbox").fill(text)
    field.get_by_role("textbox").press("Enter")


def test_a_customer_is_won_and_taken_back_in_spanish(page: Page) -> None:
    _speak(page, "es")
    page.goto("/accounts")
    page.get_by_role("main").get_by_role("button", name="Nueva cuenta").first.click()
    drawer = page.get_by_role("dialog", name="Nueva cuenta")
    drawer.get_by_label("Nombre (obligatorio)").fill("Hierros Ñandú")
    drawer.get_by_role("button", name="Crear").click()
    page.wait_for_url(RECORD)
    account = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("Hierros Ñandú")

    legal = page.locator('[data-field="legal_name"]')
    _write(legal, "Hierros Ñandú, S. L.")
    expect(legal.locator("dd")).to_have_text("Hierros Ñandú, S. L.")
    expect(page.get_by_role("status").last).to_contain_text("Se guardó «Nombre legal»")

    page.get_by_role("button", name="Añadir: Oportunidades").click()
    drawer = page.get_by_role("dialog", name="Nueva oportunidad")
    drawer.get_by_label("Nombre", exact=False).first.fill("Vigas para el puente")
    drawer.get_by_role("button", name="Crear").click()
    related = page.get_by_role("complementary")
    expect(related.get_by_role("link", name="Vigas para el puente")).to_be_visible()
    assert page.url == account

    page.goto("/deals/board")
    card = page.get_by_role("listitem").filter(has_text="Vigas para el puente")
    won = page.get_by_role("region", name=re.compile("^Won"))
    expect(page.locator("t-board")).to_have_attribute("data-state", "ready")
    card.get_by_role("link", name="Vigas para el puente").focus()
    page.keyboard.press("m")
    page.get_by_role("menuitem", name="Won").click()
    expect(won.get_by_role("link", name="Vigas para el puente")).to_be_visible()
    expect(won.locator("[data-lane-count]")).to_have_text("1")
    expect(page.get_by_role("region", name="Mensajes").get_by_role("button", name="Deshacer")).to_be_visible()

    page.goto(account)
    since = page.locator('[data-field="customer_since"] dd')
    expect(since.locator("time")).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text("Vigas para el puente")

    page.goto("/deals")
    page.get_by_role("link", name="Vigas para el puente").click()
    page.wait_for_url(RECORD)
    page.locator("#timeline").get_by_role("button", name="Deshacer").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Deshacer").click()
    expect(page.locator("#timeline")).to_contain_text("deshecho")
    page.goto(account)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hierros Ñandú")
    expect(since.locator("time")).to_have_count(0)


def test_a_customer_is_found_renamed_and_deleted_on_a_phone(phone: Page) -> None:
    _speak(phone, "en")
    phone.goto("/accounts")
    at_hand = phone.get_by_role("navigation", name="At hand")
    at_hand.get_by_role("button", name="Create").tap()
    phone.get_by_role("menuitem", name="Account").tap()
    drawer = phone.get_by_role("dialog", name="New account")
    drawer.get_by_label("Name (required)").fill("Blue Harbour")
    drawer.get_by_role("button", name="Create").tap()
    phone.wait_for_url(RECORD)
    phone.goto("/")

    at_hand.get_by_role("button", name="Search").tap()
    phone.get_by_label("Search records, pages and actions").fill("blue har")
    phone.get_by_role("option", name="Blue Harbour").tap()
    phone.wait_for_url(RECORD)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Blue Harbour")

    legal = phone.locator('[data-field="legal_name"]')
    _write(legal, "Blue Harbour Ltd")
    expect(legal.locator("dd")).to_have_text("Blue Harbour Ltd")

    phone.get_by_role("button", name="More actions").tap()
    phone.get_by_role("menuitem", name="Move to the trash").tap()
    phone.wait_for_url("**/accounts")
    expect(phone.get_by_role("link", name="Blue Harbour")).to_have_count(0)
    phone.get_by_role("region", name="Messages").get_by_role("button", name="Undo").tap()
    expect(phone.get_by_role("link", name="Blue Harbour")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
