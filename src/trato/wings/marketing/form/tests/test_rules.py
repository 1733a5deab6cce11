"""Short names and robots, on plain values."""

import pytest

from trato.wings.marketing.form import rules


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("Contáctanos ya", [], "contactanos-ya"),
        ("Feria 2026", ["feria-2026", "feria-2026-2"], "feria-2026-3"),
        ("¿?", [], "form"),
        ("Ñ", [], "form-n"),
        ("x" * 200, [], "x" * 60),
    ],
)
def test_a_short_name_is_plain_and_free(name: str, taken: list[str], slug: str) -> None:
    assert rules.slug_of(name, taken) == slug


@pytest.mark.parametrize(
    ("trap", "seconds", "human"),
    [
        ("", 10.0, True),
        (" ", 2.0, True),
        ("http://spam", 10.0, False),
        ("", 1.9, False),
        ("", None, False),
        ("", 90_000.0, False),
    ],
)
def test_a_robot_is_told_by_the_trap_and_its_haste(trap: str, seconds: float | None, human: bool) -> None:
    assert rules.is_human(trap, seconds) is human
