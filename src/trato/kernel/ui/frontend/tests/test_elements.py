"""Board, record page, dialogs, palette and the rest."""

import re

import pytest
from playwright.sync_api import Page, expect

from .harness import Answer, Harness

pytestmark = pytest.mark.browser


def _drag(page: Page, number: int, lane: str) -> None:
    start = page.locator(f'li[data-id="{number}"]').bounding_box()
    end = page.locator(f'.lane[data-lane="{lane}"] ul').bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 30, start["y"] + 15)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(
            start["x"] + 30 + (end["x"] + 60 - start["x"] - 30) * step / 10,
            start["y"] + 15 + (end["y"] + 20 - start["y"] - 15) * step / 10,
        )
    expect(page.locator(f'.lane[data-lane="{lane}"]')).to_have_attribute("data-state", "over")
    page.mouse.up()


def _open_board(page: Page) -> None:
    page.goto("/board")
    page.wait_for_selector("t-board[data-state=ready]", state="attached")


def test_a_card_dropped_in_a_lane_runs_the_verb_and_the_totals_follow(page: Page, harness: Harness) -> None:
    _open_board(page)
    with page.expect_response("**/actions/move"):
        _drag(page, 1, "won")
    expect(page.locator('.lane[data-lane="won"] li[data-id="1"]')).to_have_attribute("data-version", "2")
    assert harness.posts("/deals/1/actions/move")[0].form["stage"] == ["won"]
    expect(page.locator('.lane[data-lane="won"] [data-lane-count]')).to_have_text("78")


def test_a_refused_move_puts_the_card_back_and_asks(page: Page, harness: Harness) -> None:
    dialog = '<t-dialog><dialog class="dialog" aria-label="Why lost"><input name="reason"></dialog></t-dialog>'
    harness.refuse["/deals/2/actions/move"] = Answer(dialog, 422)
    _open_board(page)
    page.locator('li[data-id="2"] a').focus()
    page.keyboard.press("m")
    page.get_by_role("menuitem", name="Lost").click()
    expect(page.get_by_role("dialog", name="Why lost")).to_be_visible()
    expect(page.locator('.lane[data-lane="open"] li')).to_have_count(3)
    order = page.locator('.lane[data-lane="open"] li').evaluate_all("cards => cards.map(card => card.dataset.id)")
    assert order == ["1", "2", "3"]


def test_a_card_changed_elsewhere_goes_to_its_lane(page: Page) -> None:
    _open_board(page)
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('trato:changed', {detail: {object: 'deals', id: '3', version: 9}}))"
    )
    expect(page.locator('.lane[data-lane="won"] li[data-id="3"]')).to_be_visible()


def test_keys_walk_the_board(page: Page) -> None:
    _open_board(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator('li[data-id="2"] a')).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator('li[data-id="4"] a')).to_be_focused()


def test_cards_are_chosen_as_rows_are(page: Page, harness: Harness) -> None:
    _open_board(page)
    merge = page.locator("#merge")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("1 selected")
    expect(merge).to_be_hidden()
    page.get_by_label("Select 4", exact=True).check()
    expect(page.locator("[data-bulk-sum]")).to_contain_text("50")
    expect(merge).to_be_visible()
    page.locator("#assign").click()
    expect(page.locator("#echo")).to_be_visible()
    assert harness.posts("/bulk")[0].form == {"ids": ["1", "4"]}
    page.keyboard.press("Escape")
    page.get_by_label("Select 5", exact=True).check()
    expect(merge).to_be_hidden()
    page.locator('li[data-id="1"] a').focus()
    page.keyboard.press("Escape")
    expect(page.locator("form[data-bulk]")).to_be_hidden()
    expect(page.locator("[data-chosen]")).to_have_count(0)


def test_a_field_is_edited_in_the_panel(page: Page, harness: Harness) -> None:
    page.goto("/record")
    page.wait_for_selector("t-fields:defined")
    page.locator('[data-field="employees"] dd').click()
    page.get_by_label("Value").fill("3000")
    page.keyboard.press("Enter")
    expect(page.locator('[data-field="employees"] dd')).to_have_text("3000")
    assert harness.posts("/accounts/7/field/employees")[0].form == {"value": ["3000"], "version": ["1"]}
    expect(page.locator("t-fields")).to_have_attribute("data-version", "2")


def test_a_note_survives_a_closed_tab_and_goes_when_saved(page: Page, harness: Harness) -> None:
    page.goto("/record")
    page.get_by_label("Note", exact=True).fill("Call Lucía")
    expect(page.locator("[data-draft-state]")).to_contain_text("Draft kept")
    page.reload()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Call Lucía")
    page.keyboard.press("Escape")
    page.locator("#save").click()
    expect(page.locator("#timeline")).to_contain_text("written")
    expect(page.get_by_label("Note", exact=True)).to_have_value("")
    assert harness.posts("/compose")[0].form == {"kind": ["note"], "note": ["Call Lucía"]}
    page.reload()
    expect(page.get_by_label("Note", exact=True)).to_have_value("")


def test_a_record_is_picked_by_typing(page: Page) -> None:
    page.goto("/record")
    page.wait_for_selector("t-combobox:defined")
    page.locator("#pick").click()
    page.locator("#pick").press_sequentially("co")
    expect(page.get_by_role("option", name="Codehow")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#pick")).to_have_value("Codehow")
    expect(page.locator('input[name="account"]')).to_have_value("c")
    expect(page.get_by_role("option", name="Codehow")).to_be_hidden()


def test_a_colleague_is_mentioned_from_a_menu(page: Page) -> None:
    page.goto("/record")
    page.wait_for_selector("t-prose:defined")
    page.get_by_label("Text", exact=True).focus()
    expect(page.locator(".prose-editor [role=textbox]")).to_be_focused()
    page.keyboard.type("Ask @")
    expect(page.locator('[role="option"] .avatar')).to_have_text(["A", "E"])
    page.keyboard.press("ArrowDown")
    expect(page.locator('[role="option"][aria-selected="true"]')).to_have_text("EEva")
    page.keyboard.press("Enter")
    expect(page.locator('.prose a[href="/r/user/u2"]')).to_have_text("@Eva")
    expect(page.locator('[role="option"]')).to_have_count(0)


def test_several_values_get_rows_of_their_own(page: Page) -> None:
    page.goto("/record")
    page.wait_for_selector("t-multi:defined")
    page.get_by_role("button", name="Add").click()
    expect(page.locator('[name="emails-0"]')).to_be_focused()
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Remove").first.click()
    expect(page.locator('[name="emails-0"]')).to_have_count(0)
    expect(page.locator('[name="emails-1"]')).to_have_count(1)


def test_a_job_is_asked_about_until_it_is_done(page: Page, harness: Harness) -> None:
    page.goto("/record")
    expect(page.locator("t-job")).to_have_text("2 of 2")
    expect(page.locator("t-job")).to_have_attribute("data-state", "done")


def test_a_dialog_opens_by_its_key_saves_and_can_be_undone(page: Page, harness: Harness) -> None:
    page.goto("/view")
    page.wait_for_selector("t-grid:defined")
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator('dialog input[name="name"]')).to_be_focused()
    page.keyboard.type("c")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".toast")).to_contain_text("Creada")
    with page.expect_response("**/undo"):
        page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_have_count(0)


def test_an_error_is_told_and_the_page_stays(page: Page, harness: Harness) -> None:
    harness.refuse["/new"] = Answer("<h1>Traceback</h1>", 500)
    page.goto("/view")
    page.wait_for_selector("t-grid:defined")
    page.locator("#new").click()
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong")
    expect(page.locator("#floats")).to_be_empty()


def test_the_palette_asks_walks_and_opens(page: Page, harness: Harness) -> None:
    page.goto("/record")
    page.wait_for_selector("t-palette:defined", state="attached")
    page.keyboard.press("Control+k")
    expect(page.locator("#p1")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("combobox", name="Search")).to_have_attribute("aria-activedescendant", "p2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Dialog")).to_be_visible()


def test_question_mark_shows_every_key(page: Page) -> None:
    page.goto("/view")
    page.wait_for_selector("t-grid:defined")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Add filter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_menu_opens_by_keyboard_and_sets_the_theme(page: Page) -> None:
    page.goto("/view")
    page.wait_for_selector("t-menu:defined")
    page.locator("#menu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="One")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("#menu")).to_be_focused()
    assert {cookie["name"]: cookie["value"] for cookie in page.context.cookies()} == {"theme": "dark"}


def test_charts_are_drawn_and_their_figures_stay_readable(page: Page) -> None:
    page.goto("/chart")
    expect(page.locator("t-chart[data-state=drawn]")).to_have_count(5)
    expect(page.locator("t-chart details").first).not_to_have_attribute("open", "")
    box = page.get_by_role("img", name="bar").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.28, box["y"] + box["height"] * 0.8)
    expect(page).to_have_url(re.compile("#ene$"))


def test_a_file_goes_up_and_too_large_a_one_does_not(page: Page, harness: Harness) -> None:
    page.goto("/upload-page")
    page.wait_for_selector("t-upload:defined")
    page.locator('input[type="file"]').set_input_files(
        {"name": "big.csv", "mimeType": "text/csv", "buffer": b"x" * 2000}
    )
    expect(page.locator('t-upload [role="status"]')).to_have_text("The file is too large.")
    page.locator('input[type="file"]').set_input_files({"name": "ok.csv", "mimeType": "text/csv", "buffer": b"a,b"})
    expect(page.locator("#uploaded")).to_be_visible()
    assert len(harness.posts("/upload")) == 1


def test_what_an_element_styled_may_be_exchanged_under_the_security_policy(page: Page, harness: Harness) -> None:
    form = (
        '<form hx-post="/create" hx-target="this" hx-swap="outerHTML"><input name="name"><div id="box">{}</div></form>'
    )
    harness.refuse["/new"] = Answer(f"<t-dialog><dialog>{form.format('Before')}</dialog></t-dialog>")
    harness.refuse["/create"] = Answer(form.format("Say why"), 422)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/view")
    page.wait_for_selector("t-grid:defined")
    page.locator("#new").click()
    page.locator("#box").evaluate("box => { box.style.height = '3rem' }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#box")).to_have_text("Say why")
    assert [each for each in said if "Content Security Policy" in each] == []
