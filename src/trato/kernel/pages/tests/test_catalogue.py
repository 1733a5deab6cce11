"""The catalogue of components: none is missing, each drawn by its own template, and for administrators."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template

import trato.kernel.ui
from tests.visitors import Visitor
from trato.kernel.tenancy.actor import Actor

TEMPLATES = Path(trato.kernel.ui.__path__[0]) / "templates"
PARTS = {"ui/record_around.html"}
"""Of several components shown, out of band."""


def _components() -> set[str]:
    """The templates that are no pages of their own."""
    texts = {each.relative_to(TEMPLATES).as_posix(): each.read_text() for each in TEMPLATES.rglob("*.html")}
    return {name for name, text in texts.items() if not text.startswith("{% extends") and "<!doctype" not in text}


def test_it_shows_every_component(alba: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = set()
    render = Template._render  # type: ignore[attr-defined]  # what tests of Django hook into too

    def noted(template: Template, context: Context) -> str:
        html = render(template, context)
        if html.strip():
            shown.add(str(template.name))
        return html

    monkeypatch.setattr(Template, "_render", noted)
    html = alba.page("/catalogue").html
    assert _components() - shown == PARTS
    for part in (
        'class="deal-card"', 'class="entry"', 'class="chip"', 'class="group"', 'class="sides"', 'class="steps"',
        'class="toasts"', 'class="composer"', "data-live", "i-phone",
    ):  # fmt: skip
        assert part in html, part


def test_its_specimens_do_nothing(alba: Visitor) -> None:
    """None can be reached, asks the server, or has an id that another has too."""
    html = alba.page("/catalogue").html
    assert html.count('<div class="specimen" ') == html.count('<div class="specimen" inert hx-ignore>') > 50
    ids = re.findall(r'(?<![\w-])id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


def test_it_is_not_for_everybody(representative: Actor) -> None:
    assert Visitor(representative).page("/catalogue").status == 403
