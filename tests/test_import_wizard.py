"""A person brings the company's four files in, in a browser, and the figures are those of the files."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "crm-sales-opportunities"
MINUTES = 60_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not DATA.is_dir(), reason="the sample data is not beside the project"),
]


def bring(page: Page, plural: str, file: str, answers: int, rows: int) -> None:
    """From the file to the result: the guessed columns, the first offer for every question."""
    page.goto(f"/import?object={plural}")
    page.locator('input[type="file"]').set_input_files(DATA / file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="This is what will happen")).to_be_visible(timeout=MINUTES)
    for left in range(answers, 0, -1):
        expect(page.locator("form.unmatched")).to_have_count(left)
        page.locator("form.unmatched").first.get_by_role("button").click()
        expect(page.locator("form.unmatched")).to_have_count(left - 1, timeout=MINUTES)
    page.get_by_role("button", name=re.compile("^Import")).click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=MINUTES)
    expect(page.locator(".counts dd").first).to_have_text(re.compile(f"^{rows:,}"))


def test_four_files_make_the_company(page: Page) -> None:
    bring(page, "products", "products.csv", 0, 7)
    bring(page, "users", "sales_teams.csv", 0, 35)
    bring(page, "accounts", "accounts.csv", 2, 85)
    bring(page, "deals", "sales_pipeline.csv", 1, 8800)
    page.get_by_role("link", name="See the deals").click()
    expect(page.get_by_role("heading", name="Deals")).to_contain_text("8,800")
