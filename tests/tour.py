"""Every kind of page and what opens on it, and the way there: seen by axe (test_accessibility) and by the camera
(test_pictures). All of it is walked as the demo company's administrator."""

import re
from collections.abc import Callable
from typing import Literal
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.running import Running

LANGUAGES = ("en", "es")
DESK, PHONE = 1280, 390
NOWHERE, USED = "/nowhere", "/sign-in/link/used"
RECORD = re.compile(r"/[0-9a-f-]{36}(\?|$)")
FILE = b"Name,Industry,Annual revenue\nAcero Verde,Manufacturing,120000\nLuz Clara,Sailing,x\n"

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
    page.wait_for_function("() => customElements.get('t-grid') !== undefined && document.readyState === 'complete'")


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
        awake(page)
        page.locator(what).locator("visible=true").first.click()
        expect(page.locator(shows).locator("visible=true").first).to_be_visible()

    return clicked


def create(what: str) -> Open:
    """The drawer: by its key, or from the phone's own button."""

    def opened(page: Page) -> None:
        if is_phone(page):
            page.locator(".bottom-nav .create").click()
            page.locator(f".bottom-nav [hx-get='/{what}/new']").click()
        else:
            press("c", "dialog.drawer")(page)
        expect(page.locator("dialog.drawer")).to_be_visible()

    return opened


def is_phone(page: Page) -> bool:
    return (page.viewport_size or {"width": DESK})["width"] <= PHONE


def first_row(page: Page) -> None:
    page.locator("tbody tr[data-id] a").first.click()
    page.wait_for_url(RECORD)


def thrown_away(page: Page) -> None:
    """Into the trash, and to the trash."""
    first_row(page)
    page.locator(".record-head .verbs t-menu > button").click()
    page.locator('[role=menuitem][data-kind="danger"]').click()
    page.wait_for_url(re.compile(r"/products$"))
    expect(page.locator(".toast")).to_be_visible()


def in_the_trash(page: Page) -> None:
    """The first record there, thrown away before if there is none."""
    found = page.locator("tbody th a")
    if not found.count():
        at("/products", thrown_away)(page)
        page.goto("/trash/products")
    found.first.click()
    expect(page.locator(".blank h2")).to_be_visible()


def fresh() -> bytes:
    """A file of which nothing is there yet."""
    return f"Name,Annual revenue\nZinc Azul {uuid4().hex[:6]},120000\n".encode()


def imported(step: Literal["columns", "check", "done"]) -> Open:
    """A file brought as far as that step of the wizard; what it says of industries is answered by the first offer."""

    def opened(page: Page) -> None:
        page.locator("input[type=file]").set_input_files(
            {"name": "c.csv", "mimeType": "text/csv", "buffer": fresh() if step == "done" else FILE}
        )
        check = page.locator("form [data-kind=primary]")
        expect(page.locator("select[name]").last).to_be_visible()
        page.wait_for_url(RECORD)
        if step == "columns":
            return
        check.last.click()
        expect(page.locator(".counts")).to_be_visible()
        if step == "done":
            page.locator("form[hx-post$='/run'] [data-kind=primary], [hx-post$='/run']").last.click()
            expect(page.locator("main a.button[href^='/accounts']").first).to_be_visible()

    return opened


def selected(page: Page) -> None:
    awake(page)
    page.locator("tbody tr[data-id] input[type=checkbox]").first.check()
    expect(page.locator(".bulk-bar")).to_be_visible()


CHANGE = """async theirs => {
  const row = document.querySelector("[data-field='description'], [data-field='legal_name']");
  const body = new URLSearchParams({ [row.dataset.field]: theirs, version: row.dataset.version });
  const headers = { "HX-Request": "true", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content };
  return (await fetch(`${location.pathname}/field/${row.dataset.field}`, { method: "POST", body, headers })).status;
}"""


def conflict(page: Page) -> None:
    """Two people write into one field: this one began first and saves last."""
    awake(page)
    field = page.locator("[data-field='legal_name']")
    theirs = "Aurora Foods Group" if "Aurora Group" in field.inner_text() else "Aurora Group"
    field.locator("dd").click()
    field.locator("input.input").fill("Aurora Foods")
    assert page.evaluate(CHANGE, theirs) == 200
    field.locator("input.input").press("Enter")
    expect(page.locator("dialog.conflict")).to_be_visible()


STILL = """() => Promise.all(document.getAnimations().filter(each => each.effect.getComputedTiming().endTime < Infinity)
  .map(each => each.finished.catch(() => null)))"""
OPEN = '/deals?filter={"field":"stage.kind","op":"is","value":"open"}'
FILTER = (
    '/deals?filter={"any":[{"field":"amount","op":"gt","value":"1000"},{"field":"name","op":"contains","value":"a"}]}'
)
PAGES: dict[str, Open] = {
    "home": at("/"),
    "week": at("/?span=week"),
    "inbox": at("/inbox"),
    "table": at("/accounts"),
    "filtered": at(FILTER),
    "grouped": at("/deals?group=stage"),
    "cell": at("/products", lambda page: page.locator('tr[data-id] [data-field="code"]').first.dblclick()),
    "nothing-found": at('/leads?filter={"field":"company","op":"is","value":"nobody"}'),
    "board": at("/deals/board"),
    "leads-board": at("/leads/board"),
    "calendar": at("/tasks/calendar", lambda page: expect(page.locator(".fc-view")).to_be_visible()),
    "chart": at("/deals/chart", lambda page: expect(page.locator("t-chart canvas, t-chart svg").first).to_be_visible()),
    "account": at("/accounts", first_row),
    "contact": at("/contacts", first_row),
    "deal": at("/deals", first_row),
    "lead": at("/leads", first_row),
    "product": at("/products", first_row),
    "task": at("/tasks", first_row),
    "form": at("/forms", first_row),
    "user": at("/users", first_row),
    "conflict": at("/accounts", first_row, conflict),
    "drawer": at("/accounts", create("accounts")),
    "deal-drawer": at("/deals", create("deals")),
    "verb": at(OPEN, first_row, click("[hx-get*='/actions/lose']", "dialog")),
    "field-menu": at("/deals", press("/", ".menu")),
    "columns": at("/deals", click("[hx-get$='/columns']", "dialog")),
    "export": at("/deals", click("[hx-get*='/export']", "dialog")),
    "job": at(
        "/products", click("[hx-get*='/export']", "dialog"), click("dialog [data-kind=primary]", "t-job[data-state]")
    ),
    "view-dialog": at("/deals", click("[hx-get*='/view-new']", "dialog")),
    "selection": at("/accounts", selected),
    "bulk-edit": at("/accounts", selected, click(".bulk-bar [hx-post$='/actions/edit']", "#bulk-field")),
    "palette": at("/deals", press("Control+k", "#palette-results [role=option]")),
    "palette-create": at("/dashboard", press("c", "#palette-results [role=option]")),
    "search": at("/search?q=aurora"),
    "search-nothing": at("/search?q=xyzzyq"),
    "keys": at("/deals", press("?", ".keys-list")),
    "inbound": at("/queues/inbound"),
    "outbound": at("/queues/outbound"),
    "quick": at("/quick"),
    "lists": at("/lists"),
    "list": at("/lists", first_row),
    "duplicates": at(
        "/accounts/duplicates", lambda page: expect(page.locator(".double, .blank").first).to_be_visible()
    ),
    "merge": at("/accounts/duplicates", click(".double a[data-kind=primary]", "form[hx-post$='/merge'], form.merge")),
    "deleted": at("/products", thrown_away),
    "trash": at("/trash/products"),
    "trashed": at("/trash/products", in_the_trash),
    "settings": at("/settings"),
    "own": at("/settings/own"),
    "tokens": at("/settings/tokens"),
    "roles": at("/settings/roles"),
    "tags": at("/settings/tags"),
    "notifications": at("/settings/notifications"),
    "users": at("/users"),
    "dashboard": at("/dashboard"),
    "period": at("/dashboard", click(".lens button", ".lens .menu")),
    "catalogue": at("/catalogue"),
    "import": at("/import?object=accounts"),
    "import-columns": at("/import?object=accounts", imported("columns")),
    "import-check": at("/import?object=accounts", imported("check")),
    "import-done": at("/import?object=accounts", imported("done")),
    "lost": at(NOWHERE),
}


SEEN = "each => each.getBoundingClientRect().bottom > 0 && each.getBoundingClientRect().top < innerHeight"


def component(name: str) -> Open:
    """The catalogue, from that component on."""

    def seen(page: Page) -> None:
        page.get_by_role("heading", name=name, exact=True).first.evaluate("each => each.scrollIntoView()")
        for drawing in page.locator("t-chart, t-calendar").all():
            if drawing.evaluate(SEEN):
                expect(drawing).to_have_attribute("data-state", "drawn")

    return at("/catalogue", seen)


SIGHTS = {
    f"catalogue-{name}": component(component_name)
    for name, component_name in {
        "views": "view", "record": "queue_work", "dialogs": "conflict", "forms": "drawer",
        "charts": "dashboard_chart", "import": "import/columns_form", "settings": "settings_rights",
    }.items()
}  # fmt: skip
"""Further parts of pages that are longer than a screen: for the camera."""
NEW: dict[str, Open] = {
    "welcome": at("/"),
    "new-home": at("/?blank"),
    "new-table": at("/accounts"),
    "new-board": at("/deals/board"),
    "new-dashboard": at("/dashboard"),
}
"""What an organization that has nothing yet sees first."""
ONLY_AT_A_DESK = {
    "cell", "columns", "export", "job", "keys", "selection", "bulk-edit", "view-dialog", "verb", "conflict",
}  # fmt: skip


def enter_demo(page: Page, site: Running) -> None:
    """Into the demo company, made if there is none, as its administrator."""
    page.goto(site.url)
    page.locator("[hx-post='/demo/enter/administrator']").click()
    page.wait_for_url("**/sign-in/link/**")
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("http://demo.localhost:*/")


def speak(page: Page, origin: str, language: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{origin}/settings/own")
    page.locator("[name=language]").select_option(language)
    with page.expect_navigation():
        page.locator(".settings form.form [data-kind=primary]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def still(page: Page) -> None:
    """Wait until nothing moves but what moves for ever."""
    page.evaluate(STILL)
