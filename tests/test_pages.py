"""The pages as a person uses them, in a real browser under the policy they are served with."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def _create(page: Page, path: str, name: str) -> None:
    page.goto(path)
    page.get_by_role("main").get_by_role("button", name=re.compile("^New ")).first.click()
    drawer = page.locator("dialog.drawer")
    drawer.get_by_label("Name", exact=False).first.fill(name)
    drawer.get_by_role("button", name="Create").click()
    page.wait_for_url(re.compile(r"/[0-9a-f-]{36}$"))


def test_a_record_is_created_edited_and_taken_back(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Welcome to Trato")).to_be_visible()
    _create(page, "/accounts", "Acme Corporation")
    expect(page.get_by_role("heading", name="Acme Corporation")).to_be_visible()
    field = page.locator('[data-field="legal_name"]')
    field.get_by_role("button").click()
    field.get_by_role("textbox").fill("Acme <b>S.A.</b>")
    field.get_by_role("textbox").press("Enter")
    expect(field.locator("dd")).to_have_text("Acme <b>S.A.</b>")
    expect(page.locator("#timeline")).to_contain_text("Acme <b>S.A.</b>")
    page.get_by_role("button", name="Undo").last.click()
    expect(field.locator("dd")).to_have_text("Add")


def test_the_table_is_edited_filtered_and_sorted(page: Page) -> None:
    for name in ("Beta", "Alfa"):
        _create(page, "/products", name)
    page.goto("/products")
    rows = page.locator("tbody tr[data-id]")
    expect(rows).to_have_count(2)
    rows.nth(0).locator('[data-field="code"]').dblclick()
    page.locator(".cell-editor input").first.fill("A-1")
    page.keyboard.press("Enter")
    expect(rows.nth(0).locator('[data-field="code"]')).to_have_text("A-1")
    page.keyboard.press("/")
    page.get_by_role("menuitem", name="Code").click()
    page.locator("form.menu input").fill("a-1")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    expect(page.locator("t-filter")).to_contain_text("contains")
    page.get_by_role("button", name="Remove filter: Code").click()
    expect(rows).to_have_count(2)


def test_a_card_goes_to_another_lane_and_back(page: Page) -> None:
    _create(page, "/deals", "GTX Pro")
    page.goto("/deals/board")
    lanes = page.locator(".lane")
    lanes.nth(0).locator("h3 a").focus()
    page.keyboard.press("m")
    page.get_by_role("menuitem").first.click()
    expect(lanes.nth(1).locator("h3")).to_have_text("GTX Pro")
    expect(lanes.nth(1).locator("[data-lane-count]")).to_have_text("1")
    page.get_by_role("button", name="Undo").click()
    expect(lanes.nth(0).locator("h3")).to_have_text("GTX Pro")


def test_everything_is_within_reach_of_the_keyboard(page: Page) -> None:
    page.goto("/deals")
    page.keyboard.press("Control+k")
    page.get_by_label("Search records, pages and actions").fill("accounts")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Accounts")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Add filter")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(re.compile(r"/$"))


def test_on_a_phone_the_navigation_is_below(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/accounts")
    expect(page.locator(".sidebar")).to_be_hidden()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Contacts").click()
    page.wait_for_url("**/contacts")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
