"""Every kind of page in pictures, in both languages, on both grounds and at both widths: `make pictures` writes them to
docs/pictures, to be looked at one by one. Each page is seen four times, each language once at either width."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.camera import DOCS, shoot
from tests.running import Running
from tests.tour import DESK, LANGUAGES, ONLY_AT_A_DESK, PAGES, PHONE, enter_demo, speak

pytestmark = [pytest.mark.browser, pytest.mark.pictures]

Ground = Literal["light", "dark"]
WAYS: dict[str, tuple[tuple[Ground, int], ...]] = {
    "es": (("light", DESK), ("dark", PHONE)),
    "en": (("dark", DESK), ("light", PHONE)),
}
SMALLER = 0.75
"""A desk's picture is shown beside text: so much of its size is enough."""
MOST_BYTES = 6_000_000


@pytest.fixture(scope="module")
def inside(browser: Browser, site: Running, signed_in: str) -> str:
    """Cookies of the demo company's administrator."""
    context = browser.new_context(storage_state=signed_in)
    enter_demo(context.new_page(), site)
    state = site.home / "demo.json"
    context.storage_state(path=state)
    context.close()
    return str(state)


def looking(browser: Browser, site: Running, state: str, width: int) -> Iterator[Page]:
    context = browser.new_context(
        storage_state=state,
        base_url=f"http://demo.localhost:{site.port}",
        device_scale_factor=SMALLER if width == DESK else 1,
        has_touch=width == PHONE,
        service_workers="block",
    )
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    yield page
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_pictures(browser: Browser, site: Running, inside: str, language: str) -> None:
    for ground, width in WAYS[language]:
        for page in looking(browser, site, inside, width):
            speak(page, "", language)
            page.emulate_media(color_scheme=ground)
            page.set_viewport_size({"width": width, "height": 800 if width == DESK else 844})
            for name, opened in PAGES.items():
                if width == DESK or name not in ONLY_AT_A_DESK:
                    opened(page)
                    shoot(page, f"pictures/{name}-{language}-{'desk' if width == DESK else 'phone'}-{ground}.png")


def test_the_pictures_stay_light() -> None:
    sizes = [each.stat().st_size for each in (DOCS / "pictures").glob("*.png")]
    assert 0 < sum(sizes) <= MOST_BYTES
