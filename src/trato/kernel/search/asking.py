"""What was typed, read by its shape: words are the beginnings of names and of prose, what has digits or signs of an
address in it is a part of a number or an address, and the whole may be an id or a key in another system."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from trato.kernel.search import words
from trato.kernel.search.storage import START, START_LENGTH
from trato.kernel.search.words import Known, Meaning
from trato.lib import sql
from trato.lib.ids import as_uuid
from trato.lib.sql import Sql
from trato.lib.text import norm

MAX_QUERY = 200
MAX_WORDS = 8
FEWEST = 3
"""Documents that hold a word: with fewer of them, another word may be meant."""
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"[\d\s()+./-]{3,}")
_PART = re.compile(r".*\d|.*@|.*\w[._/]\w")
_DOMAIN = re.compile(r"@([a-z0-9]{2,})")
_RUN = re.compile(r"\w{3}")
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Asked:
    """A search. `means` are the words that stand in for one that no document holds."""

    text: str
    """As it was typed, without blanks around it and bounded."""
    start: str
    words: tuple[Known, ...]
    parts: tuple[str, ...]
    means: Mapping[str, tuple[Meaning, ...]]

    @property
    def id(self) -> UUID | None:
        return as_uuid(self.text)

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.parts)

    @property
    def terms(self) -> tuple[str, ...]:
        """What to mark where it was found."""
        stems = (stem for each in self.words for stem in re.findall(r"'(\w{3,})'", each.stem))
        meant = (each.word for means in self.means.values() for each in means)
        return tuple(dict.fromkeys((*(each.word for each in self.words), *self.parts, *meant, *stems)))

    def common(self, object_name: str) -> int:
        """About how many documents of an object hold all words: as many as hold the rarest."""
        return min((self._held(each, object_name) for each in self.words), default=0) if not self.parts else 0

    def _held(self, word: Known, object_name: str) -> int:
        """How many hold a word, or what it may mean."""
        meant = sum(each.documents.get(object_name, 0) for each in self.means.get(word.word, ()))
        return word.documents.get(object_name, 0) + meant

    @property
    def is_unheard(self) -> bool:
        """Whether no document's names hold one of the words."""
        return any(each.is_whole and not each.total for each in self.words)

    def may_hold(self, object_name: str) -> bool:
        """Whether the names of that object's documents may hold all words, by the list of words."""
        return all(self._held(each, object_name) or not each.is_whole for each in self.words)

    def may_begin(self, object_name: str) -> bool:
        """Whether titles of that object may begin with what was typed."""
        first = self.words[0]
        return bool(first.documents.get(object_name)) or not first.is_whole or not self.start.startswith(first.word)

    def matching(self) -> Sql:
        """The condition on a document aliased `d`."""
        conditions = [_digits(part) if part.isdigit() else _part(part) for part in self.parts]
        if self.words:
            conditions.append(Sql("d.tsv @@ %s::tsquery", (self.query,)))
        return sql.both(conditions)

    @property
    def query(self) -> str:
        """The words as a tsquery: each begins one of the document's, or is one that was meant."""
        found = []
        for each in self.words:
            ways = [f"'{each.word}':*", each.stem, *(f"'{one.word}'" for one in self.means.get(each.word, ()))]
            found.append("(" + " | ".join(way for way in ways if way) + ")")
        return " & ".join(found)

    @property
    def whole_words(self) -> str:
        """The words as a tsquery, each whole."""
        return " & ".join(f"'{each.word}'" for each in self.words)

    def begun(self) -> Sql:
        """The condition on a document that its title begins with the whole of what was typed."""
        start = self.start[:START_LENGTH]
        return Sql(f"{START} >= %s AND {START} < %s", (start, start + _LAST))

    def otherwise(self) -> Asked | None:
        """The same with words that exist in the place of those that hardly do. None when nothing is to be replaced."""
        rare = [each for each in self.words if each.total < FEWEST]
        means = {each.word: tuple(words.meant(each.word, by_ear=each.total > 0)) for each in rare}
        means = {word: found for word, found in means.items() if found}
        return replace(self, means=means) if means else None


def read(text: str) -> Asked:
    """What was typed, and what the list of words knows of it."""
    typed = " ".join(text[:MAX_QUERY].replace("\0", " ").split())
    wanted = norm(typed)
    digits = re.sub(r"\D", "", wanted)
    if _NUMBER.fullmatch(wanted) and len(digits) >= 3:
        return Asked(typed, wanted, (), (digits,), {})
    parts, found = [], []
    for term in wanted.split():
        if _PART.match(term) and _RUN.search(term):
            parts.append(term.strip(".,;:()<>\"'"))
        else:
            found += [word for word in _WORD.findall(term) if word.strip("_")]
    found = list(dict.fromkeys(found))[:MAX_WORDS]
    if not parts and max(map(len, found), default=0) < 2:
        return Asked(typed, wanted, (), (), {})
    return Asked(typed, wanted, tuple(words.known(found)) if found else (), tuple(parts[:MAX_WORDS]), {})


def _part(part: str) -> Sql:
    """A part of an address or a number. The beginning of a domain is a word, found at once by it; the trigrams
    of addresses are those of half the documents."""
    like = Sql("d.tri LIKE %s", (f"%{_literally(part)}%",))
    domain = _DOMAIN.search(part)
    if domain is None:
        return like
    word = Sql("d.tsv @@ %s::tsquery", (f"'{domain[1]}':*",))
    return sql.both([word, "d.tri || ''" + Sql(like.text.removeprefix("d.tri"), like.params)])


def _digits(digits: str) -> Sql:
    """Digits somewhere in a number, whatever zeros people put before the one of a country."""
    bare = digits.lstrip("0")
    ways = [Sql("d.tri LIKE %s", (f"%{digits}%",))]
    if bare != digits and len(bare) >= 5:
        ways.append(Sql("d.tri LIKE %s", (f"%{bare}%",)))
    return sql.either(ways)


def _literally(text: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", text)
