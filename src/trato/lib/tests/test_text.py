"""Words compared and ordered; that SQL agrees is tested with the SQL functions (tenancy)."""

import pytest

from trato.lib import text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Peña & Cía", "pena & cia"),
        ("ÑANDÚ", "nandu"),
        ("Straße", "strasse"),
        ("Œuvre", "oeuvre"),
        ("cafe\u0301", "cafe"),
        ("ΟΔΟΣ", "οδοσ"),
        ("İzmir", "izmir"),
        ("½", " 1/2"),
        ("", ""),
    ],
)
def test_norm(given: str, expected: str) -> None:
    assert text.norm(given) == expected


def test_names_sort_as_spanish_does() -> None:
    names = ["Nzuela", "Ñandú", "Oca", "Álvarez", "Alvar", "nube", "N\u0303u"]
    assert sorted(names, key=text.sort_key) == ["Alvar", "Álvarez", "nube", "Nzuela", "Ñandú", "N\u0303u", "Oca"]


@pytest.mark.parametrize(
    ("given", "allowed", "expected"),
    [
        ("plain", "", False),
        ("niño\u00a0 y", "", False),
        ("a\x00b", "", True),
        ("a\nb", "", True),
        ("a\nb", "\n", False),
        ("\ud800", "", True),
        ("\x85", "", True),
    ],
)
def test_control_characters(given: str, allowed: str, *, expected: bool) -> None:
    assert text.has_control(given, allowed) is expected


def test_one_line_composes_and_strips() -> None:
    assert text.one_line("  Espan\u0303a\r\nde\tayer\u00a0") == "España de ayer"


def test_many_lines_keeps_line_ends() -> None:
    assert text.many_lines(" a\r\nb\rc \n") == "a\nb\nc"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("GTXPro", "GTX Pro"), ("gtx basic", "GTX Basic"), ("téléphone", None), ("", None)],
)
def test_nearest(word: str, expected: str | None) -> None:
    assert text.nearest(word, ["GTX Pro", "GTX Basic", "MG Special"]) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("Darcel Schlecht", "DS"), ("ana", "A"), ("", ""), ("José de la Ó", "JÓ"), ("& Co", "C")]
)
def test_initials(name: str, expected: str) -> None:
    assert text.initials(name) == expected
