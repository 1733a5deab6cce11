"""Every kind of page passes axe at WCAG 2.2 AA: in both languages, light and dark, on a desk and on a phone.

Each page is seen twice, with the other language, ground and width the second time; pages take turns, so that every
combination of the three is seen several times.
"""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import ROOT, Running
from tests.tour import DESK, LANGUAGES, ONLY_AT_A_DESK, PAGES, PHONE, USED, at, click, enter_demo, speak, still

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async rules => (await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })).violations
  .flatMap(each => each.nodes.map(node => `${each.id}: ${node.target} ${node.failureSummary}`))"""
WAYS: tuple[tuple[Literal["light", "dark"], int], ...] = (
    ("light", DESK),
    ("light", PHONE),
    ("dark", DESK),
    ("dark", PHONE),
)
TURNS = list(enumerate(PAGES))


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Running, signed_in: str) -> Iterator[Page]:
    """The one page all tests look at, signed in to the demo company, with axe in whatever it opens."""
    context = browser.new_context(storage_state=signed_in, base_url=f"http://demo.localhost:{site.port}")
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    enter_demo(page, site)
    yield page
    context.close()


@pytest.fixture(scope="module")
def speaking(request: pytest.FixtureRequest, desk: Page) -> str:
    """The language the demo company's administrator has chosen."""
    language = str(request.param)
    speak(desk, "", language)
    return language


def faults(page: Page) -> list[str]:
    """What axe finds, once the page stands still."""
    still(page)
    return list(page.evaluate(RUN, RULES))


@pytest.mark.parametrize("speaking", LANGUAGES, indirect=True, scope="module")
@pytest.mark.parametrize(("turn", "name"), TURNS, ids=PAGES)
def test_a_page_passes(desk: Page, speaking: str, turn: int, name: str) -> None:
    ground, width = WAYS[turn % 4 if speaking == "en" else 3 - turn % 4]
    desk.emulate_media(color_scheme=ground)
    desk.set_viewport_size({"width": DESK if name in ONLY_AT_A_DESK else width, "height": 844})
    PAGES[name](desk)
    assert faults(desk) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_keeps_its_room_for_the_page(desk: Page, language: str) -> None:
    """The strip of the demo company is one slim line, a record has one menu, a chart's choices stand in one row, and
    figures on bars side by side: what does not fit scrolls, by keys too."""
    speak(desk, "", language)
    desk.set_viewport_size({"width": PHONE, "height": 844})
    PAGES["account"](desk)
    strip = desk.locator(".demo-bar")
    assert strip.evaluate("each => each.offsetHeight <= 32 && each.scrollWidth <= each.clientWidth")
    sides = "all => all.flatMap(each => [each.offsetWidth, each.offsetHeight])"
    assert min(strip.locator("button").evaluate_all(sides)) >= 24
    menus = desk.get_by_role("main").get_by_role("button", name={"en": "More actions", "es": "Más acciones"}[language])
    expect(menus).to_have_count(1)
    expect(menus).to_be_in_viewport(ratio=1)
    PAGES["chart"](desk)
    assert desk.locator(".chart-form").evaluate("each => each.offsetHeight") <= 52
    PAGES["dashboard"](desk)
    bars = desk.locator("t-chart[data-state=drawn] .scroller").first
    assert bars.evaluate("each => each.scrollWidth > each.clientWidth && each.tabIndex === 0")


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
        for path in ("/", "/?blank", "/accounts", "/deals/board", "/dashboard"):
            desk.goto(site.url + path)
            assert faults(desk) == []
