"""Three people at work, from what they see first to what they leave behind: a representative's morning, an SDR's hour,
a manager's review. In Spanish and English, at a desk and on a phone; `make pictures` keeps each step for docs/guide."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.camera import shoot
from tests.running import Running
from tests.tour import DESK, LANGUAGES, OPEN, PHONE, awake, enter_demo, first_row, is_phone, speak

pytestmark = pytest.mark.browser

SMALLER = 0.75
Shot = Callable[[str], None]
Story = Callable[[Page, Shot], None]


def whole(page: Page) -> None:
    """Nothing sticks out of the screen, however narrow."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def morning(page: Page, shot: Shot) -> None:
    """What is due today, done; the deal that matters, called and planned on; its next stage."""
    page.goto("/")
    tasks = page.locator(".todo .check input")
    expect(tasks.first).to_be_visible()
    shot("1-day")
    due = tasks.count()
    with page.expect_response(re.compile("/actions/")):
        tasks.first.check()
    expect(tasks).to_have_count(due - 1)

    page.goto(OPEN)
    first_row(page)
    awake(page)
    if is_phone(page):
        expect(page.locator(".quick-actions a[href^='tel:']")).to_be_visible()
        shot("2-deal")
        page.locator("[data-act='log']").tap()
    else:
        shot("2-deal")
        page.locator("#c-tab-call").click()
    pane = page.locator("#c-pane-call")
    words = "Quieren probarlo antes de fin de mes." if _speaks(page, "es") else "They want to try it this month."
    pane.locator("[contenteditable='true']").fill(words)
    page.locator("[data-plan]").click()
    page.locator("[data-next] input:not([type='hidden'])").first.fill(
        "Enviar la propuesta" if _speaks(page, "es") else "Send"
    )
    shot("3-call")
    page.locator(".composer footer button:not([type='button'])").click()
    expect(page.locator("#timeline")).to_contain_text(words)
    shot("4-told")
    whole(page)


def hour(page: Page, shot: Shot) -> None:
    """Who came to us, best first; one verdict after the other; and somebody met at a fair, entered in a minute."""
    page.goto("/queues/inbound")
    awake(page)
    waiting = int(page.locator(".queue-counts dd").first.inner_text())
    assert waiting > 1
    shot("1-queue")
    first = page.locator(".record-head h1").inner_text()
    page.locator(".verdicts [data-kind='quiet']").click()
    expect(page.locator(".record-head h1")).not_to_have_text(first)
    page.locator(".verdicts [data-kind='danger']").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    dialog.locator("select").first.select_option(index=1)
    shot("2-verdict")
    dialog.locator("form button:not([type='button'])").last.click()
    expect(page.locator(".queue-counts dd").first).to_have_text(str(waiting - 1))

    page.goto("/quick")
    awake(page)
    form = page.locator("#quick-form")
    form.locator(".person-name input").first.fill("Lucía")
    form.locator("input[name='company']").fill("Ferias del Norte")
    shot("3-quick")
    form.locator("[data-kind='primary']").click()
    expect(page.locator(".toast a[href^='/leads/']")).to_be_visible()
    expect(form.locator("input[name='company']")).to_have_value("")
    whole(page)


def review(page: Page, shot: Shot) -> None:
    """How the team stands, the records behind a number, who holds what, and a word on a deal that stands still."""
    page.goto("/dashboard")
    expect(page.locator("t-chart canvas, t-chart svg").first).to_be_visible()
    shot("1-dashboard")
    page.locator(".kpis a, a.kpi").first.click()
    page.wait_for_url(re.compile(r"/deals\?"))
    expect(page.locator("tbody tr[data-id]").first).to_be_visible()
    shot("2-behind")
    page.goto("/deals?group=owner")
    expect(page.locator("tr.group").first).to_be_visible()
    shot("3-team")
    page.goto(OPEN)
    first_row(page)
    awake(page)
    words = "¿Qué falta para cerrarlo?" if _speaks(page, "es") else "What is missing to close it?"
    page.locator("#c-pane-note textarea").focus()
    page.locator("#c-pane-note [contenteditable='true']").fill(words)
    page.locator(".composer footer button:not([type='button'])").click()
    expect(page.locator("#timeline")).to_contain_text(words)
    shot("4-word")
    whole(page)


STORIES: dict[str, tuple[str, Story]] = {
    "morning": ("representative", morning),
    "hour": ("administrator", hour),
    "review": ("manager", review),
}


def _speaks(page: Page, language: str) -> bool:
    return page.locator("html").get_attribute("lang") == language


@pytest.fixture(scope="module")
def inside(browser: Browser, site: Running, signed_in: str) -> str:
    """Cookies of somebody in the demo company, who may be another of its people."""
    context = browser.new_context(storage_state=signed_in)
    enter_demo(context.new_page(), site)
    state = site.home / "demo.json"
    context.storage_state(path=state)
    context.close()
    return str(state)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def person(request: pytest.FixtureRequest, browser: Browser, site: Running, inside: str) -> Iterator[Page]:
    width = int(request.param)
    context = browser.new_context(
        storage_state=inside,
        base_url=f"http://demo.localhost:{site.port}",
        device_scale_factor=SMALLER if width == DESK else 1,
        has_touch=width == PHONE,
        reduced_motion="reduce",
        service_workers="block",
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", STORIES)
def test_a_day_at_work(person: Page, request: pytest.FixtureRequest, language: str, story: str) -> None:
    who, told = STORIES[story]
    width = request.node.callspec.params["person"]
    become(person, who)
    speak(person, "", language)
    person.set_viewport_size({"width": width, "height": 800 if width == DESK else 844})
    at = "desk" if width == DESK else "phone"
    told(person, lambda step: shoot(person, f"guide/{language}/pictures/{story}-{step}-{at}.webp"))


def become(page: Page, who: str) -> None:
    """One of the demo company's people, by its bar."""
    page.goto("/")
    button = page.locator(f"form[action='/demo/as/{who}'] button")
    if button.is_enabled():
        with page.expect_navigation():
            button.click()
        page.goto("/")
        expect(button).to_be_disabled()
