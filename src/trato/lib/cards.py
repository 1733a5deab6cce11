"""Business cards as QR codes carry them: vCard (RFC 6350 and its elders) and MECARD. Only what a lead is known by."""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass

MAX_LENGTH = 10_000
MAX_VALUES = 10
_LINE = re.compile(r"(?:[\w-]+\.)?(?P<name>[A-Za-z-]+)(?P<params>(?:;[^:]*)?):(?P<value>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Card:
    """Who somebody is, in plain text; empty where the card does not say."""

    name: str = ""
    company: str = ""
    job_title: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    website: str = ""


def read(text: str) -> Card:
    """The card that a code's text holds. ValueError when it is none."""
    if len(text) > MAX_LENGTH:
        raise ValueError("too long for a card")
    found = text.strip()
    if found.upper().startswith("MECARD:"):
        return _card(_mecard(found[7:]))
    if found.upper().startswith("BEGIN:VCARD"):
        return _card(_vcard(found))
    raise ValueError("not a card")


def _card(pairs: list[tuple[str, str]]) -> Card:
    def every(name: str) -> tuple[str, ...]:
        values = (_plain(value) for key, value in pairs if key == name)
        return tuple(dict.fromkeys(each for each in values if each))[:MAX_VALUES]

    def first(name: str) -> str:
        return next(iter(every(name)), "")

    def parts(name: str) -> list[str]:
        raw = next((value for key, value in pairs if key == name), "")
        return [_plain(each) for each in re.split(r"(?<!\\);", raw)]

    return Card(
        name=first("FN") or _ordered(parts("N")),
        company=parts("ORG")[0],
        job_title=first("TITLE"),
        emails=every("EMAIL"),
        phones=tuple(re.sub(r"^tel:", "", each, flags=re.IGNORECASE) for each in every("TEL")),
        website=first("URL"),
    )


def _ordered(parts: list[str]) -> str:
    """Family, given, more, prefix, suffix as people say them."""
    family, given, more, prefix, suffix, *_rest = [*parts, "", "", "", "", ""]
    return " ".join(each for each in (prefix, given, more, family, suffix) if each)


def _vcard(text: str) -> list[tuple[str, str]]:
    unfolded = re.sub(r"\r?\n[ \t]", "", re.sub(r"=\r?\n", "", text))
    pairs = []
    for line in unfolded.splitlines():
        match = _LINE.fullmatch(line.strip())
        if match:
            value = match["value"]
            if "QUOTED-PRINTABLE" in match["params"].upper():
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
            pairs.append((match["name"].upper(), value))
    return pairs


def _mecard(text: str) -> list[tuple[str, str]]:
    pairs = []
    for field in re.split(r"(?<!\\);", text):
        name, _colon, value = field.partition(":")
        key = name.strip().upper()
        if key == "N":
            family, _comma, given = value.partition(",")
            pairs.append(("FN", f"{given} {family}".strip()))
        elif key:
            pairs.append((key, value))
    return pairs


def _plain(value: str) -> str:
    """Without escapes and control characters."""
    opened = value.replace("\\n", " ").replace("\\N", " ")
    return re.sub(r"[\x00-\x1f]", " ", re.sub(r"\\(.)", r"\1", opened)).strip()
