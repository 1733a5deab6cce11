"""Personal names: their parts, and how one line of text falls into them.

The rule: titles come first, suffixes last, "Family, Given" is told by its comma. What remains is counted in units:
a particle (de, del, van…) belongs to the word after it, and "y" joins the units on both sides. With one family name
(English) the last unit is the family. With two (Spanish) the last two are, when three units or more remain after
given names that often come second (María José, Juan Carlos) and middle initials have joined the given name.
"""

from __future__ import annotations

from dataclasses import dataclass

from trato.lib.text import norm


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words("mr mrs ms miss mx dr dra prof profa sr sra srta sir dame ing lic arq abg rev fr hon")
_SPANISH_TITLES = _words("d dna don dona")
_SUFFIXES = _words("jr sr ii iii iv phd md esq mba cpa dds dvm rn")
_PARTICLES = _words(
    "de del la las los lo da das do dos di della dello van von der den ter ten zu zur le du des al el bin ibn ben st"
    " san santa"
)
_SECOND_GIVEN = _words(
    "jose maria luis carlos antonio manuel javier jesus angel angeles miguel francisco fernando alberto ignacio ramon"
    " pablo enrique andres eduardo rafael pedro juan alejandro david daniel ricardo roberto jorge isabel carmen pilar"
    " dolores luisa teresa elena cristina rosa ana mar rosario mercedes victoria belen paz soledad josefa beatriz lucia"
    " sofia"
)
_AND = frozenset({"y", "e", "i"})


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name by its parts; None where a part is missing."""

    given: str | None = None
    family: str | None = None
    family2: str | None = None
    prefix: str | None = None
    suffix: str | None = None

    @property
    def full(self) -> str:
        """The name in one line. SQL: `public.full_name`."""
        return " ".join(part for part in (self.prefix, self.given, self.family, self.family2, self.suffix) if part)


def split_name(text: str, *, two_families: bool) -> PersonName:
    """The parts of a name written in one line, by the rule above."""
    first, comma, rest = text.partition(",")
    if comma and rest.strip() and not _all_suffixes(rest):
        families = _units(first.split())
        prefix, given, suffix = _bare(rest.replace(",", " ").split(), two_families=two_families)
        family, family2 = _families(families, two_families=two_families)
        return PersonName(" ".join(given) or None, family, family2, prefix, suffix)
    prefix, words, suffix = _bare(text.replace(",", " ").split(), two_families=two_families)
    units = _units(words)
    if len(units) < 2:
        return PersonName(units[0] if units else None, None, None, prefix, suffix)
    given_count = _given_count(units) if two_families else len(units) - 1
    family, family2 = _families(units[given_count:], two_families=two_families)
    return PersonName(" ".join(units[:given_count]), family, family2, prefix, suffix)


def _given_count(units: list[str]) -> int:
    """How many units are given names where people have two family names."""
    count = max(1, len(units) - 2)
    while count < len(units) - 1 and (_plain(units[count]).split()[-1] in _SECOND_GIVEN or _is_initial(units[count])):
        count += 1
    return count


def _families(units: list[str], *, two_families: bool) -> tuple[str | None, str | None]:
    if two_families and len(units) >= 2:
        return " ".join(units[:-1]), units[-1]
    return " ".join(units) or None, None


def _bare(words: list[str], *, two_families: bool) -> tuple[str | None, list[str], str | None]:
    """Title, words between, suffix."""
    titles = _TITLES | _SPANISH_TITLES if two_families else _TITLES
    start, end = 0, len(words)
    while start < end - 1 and _plain(words[start]) in titles:
        start += 1
    while end > start + 1 and _plain(words[end - 1]) in _SUFFIXES:
        end -= 1
    return " ".join(words[:start]) or None, words[start:end], " ".join(words[end:]) or None


def _units(words: list[str]) -> list[str]:
    """Words, particles joined to what follows them and "y" to both sides."""
    units: list[str] = []
    pending: list[str] = []
    for position, word in enumerate(words):
        plain = _plain(word)
        inside = 0 < position < len(words) - 1
        if plain in _AND and inside and units and not pending and len(units) > 1:
            pending = [units.pop(), word]
        elif plain in _PARTICLES and position < len(words) - 1:
            pending.append(word)
        else:
            units.append(" ".join((*pending, word)))
            pending = []
    return units


def _plain(word: str) -> str:
    return norm(word).replace(".", "").replace("ª", "").strip()


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1


def _all_suffixes(text: str) -> bool:
    return all(_plain(word) in _SUFFIXES for word in text.replace(",", " ").split())
