"""Telephone numbers: E.164 out of any way to write them, and back to what people read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

_OTHERS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as E.164 (+34600111222) and the extension behind it, '' when there is none."""

    number: str
    extension: str = ""


def parse_phone(text: str, region: str) -> Phone:
    """The number that `text` means when dialled from `region` (ISO 3166). ValueError when it can be none."""
    if len(text) > 60:
        raise ValueError("too long for a telephone number")
    found = text.strip().removeprefix("tel:")
    if found.startswith("00"):
        found = "+" + found[2:]
    try:
        number = phonenumbers.parse(found, region)
    except NumberParseException as error:
        raise ValueError(str(error)) from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError("a telephone number has more or fewer digits")
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), number.extension or "")


def digits(text: str) -> str:
    """Only the digits, by which numbers are searched."""
    return _OTHERS.sub("", text)


@lru_cache(maxsize=16384)
def shown(number: str, extension: str = "") -> str:
    """An E.164 number as people read it: +34 600 11 12 22. Text that is no number comes back as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return number
    text = phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
    return f"{text} ext. {extension}" if extension else text
