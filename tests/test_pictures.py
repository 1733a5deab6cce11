"""Every kind of page in pictures: in both languages, at both widths, on both grounds. `make pictures` writes them to
docs/pictures, to be looked at one by one."""

import re
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.camera import DOCS, is_there, shoot
from tests.running import ROOT, Running
from tests.tour import DESK, LANGUAGES, NEW, ONLY_AT_A_DESK, PAGES, PHONE, SIGHTS, USED, Open, at, enter_demo, speak

GROUNDS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIDES = {DESK: "desk", PHONE: "phone"}
DOORS: dict[str, Open] = {"sign-in": at("/sign-in"), "sign-in-link": at(USED)}
INSIDE: dict[str, Open] = {**PAGES, **SIGHTS}
SMALLER = 0.75
"""A desk's picture is shown beside text: so much of its size is enough."""
MOST_BYTES = 10_000_000
"""Some 80 kinds of page, each in eight pictures of 15 kB: what a clone of the repository can bear."""
LINK = re.compile(r"(?:docs/)?pictures/[\w.-]+")


def called(name: str, language: str, width: int, ground: str) -> str:
    return f"{name}-{language}-{SIDES[width]}-{ground}.webp"


def all_pictures() -> set[str]:
    ways = product([*INSIDE, *NEW, *DOORS], LANGUAGES, SIDES, GROUNDS)
    return {called(name, *way) for name, *way in ways if way[1] == DESK or name not in ONLY_AT_A_DESK}


@pytest.fixture(scope="module")
def inside(browser: Browser, site: Running, signed_in: str) -> str:
    """Cookies of the demo company's administrator."""
    context = browser.new_context(storage_state=signed_in)
    enter_demo(context.new_page(), site)
    state = site.home / "demo.json"
    context.storage_state(path=state)
    context.close()
    return str(state)


def looking(browser: Browser, url: str, width: int, **more: str) -> BrowserContext:
    return browser.new_context(
        base_url=url,
        device_scale_factor=SMALLER if width == DESK else 1,
        has_touch=width == PHONE,
        reduced_motion="reduce",
        service_workers="block",
        **more,  # type: ignore[arg-type]  # who is signed in, which language is asked for
    )


def take(page: Page, pages: dict[str, Open], language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800 if width == DESK else 844})
    for name, opened in pages.items():
        if width == DESK or name not in ONLY_AT_A_DESK:
            opened(page)
            for ground in GROUNDS:
                page.emulate_media(color_scheme=ground)
                shoot(page, f"pictures/{called(name, language, width, ground)}")


@pytest.mark.browser
@pytest.mark.pictures
@pytest.mark.parametrize("width", SIDES, ids=SIDES.values())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_pictures(
    browser: Browser, site: Running, signed_in: str, inside: str, language: str, width: int
) -> None:
    """Within the demo company, in an organization that has nothing yet, and before one is signed in."""
    demo = looking(browser, f"http://demo.localhost:{site.port}", width, storage_state=inside)
    page = demo.new_page()
    speak(page, "", language)
    take(page, INSIDE, language, width)
    demo.close()

    new = looking(browser, site.url, width, storage_state=signed_in)
    page = new.new_page()
    speak(page, site.url, language)
    take(page, NEW, language, width)
    new.close()

    outside = looking(browser, site.url, width, locale=language)
    take(outside.new_page(), DOORS, language, width)
    outside.close()

    if is_there():
        for each in (DOCS / "pictures").glob(f"*-{language}-{SIDES[width]}-*"):
            if each.name not in all_pictures():
                each.unlink()


def test_every_page_is_there_in_every_way() -> None:
    """Where this fails, pages came or went: `make pictures`."""
    assert {each.name for each in (DOCS / "pictures").iterdir()} == all_pictures()


def test_the_pictures_stay_light() -> None:
    assert sum(each.stat().st_size for each in (DOCS / "pictures").iterdir()) <= MOST_BYTES


def test_what_is_written_shows_pictures_that_are_there() -> None:
    pages = [ROOT / "README.md", ROOT / "README.es.md", *(DOCS / "guide").glob("*/*.md")]
    shown = [page.parent / link for page in pages for link in LINK.findall(page.read_text())]
    assert len(shown) > 40
    assert [each for each in shown if not each.is_file()] == []
