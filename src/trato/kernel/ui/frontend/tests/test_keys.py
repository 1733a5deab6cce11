"""Keys and the palette: they work wherever nobody writes, and nowhere else."""

import re

import pytest
from playwright.sync_api import Page, expect

from .harness import Answer, Harness

pytestmark = pytest.mark.browser


def _open(page: Page, path: str = "/record") -> None:
    page.goto(path)
    page.wait_for_selector("t-palette:defined", state="attached")


def _palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("#p1")).to_have_attribute("aria-selected", "true")


def _asked(harness: Harness) -> list[dict[str, list[str]]]:
    return [each.query for each in harness.asked if each.path == "/palette"]


def test_two_keys_in_a_row_lead_somewhere(page: Page) -> None:
    _open(page)
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("#deals$"))


def test_they_lead_there_where_a_phone_has_no_room_for_the_sidebar(page: Page) -> None:
    _open(page)
    page.locator("[data-key='g d']").evaluate("link => { link.parentElement.hidden = true; }")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("#deals$"))


def test_a_key_alone_of_a_pair_does_nothing(page: Page) -> None:
    _open(page)
    page.keyboard.press("d")
    page.keyboard.press("g")
    page.keyboard.press("x")
    page.keyboard.press("d")
    assert "#deals" not in page.url


@pytest.mark.parametrize("place", ["textarea[name=note]", "#pick"])
def test_keys_are_letters_where_one_writes(page: Page, place: str) -> None:
    _open(page)
    field = page.locator(place).first
    field.fill("")
    field.press_sequentially("cg d?/ejkx")
    expect(field).to_have_value("cg d?/ejkx")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert "#deals" not in page.url
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Search")).to_be_focused()


def test_keys_rest_while_a_dialog_is_open(page: Page) -> None:
    _open(page, "/view")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    for key in ("c", "?", "g", "d"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_have_count(1)
    assert "#deals" not in page.url
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Deals")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Search or go to…")


def test_c_creates_by_the_pages_own_button_else_by_the_palette(page: Page, harness: Harness) -> None:
    _open(page, "/view")
    page.keyboard.press("c")
    expect(page.get_by_role("dialog", name="Dialog")).to_be_visible()
    page.goto("/view")
    page.wait_for_selector("t-palette:defined", state="attached")
    page.locator("#new").evaluate("button => button.remove()")
    page.keyboard.press("c")
    expect(page.locator("#p1")).to_be_visible()
    assert _asked(harness)[-1]["only"] == ["create"]


def test_typing_asks_once_it_rests_and_the_last_answer_stands(page: Page, harness: Harness) -> None:
    _open(page)
    _palette(page)
    page.keyboard.type("acme corp")
    expect(page.locator("#p1")).to_be_visible()
    with page.expect_response(re.compile(r"/palette\?.*q=acme\+corp")):
        pass
    assert len(_asked(harness)) < 2 + len("acme corp")
    assert _asked(harness)[-1]["q"] == ["acme corp"]


def test_a_search_that_fails_says_so_and_goes_on(page: Page, harness: Harness) -> None:
    _open(page)
    harness.refuse["/palette"] = Answer("<h1>Traceback</h1>", 500)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("alert")).to_contain_text("The search did not work")
    del harness.refuse["/palette"]
    page.keyboard.type("a")
    expect(page.locator("#p1")).to_be_visible()


def test_what_is_chosen_is_told(page: Page, harness: Harness) -> None:
    _open(page)
    with page.expect_response("**/palette/used"):
        _palette(page)
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#first$"))
    assert [each.form for each in harness.posts("/palette/used")] == [{"use": ["go:/first"]}]


def test_the_record_that_a_page_shows_is_told(page: Page, harness: Harness) -> None:
    _open(page)
    assert harness.posts("/palette/used") == []
    with page.expect_response("**/palette/used"):
        page.evaluate(
            "Object.assign(document.getElementById('main').dataset, {object: 'accounts', id: '7'});"
            "document.body.append(document.querySelector('t-palette'))"
        )
    assert [each.form for each in harness.posts("/palette/used")] == [{"object": ["accounts"], "id": ["7"]}]


def test_tab_shows_what_can_be_done_with_the_record(page: Page, harness: Harness) -> None:
    _open(page)
    _palette(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("t-palette .about")).to_have_text("Third & last")
    expect(page.locator("#p1")).to_have_attribute("aria-selected", "true")
    assert (_asked(harness)[-1]["object"], _asked(harness)[-1]["id"], _asked(harness)[-1]["only"]) == (
        ["accounts"],
        ["7"],
        ["record"],
    )
    page.keyboard.press("Backspace")
    expect(page.locator("t-palette .about")).to_be_hidden()


def test_a_row_may_press_a_button_of_the_page(page: Page) -> None:
    _open(page, "/view")
    _palette(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Dialog")).to_be_visible()


def test_how_many_rows_are_chosen_is_told(page: Page, harness: Harness) -> None:
    _open(page, "/view")
    page.wait_for_selector("t-grid:defined")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("1 selected")
    _palette(page)
    assert _asked(harness)[-1]["chosen"] == ["1"]


def test_the_focus_goes_back_where_it_was(page: Page) -> None:
    _open(page)
    page.locator("#pick").focus()
    _palette(page)
    page.keyboard.press("Escape")
    expect(page.locator("#pick")).to_be_focused()


def test_e_edits_the_first_field_of_a_record(page: Page) -> None:
    _open(page)
    page.wait_for_selector("t-fields:defined")
    page.keyboard.press("e")
    expect(page.get_by_label("Value")).to_be_focused()
    page.keyboard.type("e")
    expect(page.get_by_label("Value")).to_have_value(re.compile("e$"))
