"""Cards as phones and printers write them."""

import pytest

from trato.lib import cards
from trato.lib.cards import Card

VCARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Pérez;Ana;;Dra.;\r\nFN:Dra. Ana Pérez\r\nORG:Hierros Ñandú\\, S. L.;Ventas\r\n"
    "TITLE:Jefa de\r\n  compras\r\nEMAIL;TYPE=WORK:ana@example.com\r\nitem1.EMAIL:ana@home.example\r\n"
    "TEL;TYPE=CELL:+34 600 111 222\r\nURL:https://example.com\r\nEND:VCARD\r\n"
)


def test_a_vcard() -> None:
    assert cards.read(VCARD) == Card(
        name="Dra. Ana Pérez",
        company="Hierros Ñandú, S. L.",
        job_title="Jefa de compras",
        emails=("ana@example.com", "ana@home.example"),
        phones=("+34 600 111 222",),
        website="https://example.com",
    )


def test_an_old_one_in_quoted_printable_without_a_full_name() -> None:
    name = "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:P=C3=A9rez;Ana;;;"
    text = f"BEGIN:VCARD\nVERSION:2.1\n{name}\nTEL:tel:600111222\nEND:VCARD"
    assert cards.read(text) == Card(name="Ana Pérez", phones=("600111222",))


def test_a_mecard() -> None:
    text = "MECARD:N:Ruiz,Eva;ORG:Acme\\; Inc;TEL:911;EMAIL:eva@example.com;;"
    assert cards.read(text) == Card(name="Eva Ruiz", company="Acme; Inc", emails=("eva@example.com",), phones=("911",))


@pytest.mark.parametrize("text", ["", "https://example.com", "WIFI:S:x;;", "BEGIN:VCALENDAR", "x" * 20_000])
def test_other_codes_are_no_cards(text: str) -> None:
    with pytest.raises(ValueError, match="card"):
        cards.read(text)


def test_an_empty_card_says_nothing() -> None:
    assert cards.read("BEGIN:VCARD\nEND:VCARD") == Card()
    assert cards.read("MECARD:;;") == Card()
