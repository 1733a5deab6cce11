"""A filter in words: as chips for the page, and as one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import pgettext

from trato.kernel.fields import address, personname
from trato.kernel.fields.base import Json, Locale
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.many import ContactPoint, ContactPointsField
from trato.kernel.fields.money import MoneyField
from trato.kernel.fields.personname import PersonNameField
from trato.kernel.fields.richtext import RichTextField
from trato.kernel.filters import operator_words, paths
from trato.kernel.filters.language import Condition, Filter, Group, Kind, Measure, Node, Related
from trato.kernel.filters.operands import Period, Var, write
from trato.kernel.filters.paths import Bond, IdField, Place, Target
from trato.kernel.objects.spec import ObjectSpec
from trato.lib import countries, dates
from trato.lib.money import Money
from trato.lib.text import norm

Names = Mapping[UUID, str]
"""Titles of the records that the filter names (`references` says which)."""

_TODAY = Period("this", 1, "day")
_PARTS = {**address.LABELS, **personname.LABELS}


@dataclass(frozen=True)
class Chip:
    """One condition. `path` is its way through the filter's JSON, child indexes joined by dots.

    `value` is the words of all `values`; `raw` the JSON to edit. A chip over related records holds the words of its
    `where` in `value`, and is `simple` no more: it is removed, not edited in place.
    """

    path: str
    subject: str
    verb: str
    value: str = ""
    values: tuple[str, ...] = ()
    field: str = ""
    op: str = ""
    raw: Json = None
    simple: bool = True

    @property
    def text(self) -> str:
        return " ".join(each for each in (self.subject, self.verb, self.value) if each)


@dataclass(frozen=True)
class Cluster:
    """A group of chips, with the `word` that stands between them and the `lead` before them (of `none` groups)."""

    path: str
    kind: Kind
    word: str
    lead: str
    items: tuple[Chip | Cluster, ...]


def chips(filter: Filter, spec: ObjectSpec, locale: Locale, names: Names | None = None) -> Cluster:
    """The filter as nested chips in the locale's language."""
    with translation.override(locale.language):
        return _Speaker(locale, names or {}).cluster(filter, Place(spec), "")


def describe(filter: Filter, spec: ObjectSpec, locale: Locale, names: Names | None = None) -> str:
    """The filter as one sentence in the locale's language; '' for the filter that lets everything through."""
    with translation.override(locale.language):
        speaker = _Speaker(locale, names or {})
        return speaker.sentence(speaker.cluster(filter, Place(spec), ""))


def references(filter: Filter, spec: ObjectSpec) -> frozenset[tuple[str, UUID]]:
    """The records that the filter names, as (object, id), whose titles its words need."""
    return frozenset(_references(filter, Place(spec)))


def _references(node: Node, place: Place) -> Iterator[tuple[str, UUID]]:
    if isinstance(node, Group):
        for each in node.items:
            yield from _references(each, place)
    elif isinstance(node, Condition):
        field = paths.value(place, node.path).field
        if isinstance(field, LinkField | IdField):
            given = node.value if isinstance(node.value, tuple) else (node.value,)
            yield from ((field.to, each) for each in given if isinstance(each, UUID))
    else:
        yield from _references(node.where, paths.bond(place, node.path).place)


class _Speaker:
    """Says one filter, in the language in force."""

    def __init__(self, locale: Locale, names: Names) -> None:
        self.locale, self.names = locale, names

    def cluster(self, group: Group, place: Place, path: str) -> Cluster:
        word = pgettext("filter", "and") if group.kind == "all" else pgettext("filter", "or")
        lead = pgettext("filter", "not") if group.kind == "none" else ""
        items = tuple(
            self.item(each, place, f"{path}.{position}" if path else str(position))
            for position, each in enumerate(group.items)
        )
        return Cluster(path, group.kind, word, lead, items)

    def item(self, node: Node, place: Place, path: str) -> Chip | Cluster:
        if isinstance(node, Group):
            return self.cluster(node, place, path)
        if isinstance(node, Condition):
            return self.condition(node, place, path)
        bond = paths.bond(place, node.path)
        where = self.sentence(self.cluster(node.where, bond.place, ""))
        if isinstance(node, Related):
            op = "not_related" if node.negated else "related"
            value = pgettext("filter", "where {conditions}").format(conditions=where) if where else ""
            subject = str(operator_words.RELATED[op]).format(relation=_subject(bond))
            return Chip(path, subject, "", value, field=".".join(node.path), op=op, simple=False)
        return self.measure(node, bond, where, path)

    def condition(self, condition: Condition, place: Place, path: str) -> Chip:
        target = paths.value(place, condition.path)
        values = self.values(condition.value, target)
        field, raw = ".".join(condition.path), write(condition.value)
        verb = operator_words.verb(
            "is" if condition.value == _TODAY else condition.op, target.family, figures=_in_figures(condition.value)
        )
        value = self.joined(condition.op, values)
        return Chip(path, _subject(target), verb, value, values, field=field, op=condition.op, raw=raw)

    def measure(self, node: Measure, bond: Bond, where: str, path: str) -> Chip:
        target = paths.value(Place(bond.to), node.of) if node.of else None
        label = str(target.field.label) if target else ""
        subject = str(operator_words.MEASURES[node.op]).format(field=label, relation=_subject(bond))
        if target is None:
            given = node.value if isinstance(node.value, tuple) else (node.value,)
            values = tuple(str(each) for each in given)
        else:
            values = self.values(node.value, target)
        value = self.joined(node.comparison, values)
        if where:
            value = pgettext("filter", "{value} where {conditions}").format(value=value, conditions=where)
        family = target.family if target else "number"
        verb = operator_words.verb(node.comparison, family, figures=_in_figures(node.value))
        return Chip(path, subject, verb, value, values, field=".".join(node.path), op=node.op, simple=False)

    def sentence(self, cluster: Cluster) -> str:
        """The cluster's chips in a row; groups inside it in parentheses."""
        said = [each.text if isinstance(each, Chip) else f"({self.sentence(each)})" for each in cluster.items]
        whole = self.listed(tuple(said), cluster.word, every=True)
        if not cluster.lead or not whole:
            return whole
        return f"{cluster.lead} ({whole})" if len(said) > 1 else f"{cluster.lead} {whole}"

    def joined(self, op: str, values: tuple[str, ...]) -> str:
        if op == "between":
            return pgettext("filter", "{low} and {high}").format(low=values[0], high=values[1])
        return self.listed(values, pgettext("filter", "and") if op == "has_all" else pgettext("filter", "or"))

    def listed(self, texts: tuple[str, ...], word: str, *, every: bool = False) -> str:
        """ "A, B or C"; with `every`, the word between all of them."""
        if len(texts) < 2:
            return "".join(texts)
        if every:
            return texts[0] + "".join(f" {self.before(each, word)} {each}" for each in texts[1:])
        return f"{', '.join(texts[:-1])} {self.before(texts[-1], word)} {texts[-1]}"

    def before(self, text: str, word: str) -> str:
        """Spanish turns "o" into "u" before an o, and "y" into "e" before an i."""
        if self.locale.language[:2] != "es":
            return word
        sound = norm(text).lstrip("“(").removeprefix("h")
        if word == "o" and sound.startswith("o"):
            return "u"
        diphthong = norm(text).startswith(("hie", "hia", "io"))
        return "e" if word == "y" and sound.startswith("i") and not diphthong else word

    def values(self, operand: Any, target: Target) -> tuple[str, ...]:
        if operand is None:
            return ()
        given = operand if isinstance(operand, tuple) else (operand,)
        return tuple(self.value(each, target) for each in given)

    def value(self, value: Any, target: Target) -> str:
        """One operand as its field would show it."""
        field = target.field
        if isinstance(value, Var):
            return str(operator_words.VARIABLES[value.var])
        if isinstance(value, Period):
            return operator_words.period(value)
        if isinstance(value, UUID):
            return self.names.get(value, "…")
        if isinstance(value, date) and not isinstance(value, datetime):
            return dates.shown_date(value, self.locale.language)
        if target.part == "country":
            return countries.country_name(value, self.locale.language)
        if isinstance(field, MoneyField):
            return field.text(Money(value, self.locale.currency, value), self.locale)
        if isinstance(field, ContactPointsField):
            return field.shown(ContactPoint(value))
        if isinstance(field, PersonNameField | RichTextField) or target.part:
            return str(value)
        return field.text((value,) if target.family == "choices" else value, self.locale)


def _in_figures(operand: Any) -> bool:
    return isinstance(operand, date)


def _subject(found: Target | Bond) -> str:
    """ "Account › Industry", "Address › City"."""
    names = [str(hop.field.label) for hop in found.hops]
    names.append(str(found.label if isinstance(found, Bond) else found.field.label))
    if isinstance(found, Target) and found.part:
        names.append(str(_PARTS[found.part]))
    return " › ".join(names)
