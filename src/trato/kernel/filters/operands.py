"""The right side of a condition: values, variables and periods, read from JSON and written back in one normal form."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from trato.kernel.fields.address import clean_country
from trato.kernel.fields.base import FieldError, Json, Locale
from trato.kernel.fields.dates import DateField
from trato.kernel.fields.links import LinkField
from trato.kernel.fields.text import clean_text
from trato.kernel.filters.errors import FilterError
from trato.kernel.filters.paths import DIGITS, IdField, Target
from trato.lib import dates

MAX_VALUES = 1000
MAX_TEXT = 1000
MAX_PERIODS = 1000

Unit = Literal["day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"]
UNITS: tuple[Unit, ...] = ("day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year")
Direction = Literal["this", "last", "next"]
DIRECTIONS: tuple[Direction, ...] = ("this", "last", "next")

NO_VALUE = frozenset({"empty", "not_empty"})
LISTS = frozenset({"in", "not_in", "has_any", "has_all", "has_none"})
PATTERNS = frozenset({"contains", "not_contains", "starts", "ends", "like"})

_DAYS = DateField(name="day", label="")
"""Reads days where moments are compared: a day then means all of it."""


@dataclass(frozen=True, slots=True)
class Var:
    """A value known when the filter runs: `me`, `my_team`, `my_reports`, `today`, `now`."""

    var: str


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days around today.

    Days reach to today: last 30 days = today and the 30 days before it; next 30 days = today and the 30 days after.
    Longer units are whole calendar units without the current one: last 1 month = the month before this one.
    """

    direction: Direction
    n: int
    unit: Unit


Scalar = str | bool | Decimal | int | date | datetime | timedelta | UUID
Operand = Scalar | Var | Period | tuple[Any, ...] | None


def read(target: Target, op: str, raw: Json, locale: Locale, pointer: str) -> Operand:
    """The comparison value of `op`, in the terms of the field. FilterError when it is none."""
    if op in NO_VALUE:
        return None
    if raw is None:
        raise FilterError("required", _("Give a value to compare with."), pointer)
    if op == "within":
        return _period(raw, pointer)
    if op == "between":
        return _pair(target, raw, locale, pointer)
    if op in LISTS:
        return _several(target, raw, locale, pointer)
    if op in PATTERNS:
        return _pattern(target, raw, pointer)
    return _single(target, raw, locale, pointer)


def write(operand: Any) -> Json:
    """The operand as JSON that `read` understands."""
    if isinstance(operand, Var):
        return {"var": operand.var}
    if isinstance(operand, Period):
        return {operand.direction: operand.n, "unit": operand.unit}
    if isinstance(operand, tuple):
        return [write(each) for each in operand]
    if isinstance(operand, Decimal):
        return int(operand) if operand == operand.to_integral_value() and abs(operand) < 10**15 else f"{operand:f}"
    if isinstance(operand, date):
        return operand.isoformat()
    if isinstance(operand, UUID):
        return str(operand)
    if isinstance(operand, timedelta):
        return dates.iso_duration(operand)
    return operand


def _several(target: Target, raw: Json, locale: Locale, pointer: str) -> Operand:
    items = raw if isinstance(raw, list | tuple) else [raw]
    if not items:
        raise FilterError("required", _("Give at least one value."), pointer)
    if len(items) > MAX_VALUES:
        raise FilterError("too_many", _("Give at most {limit} values.").format(limit=MAX_VALUES), pointer)
    found = (_single(target, each, locale, f"{pointer}/{place}") for place, each in enumerate(items))
    return tuple(dict.fromkeys(found))


def _pair(target: Target, raw: Json, locale: Locale, pointer: str) -> Operand:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise FilterError("invalid", _("Give two values, the least first."), pointer)
    return tuple(_single(target, each, locale, f"{pointer}/{place}") for place, each in enumerate(raw))


def _single(target: Target, raw: Json, locale: Locale, pointer: str) -> Operand:
    if isinstance(raw, dict) and "var" in raw:
        return _variable(target, raw, pointer)
    storable(raw, pointer)
    try:
        found = _operand(target, raw, locale)
    except FieldError as error:
        raise FilterError(error.code, str(error), pointer + error.pointer) from error
    if isinstance(found, tuple | list) and len(found) == 1:
        found = found[0]
    if not isinstance(found, Scalar) or found == "":
        raise FilterError("invalid", _("This is not a value to compare with."), pointer)
    return found


def _operand(target: Target, raw: Json, locale: Locale) -> Any:
    if target.part == "country":
        return clean_country(raw)
    if target.part:
        return clean_text(raw, max_length=MAX_TEXT)
    if target.family == "datetime" and isinstance(raw, str) and ":" not in raw:
        return _DAYS.clean(raw, locale)
    return target.field.operand(raw, locale)


def _variable(target: Target, raw: dict[str, Json], pointer: str) -> Var:
    name = raw["var"]
    if len(raw) != 1 or not isinstance(name, str) or name not in _variables(target):
        known = ", ".join(sorted(_variables(target))) or "–"
        raise FilterError("invalid", _("Variables that can stand here: {names}.").format(names=known), pointer)
    return Var(name)


def _variables(target: Target) -> frozenset[str]:
    if isinstance(target.field, LinkField | IdField):
        return {"user": frozenset({"me", "my_reports"}), "team": frozenset({"my_team"})}.get(
            target.field.to, frozenset()
        )
    return frozenset({"today", "now"}) if target.family in {"date", "datetime"} else frozenset()


def _period(raw: Json, pointer: str) -> Period:
    message = _("Give this, last or next with a number, and a unit.")
    if not isinstance(raw, dict) or len(raw) != 2:
        raise FilterError("invalid", message, pointer)
    for direction in DIRECTIONS:
        number, unit = raw.get(direction), raw.get("unit")
        if type(number) is int and unit in UNITS:
            if not 1 <= number <= (1 if direction == "this" else MAX_PERIODS):
                raise FilterError("invalid", _("The number is out of range."), f"{pointer}/{direction}")
            return Period(direction, number, unit)
    raise FilterError("invalid", message, pointer)


def _pattern(target: Target, raw: Json, pointer: str) -> str:
    found = _text(raw, pointer)
    if target.field.kind in DIGITS:
        found = "".join(each for each in found if each in "0123456789%_")
        if not found:
            raise FilterError("invalid", _("Give some digits of the number."), pointer)
    return found


def _text(raw: Json, pointer: str) -> str:
    if not isinstance(raw, str) or not raw:
        raise FilterError("invalid", _("Give a text."), pointer)
    storable(raw, pointer)
    return raw


def storable(raw: Json, pointer: str, depth: int = 4) -> None:
    """Refuses what the database cannot take: zero characters, halves of characters, numbers that are none."""
    if isinstance(raw, str):
        if len(raw) > MAX_TEXT:
            raise FilterError("invalid", _("This text is too long."), pointer)
        if "\x00" in raw or any("\ud800" <= each <= "\udfff" for each in raw):
            raise FilterError("invalid", _("This text has characters that cannot be stored."), pointer)
    elif isinstance(raw, float) and not math.isfinite(raw):
        raise FilterError("invalid", _("Give a number."), pointer)
    elif isinstance(raw, int) and abs(raw) >= 10**30:
        raise FilterError("invalid", _("This number is too large."), pointer)
    elif isinstance(raw, dict | list):
        if not depth:
            raise FilterError("invalid", _("This is not a value to compare with."), pointer)
        for each in [*raw.keys(), *raw.values()] if isinstance(raw, dict) else raw:
            storable(each, pointer, depth - 1)
