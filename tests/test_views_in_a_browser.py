"""Views as a person uses them: saved and changed, folded, moved in the calendar, picked onto a list; at a desk by mouse
and keys, and on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser

NEXT_MONTH = "2031-05-12"


@pytest.fixture(scope="module")
def sales(browser: Browser, site: Running, signed_in: str) -> Iterator[Page]:
    """The administrator's page, with three deals of two sources."""
    context = browser.new_context(storage_state=signed_in, base_url=site.url, viewport={"width": 1360, "height": 850})
    page = context.new_page()
    page.goto("/settings/own")
    page.locator("[name=language]").select_option("en")
    with page.expect_navigation():
        page.locator(".settings form.form [data-kind=primary]").first.click()
    for name, source in (("Alfa", "fair"), ("Beta", "fair"), ("Gama", "phone")):
        made = page.request.post(
            "/deals/new",
            form={"shown": "name", "name": name},
            headers={"HX-Request": "true", "X-CSRFToken": _token(page)},
        )
        assert made.status == 204, made.text()
        record = re.search(r"/deals/([0-9a-f-]{36})", made.headers["hx-redirect"])
        assert record
        for field, value in (("source", source), ("expected_close", NEXT_MONTH)):
            saved = page.request.post(
                f"/deals/{record[1]}/cell/{field}",
                form={field: value},
                headers={"HX-Request": "true", "X-CSRFToken": _token(page)},
            )
            assert saved.status == 200, saved.text()
    yield page
    context.close()


def _token(page: Page) -> str:
    return page.locator('meta[name="csrf-token"]').get_attribute("content") or ""


def _open(page: Page, path: str) -> None:
    """The page of an address, once it hears keys and clicks."""
    page.goto(path)
    page.evaluate("customElements.whenDefined('t-grid')")


def _titles(page: Page) -> list[str]:
    return page.locator("tbody tr[data-id]:visible th.first a").all_inner_texts()


def test_a_grouped_table_is_saved_as_a_view_and_kept_in_the_sidebar(sales: Page) -> None:
    _open(sales, "/deals?group=source&sort=name")
    assert _titles(sales) == ["Alfa", "Beta", "Gama"]
    sales.locator('[data-toggle="group"]').first.click()
    expect(sales.locator("tbody tr[data-id]:visible")).to_have_count(1)
    assert _titles(sales) == ["Gama"]
    sales.get_by_role("button", name="Save as…").first.click()
    sales.get_by_role("dialog").get_by_label("Name (required)").fill("By source")
    sales.get_by_role("dialog").get_by_role("button", name="Save view").click()
    expect(sales.locator(".tabs [aria-current]")).to_have_text("By source")
    expect(sales.locator(".changed")).to_have_count(0)

    head = sales.locator('thead th[data-field="amount"] button')
    head.focus()
    sales.keyboard.press("Alt+Shift+ArrowLeft")
    expect(sales.locator(".changed")).to_be_visible()
    sales.reload()
    heads = sales.locator("thead th[data-field]").evaluate_all("all => all.map(each => each.dataset.field)")
    assert heads.index("amount") < heads.index("stage")
    sales.locator(".changed").get_by_role("button", name="Discard").click()
    expect(sales.locator(".changed")).to_have_count(0)

    sales.get_by_role("button", name="This view").click()
    sales.get_by_role("menuitem", name="Keep in my sidebar").click()
    favourites = sales.get_by_role("navigation", name="Main").locator("t-order")
    expect(favourites.get_by_role("link", name="By source")).to_be_visible()


def test_columns_are_put_in_order_by_keys(sales: Page) -> None:
    _open(sales, "/deals?view=all")
    sales.get_by_role("button", name="Columns").click()
    dialog = sales.get_by_role("dialog", name="Columns")
    dialog.get_by_label("Stage", exact=True).focus()
    expect(dialog.locator("t-order")).to_be_visible()
    first = dialog.locator("[data-item]").first
    for _turn in range(6):
        if first.get_attribute("data-item") == "stage":
            break
        sales.keyboard.press("Alt+Shift+ArrowUp")
    expect(first).to_have_attribute("data-item", "stage")
    dialog.get_by_role("button", name="Show these columns").click()
    expect(sales.locator("thead th[data-field]").nth(1)).to_have_attribute("data-field", "stage")


def test_the_calendar_moves_by_keys_and_mouse_and_takes_it_back(sales: Page) -> None:
    _open(sales, "/deals/calendar?view=all&dates=expected_close")
    expect(sales.locator("t-calendar")).to_have_attribute("data-state", "drawn")
    _go_to_may_2031(sales)
    event = sales.locator("a.fc-event", has_text="Alfa")
    expect(event).to_be_visible()
    event.focus()
    sales.keyboard.press("Alt+ArrowRight")
    on = sales.locator('td[data-date="2031-05-13"] a.fc-event')
    expect(on).to_have_text(re.compile("Alfa"))
    expect(sales.get_by_role("status").last).to_contain_text("Expected close: May 13, 2031")
    sales.keyboard.press("Control+z")
    expect(sales.locator('td[data-date="2031-05-12"] a.fc-event', has_text="Alfa")).to_be_visible()

    sales.locator("a.fc-event", has_text="Beta").drag_to(sales.locator('td[data-date="2031-05-21"]'))
    expect(sales.locator('td[data-date="2031-05-21"] a.fc-event')).to_have_text(re.compile("Beta"))

    sales.locator('td[data-date="2031-05-28"]').click(position={"x": 12, "y": 60})
    drawer = sales.get_by_role("dialog", name="New deal")
    expect(drawer.get_by_label("Expected close")).to_have_value("2031-05-28")
    sales.keyboard.press("Escape")


def _go_to_may_2031(page: Page) -> None:
    for _turn in range(80):
        if page.locator(f'td[data-date="{NEXT_MONTH}"]').count():
            return
        page.locator(".fc-next-button").click()
    raise AssertionError("May 2031 never came")


def test_a_chart_is_drawn_and_leads_to_its_records(sales: Page) -> None:
    _open(sales, "/deals/chart?view=all&measure=count&by=source")
    expect(sales.locator("t-chart")).to_have_attribute("data-state", "drawn")
    sales.locator("#chart-draw").select_option("pie")
    expect(sales.locator('t-chart[data-kind="pie"]')).to_have_attribute("data-state", "drawn")
    sales.locator("details.chart-data summary").click()
    sales.locator("details.chart-data tr", has_text="Trade fair").get_by_role("link").click()
    expect(sales.locator("tbody tr[data-id]")).to_have_count(2)


def test_records_are_picked_onto_a_list_ordered_by_keys_and_noted(sales: Page) -> None:
    _open(sales, "/deals?view=all&sort=name")
    for place in (0, 1):
        sales.locator('tbody [data-select="row"]').nth(place).check()
    sales.get_by_role("button", name="Add to list").click()
    dialog = sales.get_by_role("dialog", name="Add 2 to a list")
    dialog.get_by_label("Name of the new list").fill("Visits")
    dialog.get_by_role("button", name="Add", exact=True).click()
    sales.get_by_role("link", name="Open the list").click()
    sales.wait_for_url("**/lists/*")
    assert _titles(sales) == ["Alfa", "Beta"]
    expect(sales.locator("main t-order[data-url]")).to_be_attached()
    sales.locator("tbody tr[data-id] th").first.focus()
    with sales.expect_response("**/order"):
        sales.keyboard.press("Alt+Shift+ArrowDown")
    sales.get_by_label("Note on Alfa").fill("Call first")
    with sales.expect_response("**/note"):
        sales.keyboard.press("Tab")
    sales.reload()
    assert _titles(sales) == ["Beta", "Alfa"]
    expect(sales.get_by_label("Note on Alfa")).to_have_value("Call first")


def test_on_a_phone_the_calendar_is_an_agenda_and_nothing_overflows(sales: Page) -> None:
    sales.set_viewport_size({"width": 390, "height": 844})
    for path in ("/deals?group=source", "/deals/calendar?view=all&dates=created_at", "/deals/chart", "/lists"):
        sales.goto(path)
        assert sales.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    _open(sales, "/deals/calendar?view=all&dates=created_at")
    expect(sales.locator(".fc-list-event").first).to_be_visible()
    sales.set_viewport_size({"width": 1360, "height": 850})
