"""The table, its selection and its filter."""

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from . import pages
from .harness import Answer, Harness

pytestmark = pytest.mark.browser


def _open(page: Page, filters: object = None) -> None:
    page.goto("/view" if filters is None else f"/view?filter={json.dumps(filters)}")
    page.wait_for_selector("t-grid:defined")


def test_arrows_and_letters_move_the_focus_from_cell_to_cell(page: Page) -> None:
    _open(page)
    page.keyboard.press("j")
    expect(page.locator('tr[data-id="1"] th')).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator('tr[data-id="2"] [data-field="amount"]')).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator('tr[data-id="1"] [data-field="amount"]')).to_be_focused()


def test_an_edit_is_saved_with_the_version_and_the_row_comes_back_drawn_anew(page: Page, harness: Harness) -> None:
    _open(page)
    page.locator('tr[data-id="3"] [data-field="amount"]').focus()
    page.keyboard.press("e")
    field = page.get_by_label("Value")
    expect(field).to_be_focused()
    field.fill("500")
    page.keyboard.press("Enter")
    cell = page.locator('tr[data-id="3"] [data-field="amount"]')
    expect(cell).to_have_text("500")
    expect(cell).to_be_focused()
    assert harness.posts("/deals/3/cell/amount")[0].form == {
        "value": ["500"],
        "version": ["1"],
        "fields": ["name,amount,next,stage"],
    }
    expect(page.locator('tr[data-id="3"]')).to_have_attribute("data-version", "2")


def test_tab_saves_and_edits_the_next_cell(page: Page, harness: Harness) -> None:
    _open(page)
    page.locator('tr[data-id="1"] [data-field="amount"]').focus()
    page.keyboard.press("F2")
    page.get_by_label("Value").fill("7")
    page.keyboard.press("Tab")
    expect(page.locator('tr[data-id="1"] [data-field="next"]')).to_have_attribute("data-state", "editing")
    expect(page.locator('tr[data-id="1"] [data-field="amount"]')).to_have_text("7")
    expect(page.get_by_label("Value")).to_be_focused()


def test_escape_gives_back_what_was_there_and_sends_nothing(page: Page, harness: Harness) -> None:
    _open(page)
    page.locator('tr[data-id="1"] [data-field="amount"]').focus()
    page.keyboard.press("Enter")
    page.get_by_label("Value").fill("666")
    page.keyboard.press("Escape")
    expect(page.locator('tr[data-id="1"] [data-field="amount"]')).to_have_text("10")
    assert harness.posts("/deals/1/cell/amount") == []


def test_a_refused_value_stays_in_its_cell_with_the_reason(page: Page, harness: Harness) -> None:
    harness.refuse["/deals/1/cell/next"] = Answer(
        '<div class="cell-editor"><input name="value" aria-label="Value" aria-invalid="true" value="bad"></div>'
        '<p class="error">No</p>',
        422,
    )
    _open(page)
    page.route("**/cell/next", lambda route: route.fallback() if route.request.method == "POST" else _control(route))
    page.locator('tr[data-id="1"] [data-field="next"]').focus()
    page.keyboard.press("e")
    page.get_by_label("Value").fill("bad")
    page.keyboard.press("Enter")
    cell = page.locator('tr[data-id="1"] [data-field="next"]')
    expect(cell.locator(".error")).to_have_text("No")
    expect(cell).to_have_attribute("data-state", "editing")
    expect(page.get_by_label("Value")).to_be_focused()


def _control(route: Route) -> None:
    route.fulfill(body='<div class="cell-editor"><input name="value" aria-label="Value" value="old"></div>')


def test_a_conflict_opens_a_dialog_and_keeps_what_was_typed(page: Page, harness: Harness) -> None:
    _open(page)
    page.locator('tr[data-id="1"] [data-field="amount"]').focus()
    page.keyboard.press("e")
    page.get_by_label("Value").fill("77")
    harness.refuse["/deals/1/cell/amount"] = Answer(
        '<t-dialog><dialog class="conflict" aria-label="Conflict">Both changed it</dialog></t-dialog>',
        409,
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Conflict")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Value")).to_have_value("77")


def test_a_settled_conflict_ends_the_edit(page: Page, harness: Harness) -> None:
    _open(page)
    page.locator('tr[data-id="1"] [data-field="amount"]').focus()
    page.keyboard.press("e")
    page.get_by_label("Value").fill("77")
    harness.refuse["/deals/1/cell/amount"] = Answer(
        '<t-dialog><dialog class="conflict" aria-label="Conflict"><form hx-post="/settle" hx-target="this">'
        "<button>Keep theirs</button></form></dialog></t-dialog>",
        409,
    )
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep theirs").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator('tr[data-id="1"] [data-field="amount"]')).to_have_text("10")


def test_totals_follow_an_edit(page: Page) -> None:
    _open(page)
    page.locator('tr[data-id="1"] [data-field="next"]').focus()
    page.keyboard.press("e")
    page.get_by_label("Value").fill("Write")
    page.keyboard.press("Enter")
    expect(page.locator("tfoot")).to_have_text("After")


def test_a_row_that_is_edited_is_not_drawn_anew_until_the_edit_ends(page: Page, harness: Harness) -> None:
    _open(page)
    page.locator('tr[data-id="1"] [data-field="amount"]').focus()
    page.keyboard.press("e")
    page.get_by_label("Value").fill("5")
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('trato:changed', {detail: {items: ["
        "{object: 'deals', id: '1', version: 9}, {object: 'deals', id: '2', version: 9}]}}))"
    )
    expect(page.locator('tr[data-id="2"] [data-field="amount"]')).to_have_text("999")
    expect(page.get_by_label("Value")).to_have_value("5")
    page.keyboard.press("Escape")
    expect(page.locator('tr[data-id="1"] [data-field="amount"]')).to_have_text("999")


def test_the_live_stream_reaches_the_table(page: Page, harness: Harness) -> None:
    _open(page)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    harness.signal("changed", {"object": "deals", "id": "4", "version": 9})
    expect(page.locator('tr[data-id="4"] [data-field="amount"]')).to_have_text("999")


def test_a_stream_that_missed_too_much_has_the_view_drawn_anew(page: Page, harness: Harness) -> None:
    _open(page)
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    with page.expect_response(lambda response: response.request.headers.get("hx-request") == "true"):
        harness.signal("refresh", {})


def test_rows_follow_as_the_end_comes_into_sight(page: Page) -> None:
    _open(page)
    page.locator(".grid-scroll").evaluate("element => element.scrollTo(0, 1e6)")
    expect(page.locator('tr[data-id="60"]')).to_be_attached()
    page.locator(".grid-scroll").evaluate("element => element.scrollTo(0, 1e6)")
    expect(page.locator(f'tr[data-id="{pages.ROWS}"]')).to_be_attached()
    expect(page.locator("tr.more")).to_have_count(0)


def test_the_bulk_bar_counts_sums_and_sends_what_is_chosen(page: Page, harness: Harness) -> None:
    _open(page, pages.FILTER)
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-bulk-count]")).to_have_text("3 selected")
    expect(page.locator("[data-bulk-sum]")).to_contain_text("60")
    page.locator("#assign").click()
    expect(page.locator("#echo")).to_be_visible()
    assert harness.posts("/bulk")[0].form == {"ids": ["1", "2", "3"]}
    page.keyboard.press("Escape")
    page.get_by_label("Select the page").check()
    page.get_by_text(f"Select all {pages.ROWS}").click()
    expect(page.locator("[data-bulk-count]")).to_have_text(f"{pages.ROWS} selected")
    page.locator("#assign").click()
    expect(page.locator("#echo")).to_be_visible()
    sent = harness.posts("/bulk")[1].form
    assert sent["all"] == ["1"]
    assert json.loads(sent["filter"][0]) == pages.FILTER
    assert "ids" not in sent


def test_shift_click_selects_the_rows_between(page: Page) -> None:
    _open(page)
    page.get_by_label("Select 2", exact=True).click()
    page.get_by_label("Select 5", exact=True).click(modifiers=["Shift"])
    expect(page.locator('tr[aria-selected="true"]')).to_have_count(4)
    page.get_by_label("Clear", exact=True).click()
    expect(page.locator("form[data-bulk]")).to_be_hidden()


def test_a_column_keeps_the_width_and_the_place_it_is_given(page: Page, harness: Harness) -> None:
    _open(page)
    page.get_by_role("button", name="amount").focus()
    with page.expect_response("**/layout"):
        page.keyboard.press("Alt+Shift+ArrowRight")
    sent = json.loads(harness.posts("/layout")[0].body)
    assert [column["field"] for column in sent["columns"]] == ["name", "next", "amount", "stage"]
    expect(page.locator('tr[data-id="1"] > :nth-child(3)')).to_have_text("10")
    handle = page.locator('th[data-field="next"] .resize').bounding_box()
    assert handle is not None
    page.mouse.move(handle["x"] + 2, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 62, handle["y"] + 5)
    with page.expect_response("**/layout"):
        page.mouse.up()
    widths = {column["field"]: column["width"] for column in json.loads(harness.posts("/layout")[-1].body)["columns"]}
    assert widths["next"] > 100


def test_a_condition_is_added_by_field_and_value(page: Page, harness: Harness) -> None:
    _open(page)
    page.keyboard.press("/")
    page.get_by_role("menuitem", name="City").click()
    page.get_by_label("Value").fill("Vigo")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    asked = [each for each in harness.asked if each.method == "PARTIAL"][-1]
    assert json.loads(asked.query["filter"][0]) == {"all": [{"field": "city", "op": "is", "value": "Vigo"}]}
    assert "filter=" in page.url
    expect(page.locator("#add-filter")).to_be_focused()


def test_chips_change_verb_join_and_go(page: Page, harness: Harness) -> None:
    _open(page, pages.FILTER)
    page.locator('[data-part="join"]').click()
    expect(page.locator('[data-part="join"]')).to_have_text("o")
    page.locator('[data-path="1"] [data-part="op"]').click()
    page.get_by_role("menuitem", name="below").click()
    expect(page.locator('[data-path="1"] [data-part="value"]')).to_be_visible()
    expect(page).to_have_url(re.compile("%22op%22%3A%22lt%22"))
    page.locator('[data-path="0"] [data-part="remove"]').click()
    expect(page.locator(".chip")).to_have_count(1)
    asked = [each for each in harness.asked if each.method == "PARTIAL"][-1]
    assert json.loads(asked.query["filter"][0]) == {"any": [{"field": "amount", "op": "lt", "value": 10}]}


def _slowly(page: Page) -> list[Route]:
    """Controls wait until they are let go."""
    held: list[Route] = []
    page.route("**/cell/**", lambda route: held.append(route) if route.request.method == "GET" else route.continue_())
    return held


def test_keys_typed_before_the_control_has_come_are_its_own(page: Page, harness: Harness) -> None:
    _open(page)
    held = _slowly(page)
    cell = page.locator('tr[data-id="3"] [data-field="amount"]')
    cell.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("c55x")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(cell).to_have_attribute("data-state", "opening")
    with page.expect_response(lambda found: found.request.method == "POST" and found.url.endswith("/cell/amount")):
        held[0].continue_()
    expect(cell).to_have_text("c55")
    assert harness.posts("/deals/3/cell/amount")[0].form["value"] == ["c55"]


def test_typing_on_over_two_cells_fills_both(page: Page, harness: Harness) -> None:
    _open(page)
    held = _slowly(page)
    page.locator('tr[data-id="1"] [data-field="amount"]').focus()
    page.keyboard.press("e")
    page.keyboard.type("7")
    page.keyboard.press("Tab")
    page.keyboard.type("Call")
    held[0].continue_()
    expect(page.locator('tr[data-id="1"] [data-field="next"]')).to_have_attribute("data-state", "opening")
    page.keyboard.press("Enter")
    with page.expect_response(lambda found: found.request.method == "POST" and found.url.endswith("/cell/next")):
        held[1].continue_()
    expect(page.locator('tr[data-id="1"] [data-field="next"]')).to_have_text("Call")
    assert harness.posts("/deals/1/cell/amount")[0].form["value"] == ["7"]
    assert harness.posts("/deals/1/cell/next")[0].form["value"] == ["Call"]
