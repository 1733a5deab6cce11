"""What a file is called and is, by its content: names lie."""

import pytest

from trato.wings.collaboration.file import rules
from trato.wings.collaboration.file.size import in_words

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.7\n" + b"x" * 40
ZIP = b"PK\x03\x04" + b"\0" * 60


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("logo.png", PNG, ("logo.png", "image/png")),
        ("photo.jpg", PNG, ("photo.jpg.png", "image/png")),
        ("offer.docx", PDF, ("offer.docx.pdf", "application/pdf")),
        ("parts.zip", ZIP, ("parts.zip", "application/zip")),
        ("list.csv", b"a;b\n1;2\n", ("list.csv", "text/csv")),
        ("page.html", b"<script>alert(1)</script>", ("page.html.txt", "text/plain")),
        ("image.svg", b"<svg onload='alert(1)'/>", ("image.svg.txt", "text/plain")),
        ("photo.png", "¡hola!".encode(), ("photo.png.txt", "text/plain")),
        ("data.xyz", b"\x00\x01\x02\x03", ("data.xyz", "application/octet-stream")),
        ("C:\\temp\\..\\logo.png", PNG, ("logo.png", "image/png")),
        ("../../etc/passwd", b"root", ("passwd.txt", "text/plain")),
        ('a"b\n<c>.png', PNG, ("abc.png", "image/png")),
        ("", PNG, ("file.png", "image/png")),
        ("Ñandú 🦤.pdf", PDF, ("Ñandú 🦤.pdf", "application/pdf")),
    ],
)
def test_names_and_types_follow_the_content(name: str, head: bytes, expected: tuple[str, str]) -> None:
    assert rules.judged(name, head) == expected


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("empty.txt", b""),
        ("photo.png", b"MZ\x90\x00" + b"\0" * 60),
        ("photo.png", b"\x7fELF" + b"\0" * 60),
        ("run.txt", b"#!/bin/sh\n"),
        ("photo.png", b"\x00\x01\x02\x03"),
        ("offer.pdf", b"\x00\x01\x02\x03"),
    ],
)
def test_what_runs_or_is_nothing_it_says_is_refused(name: str, head: bytes) -> None:
    with pytest.raises(rules.Refused):
        rules.judged(name, head)


def test_long_names_keep_their_ending() -> None:
    name, _type = rules.judged("a" * 500 + ".pdf", PDF)
    assert (len(name), name[-4:]) == (rules.MAX_NAME, ".pdf")


@pytest.mark.parametrize(("size", "words"), [(0, "0 B"), (999, "999 B"), (340_000, "340 kB"), (5_300_000, "5 MB")])
def test_sizes_in_words(size: int, words: str) -> None:
    assert in_words(size, "en") == words
