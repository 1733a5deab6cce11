"""Every kind of page passes axe at WCAG 2.2 AA: in both languages, light and dark, on a desk and on a phone.

Each page is seen twice, with the other language, ground and width the second time; pages take turns, so that every
combination of the three is seen several times.
"""

import re
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import ROOT, Running

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async rules => (await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })).violations
  .flatMap(each => each.nodes.map(node => `${each.id}: ${node.target} ${node.failureSummary}`))"""
NOWHERE, USED = "/nowhere", "/sign-in/link/used"
LANGUAGES = ("en", "es")
DESK, PHONE = 1280, 390
WAYS: tuple[tuple[Literal["light", "dark"], int], ...] = (
    ("light", DESK),
    ("light", PHONE),
    ("dark", DESK),
    ("dark", PHONE),
)

Open = Callable[[Page], None]


def at(path: str, *then: Open) -> Open:
    """The page of an address, after what is done there."""

    def opened(page: Page) -> None:
        answer = page.goto(path)
        assert answer is not None
        assert (answer.status, path) in {(200, path), (404, NOWHERE), (410, USED)}
        for step in then:
            step(page)

    return opened


def awake(page: Page) -> None:
    """Keys are heard once the page's script has run; a person would press again."""
    page.wait_for_function("customElements.get('t-grid') !== undefined && document.readyState === 'complete'")


def press(key: str, shows: str) -> Open:
    def pressed(page: Page) -> None:
        awake(page)
        page.keyboard.press(key)
        try:
            expect(page.locator(shows).last).to_be_visible(timeout=8_000)
        except AssertionError:
            page.keyboard.press(key)
        expect(page.locator(shows).last).to_be_visible()

    return pressed


def click(what: str, shows: str) -> Open:
    def clicked(page: Page) -> None:
        page.locator(what).locator("visible=true").first.click()
        expect(page.locator(shows).locator("visible=true").first).to_be_visible()

    return clicked


def create(what: str) -> Open:
    """The drawer: by its key, or from the phone's own button."""

    def opened(page: Page) -> None:
        if page.viewport_size == {"width": PHONE, "height": 844}:
            page.locator(".bottom-nav .create").click()
            page.locator(f".bottom-nav [hx-get='/{what}/new']").click()
        else:
            press("c", "dialog.drawer")(page)
        expect(page.locator("dialog.drawer")).to_be_visible()

    return opened


def first_row(page: Page) -> None:
    page.locator("tbody tr[data-id] a").first.click()
    page.wait_for_url(re.compile(r"/[0-9a-f-]{36}(\?|$)"))


def thrown_away(page: Page) -> None:
    """Into the trash, and to the trash."""
    first_row(page)
    page.locator("header .tools t-menu[data-phone] > button").click()
    page.locator('[role=menuitem][data-kind="danger"]').click()
    page.wait_for_url(re.compile(r"/products$"))
    expect(page.locator(".toast")).to_be_visible()


OPEN = '/deals?filter={"field":"stage.kind","op":"is","value":"open"}'
FILTER = (
    '/deals?filter={"any":[{"field":"amount","op":"gt","value":"1000"},{"field":"name","op":"contains","value":"a"}]}'
)
PAGES: dict[str, Open] = {
    "home": at("/"),
    "table": at("/accounts"),
    "filtered": at(FILTER),
    "grouped": at("/deals?group=stage"),
    "cell": at("/products", lambda page: page.locator('tr[data-id] [data-field="code"]').first.dblclick()),
    "nothing-found": at('/leads?filter={"field":"company","op":"is","value":"nobody"}'),
    "board": at("/deals/board"),
    "leads-board": at("/leads/board"),
    "lanes": at("/deals/board?lanes=owner"),
    "calendar": at("/deals/calendar?view=calendar", lambda page: expect(page.locator(".fc-view")).to_be_visible()),
    "chart": at("/leads/chart?view=by-source", lambda page: expect(page.locator(".canvas canvas")).to_be_visible()),
    "save-view": at("/deals?group=stage,owner", click("[hx-get*='/view-new']", "dialog")),
    "lists": at("/lists"),
    "account": at("/accounts", first_row),
    "contact": at("/contacts", first_row),
    "deal": at("/deals", first_row),
    "lead": at("/leads", first_row),
    "drawer": at("/accounts", create("accounts")),
    "deal-drawer": at("/deals", create("deals")),
    "verb": at(OPEN, first_row, click("[hx-get*='/actions/lose']", "dialog")),
    "field-menu": at("/deals", press("/", ".menu")),
    "columns": at("/deals", click("[hx-get$='/columns']", "dialog")),
    "export": at("/deals", click("[hx-get*='/export']", "dialog")),
    "palette": at("/deals", press("Control+k", "#palette-results [role=option]")),
    "palette-create": at("/dashboard", press("c", "#palette-results [role=option]")),
    "search": at("/search?q=gonsales"),
    "search-nothing": at("/search?q=xyzzyq"),
    "keys": at("/deals", press("?", ".keys-list")),
    "deleted": at("/products", thrown_away),
    "trash": at("/trash/products"),
    "settings": at("/settings"),
    "own": at("/settings/own"),
    "tokens": at("/settings/tokens"),
    "roles": at("/settings/roles"),
    "users": at("/users"),
    "dashboard": at("/dashboard"),
    "import": at("/import"),
    "lost": at(NOWHERE),
}
TURNS = list(enumerate(PAGES))
ONLY_AT_A_DESK = {"cell", "columns", "export", "keys"}


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Running, signed_in: str) -> Iterator[Page]:
    """The one page all tests look at, signed in to the demo company, with axe in whatever it opens."""
    context = browser.new_context(storage_state=signed_in, base_url=f"http://demo.localhost:{site.port}")
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(site.url)
    page.locator("[hx-post='/demo']").click()
    page.wait_for_url("**/sign-in/link/**")
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("http://demo.localhost:*/")
    yield page
    context.close()


@pytest.fixture(scope="module")
def speaking(request: pytest.FixtureRequest, desk: Page) -> str:
    """The language the demo company's administrator has chosen."""
    language = str(request.param)
    speak(desk, "", language)
    return language


def speak(page: Page, origin: str, language: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{origin}/settings/own")
    page.locator("[name=language]").select_option(language)
    with page.expect_navigation():
        page.locator(".settings form.form [data-kind=primary]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def faults(page: Page) -> list[str]:
    """What axe finds, once the page stands still."""
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => null)))")
    return list(page.evaluate(RUN, RULES))


@pytest.mark.parametrize("speaking", LANGUAGES, indirect=True, scope="module")
@pytest.mark.parametrize(("turn", "name"), TURNS, ids=PAGES)
def test_a_page_passes(desk: Page, speaking: str, turn: int, name: str) -> None:
    ground, width = WAYS[turn % 4 if speaking == "en" else 3 - turn % 4]
    desk.emulate_media(color_scheme=ground)
    desk.set_viewport_size({"width": DESK if name in ONLY_AT_A_DESK else width, "height": 844})
    PAGES[name](desk)
    assert faults(desk) == []


@pytest.mark.parametrize(("language", "way"), [("en", WAYS[0]), ("es", WAYS[3])], ids=LANGUAGES)
def test_the_doors_pass(
    browser: Browser, site: Running, language: str, way: tuple[Literal["light", "dark"], int]
) -> None:
    """The sign-in page, refused and fresh, and a link that has been used, as a stranger's browser asks for them."""
    ground, width = way
    context = browser.new_context(
        base_url=site.url, locale=language, color_scheme=ground, viewport={"width": width, "height": 844}
    )
    context.add_init_script(path=AXE)
    page = context.new_page()
    for opened in (at("/sign-in"), refused, at(USED), click("main button", "main")):
        opened(page)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert faults(page) == []
    context.close()


def refused(page: Page) -> None:
    page.locator("[name=email]").fill("nobody@example.com")
    page.locator("[name=password]").fill("wrong")
    page.locator("main form button").last.click()
    expect(page.locator("[role=alert]")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_passes(desk: Page, site: Running, language: str) -> None:
    """Of an organization that has nothing yet, and the same page once one has chosen to begin with nothing."""
    speak(desk, site.url, language)
    for ground, width in WAYS[1:3]:
        desk.emulate_media(color_scheme=ground)
        desk.set_viewport_size({"width": width, "height": 844})
        for path in ("/", "/?blank", "/accounts", "/deals/board"):
            desk.goto(site.url + path)
            assert faults(desk) == []
