import pytest

from trato.lib import phones
from trato.lib.phones import Phone


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("600 11 12 22", "ES", Phone("+34600111222")),
        ("+34 600-111-222", "US", Phone("+34600111222")),
        ("0034 600111222", "ES", Phone("+34600111222")),
        ("(213) 555-0142", "US", Phone("+12135550142")),
        ("tel:+12135550142", "ES", Phone("+12135550142")),
        ("+1 213 555 0142 ext. 12", "ES", Phone("+12135550142", "12")),
        ("911234567 x34", "ES", Phone("+34911234567", "34")),
    ],
)
def test_numbers_people_write(text: str, region: str, expected: Phone) -> None:
    assert phones.parse_phone(text, region) == expected


@pytest.mark.parametrize("text", ["", "12", "call me", "+999 123 456", "6" * 61, "+34 600 11"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        phones.parse_phone(text, "ES")


def test_shown() -> None:
    assert phones.shown("+34600111222") == "+34 600 11 12 22"
    assert phones.shown("+12135550142", "12") == "+1 213-555-0142 ext. 12"
    assert phones.shown("n/a") == "n/a"


def test_digits() -> None:
    assert phones.digits("+34 (600) 11-12-22") == "34600111222"
