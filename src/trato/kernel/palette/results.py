"""How a hit of search looks, in the palette and on the page of search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Locale
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.search import context
from trato.kernel.search.context import Hit, Piece
from trato.kernel.ui import faces

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_IN_WORDS = frozenset({"choice", "date", "datetime"})
_PEOPLE = frozenset({"user", "contact", "lead"})


def mark(spec: ObjectSpec, hit: Hit) -> SafeString:
    """What stands before it: initials of people, else the object's icon."""
    return faces.avatar(hit.title, "m") if spec.name in _PEOPLE and hit.title else faces.tile(spec)


def title(hit: Hit, terms: Sequence[str]) -> SafeString:
    """Its title, marked."""
    return _html(context.marked(hit.title or _("Untitled"), terms))


def subtitle(spec: ObjectSpec, hit: Hit, locale: Locale) -> str:
    """What stands beside it: options and dates in the reader's words."""
    fields = [spec.by_name.get(each) for each in spec.search.subtitle]
    if hit.subtitle and len(fields) == 1 and fields[0] and fields[0].family in _IN_WORDS:
        return faces.in_words(fields[0], hit.subtitle, locale)
    return hit.subtitle


def note(spec: ObjectSpec, hit: Hit, locale: Locale) -> SafeString:
    """What stands beside its title: what it is, and where it was found if the title does not say so."""
    parts: list[_StrOrPromise] = [escape(spec.label)]
    if hit.subtitle and not hit.match:
        parts.append(escape(subtitle(spec, hit, locale)))
    if hit.match:
        parts.append(f"{escape(hit.match.label)}: {_html(hit.match.pieces)}")
    return SafeString(" · ".join(map(str, parts)))


def match(hit: Hit) -> SafeString:
    """Where it was found."""
    return _html(hit.match.pieces) if hit.match else SafeString("")


def query(typed: str, **more: str) -> str:
    return urlencode({"q": typed, **{name: value for name, value in more.items() if value}})


def _html(pieces: Iterable[Piece]) -> SafeString:
    return SafeString("".join(f"<mark>{escape(text)}</mark>" if marked else escape(text) for text, marked in pieces))
