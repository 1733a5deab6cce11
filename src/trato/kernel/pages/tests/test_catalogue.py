"""The catalogue of components: whole on both grounds, and for administrators."""

from tests.visitors import Visitor
from trato.kernel.tenancy.actor import Actor


def test_every_component_stands_on_both_grounds(alba: Visitor) -> None:
    html = alba.page("/catalogue").html
    for ground in ("light", "dark"):
        assert f'<div class="ground" data-theme="{ground}">' in html
    for part in ('data-kind="danger"', 'class="notice"', 'class="toast"', 'class="job"', 'class="blank"', "i-phone"):
        assert html.count(part) >= 2, part


def test_it_is_not_for_everybody(representative: Actor) -> None:
    assert Visitor(representative).page("/catalogue").status == 403
