"""Which column goes where: the `mapping` of the API (API.md §5), read and written."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, cast, get_args

from django.utils.translation import gettext as _

from trato.kernel.fields.base import Json
from trato.kernel.records.errors import Invalid, Problem
from trato.lib.dates import ORDERS
from trato.lib.money import CURRENCIES
from trato.lib.text import norm

Mode = Literal["create", "update", "upsert", "fill"]
Missing = Literal["reject", "create", "blank"]

ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-1", "iso-8859-15", "mac-roman")
DELIMITERS = (",", ";", "\t", "|")
QUOTES = ('"', "'")

CREATE = object()
"""The answer to an unmatched value: make a record of that name."""
REJECT = object()
"""The answer to an unmatched value: leave those rows out."""
_SPOKEN = {"create": CREATE, "reject": REJECT}
MAX_VALUES = 10_000


@dataclass(frozen=True, kw_only=True)
class Column:
    """Where one column of the file goes.

    `to` is a path: a field, a part of one (`billing_address.city`), `external_ids.<source>`, `id`, or a field of child
    records (`lines.product`). `match` is the field of the linked object that the text is compared with; `create` the
    user-made field that is made for the column first ({"kind", "label", "options"}).
    """

    name: str
    to: str
    match: str = ""
    missing: Missing = "reject"
    currency: str = ""
    factor: Decimal = Decimal(1)
    role: str = ""
    type: str = ""
    create: Mapping[str, Json] | None = None

    def to_json(self) -> dict[str, Json]:
        found: dict[str, Json] = {"to": self.to}
        plain = {"match": self.match, "currency": self.currency, "role": self.role, "type": self.type}
        found.update({key: value for key, value in plain.items() if value})
        if self.missing != "reject":
            found["missing"] = self.missing
        if self.factor != 1:
            found["factor"] = float(self.factor) if self.factor % 1 else int(self.factor)
        if self.create:
            found["create"] = dict(self.create)
        return found


@dataclass(frozen=True, kw_only=True)
class ImportMapping:
    """A whole mapping. `values` are answers by column and `norm` of the text: another text, None (leave it empty),
    CREATE or REJECT."""

    mode: Mode = "upsert"
    key: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    defaults: Mapping[str, Json] = field(default_factory=dict)
    format: Mapping[str, Any] = field(default_factory=dict)
    """What the mapping says of the file's format; the rest is detected."""

    def answer(self, column: str, text: str, value: Any) -> ImportMapping:
        """The mapping with one more answer to an unmatched value."""
        return self.answer_all([(column, text, value)])

    def answer_all(self, answers: Iterable[tuple[str, str, Any]]) -> ImportMapping:
        """The mapping with more answers, each as column, text and answer."""
        values = {name: dict(said) for name, said in self.values.items()}
        for column, text, value in answers:
            values.setdefault(column, {})[norm(text.strip())] = value
        return replace(self, values=values)

    def missing_in(self, names: Container[str], missing: Missing) -> ImportMapping:
        """The mapping where what is not found in these columns is left to `missing`."""
        changed = tuple(replace(each, missing=missing) if each.name in names else each for each in self.columns)
        return replace(self, columns=changed)

    def to_json(self) -> dict[str, Json]:
        answers = {
            column: {text: _said(value) for text, value in found.items()} for column, found in self.values.items()
        }
        return {
            "mode": self.mode,
            "key": list(self.key),
            **self.format,
            "columns": {each.name: each.to_json() for each in self.columns},
            "values": answers,
            "defaults": dict(self.defaults),
        }


def _said(answer: Any) -> Json:
    return next(({name: True} for name, value in _SPOKEN.items() if value is answer), answer)


def parse(raw: Json) -> ImportMapping:
    """The mapping that JSON means. Invalid lists every problem."""
    problems: list[Problem] = []
    if not isinstance(raw, Mapping):
        raise Invalid([_problem(_("Give the mapping as a JSON object."))])
    known = {"mode", "key", "columns", "values", "defaults", *_FORMAT}
    problems += [
        _problem(_("There is no such setting."), f"/{name}", "unknown_field") for name in raw if name not in known
    ]
    mode = raw.get("mode", "upsert")
    if mode not in get_args(Mode):
        problems.append(_problem(_("The mode is one of create, update, upsert and fill."), "/mode", "not_an_option"))
    key = raw.get("key") or []
    key = [key] if isinstance(key, str) else key
    if not isinstance(key, list) or not all(isinstance(each, str) for each in key):
        problems.append(_problem(_("Give the key as a list of fields."), "/key"))
        key = []
    columns = _columns(raw.get("columns") or {}, problems)
    values = _values(raw.get("values") or {}, problems)
    defaults = raw.get("defaults") or {}
    if not isinstance(defaults, Mapping):
        problems.append(_problem(_("Give the defaults as an object."), "/defaults"))
    form = {name: raw[name] for name in _FORMAT if raw.get(name) is not None}
    for name, value in form.items():
        if value not in _FORMAT[name]:
            problems.append(_problem(_("This is not one of the options."), f"/{name}", "not_an_option"))
    if problems:
        raise Invalid(problems)
    return ImportMapping(
        mode=cast("Mode", mode), key=tuple(key), columns=columns, values=values, defaults=dict(defaults), format=form
    )


_FORMAT: Mapping[str, tuple[Any, ...]] = {
    "encoding": ENCODINGS,
    "delimiter": DELIMITERS,
    "quote": QUOTES,
    "header": (True, False),
    "date_order": ORDERS,
    "decimal": (".", ","),
}


def _problem(message: str, pointer: str = "", code: str = "invalid") -> Problem:
    return Problem("mapping", code, message, pointer)


def _columns(raw: Json, problems: list[Problem]) -> tuple[Column, ...]:
    if not isinstance(raw, Mapping):
        problems.append(_problem(_("Give the columns as an object."), "/columns"))
        return ()
    found = []
    for name, given in raw.items():
        if given is None:
            continue
        column = _column(name, {"to": given} if isinstance(given, str) else given, problems)
        if column is not None:
            found.append(column)
    return tuple(found)


def _column(name: str, given: Json, problems: list[Problem]) -> Column | None:
    pointer = f"/columns/{name}"
    texts = ("to", "match", "currency", "role", "type")
    known = {*texts, "missing", "factor", "create"}
    if not isinstance(given, Mapping) or not given.keys() <= known or not given.get("to"):
        problems.append(_problem(_("Say where the column goes: {to}.").format(to='{"to": "field"}'), pointer))
        return None
    if not all(isinstance(given.get(each, ""), str) for each in texts):
        problems.append(_problem(_("Enter text."), pointer))
        return None
    missing = given.get("missing", "reject")
    if missing not in get_args(Missing):
        problems.append(_problem(_("One of reject, create and blank."), f"{pointer}/missing", "not_an_option"))
    currency = given.get("currency", "").upper()
    if currency and currency not in CURRENCIES:
        problems.append(_problem(_("This is not a currency."), f"{pointer}/currency", "not_an_option"))
    create = given.get("create")
    if create is not None and not (isinstance(create, Mapping) and create.keys() <= {"kind", "label", "options"}):
        problems.append(_problem(_("Give the kind and the label of the new field."), f"{pointer}/create"))
        create = None
    return Column(
        name=name,
        to=given["to"],
        match=given.get("match", ""),
        missing=cast("Missing", missing),
        currency=currency,
        factor=_factor(given.get("factor", 1), f"{pointer}/factor", problems),
        role=given.get("role", ""),
        type=given.get("type", ""),
        create=create,
    )


def _factor(raw: Json, pointer: str, problems: list[Problem]) -> Decimal:
    try:
        found = Decimal(str(raw)) if isinstance(raw, int | float | str) else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found == 0:
        problems.append(_problem(_("Enter a number."), pointer))
        return Decimal(1)
    return found


def _values(raw: Json, problems: list[Problem]) -> Mapping[str, Mapping[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    if not isinstance(raw, Mapping):
        problems.append(_problem(_("Give the answers as an object."), "/values"))
        return found
    for column, answers in raw.items():
        if not isinstance(answers, Mapping) or len(answers) > MAX_VALUES:
            problems.append(_problem(_("Give the answers as an object."), f"/values/{column}"))
            continue
        for text, answer in answers.items():
            spoken = [name for name in _SPOKEN if answer == {name: True}]
            if spoken:
                value: Any = _SPOKEN[spoken[0]]
            elif answer is None or isinstance(answer, str):
                value = answer or None
            else:
                problems.append(_problem(_("Enter text."), f"/values/{column}/{text}"))
                continue
            found.setdefault(column, {})[norm(text.strip())] = value
    return found
