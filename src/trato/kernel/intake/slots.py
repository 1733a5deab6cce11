"""From the cells of a row to the values that are staged: one slot for each field that the file fills."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import orjson
from django.utils.translation import gettext as _

from trato.kernel.fields.base import Field, FieldError, TextFormat
from trato.kernel.fields.many import ContactPointsField
from trato.kernel.fields.number import DecimalField, from_words
from trato.kernel.intake.mapping import CREATE, REJECT
from trato.kernel.intake.targets import Target
from trato.kernel.records import currencies
from trato.lib.money import Money, currency_of
from trato.lib.text import norm

CACHED = 4096
Answers = Mapping[str, Mapping[str, Any]]


class SlotError(Exception):
    """A cell that cannot be taken: of which column, with which text, and why."""

    def __init__(self, column: str, text: str, error: FieldError) -> None:
        super().__init__(error.message)
        self.column, self.text, self.code, self.message = column, text, error.code, error.message


class Cell:
    """One column of the file: its place in a row, and the answers the user gave for its values."""

    def __init__(self, target: Target, place: int, answers: Answers) -> None:
        self.target, self.place = target, place
        self.name = target.column.name
        self.answers = answers.get(self.name, {})

    def text(self, cells: Sequence[str]) -> str:
        found = cells[self.place].strip()
        if self.answers and found:
            answer = self.answers.get(norm(found), found)
            return found if answer is CREATE or answer is REJECT else answer or ""
        return found

    def wants_new(self, text: str) -> bool:
        return self.answers.get(norm(text)) is CREATE


class Slot(ABC):
    """What fills some columns of the staging table (`columns`: names and types) from some cells of a row."""

    columns: tuple[tuple[str, str], ...]

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = tuple(cells)

    @abstractmethod
    def staged(self, row: Sequence[str]) -> tuple[Any, ...]:
        """The staged values of a row, all None when its cells are empty. SlotError for what means nothing."""


class TextSlot(Slot):
    """Text that SQL looks at: a link to look up, an outside key, an id."""

    def __init__(self, cell: Cell, column: str, *, max_length: int = 500) -> None:
        super().__init__([cell])
        self.columns = ((column, "text"),)
        self.max_length = max_length

    def staged(self, row: Sequence[str]) -> tuple[Any, ...]:
        [cell] = self.cells
        found = cell.text(row)
        if len(found) > self.max_length:
            message = _("Use at most {limit} characters.").format(limit=self.max_length)
            raise SlotError(cell.name, found, FieldError("too_long", message))
        return (found or None,)


class TextsSlot(Slot):
    """Several texts in one cell, `;` between them: many links."""

    def __init__(self, cell: Cell, column: str) -> None:
        super().__init__([cell])
        self.columns = ((column, "text[]"),)

    def staged(self, row: Sequence[str]) -> tuple[Any, ...]:
        [cell] = self.cells
        texts: dict[str, None] = {}
        for part in row[cell.place].split(";"):
            text = part.strip()
            answer = cell.answers.get(norm(text), text) if text else None
            if answer is not None:
                texts[text if answer is CREATE or answer is REJECT else answer] = None
        if any(len(each) > 500 for each in texts):
            raise SlotError(cell.name, row[cell.place][:80], FieldError("too_long", _("Use at most 500 characters.")))
        return (list(texts) or None,)


class ValueSlot(Slot):
    """A field's value, from one cell or from several (parts of an address, phones, an amount and its currency)."""

    def __init__(self, field: Field, cells: Sequence[Cell], form: TextFormat, *, prefix: str = "") -> None:
        super().__init__(cells)
        self.field, self.form = field, form
        self.columns = () if field.custom else tuple((prefix + each.name, each.pg_type) for each in field.columns)
        self._json = tuple(kind == "jsonb" for _name, kind in self.columns)
        self._read = self._reader()
        self._known: dict[tuple[str, ...], tuple[Any, ...]] = {}
        self._rates: dict[str, Decimal] = {}

    def staged(self, row: Sequence[str]) -> tuple[Any, ...]:
        texts = tuple([cell.text(row) for cell in self.cells])
        found = self._known.get(texts)
        if found is None:
            found = self.dump(self.value(row) if any(texts) else None)
            if len(self._known) < CACHED:
                self._known[texts] = found
        return found

    def value(self, row: Sequence[str]) -> Any:
        """The row's value of the field, None when empty."""
        try:
            return self._read(row)
        except FieldError as error:
            pointer = error.pointer.strip("/")
            cell = next((each for each in self.cells if each.target.part and each.target.part == pointer), None)
            cell = cell or next((each for each in self.cells if each.text(row)), self.cells[0])
            raise SlotError(cell.name, cell.text(row), error) from error

    def dump(self, value: Any) -> tuple[Any, ...]:
        """The value as it is staged: JSON columns as text."""
        if self.field.custom:
            return (None if value is None else self.field.to_json(value),)
        return tuple(
            orjson.dumps(raw).decode() if raw is not None and is_json else raw
            for raw, is_json in zip(self.field.dump(value), self._json, strict=True)
        )

    def _reader(self) -> Callable[[Sequence[str]], Any]:
        if self.field.kind == "money":
            return self._money
        if self.field.family == "values":
            return self._points
        if self.field.family == "choices":
            return self._choices
        if any(cell.target.part for cell in self.cells):
            return self._parts
        return self._plain

    def _plain(self, row: Sequence[str]) -> Any:
        cell = self.cells[0]
        text = cell.text(row)
        if not text:
            return None
        factor = cell.target.column.factor
        if factor != 1 and isinstance(self.field, DecimalField):
            return self.field.fit(from_words(text, self.form.decimal) * factor)
        return self.field.from_text(text, self.form)

    def _parts(self, row: Sequence[str]) -> Any:
        given = {cell.target.part: text for cell in self.cells if (text := cell.text(row)) and cell.target.part}
        whole = next((text for cell in self.cells if not cell.target.part and (text := cell.text(row))), "")
        if not given:
            return self.field.from_text(whole, self.form) if whole else None
        if whole:
            value = self.field.from_text(whole, self.form)
            given = {**{part: getattr(value, part) for part in getattr(self.field, "parts", ())}, **given}
        return self.field.clean(given, self.form.locale)

    def _points(self, row: Sequence[str]) -> Any:
        if len(self.cells) == 1 and isinstance(self.field, ContactPointsField):
            [cell] = self.cells
            text = cell.text(row)
            if ";" not in text and not cell.target.column.type:
                # Most rows have one: what `clean` would make of it, by a shorter way.
                point = self.field.one(text, self.form.locale)
                return None if point is None else (replace(point, primary=True),)
        points = [
            {"value": part.strip(), "type": cell.target.column.type or None}
            for cell in self.cells
            for part in cell.text(row).split(";")
            if part.strip()
        ]
        return self.field.clean(points, self.form.locale) if points else None

    def _choices(self, row: Sequence[str]) -> Any:
        return self.field.from_text(";".join(text for cell in self.cells if (text := cell.text(row))), self.form)

    def _money(self, row: Sequence[str]) -> Any:
        amount = next(cell for cell in self.cells if not cell.target.part)
        text = amount.text(row)
        if not text:
            return None
        sign = next((each.text(row) for each in self.cells if each.target.part), "") or amount.target.column.currency
        home = self.form.locale.currency
        unit = currency_of(sign, home) if sign else home
        if unit is None:
            message = _("“{currency}” is not a currency.").format(currency=sign[:20])
            raise FieldError("not_an_option", message, "/currency/")
        form = replace(self.form, locale=replace(self.form.locale, currency=unit))
        found = self.field.from_text(text, form)
        if amount.target.column.factor != 1:
            found = self.field.clean(Money(found.amount * amount.target.column.factor, found.currency), form.locale)
        return self._in_base(found)

    def _in_base(self, money: Money) -> Money:
        """`currencies.in_base`, asking the database once for each currency of the file."""
        if money.currency not in self._rates:
            self._rates[money.currency] = currencies.rate(money.currency)
        return currencies.convert(money, self._rates[money.currency])
