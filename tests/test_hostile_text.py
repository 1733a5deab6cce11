"""What people write is shown as they typed it, in a real browser: nothing of it becomes part of the page."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

pytestmark = pytest.mark.browser

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;{{7*7}}"
OBJECTS = {
    "accounts": ("name", "description"),
    "contacts": ("name-given", "job_title"),
    "leads": ("name-given", "company"),
    "deals": ("name", "next_step"),
}


def _note(dialog: Dialog, dialogs: list[str]) -> None:
    dialogs.append(dialog.message)
    dialog.dismiss()


@pytest.mark.parametrize("plural", OBJECTS)
def test_text_is_shown_as_typed(page: Page, plural: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: _note(dialog, dialogs))
    named, other = OBJECTS[plural]
    page.goto(f"/{plural}")
    page.get_by_role("main").get_by_role("button", name=re.compile("^New ")).first.click()
    drawer = page.locator("dialog.drawer")
    drawer.locator(f"[name={named}]").fill(HOSTILE)
    drawer.get_by_role("button", name="Create").click()
    page.wait_for_url(re.compile(r"/[0-9a-f-]{36}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)

    field = page.locator(f'[data-field="{other}"]')
    field.get_by_role("button").click()
    field.get_by_role("textbox").fill(HOSTILE)
    field.get_by_role("textbox").press("Control+Enter" if other == "description" else "Enter")
    expect(field.locator("dd")).to_have_text(HOSTILE)
    expect(page.locator("#timeline")).to_contain_text(HOSTILE)

    for path in (f"/{plural}", *([f"/{plural}/board"] if plural in {"leads", "deals"} else [])):
        page.goto(path)
        expect(page.get_by_role("main").get_by_role("link", name=HOSTILE, exact=True)).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_label("Search records, pages and actions").fill("onerror")
    expect(page.get_by_role("option").filter(has_text=HOSTILE).first).to_be_visible()
    assert page.locator('img[src="x"]').count() == 0
    assert dialogs == []
