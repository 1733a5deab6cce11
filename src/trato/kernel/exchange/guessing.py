"""The mapping that a file most probably wants: by the columns' names in any language, then by the shape of values.

A guess is shown and corrected before anything is read, so it may be bold; what it leaves out stays out of the import.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy

from trato.kernel.access import policy
from trato.kernel.exchange import columns
from trato.kernel.exchange.reading import Table
from trato.kernel.fields.address import LABELS as ADDRESS_LABELS
from trato.kernel.fields.base import Field
from trato.kernel.fields.links import LinkField, ManyLinksField
from trato.kernel.fields.personname import LABELS as NAME_LABELS
from trato.kernel.fields.select import LANGUAGES, OptionsField
from trato.kernel.intake.mapping import Column, ImportMapping
from trato.kernel.intake.targets import EXTERNAL, MAX_SOURCE, parts_of
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec
from trato.kernel.records.listing import ListQuery, page
from trato.kernel.tenancy.actor import Actor, Reach
from trato.lib import countries
from trato.lib.text import nearest, norm

SAMPLE_CELLS = 400_000
SHAPE = 400
SURE, LIKELY, LEAST = 1.0, 0.8, 0.72
MAX_DISTINCT = 30
LEGACY = f"{EXTERNAL}.{columns.LEGACY}"

_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PART_WORDS = {
    "street": ("street address", "address line 1", "calle", "dirección", "domicilio"),
    "city": ("town", "ciudad", "localidad", "población"),
    "region": ("state", "province", "county", "provincia", "estado", "comunidad"),
    "postcode": ("zip", "zip code", "postal code", "código postal", "cp"),
    "country": ("país", "nation", "country code"),
    "given": ("first name", "given name", "nombre", "nombre de pila"),
    "family": ("last name", "surname", "family name", "apellido", "apellidos", "primer apellido"),
    "family2": ("second surname", "segundo apellido"),
    "prefix": ("salutation", "title", "tratamiento"),
    "suffix": ("sufijo",),
    "currency": ("currency", "moneda", "divisa"),
}
_YES, _NO = frozenset({"1", "yes", "y", "true", "si"}), frozenset({"0", "no", "n", "false"})
_NOTHING = frozenset({"-", "--", "n/a", "na", "none", "null", "unknown", "select", "ninguno", "desconocido"})
"""What people write where they have nothing to say."""
_KEY_WORDS = ("id", "key", "number", "uuid", "clave", "código", "no")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A path, and the words that mean it."""

    to: str
    field: Field | None
    words: frozenset[str]


def guess(actor: Actor, spec: ObjectSpec, table: Table) -> ImportMapping:
    """A mapping for the table. Columns that mean nothing known are left out."""
    sample = [row.cells for row in islice(table.rows(), SAMPLE_CELLS // len(table.names)) if not row.fault]
    values = {name: [row[place].strip() for row in sample] for place, name in enumerate(table.names)}
    candidates = list(_candidates(spec))
    scored = sorted(_scores(values, candidates), key=lambda each: -each[0])
    taken = {name: Column(name=name, to=to) for to, name in _outside_columns(table.names).items()}
    used = {column.to for column in taken.values()}
    for score, name, candidate in scored:
        shared = candidate.field is not None and candidate.field.family == "values"
        if name not in taken and score >= LEAST and (candidate.to not in used or shared):
            taken[name] = _column(name, candidate, values[name])
            used.add(candidate.to)
    _guess_key(values, taken)
    chosen = tuple(taken[name] for name in table.names if name in taken)
    mapping = ImportMapping(mode="upsert", key=_keys(spec, chosen), columns=chosen)
    if not mapping.key or policy.reach(actor, "update", spec) is Reach.NONE:
        mapping = replace(mapping, mode="create")
    for column in chosen:
        mapping = _answers(actor, spec, mapping, column, values[column.name])
    return mapping


def _outside_columns(names: Iterable[str]) -> dict[str, str]:
    """The columns that an export names after the systems whose keys they hold, by where they go."""
    heads = [f"{EXTERNAL}.{{source}}", *_languages(gettext_lazy("Outside key ({source})"))]
    found: dict[str, str] = {}
    for name in names:
        for before, after in (head.split("{source}") for head in heads):
            source = name.removeprefix(before).removesuffix(after)
            if before + source + after == name and 0 < len(source) <= MAX_SOURCE:
                found.setdefault(f"{EXTERNAL}.{source}", name)
    return found


def words_of(text: str) -> str:
    """A column's name as plain words: "LeadOrigin", "lead_origin" and "Lead origin" are the same."""
    return " ".join(_WORDS.findall(norm(_CAMEL.sub(" ", text))))


def _candidates(spec: ObjectSpec) -> Iterator[_Candidate]:
    yield _Candidate("id", None, frozenset({"id", "record id", f"{spec.name} id", "trato id"}))
    keys = _languages(gettext_lazy("Key in another system"))
    yield _Candidate(LEGACY, None, frozenset({"outside key", "external id", *map(words_of, keys)}))
    for field in spec.fields:
        if not (field.readonly or field.composed or field.family == "json"):
            extra = [spec.name, *_languages(spec.label), *spec.synonyms] if field.name == spec.title else []
            yield from _field_candidates(field.name, field, extra)
    for relation in registry.relations(spec.name).values():
        child = registry.get(relation.object)
        if isinstance(relation.field, LinkField) and relation.field.required:
            for field in child.fields:
                system = field.readonly or field.name in {relation.field.name, "owner", "team", "name"}
                if not system and not isinstance(field, ManyLinksField):
                    yield from _field_candidates(f"{relation.name}.{field.name}", field, ())


def _field_candidates(path: str, field: Field, extra: Iterable[str]) -> Iterator[_Candidate]:
    words = [field.name, *_languages(field.label), *field.synonyms, *extra]
    if isinstance(field, LinkField | ManyLinksField):
        other = registry.get(field.to)
        words += [f"{word} {end}" for word in tuple(words) for end in ("name", "nombre")]
        if field.name in {other.name, "owner"}:
            words += [*_languages(other.label), *other.synonyms]
    yield _Candidate(path, field, frozenset(map(words_of, words)))
    for part in parts_of(field):
        labels = ADDRESS_LABELS.get(part) or NAME_LABELS.get(part) or part
        own = {words_of(word) for word in (part, *_languages(labels), *_PART_WORDS.get(part, ()))}
        joined = {f"{stem} {word}" for stem in map(words_of, words) for word in own}
        yield _Candidate(f"{path}.{part}", field, frozenset(joined | (own if part != "currency" else set())))


def _languages(label: Any) -> Iterator[str]:
    for language in LANGUAGES:
        with translation.override(language):
            yield str(label)


def _scores(values: dict[str, list[str]], candidates: Sequence[_Candidate]) -> Iterator[tuple[float, str, _Candidate]]:
    for name, cells in values.items():
        header = words_of(name)
        filled = [cell for cell in cells if cell][:SHAPE]
        for candidate in candidates:
            score = _named(header, candidate)
            if score >= LIKELY - 0.1:
                yield score + _shaped(filled, candidate), name, candidate


def _named(header: str, candidate: _Candidate) -> float:
    """How well a column's name fits: the same words, else nearly the same letters."""
    if header in candidate.words:
        return SURE if header != words_of(candidate.to) else SURE + 0.05
    if len(header) < 4:
        return 0.0
    best = max((SequenceMatcher(None, header, word).ratio() for word in candidate.words if len(word) > 3), default=0.0)
    return best * 0.9 if best > 0.88 else 0.0


def _shaped(cells: Sequence[str], candidate: _Candidate) -> float:
    """How well values fit: a small bonus or a large malus."""
    field, part = candidate.field, candidate.to.rpartition(".")[2]
    if not cells or field is None:
        return 0.0
    if field.family == "address":
        return _country_bonus(cells, part)
    tests = {
        "date": r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}.*|.*\d{4}.*",
        "datetime": r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}.*|.*\d{4}.*",
        "number": r"[^\w]*(?:[A-Z]{3} ?)?[^\w]*\d[\d.,'\s]*\W*(?:[A-Z]{3})?",
        "boolean": r"(?i)true|false|yes|no|s[ií]|[01ynsx]|verdadero|falso",
    }
    if isinstance(field, OptionsField) and field.kind == "select":
        return _option_bonus(cells, field)
    rule = r".+@.+\..+" if field.kind in {"emails", "email"} else tests.get(field.family)
    if rule is None or part in parts_of(field):
        return 0.0
    fitting = sum(1 for cell in cells if re.fullmatch(rule, cell)) / len(cells)
    return 0.02 if fitting > 0.9 else -0.6 if fitting < 0.5 else 0.0


def _option_bonus(cells: Sequence[str], field: OptionsField) -> float:
    """A column of other words than the options is another thing, unless it says yes and no."""
    distinct = set(list(dict.fromkeys(map(norm, cells)))[:MAX_DISTINCT]) - _NOTHING
    if not distinct:
        return 0.0
    known = sum(1 for word in distinct if word in field.by_word or nearest(word, field.by_word)) / len(distinct)
    return 0.02 if known > 0.5 else 0.0 if known > 0.2 or distinct <= _YES | _NO else -0.6


def _country_bonus(cells: Sequence[str], part: str) -> float:
    """A column of country names is the country of an address, whatever it is called."""
    are_countries = _are_countries(cells)
    return (0.1 if are_countries else -0.6) if part == "country" else (-0.2 if are_countries else 0.0)


def _are_countries(cells: Sequence[str]) -> bool:
    """Whether these are countries, a misspelt one or two apart."""
    distinct = set(cells[:SHAPE])
    return bool(distinct) and sum(1 for cell in distinct if countries.country_code(cell)) >= len(distinct) * 0.8


def _column(name: str, candidate: _Candidate, cells: Sequence[str]) -> Column:
    field, to = candidate.field, candidate.to
    whole = field is not None and field.family == "address" and to.endswith(field.name)
    if whole and _are_countries([cell for cell in cells if cell]):
        to = f"{to}.country"
    guarded = isinstance(field, LinkField) and field.to in {"user", "team"}
    kind = "mobile" if "mobile" in words_of(name) or "movil" in words_of(name) or "celular" in words_of(name) else ""
    of_people = guarded and not to.startswith("owner")
    return Column(
        name=name,
        to=to,
        missing="create" if of_people else "reject",
        type=kind if field is not None and field.kind == "phones" else "",
    )


def _guess_key(values: dict[str, list[str]], taken: dict[str, Column]) -> None:
    """A column of distinct codes that calls itself an id is the record's key in the system the file comes from."""
    if any(column.to == LEGACY for column in taken.values()):
        return
    for name, cells in values.items():
        header = words_of(name).split()
        glued = words_of(name).replace(" ", "")
        named = bool(header) and (header[-1] in _KEY_WORDS or glued.endswith("id"))
        if name not in taken and named and cells and all(cells) and len(set(cells)) == len(cells):
            taken[name] = Column(name=name, to=LEGACY)
            return


def _keys(spec: ObjectSpec, chosen: Sequence[Column]) -> tuple[str, ...]:
    """By what the file's rows are told apart: ids, outside keys, the object's keys, else a name that is no person's."""
    paths = [column.to for column in chosen]
    if "id" in paths:
        return ("id",)
    outside = [path for path in paths if path.startswith("external_ids.")]
    exact = [name for name in spec.keys if name in paths]
    if outside or exact:
        return (*outside, *exact)
    title = spec.by_name.get(spec.title)
    return (spec.title,) if title is not None and title.kind == "text" and spec.title in paths else ()


# Values ------------------------------------------------------------------------------------------------------------


def _answers(
    actor: Actor, spec: ObjectSpec, mapping: ImportMapping, column: Column, cells: Sequence[str]
) -> ImportMapping:
    """Values of a few kinds that can only mean one of the options, or one of a few records."""
    field = spec.by_name.get(column.to)
    distinct = list(dict.fromkeys(cell for cell in cells if cell))
    if field is None or not 0 < len(distinct) <= MAX_DISTINCT:
        return mapping
    if isinstance(field, OptionsField):
        words = dict(field.by_word)
        for text in [each for each in distinct if norm(each) in _NOTHING and norm(each) not in words]:
            mapping = mapping.answer(column.name, text, None)
            distinct.remove(text)
        return _yes_or_no(mapping, column, field, distinct) or _last_ones(mapping, column, distinct, words)
    if isinstance(field, LinkField) and field.name in spec.verbs:
        other = registry.get(field.to)
        names = (other.title, *other.lookup)
        rows = page(actor, other, ListQuery(paths=names, limit=MAX_DISTINCT)).rows
        words = {norm(str(row[name])): str(row[other.title]) for name in reversed(names) for row in rows if row[name]}
        return _last_ones(mapping, column, distinct, words)
    return mapping


def _yes_or_no(
    mapping: ImportMapping, column: Column, field: OptionsField, distinct: Sequence[str]
) -> ImportMapping | None:
    """A column of yes and no that is called like an option: "Converted"."""
    option = field.by_word.get(words_of(column.name))
    if option is None or not {norm(each) for each in distinct} <= _YES | _NO:
        return None
    for text in distinct:
        mapping = mapping.answer(column.name, text, option if norm(text) in _YES else field.default)
    return mapping


def _last_ones(mapping: ImportMapping, column: Column, distinct: Sequence[str], words: dict[str, str]) -> ImportMapping:
    """Where all values but one are known, and all options but one are taken, the last two belong together."""
    unknown = [text for text in distinct if norm(text) not in words]
    left = set(words.values()) - {words[norm(text)] for text in distinct if norm(text) in words}
    if len(unknown) == 1 and len(left) == 1 and len(distinct) > 2:
        return mapping.answer(column.name, unknown[0], left.pop())
    return mapping
